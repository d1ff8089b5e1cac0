import type { AccountRef } from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import type { OrderWatch } from '../intents/watch.js';
import type { Cards } from './cards.js';
import type { CarryOut } from './carry-out.js';
import type { Handles } from './handles.js';
import type { Living } from './living.js';
import type { OrderNews } from './order-news.js';
import type { Pending } from './pending.js';
import type { Readers } from './readers.js';

/** What the steps of a confirmation share. */
export interface Surroundings {
  readonly book: IntentBook;
  /** The tickets that wait for an answer, and those answered lately. */
  readonly pendings: Map<string, Pending>;
  readonly handles: Handles;
  readonly readers: Readers;
  readonly cards: Cards;
  readonly living: Living;
  readonly watch: OrderWatch;
  readonly news: OrderNews;
  readonly carryOut: CarryOut;
  /** Whether the last run left an order of the account in doubt. */
  isBlocked(account: AccountRef): boolean;
  /** Aborted when the desk stops. */
  readonly signal: AbortSignal;
}
