import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accountActs } from '../src/account-acts.js';
import { type Answers, readAnswers } from '../src/account-answers.js';
import { personsDialogue, scriptsDialogue } from '../src/account-dialogue.js';
import { createQuestions } from '../src/account-questions.js';
import { readConfig } from '../src/config.js';
import { asDeskError, DeskError, Secret, systemClock } from '../src/core/index.js';
import { type Simulator, startSimulator } from '../src/simulator/index.js';
import { openStore } from '../src/store/index.js';
import { filesWith } from './chaos/canary.js';
import { scratch } from './store/scratch.js';

const STORE_KEY = 'ab'.repeat(32);
const KIS: Answers = {
  broker: '한투',
  environment: '모의',
  number: '50101234-01',
  alias: '엄마',
  owner: '엄마',
  colour: 'green',
  app_key: `PS${'a'.repeat(34)}`,
  app_secret: 'kis-secret'.padEnd(180, '0'),
};
const KIWOOM: Answers = {
  broker: 'kiwoom',
  environment: 'mock',
  alias: '키움',
  app_key: 'kiwoom-app-key'.padEnd(43, '0'),
  app_secret: 'kiwoom-secret'.padEnd(43, '0'),
};

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({
    ...{ mode: 'paper', port: 0, seed: 'fuzz', alwaysOpen: true, clock: systemClock },
    ratePerSecond: 1_000,
  });
});
afterAll(() => simulator.stop());

