import type {
  Destination,
  Letter,
  Log,
  LogFields,
  LogLevel,
  OutboxEvent,
  OutboxLane,
  PlatformId,
  Reply,
  Route,
} from '../../src/core/index.js';
import { createOutbox } from '../../src/desk/outbox/outbox.js';
import type { Outbox } from '../../src/desk/outbox/outbox-port.js';
import { type ChatWall, chatWall } from './chat-wall.js';
import { type ManualClock, manualClock } from './clock.js';
import { type MemoryOutbox, memoryOutbox } from './memory-outbox.js';

export const DISCORD = { platform: 'discord', kind: 'place', id: '42' } as const satisfies Destination;
export const TELEGRAM = { platform: 'telegram', kind: 'place', id: '-100' } as const satisfies Destination;
export const CONSOLE: Destination = { platform: 'console', kind: 'place', id: 'console' };

export const routes = (...to: Destination[]): Route[] => to.map(one => ({ to: one, silent: false }));

export const words = (title: string): Reply => ({
  title,
  stamp: 'demo',
  tone: 'neutral',
  visibility: 'public',
  blocks: [],
});

/** A letter named by its number: 22 characters, as every letter's. */
export function letterOf(
  n: number,
  at: number,
  over: { lane?: OutboxLane; to?: readonly Route[]; spare?: readonly Route[] } = {},
): Letter {
  return {
    id: `letter${n}`.padEnd(22, '_'),
    at,
    lane: over.lane ?? 'normal',
    reply: words(`알림 ${n}`),
    buttons: [],
    to: over.to ?? routes(DISCORD),
    spare: over.spare ?? [],
    about: { kind: 'job', urgency: 'warning', incident: undefined, stage: undefined, reference: `R${n}` },
  };
}

export interface Logged {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: LogFields;
}

/** One run of the program after the other over the same walls and the same disk. */
export interface OutboxRig {
  readonly clock: ManualClock;
  readonly walls: Readonly<Record<'discord' | 'telegram' | 'console', ChatWall>>;
  readonly outbox: Outbox;
  readonly journal: MemoryOutbox;
  readonly logged: Logged[];
  /** Letters posted one after the other from number `first` on; resolves when they are durable. */
  post(count: number, over?: Parameters<typeof letterOf>[2], first?: number): Promise<void>;
  /** The process dies; the next one finds what was durable, and with luck more. Gives what it finds. */
  kill(lucky?: (most: number) => number): readonly OutboxEvent[];
}

const START = Date.parse('2026-11-23T10:00:00+09:00');

/** Keys mean something for five minutes on Discord, and nothing on Telegram. */
export const SAME_KEY_MS = 300_000;

export function outboxRig(
  options: { latencyMs?: number; flushMs?: number; past?: OutboxEvent[]; startsLater?: number } = {},
): OutboxRig {
  const { latencyMs = 0, flushMs = 0, past = [], startsLater = 0 } = options;
  const clock = manualClock(START + startsLater);
  const wall = (id: PlatformId, sameKeyMs: number) => chatWall({ id, sameKeyMs, clock, latencyMs });
  const walls = {
    discord: wall('discord', SAME_KEY_MS),
    telegram: wall('telegram', 0),
    console: wall('console', 0),
  };
  const logged: Logged[] = [];
  const log: Log = (level, event, fields = {}) => void logged.push({ level, event, fields });

  function start(known: readonly OutboxEvent[]) {
    const runs = Object.values(walls).map(one => one.run());
    const journal = memoryOutbox(known, flushMs > 0 ? { clock, ms: flushMs } : undefined);
    const platforms = runs.map(({ platform }) => platform);
    const outbox = createOutbox({ journal, platforms, clock, log, language: 'ko' });
    return { runs, journal, outbox };
  }

  let run = start(past);
  return {
    clock,
    walls,
    logged,
    get outbox() {
      return run.outbox;
    },
    get journal() {
      return run.journal;
    },
    async post(count, over, first = 1) {
      const posted = Array.from({ length: count }, (_, i) =>
        run.outbox.post(letterOf(first + i, clock.now(), over)),
      );
      await clock.advance(flushMs);
      await Promise.all(posted);
    },
    kill(lucky) {
      for (const one of run.runs) one.kill();
      const found = run.journal.kill(lucky);
      void run.outbox.stop();
      run = start(found);
      return found;
    },
  };
}

/** Numbers of the letters that stand at a destination, in the order in which people see them. */
export const seen = (wall: ChatWall): number[] =>
  wall.cards.map(({ reply }) => Number(/\d+/.exec(reply.title)?.[0]));

export const isMarkedCard = ({ reply }: { readonly reply: Reply }): boolean =>
  reply.footer?.includes('한 번만 세십시오') === true;
