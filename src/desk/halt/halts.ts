import type {
  Clock,
  Halt,
  HaltControl,
  HaltOrder,
  HaltStore,
  Language,
  Log,
  Tell,
  TradeAct,
} from '../../core/index.js';
import { sayIn } from '../teller.js';
import { createGuards, type Guard } from './guards.js';
import { haltNews } from './halt-news.js';
import { createKeeping } from './keeping.js';
import { inForce, sameScope, stops } from './scope.js';

export interface HaltParts {
  readonly store: HaltStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  /** Reaches everybody where alerts go. Nothing on the halting path waits for it. */
  readonly tell: Tell;
  /** A short name that people can type, different every time. */
  newId(): string;
}

export interface Halts extends HaltControl {
  /**
   * As in `HaltControl`. The same scope again prolongs or replaces the halt that is there, and the longer end stays;
   * what people set and what the desk sets by itself stand beside each other. `id`: the desk's own halts have one
   * fixed name per sign.
   */
  set(order: HaltOrder, by: string, id?: string): Promise<{ readonly halt: Halt; readonly durable: boolean }>;
  /** What stops this act at this moment. */
  blocking(act: TradeAct): Halt | undefined;
  /** To be held from the last look at `blocking` until the act has its outcome. */
  guard(act: TradeAct): Guard;
  /**
   * Looks for the HALT file, ends timed halts and tries failed saves again, until the signal is aborted. Never rejects.
   */
  watch(signal: AbortSignal): Promise<void>;
}

/** Name of the halt that the HALT file makes; `by` is `file`. */
const FILE_ID = 'HALT';
const WATCH_EVERY_MS = 500;

/**
 * The kill switch. A halt is in force once it is in memory, before anything else is tried: neither disk nor network
 * nor chat can keep it from stopping. A halt is lifted only once the disk knows it, so that no doubt ever lifts one.
 * Ends are by the wall clock: when it is set back a halt lasts longer, when it is set forward a timed one ends sooner.
 */
export async function createHalts(parts: HaltParts): Promise<Halts> {
  const { store, clock, log, newId } = parts;
  const say = sayIn(parts.language);
  const halts = new Map<string, Halt>();
  for (const halt of await store.load()) halts.set(halt.id, halt);
  const remembered = new Set(halts.keys());
  const keeping = createKeeping({ store, list: () => [...halts.values()], clock, log });
  const guards = createGuards(clock, look);
  const news = haltNews(parts);
  let file: Halt | undefined;

  /** A HALT file is there or not; when that cannot be seen, it is. */
  function look(): void {
    const there = flagged();
    if (there && !file) {
      const reason = say('데이터 폴더의 HALT 파일', 'the file HALT in the data directory');
      file = {
        id: FILE_ID,
        scope: { kind: 'all' },
        since: clock.now(),
        until: undefined,
        reason,
        by: 'file',
      };
      guards.abort(file);
      log('warn', 'halt file seen');
      news.fileSeen();
    } else if (!there && file) {
      file = undefined;
      log('warn', 'halt file gone');
      news.fileGone(list());
    }
  }

  function flagged(): boolean {
    try {
      return store.flagged();
    } catch {
      return true;
    }
  }

  function list(): Halt[] {
    const now = clock.now();
    const held = [...halts.values()].filter(halt => inForce(halt, now));
    return [...held, ...(file ? [file] : [])].toSorted((a, b) => a.since - b.since);
  }

  function blocking(act: TradeAct): Halt | undefined {
    if (act.kind === 'cancel') return undefined;
    look();
    return list().find(({ scope }) => stops(scope, act));
  }

  /** The halt that the next one of this scope prolongs. */
  function earlier({ scope }: HaltOrder, id: string | undefined): Halt | undefined {
    const now = clock.now();
    return [...halts.values()].find(
      halt =>
        inForce(halt, now) &&
        (id === undefined ? halt.by !== 'desk' && sameScope(halt.scope, scope) : halt.id === id),
    );
  }

  function freshId(): string {
    for (;;) {
      const id = newId();
      if (!halts.has(id)) return id;
    }
  }

  function endTimed(): void {
    const now = clock.now();
    const over = [...halts.values()].filter(halt => !inForce(halt, now));
    if (over.length === 0) return;
    for (const { id } of over) halts.delete(id);
    void keeping.keep();
    for (const halt of over) {
      log('info', 'halt ran out', { halt: halt.id, scope: halt.scope.kind });
      news.ranOut(halt, list());
    }
  }

  return {
    list() {
      look();
      return list();
    },
    blocking,
    guard: act => guards.take(act, blocking(act)),

    async set(order, by, id) {
      const before = earlier(order, id);
      const halt = prolonged(before, order, by, clock.now(), id ?? before?.id ?? freshId());
      halts.set(halt.id, halt);
      guards.abort(halt);
      log('warn', 'halt set', { halt: halt.id, scope: halt.scope.kind, by, until: halt.until });
      const durable = await keeping.keep();
      if (!before || !saysTheSame(before, halt)) news.set(halt, durable, by);
      return { halt, durable };
    },

    async lift(ids, by) {
      look();
      const now = clock.now();
      const leaving = new Set(
        [...halts.values()].filter(halt => inForce(halt, now) && (ids === 'all' || ids.includes(halt.id))),
      );
      const lifted: Halt[] = [];
      if (leaving.size > 0) {
        await keeping.keepWithout(leaving, () => {
          for (const halt of leaving) {
            // One that was set again while this was being saved is a new word, and stays.
            if (halts.get(halt.id) !== halt) continue;
            halts.delete(halt.id);
            lifted.push(halt);
          }
        });
      }
      const left = list();
      for (const halt of lifted) log('warn', 'halt lifted', { halt: halt.id, scope: halt.scope.kind });
      if (lifted.length > 0) news.lifted(lifted, left, by);
      return { lifted, left };
    },

    async watch(signal) {
      const kept = list().filter(({ id }) => remembered.has(id));
      if (kept.length > 0) news.remembered(kept);
      while (!signal.aborted) {
        look();
        endTimed();
        keeping.retry();
        // Rejects only when the watch is over.
        await clock.sleep(WATCH_EVERY_MS, signal).catch(() => undefined);
      }
    },
  };
}

/** The later word counts, unless the halt that is there lasts longer. Always a new object: see `lift`. */
function prolonged(before: Halt | undefined, order: HaltOrder, by: string, now: number, id: string): Halt {
  const until = order.forMs === undefined ? undefined : now + order.forMs;
  if (before && until !== undefined && (before.until === undefined || before.until > until)) {
    return { ...before };
  }
  return {
    id,
    scope: order.scope,
    since: before?.since ?? now,
    until,
    reason: order.reason || (before?.reason ?? ''),
    by,
  };
}

const saysTheSame = (a: Halt, b: Halt) => a.until === b.until && a.reason === b.reason && a.by === b.by;
