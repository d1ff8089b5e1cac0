import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { type IntentEvent, ORDER_TYPE_NAMES } from '../../src/core/index.js';
import { openIntentJournal } from '../../src/store/intent-journal.js';
import { intentLine, readIntentLine } from '../../src/store/intent-line.js';
import { manualClock } from '../support/clock.js';
import { smallDisk } from './full-disk.js';
import { claimed, intentEvents } from './intent-events.js';
import { reports, scratch } from './scratch.js';

async function place(given?: string) {
  const directory = given ?? (await scratch());
  const kept = reports();
  const open = async (compactAtBytes?: number) => {
    const journal = await openIntentJournal({
      directory,
      clock: manualClock(),
      report: kept.report,
      ...(compactAtBytes !== undefined && { compactAtBytes }),
    });
    onTestFinished(() => journal.close());
    return journal;
  };
  const archives = async () =>
    (await readdir(directory)).filter(name => name.startsWith('intents-')).toSorted();
  return { directory, kept, open, archives, file: join(directory, 'intents.jsonl') };
}

const tickets = (events: readonly IntentEvent[]) => events.map(event => event.ticket);
const lines = async (file: string) => (await readFile(file, 'utf8')).trim().split('\n');

/** Three tickets on the disk, the journal closed. */
async function threeTickets() {
  const at = await place();
  const journal = await at.open();
  await journal.append(claimed('a'), claimed('b'), claimed('c'));
  await journal.close();
  return at;
}

it.each(ORDER_TYPE_NAMES)(
  'an order of type %s is known again after a restart, and no line of it counts as damage',
  async type => {
    const at = await place();
    const [event] = fc.sample(
      intentEvents.filter(one => one.kind === 'proposed' && one.acts[0]?.kind === 'place'),
      { numRuns: 1, seed: 7 },
    );
    const [act] = event?.kind === 'proposed' ? event.acts : [];
    if (event?.kind !== 'proposed' || act?.kind !== 'place') throw new Error('no such event');
    const first = await at.open();
    await first.append({ ...event, acts: [{ ...act, order: { ...act.order, type } }], values: [1n] });
    await first.close();
    const { past, damaged } = await at.open();
    expect(damaged).toBe(0);
    expect(past).toMatchObject([{ acts: [{ order: { type } }] }]);
  },
);

it('gives back every event to the letter, whatever stands in it', () => {
  fc.assert(
    fc.property(intentEvents, event => {
      const line = intentLine(event);
      expect(line).not.toContain('\n');
      expect(readIntentLine(line)).toStrictEqual(structuredClone(event));
    }),
    { numRuns: 300 },
  );
});

