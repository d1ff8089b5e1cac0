import {
  type ArgSpec,
  type ArgValues,
  type Command,
  type CommandCall,
  isEveryAccount,
  parseArgs,
  plainText,
} from '../core/index.js';

/**
 * What a typed line asks for. `addressed` is true when it began with a slash: in a group, words without one are
 * people talking to each other.
 */
export type Parsed =
  | {
      readonly kind: 'call';
      readonly command: Command;
      readonly given: Readonly<Record<string, string>>;
      /** First word that no argument takes, or what stands on further lines where there may be none. */
      readonly surplus: string | undefined;
      readonly addressed: boolean;
    }
  | {
      readonly kind: 'unknown';
      readonly word: string;
      /** The nearest name or alias of the allow-list; only ever shown, never run. */
      readonly suggestion: string | undefined;
      readonly addressed: boolean;
    }
  /** Hidden characters, or characters that look like others (NFKC would change them). */
  | { readonly kind: 'disguised'; readonly addressed: boolean }
  /** Not read at all: what is acted on must be all that was typed. */
  | { readonly kind: 'tooLong'; readonly addressed: boolean };

const LONGEST_LINE = 500;

/**
 * Reads the first line of a message. The first word names the command; without a slash the last one may, where no
 * command begins the line and the last is of the kind whose verb stands last. What orders takes no second line, where
 * half of a number may stand; what is urgent is not held up by one. Pure and total: it never throws, and names no
 * command outside `commands`.
 */
export function parseText(text: string, commands: readonly Command[]): Parsed {
  const [first = '', ...further] = text.replace(/^[ \t\r\n]+/, '').split(/[\r\n]/);
  const raw = first.replaceAll('\t', ' ').replace(/ +$/, '');
  const addressed = raw.slice(0, 1).normalize('NFKC') === '/';
  if (raw.length > LONGEST_LINE) return { kind: 'tooLong', addressed };
  const line = plainText(raw);
  if (line === undefined) return { kind: 'disguised', addressed };
  const [head = '', ...words] = split(addressed ? line.slice(1) : line);
  const word = (addressed ? head.replace(/@\w+$/, '') : head).toLowerCase();
  const call = (command: Command, given: readonly string[]): Parsed => {
    const read = assign(command.args, given);
    const beyond = command.access === 'trade' && !command.urgent ? further.join(' ').trim() : '';
    const surplus = read.surplus ?? (beyond === '' ? undefined : beyond);
    return { kind: 'call', command, given: read.given, surplus, addressed };
  };
  const command = findCommand(word, commands);
  if (command) return call(command, words);
  const verb = addressed ? undefined : findCommand(words.at(-1) ?? '', commands);
  if (verb?.verbLast) return call(verb, [head, ...words.slice(0, -1)]);
  return { kind: 'unknown', word: word.slice(0, 40), suggestion: nearest(word, commands), addressed };
}

/** A command by its name or one of its aliases. */
export function findCommand(word: string, commands: readonly Command[]): Command | undefined {
  const wanted = word.toLowerCase();
  return commands.find(c => c.name === wanted || c.aliases.some(alias => alias.toLowerCase() === wanted));
}

/** The line that a person would type for a call; `parseText` reads it back. */
export function typedForm(call: CommandCall, command: Command): string {
  const words = command.args.flatMap(spec => {
    const value = Object.hasOwn(call.args, spec.name) ? call.args[spec.name] : undefined;
    if (value === undefined || value === '') return [];
    const word = spec.kind === 'account' ? `@${value.replace(/^@/, '')}` : value;
    return [/\s/.test(word) && !spec.rest ? `"${word}"` : word];
  });
  return [`/${command.name}`, ...words].join(' ');
}

/** Words at blanks; a part between double quotes (`"삼성 전자"`, also “ ”) is one word. */
function split(line: string): string[] {
  return [...line.matchAll(/["“]([^"”]*)["”]|(\S+)/g)].map(m => m[1] ?? m[2] ?? '');
}

/**
 * Gives each word to an argument. The first that begins with @ is the account's, wherever it stands, where the command
 * takes one; so is `all` where every account may be meant. A further one fills no other argument, except as a part of
 * the words at the end.
 */
function assign(specs: readonly ArgSpec[], words: readonly string[]) {
  const account = specs.find(({ kind }) => kind === 'account');
  if (!account) return assignInOrder(specs, words);
  const ordered = specs.filter(spec => spec !== account);
  const isAccount = (word: string) => /^@./.test(word) || (account.all === true && isEveryAccount(word));
  const named = words.find(isAccount);
  if (named === undefined) return assignInOrder(ordered, words);
  const others = words.toSpliced(words.indexOf(named), 1);
  const further = ordered.some(({ rest }) => rest) ? undefined : others.find(isAccount);
  const read = assignInOrder(
    ordered,
    others.filter(word => word !== further),
  );
  return { given: { ...read.given, [account.name]: named }, surplus: further ?? read.surplus };
}

/**
 * Gives each word to an argument, in order. An optional argument that cannot read the word is passed over when a
 * later optional one can: `/orders 20261102 20261120` fills `from` and `to` though `when` stands before them.
 */
function assignInOrder(specs: readonly ArgSpec[], words: readonly string[]) {
  const given: Record<string, string> = {};
  let open = [...specs];
  for (const [i, word] of words.entries()) {
    const spec = receiver(open, word);
    if (!spec) return { given, surplus: word };
    given[spec.name] = spec.rest ? words.slice(i).join(' ') : word;
    if (spec.rest) break;
    open = open.slice(open.indexOf(spec) + 1);
  }
  return { given, surplus: undefined };
}

function receiver(open: readonly ArgSpec[], word: string): ArgSpec | undefined {
  const [first] = open;
  if (!first || first.required) return first;
  return open.find(spec => spec.required || reads(spec, word)) ?? first;
}

function reads(spec: ArgSpec, word: string): boolean {
  return readArgs([spec], { [spec.name]: word }) !== undefined;
}

/** The parsed arguments, or undefined where `parseArgs` would throw. */
export function readArgs(
  specs: readonly ArgSpec[],
  given: Readonly<Record<string, string>>,
): ArgValues | undefined {
  try {
    return parseArgs(specs, given);
  } catch {
    return undefined;
  }
}

/** The name or alias fewest edits away: at most one edit for short words, two for others. */
function nearest(word: string, commands: readonly Command[]): string | undefined {
  if (word.length === 0 || word.length > 40) return undefined;
  const ranked = commands
    .flatMap(c => [c.name, ...c.aliases])
    .map(name => ({ name, edits: editDistance(word, name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best && best.edits <= (word.length > 3 ? 2 : 1) && best.edits < best.name.length
    ? best.name
    : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          replaced,
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
