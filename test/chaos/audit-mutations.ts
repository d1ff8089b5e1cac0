import { createHmac } from 'node:crypto';

/** The files of a trail in the order of their lines; the last is the one that grows. undefined: deleted. */
export type TrailFiles = readonly { readonly name: string; readonly text: Buffer | undefined }[];

export interface Mutation {
  readonly kind: 'edit' | 'delete' | 'reorder' | 'insert' | 'truncate';
  readonly what: string;
  readonly files: TrailFiles;
}

type Random = () => number;
type Lines = readonly string[];
type Change = (lines: Lines[], random: Random) => Lines[];

/** What somebody may do to whole lines who can write to the files and has no key. Each gives back all files' lines. */
const LINE_CHANGES: readonly [Mutation['kind'], string, Change][] = [
  ['edit', 'another act', atOne(line => line.replace('"act":"/', '"act":"/x'))],
  ['edit', 'another outcome', atOne(line => line.replace('"outcome":"done"', '"outcome":"refused"'))],
  ['edit', 'another time', atOne(line => line.replace(/"at":(\d+)/, (_, at) => `"at":${Number(at) + 1}`))],
  [
    'edit',
    'another number',
    atOne(line => line.replace(/"line":(\d+)/, (_, n) => `"line":${Number(n) + 1}`)),
  ],
  ['edit', 'a field more', atOne(line => line.replace('{', '{"who":"console:owner",'))],
  ['edit', 'a hash of its own key', atOne(line => sealed(line.replace('"act":"/', '"act":"/x')))],
  ['edit', 'the hash taken off', atOne(line => `${line.slice(0, -75)}}`)],
  ['edit', 'emptied', atOne(() => '')],
  ['edit', 'a blank behind it', atOne(line => `${line} `)],
  ['delete', 'a line', at((lines, n) => lines.toSpliced(n, 1))],
  ['delete', 'several lines', at((lines, n, random) => lines.toSpliced(n, 2 + Math.floor(random() * 5)))],
  [
    'reorder',
    'two neighbours',
    at((lines, n) => lines.toSpliced(n, 2, ...lines.slice(n, n + 2).toReversed())),
  ],
  [
    'reorder',
    'a line further down',
    at((lines, n) => lines.toSpliced(n, 1).toSpliced(n + 2, 0, lines[n] ?? '')),
  ],
  ['insert', 'a line once more', at((lines, n, random) => lines.toSpliced(n, 0, one(lines, random)))],
  ['insert', 'a line of its own', at((lines, n) => lines.toSpliced(n, 0, sealed(lines[n] ?? '')))],
  ['insert', 'an empty line', at((lines, n) => lines.toSpliced(n, 0, ''))],
  ['insert', 'an old plain line', at((lines, n) => lines.toSpliced(n, 0, '{"at":1,"act":"/old"}'))],
];

/** One change by chance. Those that cut the end off leave fewer lines than `anchored`, counted over all files. */
export function mutate(files: TrailFiles, anchored: number, random: Random): Mutation {
  const choice = Math.floor(random() * (LINE_CHANGES.length + 8));
  const [kind, what, change] = LINE_CHANGES[choice] ?? [];
  if (kind && what !== undefined && change) {
    const before = files.map(({ text }) => String(text).split('\n').slice(0, -1));
    const after = change(before, random);
    return { kind, what, files: files.map(({ name }, n) => ({ name, text: joined(after[n] ?? []) })) };
  }
  switch (choice - LINE_CHANGES.length) {
    case 0:
      return {
        kind: 'delete',
        what: 'a whole file',
        files: withText(files, archive(files, random), undefined),
      };
    case 1:
      return { kind: 'reorder', what: 'two archives', files: swapped(files, random) };
    case 2:
    case 3:
      return { kind: 'truncate', what: 'after an anchor', files: cut(files, anchored, random) };
    default:
      return { kind: 'edit', what: 'a flipped bit', files: flipped(files, random) };
  }
}

/** Changes the line at one place, never the last: without it the end is cut off, and that takes an anchor. */
function at(change: (lines: Lines, n: number, random: Random) => Lines): Change {
  return (files, random) => {
    const file = Math.floor(random() * files.length);
    return files.map((lines, n) =>
      n === file ? change(lines, Math.floor(random() * (lines.length - 8)), random) : lines,
    );
  };
}

function atOne(change: (line: string) => string): Change {
  return at((lines, n) => lines.toSpliced(n, 1, change(lines[n] ?? '')));
}

function one(lines: Lines, random: Random): string {
  return lines[Math.floor(random() * lines.length)] ?? '';
}

/** As if the hashes had no key, or another one. */
function sealed(line: string): string {
  const covered = line.slice(0, -75);
  return `${covered},"hash":"${createHmac('sha256', 'guessed').update(covered).digest('hex')}"}`;
}

function flipped(files: TrailFiles, random: Random): TrailFiles {
  const file = Math.floor(random() * files.length);
  const bad = Buffer.from(files[file]?.text ?? '');
  // The very last line break makes a torn line of the last one: the end cut off.
  const at = Math.floor(random() * (bad.length - 1));
  bad[at] = (bad[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return withText(files, file, bad);
}

/** Somewhere before the anchored line, in the middle of a line as often as not; the files behind go too. */
function cut(files: TrailFiles, anchored: number, random: Random): TrailFiles {
  let left = Math.floor(random() * anchored);
  return files.map(({ name, text = Buffer.alloc(0) }, n) => {
    const lines = text.toString('utf8').split('\n').slice(0, -1);
    const kept = joined(lines.slice(0, left));
    const more = left < lines.length && random() < 0.5 ? Math.floor(random() * 300) : 0;
    const isAllGone = left <= 0 && n < files.length - 1;
    left -= lines.length;
    return { name, text: isAllGone ? undefined : text.subarray(0, kept.length + (left < 0 ? more : 0)) };
  });
}

function swapped(files: TrailFiles, random: Random): TrailFiles {
  const a = archive(files, random);
  const b = (a + 1) % (files.length - 1);
  return withText(withText(files, a, files[b]?.text), b, files[a]?.text);
}

const archive = (files: TrailFiles, random: Random) => Math.floor(random() * (files.length - 1));

function withText(files: TrailFiles, at: number, text: Buffer | undefined): TrailFiles {
  return files.map((file, n) => (n === at ? { name: file.name, text } : file));
}

const joined = (lines: Lines) => Buffer.from(lines.map(line => `${line}\n`).join(''));
