import { statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './support/fake-desk.js';
import { APP_KEY, APP_SECRET } from './support/kis-desk.js';
import { converse, emptyFolder, runProgram } from './support/program.js';
import { keysFor, type SimulatorProcess, spawnSimulator } from './support/simulator-process.js';

const demo = () => ({ DATA_DIR: join(emptyFolder(), 'store') });

describe('the demo, with no configuration at all', () => {
  test('answers the tour of the README in order with figures from its exchange, and ends with status 0', async () => {
    const tour = ['/help', '/balance', '/price 005930', '/price 삼성전자', '/orders', '/token', '/quit'];
    const { code, stdout, stderr } = await converse(tour, demo());
    expect(code).toBe(0);
    const titles = [...stdout.matchAll(/^\[데모\] (.+)$/gm)].map(match => match[1]);
    expect(titles).toHaveLength(6);
    expect(stdout).toMatch(/예수금 \(D\)\s+10,000,000원/);
    expect(stdout.match(/005930/g)?.length).toBeGreaterThanOrEqual(2);
    expect(stdout).not.toMatch(/50000000/);
    for (const line of stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
  });

  test('the same name and code give the same quote, and the balance names real positions', async () => {
    const { stdout } = await converse(['/price 005930', '/price 삼성전자', '/balance'], demo());
    const quoted = [...stdout.matchAll(/^\[데모\] .*005930.*$/gm)].map(match => match[0]);
    expect(quoted).toHaveLength(2);
    expect(quoted[0]).toBe(quoted[1]);
    expect(stdout).toMatch(/종목\s+.*수량/);
  });

  test('bad input is refused with the reason and loses nothing', async () => {
    const bad: readonly [string, RegExp][] = [
      ['/nosuch', /모르는 명령|없는 명령|알 수 없/],
      ['/price', /symbol|종목/],
      ['/price 없는회사이름', /찾지 못|없습니다/],
      ['/price ZZZZZZ', /찾지 못|없습니다/],
      ['/balance 1e3', /page|쪽/],
      ['/orders from=20261340', /from/],
    ];
    const { code, stdout } = await converse(
      bad.flatMap(([line]) => [line, '/help']),
      demo(),
    );
    expect(code).toBe(0);
    const cards = stdout.split(/^(?=\[데모\])/m);
    expect(cards).toHaveLength(2 * bad.length);
    for (const [n, [line, reason]] of bad.entries()) {
      expect(cards[2 * n], line).toMatch(reason);
      expect(cards[2 * n + 1], `after ${line}`).toContain('/balance');
    }
  });

  test('speaks English when asked to', async () => {
    const { stdout } = await converse(['/balance', '/token'], { ...demo(), LANG_UI: 'en' });
    expect(stdout).toContain('[DEMO]');
    expect(stdout).not.toMatch(/예수금|잔고|토큰/);
  });
});

describe('against a KIS-compatible server', () => {
  let simulator: SimulatorProcess;
  const keys = () => keysFor(simulator);
  beforeAll(async () => {
    simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '20');
  });
  afterAll(() => simulator.stop());

  test('three starts use one token: the ledger of the exchange shows one issued', async () => {
    const before = await simulator.ledger();
    const environment = { ...demo(), ...keys() };
    for (let start = 0; start < 3; start += 1) {
      const { code, stdout } = await converse(['/balance'], environment);
      expect(code).toBe(0);
      expect(stdout).toMatch(/\[모의\].*잔고/);
      expect(stdout).toContain('****1234-01');
    }
    const after = await simulator.ledger();
    expect(after.tokenRequests - before.tokenRequests).toBe(1);
    expect(after.tokensIssued - before.tokensIssued).toBe(1);
    expect(after.rateViolations).toBe(0);
  });

  test('a service ignores its standard input and stops on SIGTERM with status 0', async () => {
    const program = runProgram({ ...demo(), ...keys(), CONSOLE: 'off' });
    program.write('/balance\n/quit\n');
    await program.until(/"event":"started"/);
    program.signal('SIGTERM');
    const { code, stdout } = await program.finished;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  test('SIGINT does not wait for a broker that hangs: the person is told, and the program ends with status 0', async () => {
    const program = runProgram({ ...demo(), ...keys() });
    await program.until(/"event":"started"/);
    await simulator.control('/faults', { match: { tr: 'FHKST01010100' }, kind: 'hang', times: 1 });
    const before = (await simulator.ledger()).requestsByTr['FHKST01010100'] ?? 0;
    program.write('/price 005930\n');
    await until(
      async () => ((await simulator.ledger()).requestsByTr['FHKST01010100'] ?? 0) > before,
      'the read',
    );
    const asked = performance.now();
    program.signal('SIGINT');
    const { code, stdout } = await program.finished;
    expect(code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(8_000);
    expect(stdout).toContain('주문은 나가지 않았습니다');
    await simulator.control('/faults', undefined, 'DELETE');
  });

  test('SIGINT ends a conversation with status 0', async () => {
    const program = runProgram({ ...demo(), ...keys() });
    await program.until(/"event":"started"/);
    program.signal('SIGINT');
    expect((await program.finished).code).toBe(0);
  });

  test('a second process on the same data folder says who holds it, exits with 75 and leaves the holder untouched', async () => {
    const environment = { ...demo(), ...keys() };
    const holder = runProgram(environment);
    await holder.until(/"event":"started"/);
    const second = await runProgram(environment).finished;
    expect(second.code).toBe(75);
    expect(second.stdout).toBe('');
    expect(second.stderr.split('\n').filter(line => !line.startsWith('{') && line !== '')).toHaveLength(1);
    holder.write('/balance\n/quit\n');
    const first = await holder.finished;
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('잔고');
  });

  test('no key, secret, token or account number is in any output or readable file', async () => {
    const environment = { ...demo(), ...keys(), LOG_LEVEL: 'debug' };
    const { stdout, stderr } = await converse(
      ['/balance', '/token', '/status', '/price 005930'],
      environment,
    );
    for (const secret of [environment.KIS_APP_KEY, environment.KIS_APP_SECRET, '50101234', 'eyJ']) {
      expect(stdout).not.toContain(secret);
      expect(stderr).not.toContain(secret);
    }
    expect(statSync(environment.DATA_DIR).mode & 0o777).toBe(0o700);
  });

  test('without a network every command answers with what happened, and the program lives on', async () => {
    const { code, stdout } = await converse(['/help', '/token', '/balance', '/help'], {
      ...demo(),
      ...keys(),
      KIS_BASE_URL: 'http://127.0.0.1:9',
    });
    expect(code).toBe(0);
    expect(stdout.match(/^\[모의\]/gm)?.length).toBeGreaterThanOrEqual(4);
    expect(stdout).toMatch(/연결|응답/);
  });
});

describe('a wrong configuration', () => {
  test('is refused with every fault at once, by name and without values, and exit 78', async () => {
    const folder = emptyFolder();
    await writeFile(
      join(folder, '.env'),
      'KIS_ENV=canary-real\nKIS_ACCOUNT=canary-12\nCONSOLE=canary-maybe\n',
    );
    const { code, stdout, stderr } = await runProgram({}, folder).finished;
    expect(code).toBe(78);
    expect(stdout).toBe('');
    for (const name of ['KIS_ENV', 'KIS_ACCOUNT', 'CONSOLE']) expect(stderr).toContain(name);
    expect(stderr).not.toContain('canary');
  });

  test('that names two environments at once refuses to start', async () => {
    const { code, stderr } = await runProgram({
      KIS_ENV: 'live',
      KIS_APP_KEY: APP_KEY,
      KIS_APP_SECRET: APP_SECRET,
      KIS_ACCOUNT: '50101234-01',
      KIS_BASE_URL: 'https://openapivts.koreainvestment.com:29443',
    }).finished;
    expect(code).toBe(78);
    expect(stderr).toContain('KIS_BASE_URL');
    expect(await readFile('.env.example', 'utf8')).toContain('KIS_BASE_URL');
  });
});
