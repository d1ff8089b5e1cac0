import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, type RunningProgram, runProgram } from '../support/program.js';
import { keysFor, type SimulatorProcess, spawnSimulator } from '../support/simulator-process.js';
import { CHROMIUM, openBrowser, openPage } from './browser.js';
import { freePort } from './free-port.js';

const LINK = /http:\S+\/console\/#[0-9a-f]{64}/;
const KEY = /kco_[\w-]{43}/;

let simulator: SimulatorProcess | undefined;
let program: RunningProgram | undefined;
let browser: Browser | undefined;
let link = '';
let key = '';

/** The program as somebody starts it at a terminal, with the web console on. */
beforeAll(async () => {
  const opening = CHROMIUM === undefined ? undefined : openBrowser();
  simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '20');
  program = runProgram({
    DATA_DIR: join(emptyFolder(), 'store'),
    ...keysFor(simulator),
    KIS_ALWAYS_OPEN: 'on',
    GATEWAY: 'on',
    GATEWAY_PORT: String(await freePort()),
    BACKEND_API_KEY: randomBytes(32).toString('hex'),
  });
  program.write('/web\n');
  await program.until(LINK);
  link = LINK.exec(program.output())?.[0] ?? '';
  program.write('/keys add dash read trade all\n');
  await program.until(KEY);
  key = KEY.exec(program.output())?.[0] ?? '';
  browser = await opening;
});

afterAll(async () => {
  program?.signal('SIGKILL');
  await Promise.all([browser?.close(), simulator?.stop(), program?.finished]);
});

test.skipIf(CHROMIUM === undefined)(
  'an order typed in the browser: a double click on its ticket, one order at the exchange, and its card follows the fill',
  async () => {
    if (!browser || !simulator) throw new Error('not started');
    const { page, troubles } = await openPage(browser);
    await page.goto(link);
    await page.fill('#line', '삼전 2주 시장가 매수');
    await page.press('#line', 'Enter');
    const ticket = page.locator('#talk .card').last();
    await ticket.getByText('아직 주문하지 않았습니다').waitFor();
    expect((await simulator.ledger()).ordersAccepted).toBe(0);
    await ticket.getByRole('button', { name: '확인' }).dblclick();
    await page.getByText('체결 2/2주').waitFor();
    expect(await page.locator('#talk .card').count()).toBe(1);
    expect((await simulator.ledger()).ordersAccepted).toBe(1);
    await page.fill('#line', '/현재가 005930');
    await page.press('#line', 'Enter');
    await page.waitForSelector('#chart svg rect');
    expect(troubles).toEqual([]);
  },
);

test('whoever came with a key sees the console, and makes no ticket in it', async () => {
  const { origin } = new URL(link);
  let cookie = '';
  const act = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json', 'x-desk': '1', origin, cookie };
    const answer = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    cookie ||= answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return answer.text();
  };
  await act('/console/enter', { key });
  const before = await simulator?.ledger();
  const ticket = await act('/console/say', { text: '삼전 1주 시장가 매수' });
  expect(ticket).toContain('POST /api/v1/orders');
  expect(ticket).not.toContain('"label":"확인"');
  expect(await act('/console/say', { text: '/balance' })).toContain('잔고');
  expect((await simulator?.ledger())?.ordersAccepted).toBe(before?.ordersAccepted);
});
