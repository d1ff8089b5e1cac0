import { addKstDays, kstDate, type Shares, type Side, type Won } from '../../core/index.js';
import { DEFAULT_RATES, previousTradingDay, tradeCosts } from '../../market/index.js';
import type { Account } from '../account.js';
import { listingOf } from '../listings.js';
import type { Order } from '../order.js';
import { sharesOnOffer } from '../order-log.js';
import type { Venue } from '../venue.js';

/** One holding as every service of an account counts it, won and shares. */
export interface HoldingFigures {
  readonly code: string;
  readonly name: string;
  readonly quantity: Shares;
  readonly sellable: Shares;
  readonly cost: Won;
  readonly price: Won;
  readonly base: Won;
  readonly value: Won;
  /** Fee of a purchase at the cost, fee and tax of a sale at the value. */
  readonly buyFee: Won;
  readonly sellFee: Won;
  readonly tax: Won;
  /** Value less cost, fees and tax. */
  readonly profit: Won;
  readonly boughtToday: Shares;
  readonly soldToday: Shares;
  readonly boughtBefore: Shares;
  readonly soldBefore: Shares;
}

/** Every holding of an account at this moment; what has been sold wholly is none. */
export function holdingsOf(venue: Venue, account: Account, now: number): readonly HoldingFigures[] {
  const today = kstDate(now);
  const before = venue.switches.alwaysOpen ? addKstDays(today, -1) : previousTradingDay(today);
  const orders = venue.orders.of(account.key).filter(o => o.filled > 0n);
  const traded = (code: string, day: string, side: Side) => filledOf(orders, code, day, side);
  return account.holdings
    .filter(h => h.quantity > 0n)
    .map(({ code, quantity, cost }) => {
      const instrument = listingOf(code)?.instrument;
      const kind = instrument?.kind ?? 'stock';
      const price = venue.tape.price(code, now);
      const value = quantity * price;
      const bought = tradeCosts({ side: 'buy', amount: cost, kind }, DEFAULT_RATES);
      const sold = tradeCosts({ side: 'sell', amount: value, kind }, DEFAULT_RATES);
      return {
        code,
        name: instrument?.name ?? code,
        quantity,
        sellable: quantity - sharesOnOffer(venue.orders, account.key, code),
        cost,
        price,
        base: venue.tape.base(code, now),
        value,
        buyFee: bought.fee,
        sellFee: sold.fee,
        tax: sold.tax,
        profit: value - cost - bought.fee - sold.fee - sold.tax,
        boughtToday: traded(code, today, 'buy'),
        soldToday: traded(code, today, 'sell'),
        boughtBefore: traded(code, before, 'buy'),
        soldBefore: traded(code, before, 'sell'),
      };
    });
}

function filledOf(orders: readonly Order[], code: string, day: string, side: Side): Shares {
  return orders.reduce(
    (sum, o) => (o.code === code && o.day === day && o.side === side ? sum + o.filled : sum),
    0n,
  );
}

/** One figure of all holdings together. */
export function sumOf(holdings: readonly HoldingFigures[], figure: 'cost' | 'value' | 'profit'): Won {
  return holdings.reduce((sum, h) => sum + h[figure], 0n);
}
