import type { OrderBook } from '../../../core/index.js';
import type { RealEntry } from './frame.js';
import { readBook, readTrade, type Trade } from './quotes.js';

/** Who wants to hear of an issue. */
export interface Watcher {
  readonly onTrade?: (trade: Trade) => void;
  readonly onBook?: (book: OrderBook) => void;
}

/** What is wanted of the session, whichever it is: a session begins by registering all of it. */
export interface Registrations {
  /** Trades and books of an item (`005930`, `005930_NX`) from now on; the returned function ends it. */
  watch(item: string, watcher: Watcher): () => void;
  /** The messages that register everything. */
  all(): readonly string[];
  /** From now on changes are sent by this, until the returned function is called. */
  attach(send: (text: string) => void): () => void;
  /** Hands out an entry; false when it has not the documented form. */
  hand(entry: RealEntry, now: number): boolean;
}

/** Kiwoom takes no more items in one message. */
const MOST_ITEMS = 100;
/** The group of the account's own messages, and that of quotes. */
const OWN = '1';
const QUOTES = '2';

/** 키움: 실시간 등록 (REG) of the account's own orders and holdings, whatever their issues. */
const OWN_MESSAGES = written('REG', OWN, [''], ['00', '04']);

export function createRegistrations(): Registrations {
  const watchers = new Map<string, Set<Watcher>>();
  let send: (text: string) => void = () => undefined;

  return {
    watch(item, watcher) {
      const known = watchers.get(item);
      const those = known ?? new Set();
      watchers.set(item, those.add(watcher));
      if (!known) send(written('REG', QUOTES, [item], ['0B', '0D']));
      return () => {
        if (!those.delete(watcher) || those.size > 0) return;
        watchers.delete(item);
        send(written('REMOVE', QUOTES, [item], ['0B', '0D']));
      };
    },
    all() {
      const items = [...watchers.keys()];
      const pages = Array.from({ length: Math.ceil(items.length / MOST_ITEMS) }, (_, page) =>
        items.slice(page * MOST_ITEMS, (page + 1) * MOST_ITEMS),
      );
      return [OWN_MESSAGES, ...pages.map(page => written('REG', QUOTES, page, ['0B', '0D']))];
    },
    attach(by) {
      send = by;
      return () => {
        send = () => undefined;
      };
    },
    hand(entry, now) {
      const those = [...(watchers.get(entry.item) ?? [])];
      if (entry.type === '0B') {
        const trade = readTrade(entry, now);
        if (trade) for (const { onTrade } of those) onTrade?.(trade);
        return trade !== undefined;
      }
      if (entry.type !== '0D') return false;
      const book = readBook(entry, now);
      if (book) for (const { onBook } of those) onBook?.(book);
      return book !== undefined;
    },
  };
}

/** `refresh` 1: what was registered before stays. */
function written(
  trnm: 'REG' | 'REMOVE',
  group: string,
  item: readonly string[],
  type: readonly string[],
): string {
  return JSON.stringify({
    trnm,
    grp_no: group,
    refresh: trnm === 'REG' ? '1' : undefined,
    data: [{ item, type }],
  });
}
