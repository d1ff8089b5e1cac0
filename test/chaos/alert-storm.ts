import { setTimeout } from 'node:timers/promises';
import { type BrokerEvent, type Notice, systemClock } from '../../src/core/index.js';
import { quantile } from '../bench/figures.js';
import { type AlertSite, openAlertSite } from '../support/alert-site.js';
import { type SkippingClock, skippingClock } from '../support/skipping-clock.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';

const PLATFORMS = ['discord', 'telegram'] as const;
type Platform = (typeof PLATFORMS)[number];

const HOUR_MS = 3_600_000;
const TEN_MINUTES_MS = 600_000;
const MOST_IN_TEN_MINUTES = 3;
const ARRIVES_WITHIN_MS = 10_000;
/** Real ms within which what is on its way arrives. */
const PATIENCE_MS = 300;
const OPERATIONS = ['price', 'balance', 'orders', 'openOrders', 'orderBook'];

interface Stage {
  readonly clock: SkippingClock;
  readonly site: AlertSite;
  readonly failures: string[];
  readonly lines: string[];
}

/**
 * Alerts when it matters: one chat down, both down for an hour, and the broker failing ten thousand times in an hour,
 * on a real store and with real clients of both platforms. What stands in the channels is the judge.
 */
export async function alertStorm(options: { alerts: number; errors: number; seed: number }): Promise<Report> {
  const failures: string[] = [];
  const lines: string[] = [];
  for (const part of [oneDown, bothDown, manyErrors]) {
    const clock = skippingClock();
    const site = await openAlertSite(clock);
    try {
      await part({ clock, site, failures, lines }, options);
      const forbidden = [...site.discord.violations, ...site.telegram.violations];
      for (const what of forbidden) failures.push(`forbidden by the platform: ${what}`);
    } finally {
      await site.stop();
    }
  }
  return {
    campaign: 'Alerts while chats are down, and when everything fails',
    seed: options.seed,
    lines,
    failures,
  };
}

/** One that stands for itself, recognisable wherever it turns up. */
function noticeOf(n: number, clock: SkippingClock): Notice {
  return {
    kind: 'machine',
    urgency: 'warning',
    draft: { title: `알림 ${name(n)}`, tone: 'warning', blocks: [{ kind: 'text', text: '시험' }] },
    at: clock.now(),
  };
}

const name = (n: number) => `#${String(n).padStart(5, '0')}#`;

/** The numbers of the alerts in a channel, in the order in which they stand there. */
function numbersIn(site: AlertSite, platform: Platform): number[] {
  return site.seen(platform).flatMap(({ text }) => {
    const found = /#(\d{5})#/.exec(text)?.[1];
    return found === undefined ? [] : [Number(found)];
  });
}

function down({ site }: Stage, platform: Platform, how: 503 | 'reset'): void {
  if (platform === 'discord') site.discord.fail({ on: 'POST /channels/', answer: how });
  else site.telegram.fail({ method: 'sendMessage', answer: how });
}

function up({ site }: Stage): void {
  site.discord.heal();
  site.telegram.heal();
}

/**
 * Lets time pass in steps, with a breath of real time after each for what travels over sockets. A message that is on its
 * way arrives before the clock leaps: to be cut off by a leap is no fault of a platform.
 */
async function pass(
  { clock, site }: Stage,
  ms: number,
  stepMs: number,
  each: () => void = () => undefined,
): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await site.alerts.settled(PATIENCE_MS);
    clock.skip(stepMs);
    await setTimeout(1);
    each();
  }
}

async function oneDown(stage: Stage, { alerts }: { alerts: number }): Promise<void> {
  const { clock, site, failures, lines } = stage;
  for (const broken of PLATFORMS) {
    const other = broken === 'discord' ? 'telegram' : 'discord';
    down(stage, broken, 503);
    const waits: number[] = [];
    const count = Math.min(alerts, 50);
    for (let n = 0; n < count; n += 1) {
      const number = (broken === 'discord' ? 10_000 : 20_000) + n;
      const begun = clock.monotonic();
      site.alerts.tell(noticeOf(number, clock));
      const deadline = systemClock.monotonic() + ARRIVES_WITHIN_MS;
      while (!numbersIn(site, other).includes(number) && systemClock.monotonic() < deadline)
        await setTimeout(2);
      waits.push(clock.monotonic() - begun);
      if (!numbersIn(site, other).includes(number)) failures.push(`${name(number)} did not come to ${other}`);
      await pass(stage, 2_000, 2_000);
    }
    up(stage);
    await pass(stage, 30 * 60_000, 2_000);
    lines.push(
      `${broken} down: ${count} alerts on ${other}, slowest after ${Math.round(quantile(waits, 1))} ms`,
    );
    judgeAll(stage, count, broken === 'discord' ? 10_000 : 20_000, `after ${broken} was down`);
  }
}

