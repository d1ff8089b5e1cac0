import type { Clock, Draft, Log } from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import type { OrderWatch } from '../intents/watch.js';
import type { Answer } from './handles.js';
import type { Living } from './living.js';
import type { OrderNews } from './order-news.js';
import { noteFact, settledByPerson } from './settle.js';

/** Somebody has looked in the broker's app and says what became of the act. Throws `usedTicket` when it is known already. */
export async function settleAsTold(
  ticket: string,
  answer: Extract<Answer, { kind: 'isThis' | 'exists' | 'none' }>,
  around: {
    readonly book: IntentBook;
    readonly living: Living;
    readonly watch: OrderWatch;
    readonly news: OrderNews;
    readonly clock: Clock;
    readonly log: Log;
  },
): Promise<Draft> {
  const { book, living, watch, news, clock, log } = around;
  const intent = book.ticket(ticket)?.intents[answer.n];
  await noteFact(book, log, ...settledByPerson(intent, answer, clock.now()));
  news.settled(ticket, answer.n);
  const now = book.ticket(ticket)?.intents[answer.n];
  if (now) watch.follow(now);
  return living.draw(ticket);
}
