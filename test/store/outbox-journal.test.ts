import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Letter, OutboxEvent, Reply } from '../../src/core/index.js';
import { createCipher } from '../../src/store/cipher.js';
import { withSum } from '../../src/store/line-sum.js';
import { openOutboxJournal } from '../../src/store/outbox-journal.js';
import { filesWith } from '../chaos/canary.js';
import { reports, scratch } from './scratch.js';

const SECRET = 'canary-of-an-order-of-삼성전자';
const ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const PLACE = { platform: 'discord', kind: 'place', id: '42' } as const;

const reply: Reply = {
  title: SECRET,
  stamp: 'live',
  tone: 'bad',
  visibility: 'public',
  blocks: [
    { kind: 'text', text: SECRET },
    {
      kind: 'fields',
      fields: [
        { label: '평가손익', value: { kind: 'change', won: -9_007_199_254_740_993n } },
        { label: '수량', value: { kind: 'shares', shares: 10n } },
        { label: '등락률', value: { kind: 'percent', percent: -1.25 } },
        { label: '시각', value: { kind: 'time', at: 1_700_000_000_000 } },
        { label: '말', value: '123' },
      ],
    },
    {
      kind: 'table',
      columns: [{ label: '금액', align: 'right' }],
      rows: [[{ kind: 'won', won: 12_345_678_901_234_567_890n }]],
    },
    { kind: 'notice', tone: 'warning', text: '주문 불가, 조회 가능' },
    { kind: 'image', png: new Uint8Array([0x89, 0x50, 0, 0xff]), alt: '차트' },
    { kind: 'file', name: 'a.csv', text: 'a,b\n' },
    { kind: 'buttons', buttons: [{ id: 'b', label: '확인', style: 'primary' }] },
    { kind: 'divider' },
  ],
  footer: 'AB12',
};
const letter: Letter = {
  id: ID,
  at: 1,
  lane: 'urgent',
  reply,
  buttons: [
    { id: 'b', means: { kind: 'acknowledge' } },
    { id: 'c', means: { kind: 'mute', ms: 3_600_000 } },
    { id: 'd', means: { kind: 'call', call: { command: 'token', args: { act: 'renew' } } } },
  ],
  to: [{ to: PLACE, silent: false }],
  spare: [{ to: { platform: 'telegram', kind: 'person', id: '7' }, silent: true }],
  about: { kind: 'token', urgency: 'critical', incident: 'token', stage: undefined, reference: 'AB12' },
};
const EVERY: readonly OutboxEvent[] = [
  { kind: 'posted', letter },
  { kind: 'changed', id: ID, at: 2, version: 2, reply, buttons: [] },
  { kind: 'forwarded', id: ID, at: 3, to: letter.spare, why: 'escalated' },
  { kind: 'trying', id: ID, at: 4, to: 'place:discord:42' },
  { kind: 'failed', id: ID, at: 5, to: 'place:discord:42' },
  { kind: 'shown', id: ID, at: 6, to: 'place:discord:42', card: undefined, version: 2 },
  {
    kind: 'shown',
    id: ID,
    at: 6,
    to: 'person:telegram:7',
    card: { platform: 'telegram', place: '7', message: '99' },
    version: 1,
  },
  { kind: 'dropped', id: ID, at: 7, to: 'place:discord:42', why: 'doubtful' },
  { kind: 'nobody', id: ID, at: 8 },
  { kind: 'acknowledged', id: ID, at: 9, by: 'discord:1' },
  { kind: 'muted', incident: 'token', at: 10, until: 11, by: 'discord:1' },
];

async function place() {
  const directory = await scratch();
  const told = reports();
  const open = async (limits: { compactAtBytes?: number; master?: Buffer } = {}) => {
    const { master = Buffer.alloc(32, 5), ...rest } = limits;
    const cipher = createCipher(master, 'outbox');
    const journal = await openOutboxJournal({ directory, cipher, report: told.report, ...rest });
    onTestFinished(() => journal.close());
    return journal;
  };
  return { directory, told, open, path: join(directory, 'outbox.jsonl') };
}

const nobody = (n: number): OutboxEvent => ({ kind: 'nobody', id: `letter-${n}`, at: n });

it('finds every kind of event again after a restart, amounts and pictures included', async () => {
  const { open } = await place();
  const journal = await open();
  expect(journal.past).toEqual([]);
  await journal.append(...EVERY);
  await journal.close();
  expect((await open()).past).toEqual(EVERY);
});

it('lets nobody read on the disk what people read, and shows its file to its owner alone', async () => {
  const { open, directory, path } = await place();
  await (await open()).append(...EVERY);
  expect(await filesWith(SECRET, directory)).toEqual([]);
  expect(await filesWith('9007199254740993', directory)).toEqual([]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('passes over damaged lines and those of another key, and tells how many', async () => {
  const { open, path, told } = await place();
  const journal = await open();
  await journal.append(nobody(1), nobody(2));
  await journal.close();
  const other = await open({ master: Buffer.alloc(32, 6) });
  expect(other.past).toEqual([]);
  await other.close();
  await appendFile(path, 'noise\n');
  expect((await open()).past).toEqual([nobody(1), nobody(2)]);
  expect(told.fields).toEqual([
    { file: 'outbox.jsonl', damaged: 2 },
    { file: 'outbox.jsonl', damaged: 1 },
  ]);
});

it('does not believe a sealed event under another letter or kind', async () => {
  const { open, path } = await place();
  const journal = await open();
  await journal.append(nobody(1));
  await journal.close();
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('letter-1', 'letter-2') + text.replace('"nobody"', '"trying"'));
  expect((await open()).past).toEqual([]);
});

it('refuses a file of a later version and leaves it as it is', async () => {
  const { open, path } = await place();
  const later = `${withSum('{"journal":"outbox","version":2}')}\n["new","x","y"]\n`;
  await writeFile(path, later);
  await expect(open()).rejects.toMatchObject({ kind: 'storage', detail: { problem: 'newerFormat' } });
  expect(await readFile(path, 'utf8')).toBe(later);
});

it('keeps everything until it is told what is needed, then drops the rest when the file has grown', async () => {
  const { open, path } = await place();
  const journal = await open({ compactAtBytes: 2_000 });
  for (let n = 0; n < 30; n++) await journal.append(nobody(n));
  expect((await stat(path)).size).toBeGreaterThan(3_000);
  journal.keep(event => event.kind === 'nobody' && event.at >= 29);
  for (let n = 30; n < 120; n++) await journal.append(nobody(n));
  await journal.close();
  const { past } = await open();
  expect(past.length).toBeLessThan(120);
  expect(past.slice(-91)).toEqual(Array.from({ length: 91 }, (_, n) => nobody(n + 29)));
});

it('drops at once what is not needed when it is asked to be tidy', async () => {
  const { open, path } = await place();
  const journal = await open();
  await journal.append(nobody(1), nobody(2));
  journal.keep(event => event.kind === 'nobody' && event.id === 'letter-2');
  await journal.tidy();
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(3);
  await journal.append(nobody(3));
  await journal.close();
  expect((await open()).past).toEqual([nobody(2), nobody(3)]);
});

it('refuses an event that could not be read back, and writes none of it', async () => {
  const { open } = await place();
  const journal = await open();
  await expect(journal.append({ kind: 'nobody', id: 'x', at: Number.NaN })).rejects.toMatchObject({
    kind: 'bug',
  });
  await journal.append(nobody(1));
  await journal.close();
  expect((await open()).past).toEqual([nobody(1)]);
});
