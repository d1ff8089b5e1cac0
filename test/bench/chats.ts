import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { until } from '../support/fake-desk.js';
import { type FakeDiscord, fakeDiscord } from '../support/fake-discord.js';
import { type FakeTelegram, fakeTelegram, GROUP } from '../support/fake-telegram.js';
import { emptyFolder, type RunningProgram, runProgram } from '../support/program.js';
import { keysFor, type SimulatorProcess, spawnSimulator } from '../support/simulator-process.js';
import { atMost, exactly, type Figure, noted, quantile } from './figures.js';

const STARTS = 5;
const IDLE_MS = 5_000;
const PEOPLE = 60;
const WARM = 20;
const SAMPLES = 200;
const PAUSE_MS = 60;
const SLOW_MS = 30_000;
const WAITING = 300;

const discordIds = Array.from({ length: PEOPLE }, (_, n) => String(700_000_000_000_000_000n + BigInt(n)));
const telegramIds = Array.from({ length: PEOPLE }, (_, n) => String(7_100_000 + n));

interface Site {
  readonly simulator: SimulatorProcess;
  readonly discord: FakeDiscord;
  readonly telegram: FakeTelegram;
}

/** (f) The built program with both chats on, against servers that behave like them and like KIS. */
export async function chats(): Promise<Figure[]> {
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const discord = await fakeDiscord({ now: Date.now });
  const telegram = await fakeTelegram({ now: Date.now });
  const site = { simulator, discord, telegram };
  const starts: { ms: number; mb: number }[] = [];
  for (let i = 0; i < STARTS; i += 1) starts.push(await startOnce(site));

  const program = await startProgram(site);
  const bare = await bareCalls(simulator);
  const onDiscord = await turns(n => discordTurn(discord, n));
  const onTelegram = await turns(n => telegramTurn(telegram, n));
  const slow = await acknowledgements(site);
  await end(program);
  const forbidden = [...discord.violations, ...telegram.violations];
  for (const what of forbidden) process.stderr.write(`forbidden: ${what}\n`);
  await Promise.all([discord.close(), telegram.close(), simulator.stop()]);

  const p50 = (sample: readonly number[]) => quantile(sample, 0.5);
  return [
    atMost('start with both chats connected, median', p50(starts.map(({ ms }) => ms)) / 1000, 2, 's'),
    atMost('resident memory with both chats on, idle, median', p50(starts.map(({ mb }) => mb)), 140, 'MB'),
    noted('bare KIS price call, p50', p50(bare), 'ms'),
    atMost('Discord: /price to its reply, over the KIS call, p50', p50(onDiscord) - p50(bare), 15, 'ms'),
    atMost('Telegram: /price to its reply, over the KIS call, p50', p50(onTelegram) - p50(bare), 15, 'ms'),
    noted('Discord: /price to its reply, p99', quantile(onDiscord, 0.99), 'ms'),
    noted('Telegram: /price to its reply, p99', quantile(onTelegram, 0.99), 'ms'),
    ...slow,
    exactly('calls that a platform forbids', forbidden.length, 0, ''),
  ];
}

async function startProgram({ simulator, discord, telegram }: Site): Promise<RunningProgram> {
  const program = runProgram({
    DATA_DIR: join(emptyFolder(), 'store'),
    ...keysFor(simulator),
    KIS_ALWAYS_OPEN: 'on',
    KIS_RATE_PER_SECOND: '99',
    DISCORD_TOKEN: discord.token,
    DISCORD_API_BASE: discord.url,
    DISCORD_GUILD_IDS: discord.guildId,
    DISCORD_ADMIN_IDS: discordIds.join(','),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_ADMIN_IDS: telegramIds.join(','),
    TELEGRAM_CHAT_IDS: String(GROUP.id),
  });
  await program.until(/"event":"started"/);
  await until(() => telegram.polls > 0, 'the long poll');
  return program;
}

async function startOnce(site: Site): Promise<{ ms: number; mb: number }> {
  const begun = performance.now();
  const program = await startProgram(site);
  const ms = performance.now() - begun;
  await new Promise(resolve => setTimeout(resolve, IDLE_MS));
  const mb = residentMb(program.pid);
  await end(program);
  return { ms, mb };
}

async function end(program: RunningProgram): Promise<void> {
  program.signal('SIGTERM');
  await program.finished;
}

/** VmRSS, in MB of 10^6 bytes. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return (Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024) / 1e6;
}

/**
 * One after the other, each by another person, so that nobody is told that he is too fast, and with a pause: Telegram
 * takes some 30 messages a second and no more, and waiting for that is not what is measured.
 */