it('finds again after a restart what was appended, in its order', async () => {
  const { open, file } = await place();
  const events = structuredClone(fc.sample(intentEvents, { numRuns: 60, seed: 7 }));
  const journal = await open();
  expect(journal.past).toEqual([]);
  for (let n = 0; n < events.length; n += 3) await journal.append(...events.slice(n, n + 3));
  await journal.close();
  const again = await open();
  expect(again.past).toStrictEqual(events);
  expect(again.damaged).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('has an event on the disk when its append resolves', async () => {
  const { open, file } = await place();
  const journal = await open();
  await journal.append(claimed('a'));
  expect((await lines(file)).slice(1)).toEqual([intentLine(claimed('a'))]);
});

it('writes amounts as digits and leaves out what nobody named', () => {
  const order = {
    account: { broker: 'kis', mode: 'paper', number: '12345678', product: '01', alias: '모의' },
    side: 'buy',
    code: '005930',
    quantity: 10n,
    price: 71_000n,
    type: 'limit',
    exchange: 'KRX',
    token: 'secret',
  } as const;
  const where = { platform: 'console', id: 'console', group: undefined, kind: 'private' } as const;
  const proposed = {
    kind: 'proposed',
    ticket: 't',
    at: 1,
    owner: 'o',
    where,
    expiresAt: 2,
    acts: [{ kind: 'place', order }],
    values: [710_000n],
  } as const;
  const line = intentLine(proposed);
  expect(line).toContain('"quantity":"10","price":"71000"');
  expect(line).toContain('"group":null');
  expect(line).not.toContain('secret');
});

it('refuses to write what it could not read again', async () => {
  const { open, directory } = await place();
  const journal = await open();
  const malformed = journal.append({ ...claimed('a'), at: Number.NaN });
  await expect(malformed).rejects.toMatchObject({ kind: 'bug', detail: { fields: 'at' } });
  expect(await readFile(join(directory, 'intents.jsonl'), 'utf8')).toBe('');
});

it('notices every flipped bit of a line', () => {
  const line = Buffer.from(intentLine(claimed('a')));
  for (let bit = 0; bit < line.length * 8; bit++) {
    const bad = Buffer.from(line);
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(readIntentLine(bad.toString('utf8'))).toBeUndefined();
  }
});

it('carries on past a damaged line, and counts and names it at every start', async () => {
  const { open, file, kept } = await threeTickets();
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"ticket":"b"', '"ticket":"x"'));
  for (let start = 1; start <= 2; start++) {
    const journal = await open();
    expect(tickets(journal.past)).toEqual(['a', 'c']);
    expect(journal.damaged).toBe(1);
    expect(kept.events).toEqual(Array(start).fill('intents_damaged_lines'));
    await journal.close();
  }
  expect(kept.remarks[0]).toContain('intents.jsonl');
});

it.each([
  ['lost its version line', (text: string) => text.slice(text.indexOf('\n') + 1), 0],
  ['has a damaged version line', (text: string) => text.replace('"version":1', '"version":9'), 1],
  ['has a line of something else', (text: string) => `${text}{"a":1}\n`, 1],
  ['has an empty line', (text: string) => text.replace('\n', '\n\n'), 1],
  ['has two lines run together', (text: string) => text.replace('}\n{"kind"', '} {"kind"'), 1],
])('reads what it can of a file that %s', async (_, spoil, damaged) => {
  const { open, file } = await threeTickets();
  await writeFile(file, spoil(await readFile(file, 'utf8')));
  const journal = await open();
  expect(journal.damaged).toBe(damaged);
  expect(tickets(journal.past)).toContain('c');
});

it('does not take a crash in the middle of a write for damage', async () => {
  const { open, file, kept } = await threeTickets();
  await appendFile(file, intentLine(claimed('d')).slice(0, -20));
  const journal = await open();
  expect(tickets(journal.past)).toEqual(['a', 'b', 'c']);
  expect(journal.damaged).toBe(0);
  expect(kept.events).toEqual(['journal_torn']);
});

it('takes a whole last line without its line break for damage: it may have been acknowledged', async () => {
  const { open, file } = await threeTickets();
  const text = await readFile(file, 'utf8');
  await writeFile(file, `${text.slice(0, -1)}*`);
  expect((await open()).damaged).toBe(1);
});

it('refuses a file of a newer version and touches nothing', async () => {
  const { open, file, directory } = await place();
  // {"journal":"intents","version":2} with its checksum.
  const newer = '{"journal":"intents","version":2,"sum":"49dd4d56"}\n{"whatever":"comes"}\ntorn';
  await writeFile(file, newer, { mode: 0o640 });
  await expect(open()).rejects.toMatchObject({
    kind: 'storage',
    detail: { problem: 'newerFormat', file: 'intents.jsonl' },
  });
  expect(await readFile(file, 'utf8')).toBe(newer);
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(directory)).toEqual(['intents.jsonl']);
});

it('keeps everything, however large the file grows, until it is told what is needed', async () => {
  const { open, archives, file } = await place();
  const journal = await open(300);
  for (let n = 0; n < 40; n++) await journal.append(claimed(`t${n}`));
  await journal.close();
  expect(await archives()).toEqual([]);
  expect(await lines(file)).toHaveLength(41);
});

it('moves what is no longer needed to an archive, and loses no line of either', async () => {
  const { open, archives, file, directory } = await place();
  const journal = await open(1_500);
  const needed = new Set<string>();
  journal.keep(ticket => needed.has(ticket));
  const all: string[] = [];
  for (let n = 0; n < 60; n++) {
    const ticket = `t${n}`;
    all.push(ticket);
    needed.add(ticket);
    if (n >= 5) needed.delete(`t${n - 5}`);
    await journal.append(claimed(ticket));
  }
  await journal.close();
  const names = await archives();
  expect(names.length).toBeGreaterThan(2);
  expect(names[0]).toBe('intents-20261123-100000-2.jsonl');
  expect((await stat(file)).size).toBeLessThan(3_000);
  const texts = await Promise.all(names.map(name => lines(join(directory, name))));
  for (const text of texts) expect(text[0]).toBe('{"journal":"intents","version":1,"sum":"62f01e95"}');
  const inArchives = texts.flatMap(text => text.slice(1).map(line => readIntentLine(line)?.ticket));
  const again = await open();
  expect(tickets(again.past)).toEqual(expect.arrayContaining(all.slice(-5)));
  const everywhere = [...inArchives, ...tickets(again.past)];
  expect(everywhere).toHaveLength(all.length);
  expect(new Set(everywhere)).toEqual(new Set(all));
  for (const name of names) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
});

it('puts damaged lines aside byte for byte when it is closed in good order, and starts clean then', async () => {
  const { open, file, archives, directory } = await threeTickets();
  const spoiled = Buffer.concat([await readFile(file), Buffer.from([0xff, 0xfe, 0x00, 0x0a])]);
  await writeFile(file, spoiled);
  const journal = await open();
  expect(journal.damaged).toBe(1);
  journal.keep(ticket => ticket !== 'b');
  await journal.append(claimed('d'));
  await journal.close();
  const [name = ''] = await archives();
  const archive = await readFile(join(directory, name));
  expect(archive.subarray(-4)).toEqual(Buffer.from([0xff, 0xfe, 0x00, 0x0a]));
  expect(archive.toString('utf8')).toContain('"ticket":"b"');
  const again = await open();
  expect(again.damaged).toBe(0);
  expect(tickets(again.past)).toEqual(['a', 'c', 'd']);
});

it('has nothing of an append on the disk, then or later, that a full disk refused', async context => {
  const disk = await smallDisk();
  if (!disk) return context.skip('no small file system to be had here');
  const { open } = await place(disk.directory);
  const journal = await open();
  await journal.append(claimed('before'));
  await disk.fill();
  const many = Array.from({ length: 200 }, (_, n) => claimed(`refused ${n}`));
  await expect(journal.append(...many)).rejects.toMatchObject({
    kind: 'storage',
    detail: { problem: 'writeFailed', code: 'ENOSPC', file: 'intents.jsonl' },
  });
  await journal.close();
  const again = await open();
  expect(tickets(again.past)).toEqual(['before']);
  await disk.clear();
  await again.append(claimed('after'));
  await again.close();
  expect(tickets((await open()).past)).toEqual(['before', 'after']);
});

it('opens on a full disk and writes when there is room again', async context => {
  const disk = await smallDisk();
  if (!disk) return context.skip('no small file system to be had here');
  const { open, file } = await place(disk.directory);
  await disk.fill();
  const journal = await open();
  await expect(journal.append(claimed('a'))).rejects.toMatchObject({ detail: { code: 'ENOSPC' } });
  await disk.clear();
  await journal.append(claimed('b'));
  expect(await lines(file)).toHaveLength(2);
});

it('keeps going in the same file when the disk has no room for the archive', async context => {
  const disk = await smallDisk();
  if (!disk) return context.skip('no small file system to be had here');
  const { open, kept, archives } = await place(disk.directory);
  const journal = await open(1_000);
  for (let n = 0; n < 12; n++) await journal.append(claimed(`t${n}`));
  await disk.fill();
  journal.keep(() => false);
  // Still within the last page that the file has.
  await journal.append(claimed('last'), claimed('very last'));
  await journal.close();
  expect(kept.events).toEqual(['journal_overflow_failed']);
  expect(await archives()).toEqual([]);
  expect((await open()).past).toHaveLength(14);
});
