import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { Secret, systemClock } from '../../src/core/index.js';
import { createKeys } from '../../src/desk/keys/keys.js';
import { openStore } from '../../src/store/index.js';
import { filesWith } from '../chaos/canary.js';
import { scratch } from './scratch.js';

const KEY = /^kco_[A-Za-z0-9_-]{43}\n$/;
const STORE_KEY = 'ab'.repeat(32);

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The data directory of a demo, and the built tool as `npm run keys` runs it, with nothing of the caller's environment. */
async function place() {
  const home = await scratch();
  const env = { DATA_DIR: home, STORE_KEY, TELEGRAM_BOT_TOKEN: '', DISCORD_TOKEN: '' };
  const run = (...args: string[]) =>
    new Promise<Said>(done => {
      const tool = [resolve('dist/src/keys-tool.js'), ...args];
      execFile(process.execPath, tool, { cwd: home, env }, (error, out, err) =>
        done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  return { home, directory: join(home, 'demo'), run };
}

/** A desk's keys at work in the directory. */
async function desk(directory: string) {
  const clock = systemClock;
  const key = new Secret(STORE_KEY);
  const store = await openStore({ directory, key, keyFile: 'unused', clock, log: () => undefined });
  const life = new AbortController();
  onTestFinished(() => store.close());
  onTestFinished(() => life.abort());
  void store.apiKeys.watch(life.signal);
  const members = { list: () => [] };
  const parts = {
    configured: [],
    members,
    stamp: 'demo',
    clock,
    random: randomBytes,
    language: 'ko',
  } as const;
  return createKeys({ ...parts, store: store.apiKeys, tell: () => undefined });
}

it('makes a key before the first start, alone on standard output, and a running desk takes over every change within 1 s', async () => {
  const { directory, home, run } = await place();
  const made = await run('add', 'dash', '--scopes', 'read,token', '--life', '30d');
  expect(made.code, made.err).toBe(0);
  expect(made.out).toMatch(KEY);
  expect(made.err).toContain('한도와 정지를 거치지 않고');
  const first = made.out.trim();
  expect(made.err).not.toContain(first);

  const keys = await desk(directory);
  expect(keys.check(first)?.name).toBe('dash');
  const second = (await run('rotate', 'dash', '--overlap', 'now')).out.trim();
  await expect.poll(() => keys.check(second)?.name, { timeout: 1_000 }).toBe('dash');
  expect(keys.check(first)).toBeUndefined();

  const revoked = await run('revoke', 'dash');
  expect([revoked.code, revoked.out]).toEqual([0, '']);
  await expect.poll(() => keys.check(second), { timeout: 1_000 }).toBeUndefined();
  const listed = await run('list');
  expect(listed.out).toMatch(/^dash\ttoken, read\tall\trevoked\t/);
  expect(listed.out + listed.err).not.toContain('kco_');
  for (const key of [first, second]) expect(await filesWith(key.slice(4), home)).toEqual([]);
});

it('of two processes and a desk that change keys at once none loses what another wrote', async () => {
  const { directory } = await place();
  const keys = await desk(directory);
  const store = pathToFileURL(resolve('dist/src/store/index.js')).href;
  const core = pathToFileURL(resolve('dist/src/core/index.js')).href;
  const script = `
    import { openKeysAlone } from '${store}';
    import { Secret, systemClock } from '${core}';
    const [directory, who] = process.argv.slice(1);
    const key = new Secret('${STORE_KEY}');
    const { apiKeys } = await openKeysAlone({ directory, key, keyFile: 'unused', clock: systemClock, report() {} });
    for (let n = 0; n < 5; n++) {
      const name = who + String.fromCharCode(97 + n);
      const digest = Buffer.from(name).toString('hex').padEnd(64, '0');
      await apiKeys.update(keys => [...keys, { id: (name + 'aaaaaaaa').slice(0, 8), name, digest, scopes: ['read'],
        accounts: 'all', stamp: 'demo', createdAt: 1 }]);
    }
    await apiKeys.close();`;
  const worker = (who: string) =>
    new Promise<number | null>((done, fail) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, directory, who], {
        stdio: 'inherit',
      });
      child.once('error', fail);
      child.once('close', done);
    });
  const control = keys.controlFor({ id: 'x', name: 'x' });
  const here = async () => {
    for (let n = 0; n < 5; n++)
      await control.add({
        ...{ name: `here-${n}`, scopes: ['read'], accounts: 'all' },
        ...{ owner: undefined, limits: undefined, lifeMs: undefined },
      });
  };
  const [one, two] = await Promise.all([worker('one'), worker('two'), here()]);
  expect([one, two]).toEqual([0, 0]);
  await expect.poll(() => control.list().length, { timeout: 1_000 }).toBe(15);
});

it('what it does not understand or may not do makes no key, and it says why', async () => {
  const { home, directory, run } = await place();
  const usage = 'npm run --silent keys -- add';
  const cases = [
    [['add', 'dash', '--scopes', 'read', '--key', 'kco_mine'], 78, usage],
    [['add', 'dash', '--scopes', 'trade'], 1, '키에는 주인이'],
    [['revoke', 'dash'], 1, '“dash” 이름의 키가 없어'],
  ] as const;
  const said = await Promise.all(
    cases.map(async ([args, code, words]) => {
      const { code: exit, out, err } = await run(...args);
      return [exit === code, out, err.includes(words)];
    }),
  );
  expect(said).toEqual(cases.map(() => [true, '', true]));
  expect(await filesWith('kco_', home)).toEqual([]);
  expect(await readdir(directory)).toEqual([]);
});
