import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from './support/fake-desk.js';
import { type FakeTelegram, fakeTelegram, PERSON, PRIVATE } from './support/fake-telegram.js';
import { noViolations } from './support/platform-violations.js';
import { converse, emptyFolder, type RunningProgram, runProgram } from './support/program.js';
import { keysFor, type SimulatorProcess, spawnSimulator } from './support/simulator-process.js';

let telegram: FakeTelegram;
let simulator: SimulatorProcess;
let program: RunningProgram | undefined;
let settings: Record<string, string>;

noViolations(() => [telegram]);

beforeEach(async () => {
  telegram = await fakeTelegram({ now: Date.now });
  simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '20');
  settings = {
    DATA_DIR: join(emptyFolder(), 'store'),
    ...keysFor(simulator),
    KIS_HTS_ID: 'tester',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_ADMIN_IDS: String(PERSON.id),
    TELEGRAM_ALERT_CHAT_ID: String(PRIVATE.id),
  };
});

afterEach(async () => {
  program?.signal('SIGKILL');
  await program?.finished;
  await Promise.all([telegram.close(), simulator.stop()]);
});

async function start(): Promise<RunningProgram> {
  const running = runProgram(settings);
  program = running;
  await running.until(/"event":"started"/);
  return running;
}

const saying = (words: string) => telegram.shown.filter(({ text }) => text.includes(words));

test('an end without warning is told by the next start, one in good order is not', async () => {
  const first = await start();
  await until(() => saying('봇이 시작했습니다').length === 1, 'the news of the start');
  const journal = join(settings['DATA_DIR'] ?? '', 'outbox.jsonl');
  await until(() => readFileSync(journal, 'utf8').includes('["shown"'), 'the journal to know of it');
  first.signal('SIGKILL');
  await first.finished;
  const second = await start();
  await until(() => saying('갑자기 꺼진 뒤').length === 1, 'the news of the crash');
  second.signal('SIGTERM');
  expect((await second.finished).code).toBe(0);
  expect(saying('봇이 멈춥니다')).toHaveLength(1);
  await start();
  await until(() => saying('봇이 시작했습니다').length === 2, 'the news of the third start');
  expect(saying('갑자기 꺼진 뒤')).toHaveLength(1);
});

test('an alert that could not be sent before the program ended is sent by the next run, once', async () => {
  await simulator.control('/faults', { match: { path: '/oauth2/tokenP' }, kind: 'empty500', times: 1 });
  telegram.fail({ method: 'sendMessage', answer: 503 });
  const first = await start();
  await first.until(/"event":"outbox.notPosted"/);
  await first.until(/"event":"alert","kind":"token"/);
  first.signal('SIGTERM');
  expect((await first.finished).code).toBe(0);
  expect(telegram.shown).toEqual([]);
  telegram.heal();
  await start();
  await until(() => saying('봇이 시작했습니다').length === 2, 'the news of both starts');
  expect(saying('쓸 수 있는 토큰이 없습니다')).toHaveLength(1);
});

test('fills are heard of over the WebSocket, and the heartbeat comes and goes with the program', async () => {
  const heartbeat = join(settings['DATA_DIR'] ?? '', 'heartbeat.json');
  const running = await start();
  await running.until(/"event":"kis.executions.live"/);
  await until(() => existsSync(heartbeat), 'the heartbeat');
  expect(JSON.parse(readFileSync(heartbeat, 'utf8'))).toMatchObject({ pid: running.pid, healthy: true });
  running.signal('SIGTERM');
  await running.finished;
  expect(existsSync(heartbeat)).toBe(false);
});

test('at the terminal a report comes at once, and what the person does there is not told twice', async () => {
  const { stdout } = await converse(['/alerts 시험', '/halt', '/jobs 마감보고', '/status', '/quit'], {
    DATA_DIR: join(emptyFolder(), 'store'),
  });
  expect(stdout.split('알림 시험입니다')).toHaveLength(2);
  expect(stdout).not.toContain('봇이 시작했습니다');
  expect(stdout.match(/\] 주문을 정지했습니다/g) ?? []).toHaveLength(1);
});
