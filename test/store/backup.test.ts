import { execFile } from 'node:child_process';
import { appendFile, chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { type Inbound, systemClock } from '../../src/core/index.js';
import { writeBackup } from '../../src/store/backup.js';
import { openStore, readHeartbeat, type Store, startHeartbeat } from '../../src/store/index.js';
import { restoreBackup } from '../../src/store/restore.js';
import { filesWith } from '../chaos/canary.js';
import { scratch } from './scratch.js';
import { act } from './trail.js';

const SECRET = 'canary-of-a-token-0123456789';
const event = (eventId: string): Inbound => ({
  platform: 'telegram',
  eventId,
  who: { userId: '1', name: '아빠' },
  where: { platform: 'telegram', id: '1', group: undefined, kind: 'private' },
  sentAt: 1,
  content: { kind: 'text', text: '/balance' },
});

async function place() {
  const root = await scratch();
  const keyFile = join(root, 'keys', 'store.key');
  const events: string[] = [];
  const open = async (directory: string) => {
    const store = await openStore({
      directory,
      key: undefined,
      keyFile,
      clock: systemClock,
      log: (_, name) => events.push(name),
    });
    onTestFinished(() => store.close());
    return store;
  };
  const file = join(root, 'backup.gz');
  const back = (withKey = false) =>
    writeBackup({
      directory: join(root, 'store'),
      file,
      withKey: withKey ? { key: undefined, keyFile } : undefined,
      clock: systemClock,
    });
  const restore = (directory: string, force = false, toKey = keyFile) =>
    restoreBackup({ directory, file, force, key: undefined, keyFile: toKey, clock: systemClock });
  return { root, keyFile, file, open, back, restore, events, directory: join(root, 'store') };
}

/** A desk at work: everything it has acknowledged so far, by number. */
function atWork(store: Store) {
  const work = { done: 0, stopped: false };
  async function run(): Promise<void> {
    for (let n = 1; !work.stopped; n++) {
      const mark = await store.audit.record(act(n));
      await Promise.all([
        store.intents.append({
          kind: 'sent',
          ticket: `t${n}`,
          n: 0,
          at: n,
          snapshot: { at: n, numbers: [], complete: true, totals: undefined, holding: undefined },
          audit: mark,
        }),
        store.outbox.append({ kind: 'nobody', id: `l${n}`, at: n }),
        store.inbox.take(event(String(n))),
        store.vault.save('kis:paper:x', { token: SECRET, issuedAt: n, expiresAt: n, generation: n }),
      ]);
      work.done = n;
    }
  }
  const running = run();
  return {
    done: () => work.done,
    async until(n: number) {
      while (work.done < n) await systemClock.sleep(2);
    },
    stop: () => {
      work.stopped = true;
      return running;
    },
  };
}

const contentOf = async (directory: string) =>
  Promise.all(
    (await readdir(directory)).toSorted().map(async name => {
      const path = join(directory, name);
      return [name, (await stat(path)).isFile() ? await readFile(path, 'base64') : ''];
    }),
  );

it('holds everything that was acknowledged before it began, while the desk goes on writing', async () => {
  const { root, directory, file, open, back, restore, events } = await place();
  const store = await open(directory);
  // So many files that the desk writes on between the first that is looked at and the last.
  for (let n = 0; n < 300; n++) await writeFile(join(directory, `b-${n}.json`), '{}', { mode: 0o600 });
  const desk = atWork(store);
  await desk.until(10);
  const before = desk.done();
  await back();
  await desk.until(before + 5);
  await desk.stop();
  await store.close();
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  const other = join(root, 'other');
  await restore(other);
  const next = await open(other);
  const sent = next.intents.past.map(({ ticket }) => ticket);
  const told = next.outbox.past.map(line => ('id' in line ? line.id : ''));
  const taken = next.inbox.leftOver('telegram').map(({ eventId }) => eventId);
  for (let n = 1; n <= before; n++) {
    expect(sent).toContain(`t${n}`);
    expect(told).toContain(`l${n}`);
    expect(taken).toContain(String(n));
  }
  expect((await next.vault.read('kis:paper:x'))?.generation).toBeGreaterThanOrEqual(before);
  expect(await next.auditReads.verify()).toMatchObject({ kind: 'whole' });
  expect(events).toEqual([]);
});

it('leaves out a line that is being written', async () => {
  const { root, directory, open, back, restore, events } = await place();
  const store = await open(directory);
  await store.audit.record(act(1));
  await appendFile(join(directory, 'inbox.jsonl'), '["taken",["tele');
  await back();
  await store.close();
  const other = join(root, 'other');
  await restore(other);
  await open(other);
  expect(events).toEqual([]);
});

it('begins halted after a restore, with files for their owner alone, and trades again when the flag is gone', async () => {
  const { root, directory, open, back, restore } = await place();
  await (await open(directory)).close();
  await back();
  const other = join(root, 'other');
  await restore(other);
  for (const name of await readdir(other)) {
    expect([name, (await stat(join(other, name))).mode & 0o777]).toEqual([name, 0o600]);
  }
  expect((await stat(other)).mode & 0o777).toBe(0o700);
  expect((await open(other)).halts.flagged()).toBe(true);
  expect(await readFile(join(other, 'HALT'), 'utf8')).toMatch(
    /백업에서 되돌렸습니다[\s\S]*restored from a backup/,
  );
});

it('refuses a directory with something in it, and with force puts that aside and deletes nothing', async () => {
  const { directory, open, back, restore } = await place();
  await (await open(directory)).close();
  await back();
  const store = await open(directory);
  await store.vault.save('kis:paper:x', { token: 'newer', issuedAt: 1, expiresAt: 2, generation: 9 });
  await expect(restore(directory, true)).rejects.toMatchObject({ detail: { problem: 'locked' } });
  await store.close();
  const heart = startHeartbeat({
    directory,
    version: '1',
    clock: systemClock,
    log: () => undefined,
    health: () => ({ healthy: true, why: [] }),
  });
  while (!(await readHeartbeat(directory))) await systemClock.sleep(2);
  await expect(restore(directory, true)).rejects.toMatchObject({ detail: { problem: 'locked' } });
  await heart.stop();
  const before = await contentOf(directory);
  await expect(restore(directory)).rejects.toMatchObject({ detail: { problem: 'notEmpty' } });
  expect(await contentOf(directory)).toEqual(before);
  const { aside } = await restore(directory, true);
  expect(aside).toMatch(/^before-restore-\d{8}-\d{6}$/);
  expect(await contentOf(join(directory, aside ?? ''))).toEqual(before);
  const next = await open(directory);
  expect(await next.vault.read('kis:paper:x')).toBeUndefined();
});

it('changes nothing for a backup that is damaged anywhere, cut off or none at all', async () => {
  const { root, directory, file, open, back, restore } = await place();
  const store = await open(directory);
  await store.audit.record(act(1));
  await store.close();
  await back();
  const good = await readFile(file);
  const plain = gunzipSync(good).toString();
  const lines = plain.split('\n');
  const damages: [string, Buffer][] = [
    ['cut off', good.subarray(0, good.length - 20)],
    ['empty', Buffer.alloc(0)],
    ['none', Buffer.from('{"backup":"kis-chatops"}')],
    ['without its end', gzipSync(`${lines.slice(0, -2).join('\n')}\n`)],
    ['without a file', gzipSync([...lines.slice(0, 2), ...lines.slice(3)].join('\n'))],
    ['with another content', gzipSync(plain.replace(/"content":"[^"]{4}/, '"content":"AAAA'))],
    [
      'with a name that leads elsewhere',
      gzipSync(plain.replace('"name":"audit.jsonl"', '"name":"../a.jsonl"')),
    ],
    ['with more after its end', gzipSync(`${plain}${lines[1]}\n`)],
  ];
  for (let n = 1; n <= 12; n++) {
    const flipped = Buffer.from(good);
    const at = Math.floor((good.length * n) / 13);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    damages.push([`flipped at ${at}`, flipped]);
  }
  const before = await contentOf(directory);
  for (const [name, bytes] of damages) {
    await writeFile(file, bytes);
    await expect(restore(directory, true), name).rejects.toMatchObject({
      detail: { problem: 'damagedBackup' },
    });
    await expect(restore(join(root, 'other')), name).rejects.toMatchObject({ kind: 'storage' });
  }
  expect(await contentOf(directory)).toEqual(before);
  expect(await readdir(root)).not.toContain('other');
  await writeFile(file, gzipSync(plain.replace('"version":1', '"version":2')));
  await expect(restore(directory, true)).rejects.toMatchObject({ detail: { problem: 'newerFormat' } });
});

