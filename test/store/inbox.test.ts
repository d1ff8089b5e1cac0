import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Inbound, PlatformId } from '../../src/core/index.js';
import { createCipher } from '../../src/store/cipher.js';
import { openInbox } from '../../src/store/inbox.js';
import { reports, scratch } from './scratch.js';

const MASTER = Buffer.alloc(32, 7);

interface Limits {
  window?: number;
  mostLeft?: number;
  compactAtBytes?: number;
  master?: Buffer;
}

async function place() {
  const directory = await scratch();
  const kept = reports();
  const open = async ({ master = MASTER, ...limits }: Limits = {}) => {
    const inbox = await openInbox({
      directory,
      cipher: createCipher(master, 'inbox'),
      report: kept.report,
      ...limits,
    });
    onTestFinished(() => inbox.close());
    return inbox;
  };
  return { directory, kept, open, path: join(directory, 'inbox.jsonl') };
}

const event = (eventId: string, platform: PlatformId = 'telegram', over: Partial<Inbound> = {}): Inbound => ({
  platform,
  eventId,
  who: { userId: '1001', name: '아빠' },
  where: { platform, id: '1001', group: undefined, kind: 'private' },
  sentAt: 1_000,
  content: { kind: 'text', text: `/balance ${eventId}` },
  ...over,
});

const idsOf = (left: readonly Inbound[]) => left.map(({ eventId }) => eventId);

it('takes an event once, and never again once it is answered, also after a restart', async () => {
  const { open } = await place();
  const inbox = await open();
  expect(await inbox.take(event('1'))).toBe(true);
  expect(await inbox.take(event('1'))).toBe(false);
  inbox.answered('telegram', '1');
  expect(await inbox.take(event('1'))).toBe(false);
  await inbox.close();
  const next = await open();
  expect(await next.take(event('1'))).toBe(false);
  expect(next.leftOver('telegram')).toEqual([]);
  expect(await next.take(event('2'))).toBe(true);
});

it('tells a second delivery no sooner than the first that the event is on the disk', async () => {
  const { open, path } = await place();
  const inbox = await open();
  const first = inbox.take(event('1'));
  expect(await inbox.take(event('1'))).toBe(false);
  expect(await readFile(path, 'utf8')).not.toBe('');
  expect(await first).toBe(true);
});

it('keeps equal ids of two platforms apart', async () => {
  const { open } = await place();
  const inbox = await open();
  expect(await inbox.take(event('1', 'telegram'))).toBe(true);
  expect(await inbox.take(event('1', 'discord'))).toBe(true);
  inbox.answered('telegram', '1');
  await inbox.close();
  const next = await open();
  expect(idsOf(next.leftOver('telegram'))).toEqual([]);
  expect(idsOf(next.leftOver('discord'))).toEqual(['1']);
});

it('lets exactly one of fifty simultaneous deliveries of each event through', async () => {
  const inbox = await (await place()).open();
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, n) => inbox.take(event(String(n % 20), 'discord'))),
  );
  expect(answers.filter(Boolean)).toHaveLength(20);
});

it('is durable when it says yes, and cannot be read in the file', async () => {
  const { open, path } = await place();
  const inbox = await open();
  const secret = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4';
  await inbox.take(event('line\nbreak', 'discord', { origin: secret }));
  const text = await readFile(path, 'utf8');
  expect(text).toMatch(/^\["taken",\["discord","line\\nbreak"\],"[A-Za-z0-9+/=]+"\]\n$/);
  for (const word of [secret, '/balance', '아빠', '1001']) {
    expect(text).not.toContain(word);
    expect(text).not.toContain(Buffer.from(word).toString('base64').replace(/=+$/, '').slice(0, -1));
  }
});

it.each<[string, Inbound]>([
  ['a line of text', event('1')],
  ['what answers it', event('2', 'discord', { origin: '{"token":"t"}' })],
  [
    'a command in a group',
    event('3', 'discord', {
      where: { platform: 'discord', id: '71', group: '500', kind: 'group' },
      content: { kind: 'command', name: 'buy', options: { symbol: '005930', quantity: '10' } },
    }),
  ],
  ['a press', event('4', 'telegram', { content: { kind: 'press', buttonId: 'b' } })],
  [
    'a press with its form',
    event('5', 'discord', { content: { kind: 'press', buttonId: 'b', given: { reason: '점심' } } }),
  ],
])('gives back %s exactly as it came', async (_, inbound) => {
  const { open } = await place();
  const inbox = await open();
  await inbox.take(inbound);
  await inbox.close();
  expect((await open()).leftOver(inbound.platform)).toEqual([inbound]);
});

