import { accountKey, kstDate, type OrderRequest, type Side } from '../../core/index.js';
import type { DayBook, Spender } from '../risk/day-book.js';
import { askingKey } from './asking-key.js';
import type { TicketRecord } from './book.js';
import { accountOf, counts, type Intent, leftAt, subjectOf } from './intent.js';

/** What left today, counted from the tickets as they are at each question. */
export function dayOf(tickets: ReadonlyMap<string, TicketRecord>, clock: { now(): number }): DayBook {
  function* today(): Iterable<Intent & Pick<TicketRecord, 'where'>> {
    const date = kstDate(clock.now());
    for (const { intents, where } of tickets.values()) {
      for (const intent of intents) {
        const at = leftAt(intent);
        if (counts(intent) && (at === undefined || kstDate(at) === date)) yield { ...intent, where };
      }
    }
  }

  return {
    spent(by) {
      const spent = { amount: 0n, count: 0 };
      for (const intent of today()) {
        const { act, value } = intent;
        if (act.kind === 'cancel' || !isSpentBy(intent, by)) continue;
        spent.amount += value;
        if (act.kind === 'place') spent.count += 1;
      }
      return spent;
    },
    lastLike(order) {
      let last: number | undefined;
      for (const intent of today()) {
        if (intent.act.kind !== 'place' || !isLike(intent.act.order, order)) continue;
        const at = leftAt(intent) ?? clock.now();
        if (last === undefined || at > last) last = at;
      }
      return last;
    },
    unsettled: (account, side, code) => isUnsettled(tickets.values(), account, side, code),
  };
}

function isSpentBy({ act, owner, where }: Intent & Pick<TicketRecord, 'where'>, by: Spender): boolean {
  if ('person' in by) return by.person.includes(owner);
  return 'key' in by ? askingKey(where) === by.key : accountKey(accountOf(act)) === by.account;
}

const isLike = (a: OrderRequest, b: OrderRequest) =>
  accountKey(a.account) === accountKey(b.account) &&
  a.side === b.side &&
  a.code === b.code &&
  a.quantity === b.quantity &&
  a.price === b.price &&
  a.type === b.type;

/** Changes of an order count too: while nobody knows what became of one, its price and quantity are in doubt. */
function isUnsettled(tickets: Iterable<TicketRecord>, account: string, side: Side, code: string): boolean {
  for (const { intents } of tickets) {
    for (const { act, state } of intents) {
      if (state.kind !== 'unknown' || act.kind === 'cancel') continue;
      const subject = subjectOf(act);
      if (accountKey(accountOf(act)) === account && subject.side === side && subject.code === code)
        return true;
    }
  }
  return false;
}