it('has the key in it only when it was asked for, and then needs nothing else', async () => {
  const { root, directory, keyFile, file, open, back, restore } = await place();
  const store = await open(directory);
  await store.vault.save('kis:paper:x', { token: SECRET, issuedAt: 1, expiresAt: 2, generation: 1 });
  await store.close();
  const key = (await readFile(keyFile, 'utf8')).trim();
  const folder = join(root, 'plain');
  await mkdir(folder);
  await back();
  await writeFile(join(folder, 'without'), gunzipSync(await readFile(file)));
  expect(await filesWith(key, folder)).toEqual([]);
  expect(await filesWith(SECRET, folder)).toEqual([]);
  await copyFile(file, `${file}.1`);
  await expect(back(true)).rejects.toMatchObject({ detail: { problem: 'backupExists' } });
  await rm(file);
  await back(true);
  const elsewhere = join(root, 'elsewhere', 'store');
  const newKey = join(root, 'elsewhere', 'store.key');
  expect(await restore(elsewhere, false, newKey)).toMatchObject({ withKey: true });
  expect((await readFile(newKey, 'utf8')).trim()).toBe(key);
  expect((await stat(newKey)).mode & 0o777).toBe(0o600);
  await writeFile(newKey, 'f'.repeat(64));
  await chmod(newKey, 0o600);
  await expect(restore(join(root, 'third'), false, newKey)).rejects.toMatchObject({
    detail: { problem: 'otherKey' },
  });
  expect(await readFile(newKey, 'utf8')).toBe('f'.repeat(64));
});

