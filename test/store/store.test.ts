import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Halt, type Inbound, type Language, Secret, systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import { claimed } from './intent-events.js';
import { scratch } from './scratch.js';

const record = { token: 'a token', issuedAt: 1, expiresAt: 2, generation: 1 };
const halt: Halt = {
  id: 'h',
  scope: { kind: 'buy' },
  since: 1,
  until: undefined,
  reason: '점심',
  by: 'console:owner',
};
const event: Inbound = {
  platform: 'console',
  eventId: '1',
  who: { userId: 'owner', name: 'owner' },
  where: { platform: 'console', id: 'console', group: undefined, kind: 'private' },
  sentAt: 1,
  content: { kind: 'text', text: '/balance' },
};
const act = {
  at: 0,
  platform: 'console',
  who: 'console:owner',
  place: 'console',
  act: '/token',
  outcome: 'done',
} as const;

async function place() {
  const root = await scratch();
  const directory = join(root, 'data', 'store');
  const keyFile = join(root, 'keys', 'store.key');
  const events: string[] = [];
  const open = async (key?: string, language?: Language) => {
    const store = await openStore({
      directory,
      key: key === undefined ? undefined : new Secret(key),
      keyFile,
      clock: systemClock,
      log: (_, event) => events.push(event),
      ...(language && { language }),
    });
    onTestFinished(() => store.close());
    return store;
  };
  return { root, directory, keyFile, open, events };
}

it('makes its directory, and finds tokens, events, acts, intents and halts again after a restart', async () => {
  const { open, directory, events } = await place();
  const store = await open();
  await store.vault.save('kis:paper:x', record);
  await store.inbox.take(event);
  await store.audit.record(act);
  await store.intents.append(claimed('ticket'));
  await store.halts.save([halt]);
  await store.close();
  const next = await open();
  expect(next.intents.past).toEqual([claimed('ticket')]);
  expect(await next.halts.load()).toEqual([halt]);
  expect(next.audit.head()?.line).toBe(1);
  expect(await next.vault.read('kis:paper:x')).toEqual(record);
  expect(next.inbox.leftOver('console')).toEqual([event]);
  expect(await readFile(join(directory, 'audit.jsonl'), 'utf8')).toContain('"act":"/token"');
  expect(next.remarks()).toEqual([]);
  expect(events).toEqual([]);
});

it.each([0o000, 0o077])('has a directory of mode 0700 and files of mode 0600 under umask %o', async mask => {
  const before = process.umask(mask);
  onTestFinished(() => void process.umask(before));
  const { open, directory } = await place();
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const store = await open();
  for (let generation = 1; generation < 4; generation++) {
    await store.vault.save('k', { ...record, generation });
    await store.audit.record(act);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(directory)) {
      expect([name, (await stat(join(directory, name))).mode & 0o777]).toEqual([name, 0o600]);
    }
  }
});

it('clears what a killed writer left behind', async () => {
  const { open, directory, events } = await place();
  await (await open()).close();
  await writeFile(join(directory, '.store-tmp-0123456789abcdef'), 'half a token');
  await open();
  expect((await readdir(directory)).filter(name => name.includes('tmp'))).toEqual([]);
  expect(events).toEqual(['store_temps_swept']);
});

it('tells the operator about a damaged store in words, once', async () => {
  const { open, directory } = await place();
  const store = await open();
  await store.vault.save('k', record);
  await store.close();
  await writeFile(join(directory, 'tokens.json'), 'null');
  const remarks = (await open()).remarks();
  expect(remarks).toHaveLength(2);
  expect(remarks[0]).toContain('tokens.json');
  expect(remarks[0]).toContain('손상');
});

it('tells it in English where the language is English', async () => {
  const { open, directory } = await place();
  await (await open()).close();
  await writeFile(join(directory, 'tokens.json'), 'null');
  await writeFile(join(directory, 'tokens.previous.json'), 'null');
  await writeFile(join(directory, 'inbox.jsonl'), 'torn');
  const remarks = (await open(undefined, 'en')).remarks();
  expect(remarks).toHaveLength(4);
  for (const remark of remarks) expect(remark).not.toMatch(/[가-힣]/);
});

it('uses STORE_KEY instead of a key file when it is given', async () => {
  const { open, keyFile } = await place();
  const key = 'ab'.repeat(32);
  const store = await open(key);
  await store.vault.save('k', record);
  await store.close();
  await expect(stat(keyFile)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await (await open(key)).vault.read('k')).toEqual(record);
});

