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
  const found = specAt(command, words);
  if (!found) return undefined;
  const { spec, typed } = found;
  return { kind: 'argument', command, spec, before: text.slice(0, text.length - typed.length), typed };
}

/** A word that begins with @ is the account, wherever it stands, and is no part of the order of the others. */
function specAt(
  command: Command,
  all: readonly string[],
): { readonly spec: ArgSpec; readonly typed: string } | undefined {
  const account = command.args.find(({ kind }) => kind === 'account');
  const now = all.at(-1) ?? '';
  if (account && now.startsWith('@')) return { spec: account, typed: now };
  const words = account ? all.filter(word => !word.startsWith('@')) : all;
  const args = command.args.filter(spec => spec !== account);
  const last = args.at(-1);
  const at = Math.min(words.length, args.length) - 1;
  if (at < 0 || (words.length > args.length && !last?.rest)) return undefined;
  // Optional arguments for which nothing can be offered are passed over, as they are when the line is read.
  const spec = args.slice(at).find(({ required, choices, suggest }) => required || choices || suggest);
  if (!spec) return undefined;
  return { spec, typed: spec === last && spec.rest ? words.slice(at).join(' ') : now };
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