it('does not lie in the directory that it copies, and leaves no half of itself behind', async () => {
  const { root, directory, open } = await place();
  await (await open(directory)).close();
  const inside = writeBackup({
    directory,
    file: join(directory, 'b.gz'),
    withKey: undefined,
    clock: systemClock,
  });
  await expect(inside).rejects.toMatchObject({ detail: { problem: 'backupInside' } });
  const nowhere = writeBackup({
    directory,
    file: join(root, 'b.gz'),
    withKey: { key: undefined, keyFile: join(root, 'no.key') },
    clock: systemClock,
  });
  await expect(nowhere).rejects.toMatchObject({ detail: { problem: 'keyMissing' } });
  expect((await readdir(root)).toSorted()).toEqual(['keys', 'store']);
});

it('is made and put back from the command line, in words of both languages', async () => {
  const { root, directory, keyFile, open, file } = await place();
  const home = join(root, 'home');
  await (await open(join(home, 'demo'))).close();
  const environment = { DATA_DIR: home, STORE_KEY_FILE: keyFile };
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>(done => {
      const tool = [resolve('dist/src/backup-tool.js'), ...args];
      execFile(process.execPath, tool, { cwd: root, env: environment }, (error, out, err) =>
        done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  const made = await run('backup', file);
  expect([made.code, made.err]).toEqual([0, '']);
  expect(made.out).toMatch(/백업했습니다: 파일 \d+개[^\n]*backed up: \d+ files/);
  const refused = await run('restore', file);
  expect([refused.code, refused.out]).toEqual([1, '']);
  expect(refused.err).toMatch(/비어 있지 않습니다[^\n]*not empty/);
  const store = await open(join(home, 'demo'));
  expect((await run('restore', file, '--force')).code).toBe(75);
  await store.close();
  const restored = await run('restore', file, '--force');
  expect([restored.code, restored.err]).toEqual([0, '']);
  expect(restored.out).toMatch(/HALT/);
  expect(restored.out).toMatch(/npm run keys/);
  expect((await run('backup')).code).toBe(78);
  expect(directory).not.toBe(home);
});
