import {
  type AccountRef,
  accountKey,
  type Clock,
  type IntentEvent,
  type Log,
  type ShownCard,
} from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import { accountOf } from '../intents/intent.js';
import type { OrderWatch } from '../intents/watch.js';
import type { Cards } from './cards.js';
import type { Living } from './living.js';
import type { OrderNews } from './order-news.js';
import { accountsInDoubt, noteFact, openIntents } from './settle.js';

const AGAIN_MS = 10_000;

/** What the last run left behind, and which accounts must not trade before it is cleared up. */
export interface Restart {
  /** Whether the account's unknown outcomes were not yet held against the venue's list since the start. */
  isBlocked(account: AccountRef): boolean;
  /** Resolves when no account is blocked any more, or `signal` is aborted. */
  readonly settled: Promise<void>;
}

/**
 * Takes up where the last run ended. Tickets that waited have expired; an order that was on its way has an unknown
 * outcome. An account with such an order stays blocked until the venue's list was read once.
 */
export function takeUp(parts: {
  readonly book: IntentBook;
  readonly watch: OrderWatch;
  readonly cards: Cards;
  readonly living: Living;
  readonly news: OrderNews;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Restart {
  const { book, watch, cards, living, news, clock, log, signal } = parts;
  const at = clock.now();
  const changed = new Set<string>();
  const events: IntentEvent[] = [];
  const owners = new Map<string, string>();
  for (const { id, cards: places } of book.tickets()) {
    // The card of a later ticket may have taken the place of an earlier one.
    for (const place of places) owners.set(placeKey(place), id);
  }
  for (const { id, intents, cards: places, told } of book.tickets()) {
    const own = places.filter(place => owners.get(placeKey(place)) === id);
    for (const place of own) cards.shown(id, place);
    // What happened just before the end, or while its platform was away, does not stand on its card yet.
    if (own.some(place => !told.includes(place))) changed.add(id);
    if (intents.some(({ state }) => state.kind === 'proposed' || state.kind === 'claimed')) {
      events.push({ kind: 'ended', ticket: id, at, how: 'restart' });
      changed.add(id);
    }
    for (const { state, n } of intents) {
      // What its card asked before was asked by buttons that are gone.
      if (state.kind === 'unknown') {
        changed.add(id);
        news.wasInDoubt(id);
      }
      if (state.kind !== 'sent') continue;
      events.push({ kind: 'unknown', ticket: id, n, at, reason: 'restart' });
      changed.add(id);
    }
  }
  // Counted in memory at once. The line is for people: without it the next start comes to the same end.
  if (events.length > 0) void noteFact(book, log, ...events);
  for (const intent of openIntents(book)) watch.follow(intent);
  for (const id of changed) living.redraw(id);
  if (events.length > 0) log('warn', 'order.takenUp', { events: events.length });

  const blocked = new Map(accountsInDoubt(book).map(account => [accountKey(account), account]));
  async function clear(account: AccountRef): Promise<void> {
    let isWhole = await watch.lookNow(account);
    // What the first look finds is told as found; nobody need be frightened for that moment.
    tellDoubts(account);
    while (!signal.aborted && !isWhole) {
      await clock.sleep(AGAIN_MS, signal).catch(() => undefined);
      isWhole = await watch.lookNow(account);
    }
    blocked.delete(accountKey(account));
  }
  function tellDoubts(account: AccountRef): void {
    for (const { id, intents } of book.tickets()) {
      const mine = intents.filter(({ act }) => accountKey(accountOf(act)) === accountKey(account));
      if (mine.some(({ state }) => state.kind === 'unknown')) news.tell(id);
    }
  }
  return {
    isBlocked: account => blocked.has(accountKey(account)),
    settled: Promise.all([...blocked.values()].map(clear)).then(() => undefined),
  };
}

const placeKey = ({ platform, place, message }: ShownCard) => `${platform}:${place}:${message}`;
