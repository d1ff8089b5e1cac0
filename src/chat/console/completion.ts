import type { ArgSpec, Command } from '../../core/index.js';

/** Words that end the conversation. They belong to the console, not to the desk. */
export const FAREWELLS: readonly string[] = ['/quit', '/exit', '/q', '종료'];

/**
 * What Tab offers for a line: command names at its start, and the choices of an argument behind a command that has
 * some. A name that takes arguments comes with the blank before them. Returns readline's pair of candidates and the part of the line they replace.
 */
export function complete(commands: readonly Command[], line: string): [string[], string] {
  const words = line.split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length <= 1) {
    const names = [...commands.flatMap(namesOf), ...FAREWELLS];
    const wanted = last.startsWith('/') || /[^\x20-\x7e]/.test(last) ? last : `/${last}`;
    return [names.filter(name => name.startsWith(wanted.toLowerCase())), last];
  }
  const choices = (argumentAt(commands, line)?.spec.choices ?? []).map(choice => choice.value);
  return [choices.filter(choice => choice.startsWith(last)), last];
}

/**
 * The argument that is being typed at the end of a line, and what is typed of it. Optional ones for which nothing can be
 * offered are passed over, as they are when the line is read: `/halt symbol 삼성` has no time. A word that begins with @
 * is the account, wherever it stands.
 */
export function argumentAt(
  commands: readonly Command[],
  line: string,
): { readonly command: Command; readonly spec: ArgSpec; readonly typed: string } | undefined {
  const [head = '', ...typedWords] = line.trimStart().split(/\s+/);
  const name = head.replace(/^\//, '').toLowerCase();
  const command = commands.find(c => c.name === name || c.aliases.includes(name));
  if (!command || typedWords.length === 0) return undefined;
  const account = command.args.find(({ kind }) => kind === 'account');
  const now = typedWords.at(-1) ?? '';
  if (account && now.startsWith('@')) return { command, spec: account, typed: now };
  // An account stands anywhere, and is no part of the order of the others.
  const words = account ? typedWords.filter(word => !word.startsWith('@')) : typedWords;
  const args = command.args.filter(spec => spec !== account);
  const before = words.length - 1;
  const last = args.at(-1);
  if (last?.rest && before >= args.length - 1) {
    return { command, spec: last, typed: words.slice(args.length - 1).join(' ') };
  }
  const open = args.slice(before);
  const first = open.findIndex(spec => spec.required || spec.choices || spec.suggest);
  const spec = open[Math.max(0, first)];
  return spec && { command, spec, typed: words.at(-1) ?? '' };
}

function namesOf({ name, aliases, args }: Command): string[] {
  const blank = args.length > 0 ? ' ' : '';
  return [`/${name}`, ...aliases].map(word => `${word}${blank}`);
}
