import type { ArgSpec, Command, Language, Suggestion } from '../../core/index.js';

const MOST = 25;

/** What is being typed at the end of a line, and what stands before it. */
export type Spot =
  | { readonly kind: 'command'; readonly typed: string }
  | {
      readonly kind: 'argument';
      readonly command: Command;
      readonly spec: ArgSpec;
      readonly before: string;
      readonly typed: string;
    };

/** Where the end of this line is; undefined where nothing can be offered. */
export function spotOf(commands: readonly Command[], line: string): Spot | undefined {
  const text = line.trimStart().replaceAll(/\s+/g, ' ');
  if (!text.includes(' ')) return { kind: 'command', typed: text };
  const [head = '', ...words] = text.split(' ');
  const name = head.replace(/^\//, '').toLowerCase();
  const command = commands.find(one => one.name === name || one.aliases.includes(name));
  if (!command) return undefined;
  const last = command.args.at(-1);
  const at = Math.min(words.length, command.args.length) - 1;
  if (at < 0 || (words.length > command.args.length && !last?.rest)) return undefined;
  // Optional arguments for which nothing can be offered are passed over, as they are when the line is read.
  const spec = command.args
    .slice(at)
    .find(({ required, choices, suggest }) => required || choices || suggest);
  if (!spec) return undefined;
  const typed = spec === last && spec.rest ? words.slice(at).join(' ') : (words.at(-1) ?? '');
  return { kind: 'argument', command, spec, before: text.slice(0, text.length - typed.length), typed };
}

/** Commands that begin like this, by their name and in Korean. */
export function commandLines(
  commands: readonly Command[],
  typed: string,
  language: Language,
): readonly Suggestion[] {
  const wanted = typed.replace(/^\//, '').toLowerCase();
  return commands
    .filter(({ name, aliases }) => [name, ...aliases].some(word => word.startsWith(wanted)))
    .slice(0, MOST)
    .map(({ name, aliases, args, summary }) => ({
      value: args.length > 0 ? `/${name} ` : `/${name}`,
      label: [`/${name}`, ...(language === 'ko' ? aliases.slice(0, 1) : []), '·', summary[language]].join(
        ' ',
      ),
    }));
}

/** The choices of an argument that begin like this. */
export function choiceLines(
  spec: ArgSpec,
  before: string,
  typed: string,
  language: Language,
): readonly Suggestion[] {
  const wanted = typed.toLowerCase();
  return (spec.choices ?? [])
    .filter(({ value, label }) =>
      [value, label.ko, label.en].some(word => word.toLowerCase().startsWith(wanted)),
    )
    .slice(0, MOST)
    .map(({ value, label }) => ({ value: `${before}${value} `, label: `${value} · ${label[language]}` }));
}
