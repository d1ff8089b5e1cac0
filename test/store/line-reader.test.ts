import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withLines } from '../../src/store/line-reader.js';
import { scratch } from './scratch.js';

async function read(text: string | Buffer) {
  const path = join(await scratch(), 'lines');
  await writeFile(path, text);
  const forward: string[] = [];
  const backward: string[] = [];
  const rest = await withLines(path, async file => {
    const rest = await file.forward(line => forward.push(line.toString()) > 0);
    await file.backward(line => backward.push(line.toString()) > 0);
    return rest.toString();
  });
  return { forward, backward, rest };
}

it('gives the same lines from both ends, whatever their length and what stands unfinished behind them', async () => {
  const line = fc
    .tuple(fc.string({ unit: 'grapheme' }), fc.nat(70_000))
    .map(([text, more]) => text.replaceAll('\n', ' ') + 'x'.repeat(more));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), line, async (lines, unfinished) => {
      const text = lines.map(line => `${line}\n`).join('') + unfinished;
      const { forward, backward, rest } = await read(text);
      expect(forward).toEqual(lines);
      expect(backward).toEqual(lines.toReversed());
      expect(rest).toBe(unfinished);
    }),
    { numRuns: 25 },
  );
});

it('stops where it is told to, from either end', async () => {
  const path = join(await scratch(), 'lines');
  await writeFile(path, 'a\nb\nc\nd');
  const seen: string[] = [];
  await withLines(path, async file => {
    await file.forward(line => seen.push(line.toString()) < 2);
    await file.backward(line => seen.push(line.toString()) < 4);
  });
  expect(seen).toEqual(['a', 'b', 'c', 'b']);
});

it('does not fill the memory with a file that has no lines', async () => {
  const { forward, backward, rest } = await read(Buffer.alloc(3_000_000, 'x'));
  expect(forward.map(line => line.length)).toEqual([1_114_112]);
  expect([backward, rest]).toEqual([[], '']);
});

it('sees the file as it was when it was opened', async () => {
  const path = join(await scratch(), 'lines');
  await writeFile(path, 'a\n');
  const seen: string[] = [];
  await withLines(path, async file => {
    await appendFile(path, 'b\n');
    await file.forward(line => seen.push(line.toString()) > 0);
  });
  expect(seen).toEqual(['a']);
});

it('gives up when it is told to', async () => {
  const path = join(await scratch(), 'lines');
  await writeFile(path, 'a\n'.repeat(100_000));
  const given = new AbortController();
  const reading = withLines(path, file =>
    file.forward(() => {
      given.abort();
      return true;
    }, given.signal),
  );
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});

it('tells a file that is missing from one that cannot be read', async () => {
  const directory = await scratch();
  expect(await withLines(join(directory, 'none'), async () => 'read')).toBeUndefined();
  await expect(withLines(directory, file => file.forward(() => true))).rejects.toMatchObject({
    kind: 'storage',
    detail: { problem: 'unreadable', code: 'EISDIR' },
  });
});
