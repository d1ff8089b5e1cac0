import {
  appendFile,
  chmod,
  mkdir,
  readdir,
  readFile,
  rm,
  rmdir,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  type Chain,
  type Journal,
  type Overflow,
  openChained,
  openJournal,
} from '../../src/store/journal.js';
import { smallDisk } from './full-disk.js';
import { reports, scratch } from './scratch.js';

async function place() {
  const directory = await scratch();
  const path = join(directory, 'log.jsonl');
  const kept = reports();
  const never: Overflow = { kind: 'compact', bytes: Number.POSITIVE_INFINITY, lines: () => [] };
  const open = async (overflow: Overflow = never) => {
    const journal = await openJournal({ path, overflow, report: kept.report });
    onTestFinished(() => journal.close());
    return journal;
  };
  return { directory, path, kept, open };
}

const appendAll = (journal: Journal, lines: readonly string[]) =>
  Promise.all(lines.map(line => journal.append(line)));
const numbers = (count: number) => Array.from({ length: count }, (_, n) => JSON.stringify({ n }));

it('keeps a thousand lines appended at once, in their order', async () => {
  const { open, path } = await place();
  const journal = await open();
  const lines = numbers(1_000);
  await appendAll(journal, lines);
  await journal.close();
  expect(await readFile(path, 'utf8')).toBe(lines.map(line => `${line}\n`).join(''));
});

it('has a line on the disk when its append resolves', async () => {
  const { open, path } = await place();
  const journal = await open();
  const first = journal.append('"one"');
  const second = journal.append('"two"');
  await first;
  expect(await readFile(path, 'utf8')).toContain('"one"\n');
  await second;
  expect(await readFile(path, 'utf8')).toBe('"one"\n"two"\n');
});

it.each(['"torn', 'x'.repeat(200_000), '\0\0\0\0', '{"a":1}'])(
  'cuts off an unfinished last line and reports it',
  async rest => {
    const { open, path, kept } = await place();
    await writeFile(path, `"a"\n"b"\n${rest}`);
    const journal = await open();
    expect(await journal.lines()).toEqual(['"a"', '"b"']);
    expect(kept.fields).toEqual([{ file: 'log.jsonl', bytes: rest.length }]);
    await journal.append('"c"');
    expect(await readFile(path, 'utf8')).toBe('"a"\n"b"\n"c"\n');
  },
);

it('cuts a file that holds nothing but an unfinished line down to nothing', async () => {
  const { open, path } = await place();
  await writeFile(path, 'torn');
  await open();
  expect((await stat(path)).size).toBe(0);
});

it('reports nothing when the file is whole', async () => {
  const { open, path, kept } = await place();
  await writeFile(path, '"a"\n');
  await open();
  expect(kept.events).toEqual([]);
});