it.each([
  ['another STORE_KEY', 'wrongKey', (open: (key?: string) => Promise<unknown>) => open('cd'.repeat(32))],
  ['a malformed STORE_KEY', 'keyMalformed', (open: (key?: string) => Promise<unknown>) => open('cd')],
  ['no key where one was', 'keyMissing', (open: (key?: string) => Promise<unknown>) => open()],
])('refuses %s, leaves the files alone, and opens again with the right one', async (_, problem, attempt) => {
  const { open, directory, keyFile } = await place();
  const key = 'ab'.repeat(32);
  const store = await open(key);
  await store.vault.save('k', record);
  await store.close();
  const before = await readFile(join(directory, 'tokens.json'));
  await expect(attempt(open)).rejects.toMatchObject({ kind: 'storage', detail: { problem } });
  expect(await readFile(join(directory, 'tokens.json'))).toEqual(before);
  await expect(stat(keyFile)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await (await open(key)).vault.read('k')).toEqual(record);
});

it('refuses a second store on the same directory and leaves the first working', async () => {
  const { open } = await place();
  const store = await open();
  await expect(open()).rejects.toMatchObject({ detail: { problem: 'locked', pid: process.pid } });
  await store.vault.save('k', record);
  expect(await store.vault.read('k')).toEqual(record);
});

it('refuses a directory that all users share, and does not close it to them', async () => {
  const { directory, open } = await place();
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o1777);
  await expect(open()).rejects.toMatchObject({ detail: { problem: 'sharedDirectory' } });
  expect((await stat(directory)).mode & 0o7777).toBe(0o1777);
});

it('may be closed twice without harm to the one that opened it next', async () => {
  const { open, directory } = await place();
  const store = await open();
  await store.close();
  const next = await open();
  await next.vault.save('k', record);
  await store.close();
  expect(await readFile(join(directory, 'owner.json'), 'utf8')).toContain(`"pid":${process.pid}`);
  await expect(open()).rejects.toMatchObject({ detail: { problem: 'locked' } });
});

it('says why when its directory cannot be made', async () => {
  const { root, open } = await place();
  await writeFile(join(root, 'data'), 'a file in the way');
  await expect(open()).rejects.toMatchObject({
    kind: 'storage',
    detail: { problem: 'unreadable', code: 'ENOTDIR' },
  });
});

it('finishes what is being written before it closes, and refuses what comes later', async () => {
  const { open } = await place();
  const store = await open();
  const writes = Promise.all([
    store.vault.save('k', record),
    store.inbox.take(event),
    store.audit.record(act),
  ]);
  await store.close();
  await writes;
  await expect(store.vault.save('k', record)).rejects.toMatchObject({ detail: { problem: 'closed' } });
  await expect(store.audit.record(act)).rejects.toMatchObject({ detail: { problem: 'closed' } });
  expect(await (await open()).vault.read('k')).toEqual(record);
});

it('goes on when its directory is emptied under it, as far as it can', async () => {
  const { open, directory } = await place();
  const store = await open();
  await store.vault.save('k', record);
  for (const name of await readdir(directory)) await rm(join(directory, name));
  expect(await store.vault.read('k')).toEqual(record);
  await store.vault.save('k', { ...record, generation: 2 });
  await store.close();
  const next = await open();
  expect((await next.vault.read('k'))?.generation).toBe(2);
});

it('verifies the trail against what it wrote itself and what the orders remember', async () => {
  const { open, directory } = await place();
  const store = await open();
  const marks = [];
  for (let n = 0; n < 4; n++) marks.push(await store.audit.record(act));
  await store.intents.append({
    kind: 'sent',
    ticket: 't',
    n: 0,
    at: 1,
    snapshot: { at: 1, numbers: [], complete: true, totals: undefined, holding: undefined },
    audit: marks[2],
  });
  expect(await store.auditReads.verify()).toMatchObject({ kind: 'whole', lines: 4, head: marks[3] });
  expect(
    await store.auditReads.search({ words: ['/token'], from: undefined, to: undefined, limit: 9 }),
  ).toHaveLength(4);

  const file = join(directory, 'audit.jsonl');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(
    file,
    lines
      .slice(0, 3)
      .map(line => `${line}\n`)
      .join(''),
  );
  // The program that wrote the fourth line knows of it; after a restart only the order's mark is left.
  const truncated = { kind: 'broken', problem: 'truncated', lineInFile: 4, goodLines: 3 };
  expect(await store.auditReads.verify()).toMatchObject(truncated);
  await store.close();
  await writeFile(
    file,
    lines
      .slice(0, 2)
      .map(line => `${line}\n`)
      .join(''),
  );
  const next = await open();
  expect(await next.auditReads.verify()).toMatchObject({ ...truncated, lineInFile: 3, goodLines: 2 });
});

it('gives the directory free again when one part of it cannot be opened', async () => {
  const { open, directory } = await place();
  await (await open()).close();
  await rm(join(directory, 'audit.jsonl'));
  await mkdir(join(directory, 'audit.jsonl'));
  await expect(open()).rejects.toMatchObject({ detail: { problem: 'unreadable', file: 'audit.jsonl' } });
  await rm(join(directory, 'audit.jsonl'), { recursive: true });
  await (await open()).audit.record(act);
});
