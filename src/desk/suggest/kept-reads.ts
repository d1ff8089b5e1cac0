import {
  type AccountRef,
  accountKey,
  type Clock,
  type DeskReads,
  type Log,
  type Position,
  type TradingMode,
  type VenueOrder,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';

/** What is known of an account without asking, `fresh` when its figures may be shown as those of now. */
export interface Known<T> {
  readonly rows: readonly T[];
  readonly fresh: boolean;
}

/**
 * Holdings and open orders for suggestions only. Whoever asks waits 200 ms at most, counted from when the read was
 * first wanted, and then gets what is known: a broker that hangs or refuses is not noticed by those who type.
 */
export interface KeptReads {
  holdings(account: AccountRef): Promise<Known<Position>>;
  openOrders(account: AccountRef): Promise<Known<VenueOrder>>;
}

/** One list of one account. Times are monotonic, ms. */
interface Kept<T> {
  rows: readonly T[];
  /** When the read that gave the rows began. */
  at: number;
  /** When the last read began, whatever became of it. */
  triedAt: number;
  /** A read that is wanted or under way. */
  coming: { readonly since: number; readonly done: Promise<void> } | undefined;
}

/** What is known of one account. Reads follow each other on `line`: never two at once. */
interface Shelf {
  readonly holdings: Kept<Position>;
  readonly openOrders: Kept<VenueOrder>;
  line: Promise<void>;
}

const PATIENCE_MS = 200;
const FRESH_MS = { holdings: 30_000, openOrders: 10_000 } as const;
/** Typing must not eat what trades need of the broker's rate: between two reads of the same list. */
const PAUSE_MS: Readonly<Record<TradingMode, number>> = { live: 5_000, paper: 15_000 };
/** Older than this nothing is offered from it any more. */
const FORGET_MS = 5 * 60_000;
const READ_DEADLINE_MS = 10_000;

export function createKeptReads({
  desk,
  clock,
  log,
}: {
  readonly desk: Pick<DeskReads, 'balance' | 'openOrders'>;
  readonly clock: Clock;
  readonly log: Log;
}): KeptReads {
  const shelves = new Map<string, Shelf>();

  function shelfOf(account: AccountRef): Shelf {
    const key = `${account.broker}:${account.mode}:${accountKey(account)}`;
    const shelf = shelves.get(key) ?? {
      holdings: nothingKept<Position>(),
      openOrders: nothingKept<VenueOrder>(),
      line: Promise.resolve(),
    };
    shelves.set(key, shelf);
    return shelf;
  }

  /** Joins the account's line; never rejects. */
  function begin<T>(shelf: Shelf, kept: Kept<T>, read: (signal: AbortSignal) => Promise<readonly T[]>): void {
    const done = shelf.line.then(async () => {
      const began = clock.monotonic();
      kept.triedAt = began;
      try {
        kept.rows = await withDeadline(clock, READ_DEADLINE_MS, read);
        kept.at = began;
      } catch {
        log('debug', 'read for suggestions failed');
      }
      kept.coming = undefined;
    });
    kept.coming = { since: clock.monotonic(), done };
    shelf.line = done;
  }

  async function known<T>(
    account: AccountRef,
    which: (shelf: Shelf) => Kept<T>,
    freshMs: number,
    read: (signal: AbortSignal) => Promise<readonly T[]>,
  ): Promise<Known<T>> {
    const shelf = shelfOf(account);
    const kept = which(shelf);
    const pauseMs = PAUSE_MS[account.mode];
    const age = () => clock.monotonic() - kept.at;
    if (age() > freshMs && !kept.coming && clock.monotonic() - kept.triedAt >= pauseMs)
      begin(shelf, kept, read);
    if (kept.coming) await atMost(kept.coming.since + PATIENCE_MS - clock.monotonic(), kept.coming.done);
    return { rows: age() > FORGET_MS ? [] : kept.rows, fresh: age() <= Math.max(freshMs, pauseMs) };
  }

  async function atMost(ms: number, done: Promise<void>): Promise<void> {
    if (ms <= 0) return;
    const enough = new AbortController();
    const over = clock.sleep(ms, enough.signal).catch(() => undefined);
    await Promise.race([done, over]);
    enough.abort();
  }

  return {
    holdings: account =>
      known(
        account,
        shelf => shelf.holdings,
        FRESH_MS.holdings,
        async signal => (await desk.balance(account, signal)).positions,
      ),
    openOrders: account =>
      known(
        account,
        shelf => shelf.openOrders,
        FRESH_MS.openOrders,
        async signal => (await desk.openOrders(account, signal)).orders,
      ),
  };
}

function nothingKept<T>(): Kept<T> {
  return { rows: [], at: -Infinity, triedAt: -Infinity, coming: undefined };
}
