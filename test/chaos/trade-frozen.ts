import {
  accountKey,
  groupDigits,
  maskAccount,
  sameOrderNumber,
  type TradeAct,
} from '../../src/core/index.js';
import { orderTypeCode } from '../../src/market/index.js';
import { textOf } from '../support/desk.js';
import type { Ticket, TradeRig } from '../support/trade-rig.js';
import type { VenueRecord } from '../support/trade-venue.js';

/** In what an order at the venue differs from the act that was frozen with its ticket, or the act from the card. */
export function frozenProblems(rig: TradeRig, ticket: Ticket, row: VenueRecord): string[] {
  const act = frozenAct(rig, ticket);
  if (!act) return ['no such ticket in the journal'];
  const pairs = [...venuePairs(act, row), ...cardPairs(act, ticket)];
  return pairs.filter(([, same]) => !same).map(([what]) => `${what} differs: ${JSON.stringify(row)}`);
}

function frozenAct({ journal }: TradeRig, { id }: Ticket): TradeAct | undefined {
  for (const line of journal) if (line.kind === 'proposed' && line.ticket === id) return line.acts[0];
  return undefined;
}

type Compared = readonly [what: string, same: boolean];

function venuePairs(act: TradeAct, row: VenueRecord): Compared[] {
  const account = accountKey(act.kind === 'place' ? act.order.account : act.request.account).replace('-', '');
  if (act.kind === 'place') {
    const { side, code, type, quantity, price, exchange } = act.order;
    return [
      ['account', row.account === account],
      ['act', row.action === 'new'],
      ['side', row.side === side],
      ['code', row.code === code],
      ['type', row.type === orderTypeCode(type)],
      ['quantity', BigInt(row.quantity) === quantity],
      ['price', BigInt(row.price) === price],
      ['exchange', row.exchange === exchange],
    ];
  }
  const { request, original } = act;
  const quantity = request.quantity === 'all' ? original.remaining : request.quantity;
  return [
    ['account', row.account === account],
    ['act', row.action === act.kind],
    ['original', sameOrderNumber(row.originalNumber, request.order.number)],
    ['quantity', BigInt(row.quantity) === quantity],
    ['price', act.kind === 'cancel' || BigInt(row.price) === act.request.price],
  ];
}

/** What the person read before confirming. */
function cardPairs(act: TradeAct, { card }: Ticket): Compared[] {
  const text = textOf(card);
  const reads = (what: string, words: string): Compared => [`${what} on the card`, text.includes(words)];
  const { account } = act.kind === 'place' ? act.order : act.request;
  const { side, code } = act.kind === 'place' ? act.order : act.original;
  const base = [
    ['environment on the card', card.stamp === account.mode] as const,
    reads('account', maskAccount(account)),
    reads('side', side === 'buy' ? '매수' : '매도'),
    reads('code', code),
  ];
  if (act.kind !== 'place') {
    const number = `#${Number(act.request.order.number)}`;
    const price = act.kind === 'amend' ? [reads('price', `${groupDigits(act.request.price)}원`)] : [];
    return [...base, reads('original', number), ...price];
  }
  const { quantity, price, exchange } = act.order;
  const terms = price > 0n ? `× ${groupDigits(price)}원` : '× 시장가';
  return [...base, reads('terms', `${groupDigits(quantity)}주 ${terms}`), reads('exchange', exchange)];
}