async function bothDown(stage: Stage, { alerts }: { alerts: number }): Promise<void> {
  const { clock, site, lines } = stage;
  for (const platform of PLATFORMS) down(stage, platform, 503);
  for (let n = 0; n < alerts; n += 1) {
    site.alerts.tell(noticeOf(n, clock));
    await pass(stage, HOUR_MS / alerts, HOUR_MS / alerts);
  }
  const before = PLATFORMS.map(platform => numbersIn(site, platform).length);
  up(stage);
  const begun = clock.monotonic();
  const isDone = () =>
    PLATFORMS.every(platform => new Set(numbersIn(site, platform)).size >= alerts - spared(stage));
  for (let step = 0; step < 10_000 && !isDone(); step += 1) await pass(stage, 1_000, 1_000);
  lines.push(
    `both down for an hour: ${alerts} alerts, ${before.join(' and ')} of them shown meanwhile; all delivered ${Math.round((clock.monotonic() - begun) / 1000)} s after both were back`,
  );
  await pass(stage, 10 * 60_000, 5_000);
  judgeAll(stage, alerts, 0, 'after both were down');
}

/** How often a place did not get what it may have already, since people have it elsewhere. */
const spared = ({ site }: Stage) =>
  site.lines.filter(({ event, fields }) => event === 'outbox.dropped' && fields['why'] === 'doubtful').length;

/** Every number once, in order, on both; but for those that a place may have without anybody knowing. */
function judgeAll(stage: Stage, count: number, from: number, when: string): void {
  const { site, failures, lines } = stage;
  const mayLack = spared(stage);
  if (mayLack > 0)
    lines.push(`  ${mayLack} not repeated where a 503 left it open, since the other chat had them`);
  const wanted = Array.from({ length: count }, (_, n) => from + n);
  const missing = new Set(
    wanted.filter(n => PLATFORMS.every(platform => !numbersIn(site, platform).includes(n))),
  );
  if (missing.size > 0) failures.push(`${when}: nowhere: ${[...missing].slice(0, 5).join(' ')}`);
  for (const platform of PLATFORMS) {
    const found = numbersIn(site, platform).filter(n => n >= from && n < from + 10_000);
    const twice = found.filter((n, i) => found.indexOf(n) !== i);
    const lost = wanted.filter(n => !found.includes(n));
    const sorted = found.every((n, i) => i === 0 || n > (found[i - 1] ?? -1));
    if (twice.length > 0) failures.push(`${when}: twice on ${platform}: ${twice.slice(0, 5).join(' ')}`);
    if (lost.length > mayLack) failures.push(`${when}: never on ${platform}: ${lost.slice(0, 5).join(' ')}`);
    if (!sorted && twice.length === 0) failures.push(`${when}: out of order on ${platform}`);
  }
}

async function manyErrors(stage: Stage, { errors, seed }: { errors: number; seed: number }): Promise<void> {
  const { clock, site, failures, lines } = stage;
  const random = seededRandom(seed);
  const arrivals: Record<Platform, number[]> = { discord: [], telegram: [] };
  const note = () => {
    for (const platform of PLATFORMS) {
      while (arrivals[platform].length < site.seen(platform).length)
        arrivals[platform].push(clock.monotonic());
    }
  };
  for (let n = 0; n < errors; n += 1) {
    site.alerts.onEvent(errorOf(OPERATIONS[Math.floor(random() * OPERATIONS.length)] ?? 'price', clock));
    await pass(stage, HOUR_MS / errors, HOUR_MS / errors, note);
  }
  await pass(stage, HOUR_MS, 5_000, note);
  for (const platform of PLATFORMS) {
    const times = arrivals[platform];
    const most = Math.max(
      0,
      ...times.map(at => times.filter(t => t >= at && t < at + TEN_MINUTES_MS).length),
    );
    const summed = site
      .seen(platform)
      .some(({ text }) => text.replaceAll(/[,.\s]/g, '').includes(String(errors)));
    lines.push(
      `${errors} errors in an hour on ${platform}: ${times.length} messages, at most ${most} in ten minutes${summed ? ', the sum told at the end' : ''}`,
    );
    if (times.length === 0) failures.push(`nothing on ${platform}`);
    if (most > MOST_IN_TEN_MINUTES) failures.push(`${most} messages in ten minutes on ${platform}`);
    if (!summed) failures.push(`no summary with the whole count on ${platform}`);
  }
}

function errorOf(operation: string, clock: SkippingClock): BrokerEvent {
  return {
    kind: 'retriesExhausted',
    at: clock.now(),
    operation,
    attempts: 3,
    lastError: 'HTTP 500',
    elapsedMs: 2_100,
  };
}
