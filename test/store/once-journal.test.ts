import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { FirstAnswer } from '../../src/core/index.js';
import { createCipher } from '../../src/store/cipher.js';
import { inspectFiles } from '../../src/store/inspect-files.js';
import { withSum } from '../../src/store/line-sum.js';
import { openOnceJournal } from '../../src/store/once-journal.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

const SECRET = 'canary-of-a-strategy';
const DAY = 86_400_000;
const MASTER = Buffer.alloc(32, 5);
const TICKET: FirstAnswer = { kind: 'ticket', ticket: 'AAAAAAAAAAAAAAAAAAAAAA' };
const REFUSAL: FirstAnswer = {
  kind: 'error',
  error: 'limit',
  message: SECRET,
  detail: { limit: 'ORDER_AMOUNT', most: '1', tries: 2 },
};

async function place() {
  const directory = await scratch();
  const told = reports();
  const clock = manualClock(1_000 * DAY);
  const open = async (over: { compactAtBytes?: number; master?: Buffer } = {}) => {
    const { master = MASTER, ...rest } = over;
    const cipher = createCipher(master, 'once');
    const once = await openOnceJournal({ directory, cipher, clock, report: told.report, ...rest });
    onTestFinished(() => once.close());
    return {
      ...once,
      claim: (key: string, body = 'body', caller = 'key:a') => once.claim(caller, key, body, clock.now()),
      answer: (key: string, answer: FirstAnswer, caller = 'key:a') => once.answer(caller, key, answer),
    };
  };
  return { directory, told, clock, open, path: join(directory, 'once.jsonl') };
}

const FIRST = { kind: 'first' };
const known = (answer: FirstAnswer | undefined, bodyDigest = 'body') => ({
  kind: 'known',
  bodyDigest,
  answer,
});

it('lets one caller be the first of each key, and tells the others what it has come to', async () => {
  const { open } = await place();
  const once = await open();
  const claims = await Promise.all([1, 2, 3].map(() => once.claim('k')));
  expect(claims).toEqual([FIRST, known(undefined), known(undefined)]);
  expect(await once.claim('k', 'body', 'key:b')).toEqual(FIRST);
  await once.answer('k', TICKET);
  expect(await once.claim('k', 'other body')).toEqual(known(TICKET));
});

it('knows every claim and its latest answer again after a restart', async () => {
  const { open } = await place();
  const once = await open();
  for (const key of ['open', 'ticket', 'refused']) await once.claim(key);
  await once.answer('ticket', TICKET);
  await once.answer('refused', TICKET);
  await once.answer('refused', REFUSAL);
  await once.close();
  const next = await open();
  expect(await next.claim('open')).toEqual(known(undefined));
  expect(await next.claim('ticket')).toEqual(known(TICKET));
  expect(await next.claim('refused')).toEqual(known(REFUSAL));
});

it('lets nobody read on the disk what programs ask, and shows its file to its owner alone', async () => {
  const { open, directory, path } = await place();
  const once = await open();
  await once.claim(SECRET, SECRET, SECRET);
  await once.answer(SECRET, REFUSAL, SECRET);
  expect(await filesWith(SECRET, directory)).toEqual([]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('gives the claim to the next one when it could not be written, and keeps no answer that was not', async () => {
  const { open, path } = await place();
  const once = await open();
  await once.claim('before');
  await writeFile(path, '');
  const claims = await Promise.allSettled([once.claim('k'), once.claim('k')]);
  expect(claims.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(once.answer('before', TICKET)).rejects.toMatchObject({ kind: 'storage' });
  expect(await once.claim('before')).toEqual(known(undefined));
});

it('forgets after two days, and not before, in memory as on the disk', async () => {
  const { open, clock, path } = await place();
  const once = await open();
  await once.claim('old');
  await once.answer('old', TICKET);
  await clock.advance(2 * DAY);
  await once.claim('young');
  expect(await once.claim('old')).toEqual(known(TICKET));
  await clock.advance(1);
  const before = (await readFile(path, 'utf8')).split('\n').length;
  await once.tidy();
  expect(before - (await readFile(path, 'utf8')).split('\n').length).toBe(2);
  await once.close();
  const next = await open();
  expect(await next.claim('young')).toEqual(known(undefined));
  expect(await next.claim('old')).toEqual(FIRST);
});

it('loses nothing that matters as its file is rewritten, what is on its way included', async () => {
  const { open } = await place();
  const once = await open({ compactAtBytes: 1_500 });
  const keys = Array.from({ length: 60 }, (_, n) => `k${n}`);
  await Promise.all(
    keys.map(async (key, n) => {
      expect(await once.claim(key)).toEqual(FIRST);
      if (n % 2 === 0) await once.answer(key, TICKET);
    }),
  );
  await once.close();
  const next = await open();
  for (const [n, key] of keys.entries()) {
    expect(await next.claim(key)).toEqual(known(n % 2 === 0 ? TICKET : undefined));
  }
});

it('cuts off what a crash left unfinished: an answer that is not whole was never given', async () => {
  const { open, path, told } = await place();
  const once = await open();
  await once.claim('k');
  const claimed = await readFile(path, 'utf8');
  await once.answer('k', TICKET);
  await once.close();
  const whole = await readFile(path, 'utf8');
  await writeFile(path, whole.slice(0, claimed.length + 20));
  expect(await (await open()).claim('k')).toEqual(known(undefined));
  expect(told.events).toEqual(['journal_torn']);
});

it('lets nothing be ordered anew whose answer may be among the damaged lines', async () => {
  const { open, path, told } = await place();
  const once = await open();
  await once.claim('open');
  await once.claim('ticket');
  await once.answer('ticket', TICKET);
  await once.close();
  await appendFile(path, 'noise\n');
  const next = await open();
  expect(await next.claim('ticket')).toEqual(known(TICKET));
  const lost = await next.claim('open');
  expect(lost).toMatchObject({ kind: 'known', answer: { kind: 'error', error: 'storage' } });
  expect(told.fields).toEqual([{ file: 'once.jsonl', damaged: 1 }]);
  await next.tidy();
  await next.close();
  expect(await (await open()).claim('open')).toEqual(lost);
});

it('refuses a file of a later version and leaves it as it is', async () => {
  const { open, path } = await place();
  const later = `${withSum('{"journal":"once","version":2}')}\n["new","x"]\n`;
  await writeFile(path, later);
  await expect(open()).rejects.toMatchObject({ kind: 'storage', detail: { problem: 'newerFormat' } });
  expect(await readFile(path, 'utf8')).toBe(later);
});

it('is looked through with the other files of the store', async () => {
  const { open, directory, path } = await place();
  const once = await open();
  await once.claim('k');
  expect(await inspectFiles(directory, MASTER)).toEqual([]);
  await once.close();
  await appendFile(path, 'noise\n');
  expect(await inspectFiles(directory, MASTER)).toContainEqual({
    file: 'once.jsonl',
    problem: 'lines',
    lines: 1,
  });
});
