import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/index.js';
import { fakeTelegram } from '../support/fake-telegram.js';
import { freshStage } from '../support/fresh-stage.js';
import { APP_SECRET } from '../support/kis-desk.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { isLookedFor, orderProblems, readRemains, readTickets, stillOpen } from './inbox-judge.js';
import { startLife } from './inbox-life.js';
import { type People, peopleIds, peopleOn } from './inbox-people.js';
import { createScript } from './inbox-script.js';
import { venueOrders } from './kill-judge.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

/** A restart may fall into the next one: so many of a hundred kills come while the program is starting. */
const EARLY = 20;
const POLLS_WITHIN_MS = 20_000;
const QUIET_WITHIN_MS = 60_000;

/**
 * Kills the whole program, which is at a Bot API server and at an exchange, at random moments while people write to it,
 * and starts it again on the same directory; then holds against each other what was written, what the exchange has, what
 * is halted and what the inbox says. Each effect is there once, and nothing that was written is without an answer.
 */
export async function inboxKills(options: { updates: number; kills: number; seed: number }): Promise<Report> {
  const { updates, kills, seed } = options;
  const random = seededRandom(seed);
  const root = await mkdtemp(join(tmpdir(), 'inbox-kills-'));
  const directory = join(root, 'data');
  const [worker, server, simulator] = await Promise.all([
    buildWorker('inbox-worker'),
    fakeTelegram({ now: systemClock.now }),
    spawnSimulator('--env', 'live', '--always-open', '--rate', '100000'),
  ]);
  const site = await freshStage(simulator, 'live', directory);
  const limits = join(root, 'limits.json');
  await writeFile(limits, JSON.stringify(UNLIMITED));
  const environment = {
    KIS_ENV: 'live',
    LIVE_TRADING: 'on',
    KIS_APP_KEY: site.appKey,
    KIS_APP_SECRET: APP_SECRET,
    KIS_ACCOUNT: site.account,
    KIS_BASE_URL: site.baseUrl,
    KIS_WS_URL: site.wsUrl,
    KIS_MASTER_URL: site.masterUrl,
    KIS_ALWAYS_OPEN: 'on',
    KIS_RATE_PER_SECOND: '999',
    CONFIRM_SECONDS: '300',
    LIMITS_FILE: limits,
    DATA_DIR: directory,
    STORE_KEY_FILE: `${directory}.key`,
    CONSOLE: 'off',
    LOG_LEVEL: 'error',
    TELEGRAM_BOT_TOKEN: server.token,
    TELEGRAM_API_ROOT: server.url,
    TELEGRAM_ADMIN_IDS: peopleIds().join(),
    TELEGRAM_ALERT_CHAT_ID: '-100900',
  };
  const people = peopleOn(server);
  const script = createScript({ people, random, updates });
  const killAfter = pickKills(updates, kills, random);
  const failures: string[] = [];
  const began = systemClock.monotonic();
  let killed = 0;
  let slowest = 0;
  let life = startLife(worker.script, environment);

  async function up(): Promise<void> {
    const since = systemClock.monotonic();
    if (!(await within(POLLS_WITHIN_MS, () => server.polls === 1))) {
      throw new Error(`the program does not poll: ${life.words()}`);
    }
    slowest = Math.max(slowest, systemClock.monotonic() - since);
  }

  async function killAndStart(): Promise<void> {
    await life.kill();
    killed += 1;
    life = startLife(worker.script, environment);
  }

  try {
    await up();
    for (let n = 0; n < updates; n += 1) {
      await script.step();
      if (!killAfter.has(n) || killed === kills) {
        await systemClock.sleep(random() * 30);
        continue;
      }
      await systemClock.sleep(random() * 60);
      await killAndStart();
      if (random() * 100 < EARLY && killed < kills) {
        await systemClock.sleep(random() * 700);
        await killAndStart();
      }
      // The others find a program that is still starting.
      if (random() < 0.8) await up();
    }
    while (killed < kills) await killAndStart();
    await up();
    await quiet();
    const venue = async () => venueOrders((await simulator.ledger()).orders);
    const isOver = async () => stillOpen(await readTickets(directory), await venue()).length === 0;
    if (!(await within(QUIET_WITHIN_MS, isOver))) failures.push('tickets are still under way');
    await life.stop();

    const orders = await venue();
    const tickets = await readTickets(directory);
    const eventIds = people.done.map(({ eventId }) => eventId);
    const { taken, problems } = await readRemains(directory, eventIds, script.halted);
    failures.push(...problems);
    failures.push(...script.orders.flatMap(order => orderProblems(order, tickets, orders, taken)));
    const unknown = people.done.filter(({ eventId }) => !taken.has(eventId));
    for (const { kind, eventId, text } of unknown) {
      if (kind !== 'press') failures.push(`not in the inbox: ${text} (${eventId})`);
    }
    const strange = orders.filter(
      order => !script.orders.some(({ quantity }) => quantity === order.quantity),
    );
    // A press acknowledged right before a kill comes again and is acknowledged again, which Telegram refuses.
    const forbidden = server.violations.filter(what => !what.startsWith('answerCallbackQuery'));
    failures.push(...forbidden.map(what => `a call that Telegram forbids: ${what}`));
    if (strange.length > 0) failures.push(`orders that nobody typed: ${JSON.stringify(strange)}`);
    return {
      campaign: 'inbox-kills',
      seed,
      failures,
      lines: linesOf(people, {
        killed,
        orders: orders.length,
        typed: script.orders.length,
        halts: script.halted.length,
        lost: unknown.length,
        lookedFor: tickets.filter(isLookedFor).length,
        seconds: (systemClock.monotonic() - began) / 1_000,
        slowest,
      }),
    };
  } finally {
    await life.kill();
    await Promise.all([server.close(), simulator.stop(), worker.remove()]);
    await rm(root, { recursive: true, force: true });
  }

  /** Until everything that was typed has an answer that people see, and no call comes in for a while. */
  async function quiet(): Promise<void> {
    const answered = () => people.done.every(one => one.kind === 'press' || people.answersTo(one) > 0);
    if (!(await within(QUIET_WITHIN_MS, answered))) {
      const without = people.done.filter(one => one.kind !== 'press' && people.answersTo(one) === 0);
      failures.push(...without.map(({ text, eventId }) => `without an answer: ${text} (${eventId})`));
    }
    let calls = -1;
    await within(QUIET_WITHIN_MS, async () => {
      const before = calls;
      calls = server.calls.length;
      await systemClock.sleep(250);
      return before === server.calls.length;
    });
  }
}