it('closes a journal that others could read', async () => {
  const { open, path } = await place();
  await writeFile(path, '"a"\n');
  await chmod(path, 0o644);
  await open();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('rewrites itself with the lines that matter when it has grown too large', async () => {
  const { open, path } = await place();
  const journal = await open({ kind: 'compact', bytes: 100, lines: () => ['"kept"'] });
  await journal.append(JSON.stringify('x'.repeat(200)));
  await journal.append('"after"');
  await journal.close();
  expect(await readFile(path, 'utf8')).toBe('"kept"\n"after"\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('moves itself to an archive when it has grown too large, and loses no line', async () => {
  const { open, directory, path } = await place();
  const journal = await open({ kind: 'archive', bytes: 100, archiveName: n => `archive-${n}.jsonl` });
  const lines = numbers(40);
  for (const line of lines) await journal.append(line);
  await journal.close();
  const archives = (await readdir(directory)).filter(name => name.startsWith('archive-'));
  const inOrder = [...archives.keys()].map(n => join(directory, `archive-${n + 1}.jsonl`));
  const texts = await Promise.all([...inOrder, path].map(file => readFile(file, 'utf8').catch(() => '')));
  expect(texts.join('')).toBe(lines.map(line => `${line}\n`).join(''));
  expect(archives.length).toBeGreaterThan(2);
});

it('acknowledges nothing while it has no file to write to, and goes on when it has one again', async () => {
  const { open, path, directory } = await place();
  const journal = await open({ kind: 'archive', bytes: 10, archiveName: n => `archive-${n}.jsonl` });
  await journal.append('"longer than ten"');
  await expect.poll(() => readdir(directory)).toEqual(['archive-1.jsonl']);
  await mkdir(path);
  await expect(journal.append('"lost"')).rejects.toMatchObject({ detail: { code: 'EISDIR' } });
  await rmdir(path);
  await journal.append('"kept"');
  expect(await readFile(path, 'utf8')).toBe('"kept"\n');
});

it('goes on in the same file when it cannot be archived, and says so', async () => {
  const { open, path, kept } = await place();
  const journal = await open({ kind: 'archive', bytes: 10, archiveName: () => 'no/such/directory' });
  await journal.append('"longer than ten"');
  await journal.append('"second"');
  expect(await readFile(path, 'utf8')).toBe('"longer than ten"\n"second"\n');
  expect(kept.events).toContain('journal_overflow_failed');
});

it('takes back what somebody else appended between its own commits', async () => {
  const { open, path } = await place();
  const journal = await open();
  await journal.append('"a"');
  await appendFile(path, 'half a li');
  await journal.append('"b"');
  expect(await readFile(path, 'utf8')).toBe('"a"\n"b"\n');
});

it('finishes what is under way when it is closed, and refuses the rest', async () => {
  const { open, path } = await place();
  const journal = await open();
  const under = appendAll(journal, numbers(10));
  await journal.close();
  await under;
  await expect(journal.append('"late"')).rejects.toMatchObject({ detail: { problem: 'closed' } });
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(11);
});

it('writes what one tick appends in one go, and keeps none of it when that fails', async context => {
  const disk = await smallDisk();
  if (!disk) return context.skip('no small file system to be had here');
  const path = join(disk.directory, 'log.jsonl');
  const { report } = reports();
  const never: Overflow = { kind: 'compact', bytes: Number.POSITIVE_INFINITY, lines: () => [] };
  const journal = await openJournal({ path, overflow: never, report });
  await journal.append('"before"');
  await disk.fill();
  // The first of them alone would still find room in the last page of the file.
  const results = await Promise.allSettled([
    journal.append('"small"'),
    journal.append(JSON.stringify('x'.repeat(9_000))),
  ]);
  for (const result of results) expect(result).toMatchObject({ reason: { detail: { code: 'ENOSPC' } } });
  await journal.close();
  expect(await readFile(path, 'utf8')).toBe('"before"\n');
  await disk.clear();
  const again = await openJournal({ path, overflow: never, report });
  await again.append('"after"');
  await again.close();
  expect(await readFile(path, 'utf8')).toBe('"before"\n"after"\n');
});

it('acknowledges nothing once its file was removed', async () => {
  const { open, path } = await place();
  const journal = await open();
  await journal.append('"a"');
  await rm(path);
  await expect(journal.append('"b"')).rejects.toMatchObject({ detail: { code: 'ENOENT' } });
});

it('acknowledges nothing once its file was cut, and pads nothing with zeros', async () => {
  const { open, path } = await place();
  const journal = await open();
  await journal.append('"a"');
  await journal.append('"b"');
  await truncate(path, 4);
  await expect(journal.append('"c"')).rejects.toMatchObject({ detail: { problem: 'writeFailed' } });
  await journal.close();
  expect(await readFile(path, 'utf8')).toBe('"a"\n');
});

it('begins every file with the header', async () => {
  const { path, kept } = await place();
  const overflow: Overflow = { kind: 'compact', bytes: 60, lines: () => ['"kept"'] };
  const open = () => openJournal({ path, overflow, report: kept.report, header: '"header"' });
  const journal = await open();
  await journal.append('"one"');
  expect(await readFile(path, 'utf8')).toBe('"header"\n"one"\n');
  await journal.close();
  const again = await open();
  await again.append('"two"');
  expect(await readFile(path, 'utf8')).toBe('"header"\n"one"\n"two"\n');
  await again.append(JSON.stringify('x'.repeat(60)));
  await again.close();
  expect(await readFile(path, 'utf8')).toBe('"header"\n"kept"\n');
});

it('does not try again and again to make smaller what cannot be made smaller', async () => {
  const { open } = await place();
  let tried = 0;
  const journal = await open({
    kind: 'compact',
    bytes: 100,
    lines: () => {
      tried++;
      return undefined;
    },
  });
  for (const line of numbers(100)) await journal.append(line);
  await journal.close();
  expect(tried).toBeGreaterThan(1);
  expect(tried).toBeLessThan(6);
});

it('is made smaller at once when that is asked for', async () => {
  const { open, path } = await place();
  const journal = await open({ kind: 'compact', bytes: 1_000_000, lines: () => ['"kept"'] });
  const appended = journal.append('"one"');
  await journal.tidy();
  await appended;
  expect(await readFile(path, 'utf8')).toBe('"kept"\n');
});

it('builds each line on the last one that became durable', async () => {
  const { path, kept } = await place();
  const sums: Chain<number, number> = {
    start: 0,
    next: (n, sum) => {
      if (n < 0) throw new RangeError('refused while it is written');
      return { line: JSON.stringify({ n, sum: sum + n }), state: sum + n };
    },
  };
  const overflow: Overflow<number> = {
    kind: 'archive',
    bytes: 40,
    archiveName: (attempt, sum) => `archive-${sum}-${attempt}.jsonl`,
  };
  const journal = await openChained({ path, overflow, report: kept.report }, sums);
  expect(await Promise.all([journal.append(1), journal.append(2)])).toEqual([1, 3]);
  const [first, second] = await Promise.allSettled([journal.append(100), journal.append(-1)]);
  expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
  expect(journal.state()).toBe(3);
  expect(await journal.append(4)).toBe(7);
  await journal.close();
  expect(await readFile(join(path, '..', 'archive-7-1.jsonl'), 'utf8')).toBe(
    '{"n":1,"sum":1}\n{"n":2,"sum":3}\n{"n":4,"sum":7}\n',
  );
});