async function place() {
  const home = await scratch();
  const env = {
    ...{ DATA_DIR: join(home, 'data'), STORE_KEY, TELEGRAM_BOT_TOKEN: '', DISCORD_TOKEN: '' },
    ...{ KIS_BASE_URL: simulator.baseUrl, KIWOOM_BASE_URL: simulator.baseUrl, KIS_RATE_PER_SECOND: '20' },
  };
  const directory = join(home, 'data');
  /** The built tool as `npm run account` runs it, with nothing of the caller's environment. */
  const run = (args: readonly string[], input = '') =>
    new Promise<{ readonly code: number; readonly out: string; readonly err: string }>(done => {
      const tool = [resolve('dist/src/account-tool.js'), ...args];
      const child = execFile(process.execPath, tool, { cwd: home, env }, (error, out, err) =>
        done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
      child.stdin?.end(input);
    });
  /** The same in this process. */
  async function acts() {
    const read = readConfig(env, { stored: true });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const printed: string[] = [];
    const out: string[] = [];
    const opened = await accountActs(read.config, {
      clock: systemClock,
      print: text => void printed.push(text),
      out: text => void out.push(text),
    });
    onTestFinished(() => opened.close());
    return { ...opened, printed, outLines: out };
  }
  return { home, directory, run, acts };
}

const control = (act: string, body: object) =>
  fetch(`${simulator.controlUrl}/${act}`, { method: 'POST', body: JSON.stringify(body) });

const asScript = (answers: Answers) => scriptsDialogue(answers);

it('tries a script’s keys at the broker, keeps them sealed, says alias, masked number and fingerprint, and a desk at work has the account within a second', async () => {
  const { home, directory, run, acts } = await place();
  const added = await run(['add'], JSON.stringify(KIS));
  expect(added.code, added.err).toBe(0);
  expect(added.out).toMatch(/^엄마\t\*\*\*\*1234-01\t[0-9a-f]{8}\n$/);
  expect(added.err).toContain('/members accounts');

  const clock = systemClock;
  const key = new Secret(STORE_KEY);
  const store = await openStore({ directory, key, keyFile: 'unused', clock, log: () => undefined });
  const life = new AbortController();
  onTestFinished(() => store.close());
  onTestFinished(() => life.abort());
  void store.accounts.watch(life.signal);
  const [first] = store.accounts.list().accounts;
  expect(first && store.accounts.keysOf(first)).toEqual({ appKey: KIS.app_key, appSecret: KIS.app_secret });
  // The token that trying brought is the desk's to use: another would not be had within a minute.
  const held = await readdir(directory);
  expect(held).toContain('tokens.json');

  const second = await acts();
  await second.add(asScript(KIWOOM));
  expect(second.outLines).toEqual([expect.stringMatching(/^키움\t\*\*\*\*[0-9]{4}-[0-9]{2}\t[0-9a-f]{8}$/)]);
  await expect.poll(() => store.accounts.list().accounts.length, { timeout: 1_000 }).toBe(2);
  for (const secret of [KIS, KIWOOM].flatMap(one => [one.app_key ?? '', one.app_secret ?? ''])) {
    expect(await filesWith(secret, home)).toEqual([]);
    const said = [added.out, added.err, ...second.printed, ...second.outLines].join('\n');
    expect(said).not.toContain(secret);
  }
});

it('takes no key as an argument and understands nothing else either', async () => {
  const { home, run } = await place();
  const cases = [
    [['keys', '엄마', '--app-key=PSmine'], ''],
    [['add'], 'PSmine'],
  ] as const;
  const said = await Promise.all(
    cases.map(async ([args, input]) => {
      const { code, out, err } = await run(args, input);
      return [code, out, err.includes('Keys are never taken as arguments'), err.includes('PSmine')];
    }),
  );
  expect(said).toEqual(cases.map(() => [78, '', true, false]));
  expect(await readdir(home)).toEqual([]);
});

describe('a script', () => {
  it.each<[string, Answers, object]>([
    [
      'real money without the word for it',
      { ...KIS, environment: 'live' },
      { detail: { problem: 'unconfirmed' } },
    ],
    ['no number of a KIS account', { ...KIS, number: '' }, { detail: { argument: 'number' } }],
    ['a broker that there is not', { ...KIS, broker: 'nobody' }, { detail: { argument: 'broker' } }],
    ['an alias that is a number', { ...KIS, alias: '1234' }, { detail: { problem: 'accountAlias' } }],
    [
      'keys of another Kiwoom account than the one it names',
      { ...KIWOOM, number: '11111111-11', app_key: 'other'.padEnd(43, '1') },
      { kind: 'credentials', detail: { problem: 'otherAccount' } },
    ],
  ])('is refused for %s, and nothing is kept', async (_, answers, refusal) => {
    const { acts } = await place();
    const { add, list, outLines } = await acts();
    const failed = await add(asScript(answers)).catch(asDeskError);
    expect(failed).toBeInstanceOf(DeskError);
    expect(failed).toMatchObject(refusal);
    list();
    expect(outLines).toEqual([]);
  });

  it('exchanges keys, seals anew, and removes with the alias said once more and no orders open', async () => {
    const { acts } = await place();
    const { add, keys, rotate, remove, list, outLines } = await acts();
    await add(asScript({ ...KIS, alias: 'mum', app_key: 'PSold'.padEnd(36, 'b') }));
    const [, , before] = outLines[0]?.split('\t') ?? [];
    const other = { app_key: 'PSnew'.padEnd(36, 'c'), app_secret: 'another'.padEnd(180, '0') };
    await keys('mum', asScript(other));
    const [, , after] = outLines[1]?.split('\t') ?? [];
    expect(after).toMatch(/^[0-9a-f]{8}$/);
    expect(after).not.toBe(before);
    await rotate();
    const order = {
      account: '50101234-01',
      side: 'buy',
      code: '005930',
      type: '00',
      quantity: 10,
      price: 66_000,
    };
    expect((await control('hand-order', order)).status).toBe(200);
    await expect(keys('nobody', asScript(other))).rejects.toMatchObject({ kind: 'notFound' });
    await expect(keys('mum', asScript({ ...other, alias: 'dad' }))).rejects.toMatchObject({
      detail: { problem: 'surplus' },
    });
    await expect(remove('mum', asScript({ confirm: 'dad' }))).rejects.toMatchObject({
      detail: { problem: 'unconfirmed' },
    });
    await expect(remove('mum', asScript({ confirm: 'mum' }))).rejects.toMatchObject({
      detail: { problem: 'accountInUse' },
    });
    await control('reset', {});
    await remove('mum', asScript({ confirm: 'mum' }));
    outLines.length = 0;
    list();
    expect(outLines).toEqual([]);
  });

  it('sends one object of texts and nothing else', () => {
    expect(readAnswers('{"broker":"kis"}')).toEqual({ broker: 'kis' });
    for (const text of ['', '[]', '{"broker":1}', '{"secret":"x"}', '{"broker":"kis"} {}'])
      expect(readAnswers(text)).toBeUndefined();
  });
});

/** A person at a terminal: what they type, line by line, and all that they see. */
function person() {
  const input = new PassThrough();
  const screen = new PassThrough();
  let seen = '';
  screen.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  const questions = createQuestions(input, screen);
  onTestFinished(() => questions.close());
  const told: string[] = [];
  const dialogue = personsDialogue(
    questions,
    text => void told.push(text),
    error => void told.push(error.kind),
  );
  async function type(expected: string, text: string): Promise<void> {
    await expect.poll(() => seen.includes(expected), { interval: 2 }).toBe(true);
    seen = '';
    input.write(text);
  }
  return { dialogue, told, type, seen: () => seen, input };
}

describe('a person', () => {
  it('is asked for what the broker needs, sees no secret, says that it is real money, and keeps what was right', async () => {
    const { dialogue, told, type } = person();
    let screen = '';
    const tries: Answers[] = [];
    const done = dialogue.withAnswers(
      ['broker', 'environment', 'number', 'alias', 'app_key', 'app_secret', 'hts_id'],
      async answers => {
        tries.push({ ...answers });
        if (tries.length === 1) throw new DeskError('conflict', 'taken', { what: 'alias' });
        if (tries.length === 2) throw new DeskError('credentials', 'wrong keys');
        return 'kept';
      },
    );
    await type('broker', 'samsung\r');
    await type('broker', 'kis\r');
    await type('environment', 'live\r');
    await type('real money', 'yes\r');
    await type('environment', '실전\r');
    await type('real money', '실전\r');
    await type('account number', '123\r');
    await type('account number', '50101234-01\r');
    await type('alias', 'mum\r');
    await type('app key', 'PSfirst\r');
    await type('app secret', 'secret-first\r');
    await type('HTS', '\r');
    await type('alias', '엄마\r');
    await type('app key', 'PSsecond\r');
    await type('app secret', 'secret-second\r');
    expect(await done).toBe('kept');
    screen += told.join('\n');
    expect(tries.at(-1)).toEqual({
      ...{ broker: 'kis', environment: '실전', number: '50101234-01', alias: '엄마', hts_id: '' },
      ...{ app_key: 'PSsecond', app_secret: 'secret-second' },
    });
    expect(told).toEqual([
      expect.stringContaining('kis'),
      expect.stringContaining('12345678-01'),
      'conflict',
      'credentials',
    ]);
    expect(screen).not.toMatch(/PSfirst|secret-first/);
  });

  it('types secrets that never appear, not even with the arrow keys', async () => {
    const { dialogue, type, seen } = person();
    let all = '';
    const done = dialogue.withAnswers(['app_key', 'alias'], async answers => answers);
    await type('app key', 'PShidden');
    await expect.poll(() => seen(), { interval: 2 }).toBe('');
    all += seen();
    await type('', '\r');
    await type('alias', '\u001b[A\u001b[Amum');
    await expect.poll(() => seen().includes('mum'), { interval: 2 }).toBe(true);
    all += seen();
    await type('', '\r');
    expect(await done).toMatchObject({ app_key: 'PShidden', alias: 'mum' });
    expect(all).not.toContain('PShidden');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('who leaves with %s leaves nothing behind', async (_, key) => {
    const { acts } = await place();
    const { add, list, outLines } = await acts();
    const { dialogue, type } = person();
    const done = add(dialogue).catch(asDeskError);
    await type('broker', 'kis\r');
    await type('environment', 'paper\r');
    await type('account number', key);
    expect(await done).toMatchObject({ kind: 'cancelled' });
    list();
    expect(outLines).toEqual([]);
  });
});