const UNLIMITED = {
  default: {
    orderAmount: '999999999999999',
    orderQuantity: '999999999999',
    dayAmount: '999999999999999',
    dayCount: 1_000_000,
    priceDistance: 100,
    drift: 100,
    repeatSeconds: 0,
  },
};

function pickKills(updates: number, kills: number, random: () => number): ReadonlySet<number> {
  const picked = new Set<number>();
  const wanted = Math.min(updates, Math.ceil((kills * 100) / (100 + EARLY)));
  while (picked.size < wanted) picked.add(Math.floor(random() * updates));
  return picked;
}

async function within(ms: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = systemClock.monotonic() + ms;
  while (!(await holds())) {
    if (systemClock.monotonic() > until) return false;
    await systemClock.sleep(10);
  }
  return true;
}

function linesOf(
  people: People,
  figures: Record<
    'killed' | 'orders' | 'lookedFor' | 'typed' | 'halts' | 'lost' | 'seconds' | 'slowest',
    number
  >,
): string[] {
  const { done } = people;
  const count = (kind: (typeof done)[number]['kind']) => done.filter(one => one.kind === kind).length;
  const typed = done.filter(({ kind }) => kind !== 'press');
  const twice = typed.filter(one => people.answersTo(one) > 1).length;
  const deliveries = done.reduce((sum, one) => sum + one.deliveries, 0);
  return [
    `${figures.killed} SIGKILLs of the whole program over ${deliveries} updates in ${figures.seconds.toFixed(0)} s; slowest start ${(figures.slowest / 1_000).toFixed(2)} s`,
    `${done.length} different events (${count('view')} views, ${count('order')} orders typed, ${count('press')} confirmations pressed, ${count('halt')} halts), ${deliveries - done.length} delivered again`,
    `${figures.orders} orders at the venue of ${figures.typed} typed, each at most once, ${figures.lookedFor} not there and still looked for; ${figures.halts} issues halted, each once`,
    `${figures.lost} presses were acknowledged by a run that was killed before it wrote them down: they did nothing, and their cards say so`,
    `${typed.length} typed events, all answered; ${twice} of them answered more than once, since Telegram cannot be asked whether a message was sent`,
  ];
}
