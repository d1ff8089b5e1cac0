import { accountKey, type Draft, type Snapshot, type TradeAct } from '../../core/index.js';
import type { TicketRecord } from '../intents/book.js';
import { accountOf } from '../intents/intent.js';
import type { OrderWatch } from '../intents/watch.js';
import type { Cards } from './cards.js';
import type { Living } from './living.js';
import type { OrderNews } from './order-news.js';
import type { TradeParts } from './parts.js';
import { type SendParts, sendAct } from './send.js';

/** A card says that the order is on its way only when the answer takes its time, ms. */
const SLOW_MS = 1_500;
const SHOWN_WITHIN_MS = 5_000;

/**
 * Sends what a claimed ticket holds and sees to what follows from the outcomes. The first thing it does, before any
 * await, is to count the ticket as sent. Resolves to the card as it is then.
 */
export type CarryOut = (ticket: TicketRecord, by: string, snapshot: Snapshot) => Promise<Draft>;

export function createCarryOut(
  parts: TradeParts,
  to: {
    readonly send: SendParts;
    readonly living: Living;
    readonly cards: Cards;
    readonly watch: OrderWatch;
    readonly news: OrderNews;
  },
): CarryOut {
  const { clock, autoHalt, activity } = parts;
  const { send, living, cards, watch, news } = to;

  return async (ticket, by, snapshot) => {
    const { id } = ticket;
    const claimed = { kind: 'claimed', ticket: id, at: clock.now(), by } as const;
    const sending = ticket.intents.map((intent, i) =>
      sendAct(send, intent, snapshotFor(intent.act, snapshot), i === 0 ? [claimed] : []),
    );
    const answered = new AbortController();
    clock.sleep(SLOW_MS, answered.signal).then(
      () => living.redraw(id),
      () => undefined,
    );
    const outcomes = await Promise.all(sending);
    answered.abort();
    await cards.shows(id, SHOWN_WITHIN_MS);

    for (const [n, outcome] of outcomes.entries()) {
      const act = ticket.intents[n]?.act;
      const failed = outcome.kind === 'refused' || outcome.kind === 'notSent';
      if (act)
        activity.note({
          person: ticket.owner,
          account: accountKey(accountOf(act)),
          act: nameOf(act),
          failed,
        });
      const whose = act ? { account: accountOf(act) } : {};
      if (outcome.kind === 'refused') autoHalt.note({ kind: 'refusal', ...whose });
      if (outcome.kind === 'unknown') autoHalt.note({ kind: 'unknown', ...whose });
    }
    // That it was taken comes before its fills, which may be known already.
    news.tell(id);
    for (const intent of send.book.ticket(id)?.intents ?? []) watch.follow(intent);
    return living.draw(id);
  };
}

/** A cancellation is found by the number that it names, so nothing need be asked before it. */
function snapshotFor(act: TradeAct, snapshot: Snapshot): Snapshot {
  return act.kind === 'cancel' ? { ...snapshot, numbers: [], complete: true, totals: undefined } : snapshot;
}

/** As usage counts it. */
const nameOf = ({ kind }: TradeAct) => (kind === 'place' ? 'order' : kind);