async function turns(turn: (n: number) => Promise<number>): Promise<number[]> {
  const spent: number[] = [];
  for (let n = 0; n < WARM + SAMPLES; n += 1) {
    const ms = await turn(n % PEOPLE);
    if (n >= WARM) spent.push(ms);
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
  return spent;
}

const PRICE = [{ name: 'symbol', type: 3, value: '005930' }];

async function discordTurn(discord: FakeDiscord, n: number): Promise<number> {
  const begun = performance.now();
  const asked = discord.command('price', PRICE, { id: discordIds[n] });
  await soon(() => asked.original !== undefined, 'the price on Discord');
  return performance.now() - begun;
}

async function telegramTurn(telegram: FakeTelegram, n: number): Promise<number> {
  const before = telegram.shown.length;
  const id = Number(telegramIds[n]);
  const begun = performance.now();
  telegram.say('/price 005930', { id }, { id, type: 'private', first_name: 'p' });
  await soon(() => telegram.shown.length > before, 'the price on Telegram');
  return performance.now() - begun;
}

/** Looks again at every turn of the event loop: a tenth of a millisecond matters here. */
async function soon(condition: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise(resolve => setImmediate(resolve));
  }
}

/** The same read without anything around it. */
async function bareCalls(simulator: SimulatorProcess): Promise<number[]> {
  const keys = keysFor(simulator);
  const client = axios.create({ baseURL: simulator.baseUrl, proxy: false });
  const { data } = await client.post<{ access_token: string }>('/oauth2/tokenP', {
    grant_type: 'client_credentials',
    appkey: keys.KIS_APP_KEY,
    appsecret: keys.KIS_APP_SECRET,
  });
  const headers = {
    authorization: `Bearer ${data.access_token}`,
    appkey: keys.KIS_APP_KEY,
    appsecret: keys.KIS_APP_SECRET,
    tr_id: 'FHKST01010100',
    custtype: 'P',
  };
  const params = { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' };
  return turns(async () => {
    const begun = performance.now();
    await client.get('/uapi/domestic-stock/v1/quotations/inquire-price', { params, headers });
    return performance.now() - begun;
  });
}

/** Every KIS answer takes half a minute; what does the person in front of the button see meanwhile? */
async function acknowledgements({ simulator, discord, telegram }: Site): Promise<Figure[]> {
  const id = Number(telegramIds[0]);
  const chat = { id, type: 'private', first_name: 'p' } as const;
  const shown = telegram.shown.length;
  telegram.say('/orders', { id }, chat);
  await until(() => telegram.shown.length > shown, 'a card with buttons');
  const card = telegram.shown[shown];
  const button = card?.keyboard.flat()[0];
  if (!card || !button) throw new Error('no button to press');
  const before = await simulator.ledger();
  await simulator.control('/faults', [{ kind: 'delay', ms: SLOW_MS, times: 100_000 }]);

  const proposed: number[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const begun = performance.now();
    const typing = discord.type('sell', [{ ...PRICE[0], value: '삼성', focused: true }], {
      id: discordIds[n],
    });
    await soon(() => typing.acknowledged !== undefined, 'proposals');
    proposed.push(performance.now() - begun);
  }

  const waits: number[] = [];
  const asked: ReturnType<FakeDiscord['command']>[] = [];
  for (let n = 0; n < WAITING; n += 1) {
    asked.push(discord.command('price', PRICE, { id: discordIds[n % PEOPLE] }));
    const begun = performance.now();
    const press = telegram.press(card, button.callback_data, { id });
    void until(() => telegram.answered.has(press), 'the answer to the press').then(() =>
      waits.push(performance.now() - begun),
    );
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  await until(() => waits.length === WAITING, 'every press answered');
  await until(() => asked.every(({ acknowledged }) => acknowledged !== undefined), 'every command deferred');
  const deferred = asked.map(({ at, acknowledged }) => (acknowledged?.at ?? Number.POSITIVE_INFINITY) - at);
  await simulator.control('/faults', undefined, 'DELETE');
  const { ordersAccepted } = await simulator.ledger();
  return [
    atMost('Discord: acknowledged while KIS takes 30 s, p99', quantile(deferred, 0.99) / 1000, 1, 's'),
    atMost('Telegram: acknowledged while KIS takes 30 s, p99', quantile(waits, 0.99) / 1000, 1, 's'),
    atMost('Discord: a symbol proposed while KIS takes 30 s, p99', quantile(proposed, 0.99), 300, 'ms'),
    exactly('orders that came of it', ordersAccepted - before.ordersAccepted, 0, ''),
  ];
}
