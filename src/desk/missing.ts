import {
  type ArgSpec,
  type Button,
  type CommandCall,
  DeskError,
  type Inbound,
  type Language,
  type Outcome,
} from '../core/index.js';
import type { OfferedButtons } from './buttons.js';
import type { Course } from './record.js';

/** How much is ordered most often: of what is bought, and of what is held. */
const SIZES = { any: ['1주', '10주', '100주'], held: ['1주', '10주', '50%', '전량'] } as const;

const ENGLISH: ReadonlyMap<string, string> = new Map([
  ['1주', '1'],
  ['10주', '10'],
  ['100주', '100'],
  ['전량', 'all'],
]);

/**
 * Under the answer that an argument is missing: a button that asks for it, and where only the quantity is missing the
 * usual ones to press. Each leads to the same command with what was given, judged as if it were typed.
 */
export function offerMissing(
  outcome: Outcome,
  { where }: Inbound,
  { who, request }: Course,
  thrown: unknown,
  { buttons, language }: { readonly buttons: OfferedButtons; readonly language: Language },
): Outcome {
  const missing =
    thrown instanceof DeskError && thrown.kind === 'input' && thrown.detail['problem'] === 'missing';
  if (!missing || outcome.kind !== 'reply' || !who || !request) return outcome;
  const { command, given } = request;
  const absent = command.args.filter(({ name }) => (given[name] ?? '').trim() === '');
  const needed = ({ name, required: always }: ArgSpec) => always || name === thrown.detail['argument'];
  const required = absent.filter(needed);
  const ask = absent.filter(spec => needed(spec) || spec.kind === 'price').map(({ name }) => name);
  const call: CommandCall = { command: command.name, args: given };
  const label = (spec: ArgSpec) => (language === 'ko' ? spec.ko : spec.name);
  const offer = (text: string, wanted: CommandCall, asked: readonly string[] = []): Button => ({
    id: buttons.offer(who, where, wanted, asked),
    label: text,
    style: 'plain',
  });
  const [only, ...others] = required;
  const held = command.args.some(({ suggest }) => suggest === 'heldIssue');
  const sizes = only?.kind === 'quantity' && others.length === 0 ? SIZES[held ? 'held' : 'any'] : [];
  const offered = [
    ...sizes.map(size =>
      offer(language === 'ko' ? size : (ENGLISH.get(size) ?? size), {
        ...call,
        args: { ...given, [only?.name ?? '']: size },
      }),
    ),
    offer(`${required.map(label).join(', ')}…`, call, ask),
  ];
  const { reply } = outcome;
  return {
    ...outcome,
    reply: { ...reply, blocks: [...reply.blocks, { kind: 'buttons', buttons: offered }] },
  };
}
