import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Clock } from '../../core/index.js';
import { forGrammy } from './abort.js';

/** Both ways of delivery ask for these alone; the rest would be ignored. */
export const ALLOWED_UPDATES = ['message', 'callback_query'] as const;

const POLL_SECONDS = 30;
const BATCH = 100;
/** A poll that was kept waiting this long was answered the moment something happened. */
const WAITED_MS = 1000;
/** Updates that are not taken yet are handed out again at once; asking more often than this would be hammering. */
const BREATH_MS = 250;
/** An update that is not taken after this long never will be; it must not fill the batches for ever. */
const GIVE_UP_MS = 60_000;

/**
 * Handles an update. Resolves once it is taken: written down, or none of our business. False when it was not begun, since
 * the session is closing. Never rejects. `pressedAfter`: see `receive`.
 */
export type TakeUpdate = (update: Update, pressedAfter: number) => Promise<boolean>;

export interface Poller {
  /** Asks once. Throws what the call threw. */
  poll(seconds: number, signal: AbortSignal): Promise<void>;
  /** Asks until a call fails; resolves with what it threw. */
  pollOn(signal: AbortSignal): Promise<unknown>;
}

interface Handed {
  readonly since: number;
  /** Undefined once it is taken. */
  taking: Promise<void> | undefined;
}

/**
 * Long polling of our own instead of grammY's `bot.start()`, which ends for good at the first 409, sleeps by the
 * machine's clock after other failures without telling, and confirms an update when its handler returns.
 *
 * Telegram forgets an update once it is asked for a higher one, so no call asks past the first update that is not
 * taken: after a crash it is delivered again. Meanwhile later updates go on arriving; those handed out before are passed
 * over.
 */
export function createPoller(api: Api, take: TakeUpdate, clock: Clock): Poller {
  /** Handed out and not yet confirmed, by id. */
  const handed = new Map<number, Handed>();
  /** One above the highest id that was handed out; 0 when nothing is to be asked past. */
  let above = 0;
  let answeredAt = 0;

  /** Where to ask from, so that nothing is confirmed that is not taken. */
  function firstOpen(): number {
    const open = [...handed].filter(([, one]) => one.taking && clock.monotonic() - one.since <= GIVE_UP_MS);
    return Math.min(above, ...open.map(([id]) => id));
  }

  function handOut(update: Update, pressedAfter: number): void {
    const { update_id: id } = update;
    above = Math.max(above, id + 1);
    const one: Handed = { since: clock.monotonic(), taking: undefined };
    one.taking = take(update, pressedAfter).then(begun => {
      one.taking = undefined;
      if (begun) return;
      handed.delete(id);
      above = Math.min(above, id);
    });
    handed.set(id, one);
  }

  async function poll(seconds: number, signal: AbortSignal): Promise<void> {
    const askedAt = clock.monotonic();
    const offset = firstOpen();
    const updates = await api.getUpdates(
      { offset, limit: BATCH, timeout: seconds, allowed_updates: ALLOWED_UPDATES },
      forGrammy(signal),
    );
    const waited = clock.monotonic() - askedAt >= WAITED_MS;
    const pressedAfter = seconds > 0 && waited ? clock.now() : answeredAt;
    // A full batch means that more may lie waiting, as old as these.
    if (updates.length < BATCH) answeredAt = clock.now();
    for (const id of handed.keys()) if (id < offset) handed.delete(id);
    // All is confirmed. After a week of silence Telegram numbers from anywhere, also from below, so nothing is asked past.
    if (updates.length === 0 && handed.size === 0) above = 0;
    for (const update of updates) if (!handed.has(update.update_id)) handOut(update, pressedAfter);
  }

  /** Until all is taken, or a breath. */
  async function settle(signal: AbortSignal): Promise<void> {
    const taking = [...handed.values()].flatMap(one => one.taking ?? []);
    if (taking.length === 0) return;
    const done = new AbortController();
    const breath = clock.sleep(BREATH_MS, AbortSignal.any([signal, done.signal])).catch(() => undefined);
    await Promise.race([Promise.all(taking), breath]);
    done.abort();
  }

  return {
    poll,
    async pollOn(signal) {
      try {
        for (;;) {
          await settle(signal);
          await poll(POLL_SECONDS, signal);
        }
      } catch (error) {
        return error;
      }
    },
  };
}