it('gives what the last run left unanswered, oldest first and once', async () => {
  const { open } = await place();
  const inbox = await open();
  for (const id of ['3', '1', '2']) await inbox.take(event(id));
  inbox.answered('telegram', '1');
  await inbox.close();
  const next = await open();
  expect(idsOf(next.leftOver('discord'))).toEqual([]);
  expect(idsOf(next.leftOver('telegram'))).toEqual(['3', '2']);
  expect(next.leftOver('telegram')).toEqual([]);
});

it('does not give what this run took', async () => {
  const inbox = await (await place()).open();
  await inbox.take(event('1'));
  expect(inbox.leftOver('telegram')).toEqual([]);
});

it('takes a left-over event once more, whether it is taken up or delivered again first', async () => {
  const { open } = await place();
  const inbox = await open();
  for (const id of ['1', '2']) await inbox.take(event(id));
  await inbox.close();
  const next = await open();
  expect(next.known('telegram', '1')).toBe(false);
  expect(await Promise.all([next.take(event('1')), next.take(event('1'))])).toEqual([true, false]);
  expect(next.known('telegram', '1')).toBe(true);
  expect(idsOf(next.leftOver('telegram'))).toEqual(['2']);
  expect(await next.take(event('2'))).toBe(true);
  expect(await next.take(event('2'))).toBe(false);
});

it('gives an event again and again until it is answered', async () => {
  const { open } = await place();
  await (await open()).take(event('1'));
  for (let run = 0; run < 3; run += 1) {
    const inbox = await open();
    expect(idsOf(inbox.leftOver('telegram'))).toEqual(['1']);
    expect(await inbox.take(event('1'))).toBe(true);
    await inbox.close();
  }
  const inbox = await open();
  inbox.answered('telegram', '1');
  await inbox.close();
  expect((await open()).leftOver('telegram')).toEqual([]);
});

it('has an event whole or not at all, wherever a crash cuts the file', async () => {
  const { directory, open, path } = await place();
  const inbox = await open();
  await inbox.take(event('1'));
  inbox.answered('telegram', '1');
  await inbox.take(event('2'));
  await inbox.take(event('3'));
  inbox.answered('telegram', '2');
  await inbox.close();
  const whole = await readFile(path);
  const lines = whole.toString().split('\n').slice(0, -1);
  for (let size = whole.length; size >= 0; size -= 7) {
    await writeFile(path, whole);
    await truncate(path, size);
    const kept = whole.subarray(0, size).toString().split('\n').length - 1;
    const next = await open();
    const expected = [
      ['1', kept === 1],
      ['2', kept === 3 || kept === 4],
      ['3', kept >= 4],
    ].flatMap(([id, is]) => (is ? [id] : []));
    expect([size, idsOf(next.leftOver('telegram'))]).toEqual([size, expected]);
    expect([size, next.known('telegram', '1')]).toEqual([size, kept >= 2]);
    await next.close();
  }
  expect(lines).toHaveLength(5);
  expect((await readdir(directory)).filter(name => name.includes('tmp'))).toEqual([]);
});

it('skips damaged lines, says how many, and keeps the others', async () => {
  const { open, path, kept } = await place();
  const inbox = await open();
  await inbox.take(event('1'));
  await inbox.close();
  await appendFile(
    path,
    'garbage\n["taken",["telegram"]]\n["answered",["telegram","2"]]\n["left",["telegram","3"]]\n',
  );
  const next = await open();
  expect(next.known('telegram', '2')).toBe(true);
  expect(idsOf(next.leftOver('telegram'))).toEqual(['1']);
  expect(kept.fields).toEqual([{ file: 'inbox.jsonl', damaged: 3 }]);
});

it('does not act on an event that it cannot open, and says how many there are', async () => {
  const { open, path, kept } = await place();
  const inbox = await open();
  for (const id of ['1', '2', '3']) await inbox.take(event(id));
  inbox.answered('telegram', '3');
  await inbox.close();
  const [first = '', second = '', ...rest] = (await readFile(path, 'utf8')).split('\n');
  // The content of one event under the id of another, as somebody might forge it.
  const forged = first.replace(/"[^"]+"\]$/, second.slice(second.lastIndexOf(',"') + 1));
  await writeFile(path, [forged, second, ...rest].join('\n'));
  const next = await open();
  expect(idsOf(next.leftOver('telegram'))).toEqual(['2']);
  expect(await next.take(event('1'))).toBe(false);
  expect(kept.events).toEqual(['inbox_unreadable']);
  expect(kept.fields).toEqual([{ file: 'inbox.jsonl', count: 1 }]);
});

