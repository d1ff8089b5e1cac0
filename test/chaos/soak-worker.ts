import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { readConfig } from '../../src/config.js';
import {
  type Dispatcher,
  type InboundContent,
  type Place,
  type Reply,
  systemClock,
} from '../../src/core/index.js';
import { openHouse, type Undo } from '../../src/house.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { type HurriedClock, hurriedClock } from './hurried-clock.js';
import { quietChat } from './quiet-chat.js';
import { seededRandom } from './random.js';
import type { SoakDay, SoakTask } from './soak.js';

/** How many people write at the same time. */
const AT_ONCE = 40;
/** How much faster than the system's the clock runs while they wait. */
const SPEED = 50;
const QUIET_MS = 500;
const DAY_MS = 86_400_000;
const WHERE: Place = { platform: 'discord', id: '71', group: '800000000000000500', kind: 'group' };

/** What people write, and how often in a hundred. */
const LINES: readonly (readonly [number, string])[] = [
  [16, '/status'],
  [14, '/help'],
  [14, '/me'],
  [12, '/alerts'],
  [12, '/token'],
  [10, '/price 005930'],
  [6, '/price 삼전'],
  [6, '/balance'],
  [4, '/orders open'],
  [3, '/price 없는종목'],
  [2, '/buy 005930 x'],
  [1, '/jobs'],
];

/**
 * A process that lives seven days in a few minutes: the whole house on a clock that skips, with people who write all
 * the time, a broker that fails now and then, and its own memory and open files looked at once a day.
 */
async function soak(task: SoakTask): Promise<void> {
  const clock = hurriedClock(SPEED);
  const random = seededRandom(task.seed);
  const read = readConfig(task.environment);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const config = {
    ...read.config,
    limits: { limitsFor: () => NO_LIMITS },
    ...(read.config.kis && { kis: { ...read.config.kis, ratePerSecond: 1_000_000 } }),
  };
  const undo: Undo[] = [];
  let troubles = 0;
  const house = await openHouse(
    {
      config,
      environment: {},
      clock,
      secrets: { watch: vault => vault, add: () => undefined },
      log: (level, event) => {
        if (level === 'error' && /bug|crash|broken|misfit/i.test(event)) troubles += 1;
      },
      openChats: async () => ({ console: undefined, all: [quietChat()] }),
    },
    undo,
  );
  const people = task.people;
  const batches = Math.ceil(task.commands / task.days / AT_ONCE);
  const stepMs = DAY_MS / batches;
  let nth = 0;
  for (let day = 1; day <= task.days; day += 1) {
    const begun = systemClock.monotonic();
    for (let batch = 0; batch < batches; batch += 1) {
      await control(task, 'clock', { advanceMs: stepMs });
      clock.skip(stepMs);
      if (random() < task.faults * 4) await control(task, 'faults', faultsOf(random));
      await Promise.all(
        Array.from({ length: AT_ONCE }, () => {
          nth += 1;
          const person = people[nth % people.length] ?? '';
          return talk(house.dispatcher, clock, person, lineOf(random));
        }),
      );
      if (batch % 400 === 0) await order(house.dispatcher, clock, people[batch % people.length] ?? '');
    }
    // What is under way, such as a journal being rewritten, is not what lives.
    await setTimeout(QUIET_MS);
    say({ day, commands: nth, troubles, seconds: (systemClock.monotonic() - begun) / 1000, ...measured() });
  }
  for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => undefined);
}

function measured(): Pick<SoakDay, 'heapMb' | 'outsideMb' | 'residentMb' | 'descriptors'> {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, heapTotal, external, rss } = process.memoryUsage();
  return {
    heapMb: (heapUsed + external) / 1e6,
    outsideMb: (rss - heapTotal) / 1e6,
    residentMb: rss / 1e6,
    descriptors: readdirSync('/proc/self/fd').length,
  };
}

const say = (day: SoakDay) => process.stdout.write(`${JSON.stringify(day)}\n`);

async function control({ controlUrl }: SoakTask, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${controlUrl}/${path}`, { method: 'POST', body: JSON.stringify(body) });
  await answer.text();
}

const KINDS = ['empty500', 'resetBefore', 'rateRefusal', 'notJson', 'html502', 'truncate'];

/** Some of the next calls fail. */
function faultsOf(random: () => number): unknown {
  const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'empty500';
  return [{ kind, times: 1 + Math.floor(random() * 4) }];
}

function lineOf(random: () => number): string {
  let at = random() * 100;
  for (const [share, line] of LINES) {
    if (at < share) return line;
    at -= share;
  }
  return '/status';
}

async function talk(
  dispatcher: Dispatcher,
  clock: HurriedClock,
  userId: string,
  text: string,
): Promise<Reply | undefined> {
  return handle(dispatcher, clock, userId, { kind: 'text', text });
}

async function handle(
  dispatcher: Dispatcher,
  clock: HurriedClock,
  userId: string,
  content: InboundContent,
): Promise<Reply | undefined> {
  const inbound = {
    platform: 'discord',
    eventId: randomUUID(),
    who: { userId, name: userId },
    where: WHERE,
    sentAt: clock.now(),
    content,
  } as const;
  const outcome = await dispatcher.handle(inbound);
  dispatcher.answered(inbound);
  if (outcome.kind !== 'reply') return undefined;
  const { reply } = outcome;
  if (reply.card !== undefined) {
    dispatcher.shown(reply.card, { platform: 'discord', place: WHERE.id, message: reply.card });
  }
  return reply;
}

/** A ticket and its confirmation. */
async function order(dispatcher: Dispatcher, clock: HurriedClock, person: string): Promise<void> {
  const ticket = await talk(dispatcher, clock, person, '/buy 005930 1 시장가');
  const button = ticket?.blocks.flatMap(block => (block.kind === 'buttons' ? block.buttons : []))[0];
  if (ticket?.card !== undefined && button) {
    await handle(dispatcher, clock, person, { kind: 'press', buttonId: button.id });
  }
}

const task: SoakTask = JSON.parse(process.argv[2] ?? '{}');
await soak(task);
process.exit(0);
