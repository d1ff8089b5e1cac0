import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Secret, systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import { scratch } from './scratch.js';
import { act } from './trail.js';

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the built tool as `npm run audit` does, with nothing of the caller's environment. */
function audit(cwd: string, environment: Record<string, string>, ...args: string[]): Promise<Said> {
  return new Promise(done => {
    const tool = [resolve('dist/src/audit-tool.js'), ...args];
    execFile(process.execPath, tool, { cwd, env: environment }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

/** A demo's data directory with six acts in it, held by a program that is still at work. */
async function place() {
  const home = await scratch();
  const key = 'ab'.repeat(32);
  const environment = { DATA_DIR: home, STORE_KEY: key };
  const directory = join(home, 'demo');
  const store = await openStore({
    directory,
    key: new Secret(key),
    keyFile: join(home, 'unused.key'),
    clock: systemClock,
    log: () => undefined,
  });
  onTestFinished(() => store.close());
  const marks = [];
  for (let n = 0; n < 6; n++) marks.push(await store.audit.record(act(n)));
  const head = marks.at(-1);
  return {
    home,
    environment,
    directory,
    store,
    head: `${head?.line}:${head?.hash}`,
    run: (...args: string[]) => audit(home, environment, ...args),
  };
}

it('says in both languages that the trail is whole, while the program runs, and changes nothing', async () => {
  const { run, directory, head } = await place();
  const before = await readdir(directory);
  const { code, out, err } = await run('verify');
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`온전함: 감사 기록 6줄(파일 1개)`);
  expect(out).toContain(`whole: all 6 lines in 1 files`);
  expect(out.match(new RegExp(head, 'g'))).toHaveLength(2);
  expect(await readdir(directory)).toEqual(before);
});

it('names the file and the first bad line, and ends with 1', async () => {
  const { run, directory } = await place();
  const file = join(directory, 'audit.jsonl');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('/buy 3', '/buy 9'));
  const { code, out } = await run('verify');
  expect(code).toBe(1);
  expect(out).toContain('손상: audit.jsonl 4번째 줄');
  expect(out).toContain('broken: audit.jsonl line 4 is not what was written there. The 3 lines before');
});

it('holds the trail against a head that was written down, and against the orders', async () => {
  const { run, directory, head, store } = await place();
  expect((await run('verify', '--head', head)).code).toBe(0);
  expect((await run('verify', '--head', `3${head.slice(1)}`)).out).toContain('line 3 is not what was');
  const file = join(directory, 'audit.jsonl');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, `${lines.slice(0, 4).join('\n')}\n`);
  expect((await run('verify')).code).toBe(0);
  const cut = await run('verify', '--head', head);
  expect(cut.code).toBe(1);
  expect(cut.out).toContain('broken: audit.jsonl line 5 the trail was cut off here');
  await store.intents.append({
    kind: 'sent',
    ticket: 't',
    n: 0,
    at: 1,
    snapshot: { at: 1, numbers: [], complete: true, totals: undefined, holding: undefined },
    audit: { line: 6, hash: head.slice(2) },
  });
  expect((await run('verify')).code).toBe(1);
});

it('prints the lines that hold all the words', async () => {
  const { run } = await place();
  const { code, out } = await run('search', 'telegram', '/BUY 3');
  expect(code).toBe(0);
  expect(out).toBe('#4\t2026-11-23 10:00:03\tdiscord:0\t5678\t/buy 3\tdone\n1줄 / 1 lines\n');
});

it.each([
  [[]],
  [['verify', 'this']],
  [['verify', '--head', '5']],
  [['verify', '--head', '0:0123456789abcdef']],
  [['search']],
  [['search', 'x', '--head', '1:0123456789abcdef']],
  [['verify', '--nothing']],
  [['repair']],
])('shows how it is used when asked %j, and ends with 2', async args => {
  const { run } = await place();
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('npm run audit -- verify [--head LINE:HASH]');
});

it('ends with 2 and says why when it cannot read', async () => {
  const { home, environment, directory } = await place();
  const told = async (more: Record<string, string>) => {
    const { code, out, err } = await audit(home, { ...environment, ...more }, 'verify');
    expect([code, out]).toEqual([2, '']);
    return err;
  };
  const elsewhere = { DATA_DIR: join(home, 'elsewhere'), STORE_KEY: '' };
  expect(await told(elsewhere)).toContain('데이터 폴더를 쓸 수 없습니다');
  expect(await told({ STORE_KEY: '' })).toContain('암호화 키가 사라졌습니다: demo.key');
  expect(await told({ STORE_KEY: 'short' })).toContain('STORE_KEY');
  await rm(join(directory, 'audit.jsonl'));
  await mkdir(join(directory, 'audit.jsonl'));
  expect(await told({})).toContain('audit.jsonl');
});

it('says that the key is another one instead of calling every line forged', async () => {
  const { home, environment, store } = await place();
  await store.vault.save('k', { token: 't', issuedAt: 1, expiresAt: 2, generation: 1 });
  const { code, err } = await audit(home, { ...environment, STORE_KEY: 'cd'.repeat(32) }, 'verify');
  expect(code).toBe(2);
  expect(err).toContain('다른 키로 암호화된 저장 파일입니다');
});

it('reads the settings from .env as the program does', async () => {
  const { home, environment } = await place();
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const elsewhere = await scratch();
  await writeFile(join(elsewhere, '.env'), lines.join('\n'));
  expect((await audit(elsewhere, {}, 'verify')).out).toContain('whole: all 6 lines');
  expect(home).not.toBe(elsewhere);
});