it('knows what was taken even with another key, and opens nothing', async () => {
  const { open, kept } = await place();
  const inbox = await open();
  await inbox.take(event('1'));
  await inbox.close();
  const next = await open({ master: Buffer.alloc(32, 8) });
  expect(next.leftOver('telegram')).toEqual([]);
  expect(await next.take(event('1'))).toBe(false);
  expect(kept.events).toEqual(['inbox_unreadable']);
});

it('remembers the window and forgets what is older', async () => {
  const { open } = await place();
  const inbox = await open({ window: 3 });
  for (const id of ['1', '2', '3', '4']) {
    await inbox.take(event(id));
    inbox.answered('telegram', id);
  }
  expect(await inbox.take(event('2'))).toBe(false);
  expect(await inbox.take(event('1'))).toBe(true);
});

it('keeps an unanswered event however many come after it, and at most so many of them', async () => {
  const { open, kept } = await place();
  const inbox = await open({ window: 20 });
  await inbox.take(event('first'));
  for (let n = 0; n < 40; n += 1) {
    await inbox.take(event(String(n)));
    if (n < 30) inbox.answered('telegram', String(n));
  }
  expect(await inbox.take(event('first'))).toBe(false);
  await inbox.close();
  expect(kept.events).toEqual([]);
  const next = await open({ window: 20, mostLeft: 4 });
  expect(idsOf(next.leftOver('telegram'))).toEqual(['36', '37', '38', '39']);
  expect(await next.take(event('35'))).toBe(false);
  expect(kept.events).toEqual(['inbox_overfull']);
});

it('stays small and loses nothing of its window nor what is unanswered, over thousands of events', async () => {
  const { open, path } = await place();
  for (let round = 0; round < 3; round += 1) {
    const inbox = await open({ window: 100, compactAtBytes: 12_000 });
    const take = async (id: string) => {
      await inbox.take(event(id));
      if (!id.endsWith('77')) inbox.answered('telegram', id);
    };
    for (let n = 0; n < 1_000; n += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, i) => take(`${round}-${n + i}`)));
    }
    await inbox.close();
  }
  expect((await readFile(path)).length).toBeLessThan(80_000);
  const inbox = await open({ window: 100 });
  for (let n = 950; n < 1_000; n += 1) {
    if (n !== 977) expect(await inbox.take(event(`2-${n}`))).toBe(false);
  }
  const unanswered = [0, 1, 2].flatMap(round =>
    Array.from({ length: 10 }, (_, hundred) => `${round}-${hundred === 0 ? '' : hundred}77`),
  );
  expect(idsOf(inbox.leftOver('telegram'))).toEqual(unanswered);
});

it('loses no event that was taken while the file was rewritten', async () => {
  const { open } = await place();
  const inbox = await open({ compactAtBytes: 1 });
  const rounds = Array.from({ length: 40 }, async (_, n) => {
    for (let i = 0; i < n % 5; i += 1) await Promise.resolve();
    await inbox.take(event(String(n)));
  });
  await Promise.all(rounds);
  await inbox.close();
  expect(idsOf((await open()).leftOver('telegram'))).toHaveLength(40);
});

it('does not keep a claim it could not store', async () => {
  const inbox = await (await place()).open();
  await inbox.close();
  for (let delivery = 0; delivery < 2; delivery += 1) {
    await expect(inbox.take(event('1'))).rejects.toMatchObject({ kind: 'storage' });
    expect(inbox.known('telegram', '1')).toBe(false);
  }
});

it('takes the word for it when an answer cannot be noted', async () => {
  const { open } = await place();
  const inbox = await open();
  await inbox.take(event('1'));
  await inbox.close();
  inbox.answered('telegram', '1');
  inbox.answered('telegram', 'never taken');
  expect(inbox.known('telegram', '1')).toBe(true);
  expect(inbox.known('telegram', 'never taken')).toBe(false);
  // At worst it is taken up again.
  expect(idsOf((await open()).leftOver('telegram'))).toEqual(['1']);
});

it('counts what an earlier version noted as answered, and moves it over once', async () => {
  const { directory, open, path } = await place();
  await writeFile(
    join(directory, 'seen.jsonl'),
    '["telegram","1"]\ngarbage\n["discord","2"]\n["discord","torn',
  );
  const inbox = await open();
  expect(await inbox.take(event('1'))).toBe(false);
  expect(await inbox.take(event('2', 'discord'))).toBe(false);
  expect(inbox.leftOver('telegram')).toEqual([]);
  await inbox.close();
  expect(await readdir(directory)).toEqual(['inbox.jsonl']);
  expect(await readFile(path, 'utf8')).toBe('["answered",["telegram","1"]]\n["answered",["discord","2"]]\n');
  expect(await (await open()).take(event('1'))).toBe(false);
});
