import type {
  AccountRef,
  Exchange,
  OrderType,
  Shares,
  Side,
  TradingMode,
  Won,
} from '../../src/core/index.js';
import { roundToTick } from '../../src/market/index.js';
import { type Person, TRADERS } from '../support/trade-people.js';
import type { TradeRig } from '../support/trade-rig.js';
import { ISSUES } from '../support/trade-venue.js';
import type { Pick as Draw } from './fault-plan.js';

/** What one person wants done, in words and as the venue would have it. */
export interface Wish {
  readonly by: Person;
  /** Eight digits. */
  readonly account: string;
  readonly text: string;
  readonly side: Side;
  readonly code: string;
  readonly act:
    | {
        readonly kind: 'new';
        readonly type: OrderType;
        readonly quantity: Shares;
        readonly price: Won;
        readonly exchange: Exchange;
      }
    /** `original`: the venue's number of a resting order, placed by hand. */
    | { readonly kind: 'amend' | 'cancel'; readonly original: string };
}

/** The product code behind every account number. */
export const PRODUCT = '01';

/** The nth wish of a batch. No two of one batch have both issue and side in common; the next two share their issue. */
export async function wishOf(
  rig: TradeRig,
  pick: Draw,
  n: number,
  from: { readonly mode: TradingMode; readonly account: string; readonly mayChange: boolean },
): Promise<Wish> {
  const { mode, account } = from;
  const issue = ISSUES[Math.floor(n / 2) % ISSUES.length];
  const by = TRADERS[n % TRADERS.length];
  if (!issue || !by) throw new RangeError('nothing to order');
  rig.useAccount(account);
  const { code, kind } = issue;
  const side = (n + Math.floor(n / 2 / ISSUES.length)) % 2 === 0 ? 'buy' : 'sell';
  const { price: last, upperLimit, lowerLimit } = await rig.desk().broker.market.quote(code);
  const quantity = pick([1n, 2n, 3n, 7n, 19n]);
  const resting = side === 'buy' ? lowerLimit : upperLimit;
  const base = { by, account, side, code } as const;

  const change = from.mayChange ? pick(['no', 'no', 'no', 'amend', 'cancel'] as const) : 'no';
  if (change !== 'no') {
    const original = await rig.venue.placeByHand({
      account: `${account}${PRODUCT}`,
      side,
      code,
      type: 'limit',
      quantity,
      price: resting,
    });
    const nearer =
      side === 'buy' ? roundToTick(resting + 1n, kind, 'up') : roundToTick(resting - 1n, kind, 'down');
    const number = `#${Number(original)}`;
    const text = change === 'amend' ? `/amend ${number} ${nearer}` : `/cancel ${number}`;
    return { ...base, text, act: { kind: change, original } };
  }

  if (pick([true, false])) {
    const act = { kind: 'new', type: 'market', quantity, price: 0n, exchange: 'KRX' } as const;
    return { ...base, text: `/${side} ${code} ${quantity}`, act };
  }
  const crossing = side === 'buy' ? upperLimit : lowerLimit;
  const price = pick([resting, resting, last, crossing]);
  const exchange = mode === 'live' ? pick(['KRX', 'NXT', 'SOR'] as const) : 'KRX';
  const text = `/${side} ${code} ${quantity} ${price} limit ${exchange}`;
  return { ...base, text, act: { kind: 'new', type: 'limit', quantity, price, exchange } };
}

/** What the request that carries a wish out is called: TR id, or api-id. */
export function orderTr({ side, act }: Wish, { broker, mode }: Pick<AccountRef, 'broker' | 'mode'>): string {
  const number = { amend: 2, cancel: 3, new: side === 'buy' ? 0 : 1 }[act.kind];
  if (broker === 'kiwoom') return `kt1000${number}`;
  const family = mode === 'live' ? 'TTTC' : 'VTTC';
  if (act.kind !== 'new') return `${family}0013U`;
  return side === 'buy' ? `${family}0012U` : `${family}0011U`;
}
