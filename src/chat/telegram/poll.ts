import type { Bot } from 'grammy';
import type { Clock } from '../../core/index.js';
import { forGrammy } from './abort.js';

const POLL_SECONDS = 30;
const BATCH = 100;
/** A poll that was kept waiting this long was answered the moment something happened. */
const WAITED_MS = 1000;

export interface Poller {
  /** Asks once. Throws what the call threw. */
  poll(seconds: number, signal: AbortSignal): Promise<void>;
  /** Asks until a call fails; resolves with what it threw. */
  pollOn(signal: AbortSignal): Promise<unknown>;
  /** The latest instant known to lie before any press now being handled, ms. */
  pressedAfter(): number;
}

/**
 * Long polling of our own instead of `bot.start()`, which ends for good at the first 409, sleeps by the machine's
 * clock after other failures without telling, and asks for more only after the last handler is done. The offset
 * moves past an update once its handler has taken it.
 */
export function createPoller(bot: Bot, clock: Clock): Poller {
  let offset = 0;
  let answeredAt = 0;
  let pressedAfter = 0;

  async function poll(seconds: number, signal: AbortSignal): Promise<void> {
    const askedAt = clock.monotonic();
    const updates = await bot.api.getUpdates(
      { offset, limit: BATCH, timeout: seconds, allowed_updates: ['message', 'callback_query'] },
      forGrammy(signal),
    );
    const waited = clock.monotonic() - askedAt >= WAITED_MS;
    pressedAfter = seconds > 0 && waited ? clock.now() : answeredAt;
    // A full batch means that more may lie waiting, as old as these.
    if (updates.length < BATCH) answeredAt = clock.now();
    for (const update of updates) {
      await bot.handleUpdate(update);
      offset = update.update_id + 1;
    }
  }

  return {
    poll,
    async pollOn(signal) {
      try {
        for (;;) await poll(POLL_SECONDS, signal);
      } catch (error) {
        return error;
      }
    },
    pressedAfter: () => pressedAfter,
  };
}
