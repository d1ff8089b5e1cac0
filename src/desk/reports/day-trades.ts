import type { InstrumentKind, OrderList, Side, VenueOrder, Won } from '../../core/index.js';
import { DEFAULT_RATES, tradeCosts } from '../../market/index.js';

/** What was ordered and filled on a day. */
export interface DayTrades {
  readonly placed: number;
  readonly amended: number;
  readonly cancelled: number;
  readonly rejected: number;
  /** Orders of which something can still be filled. */
  readonly open: number;
  readonly bought: Fills;
  readonly sold: Fills;
  /** Fee and sales tax by the usual rates; the broker's own figures come with the settlement. */
  readonly costs: Won;
}

/** Orders that were filled at least in part, their shares and their amount. */
export interface Fills {
  readonly count: number;
  readonly quantity: bigint;
  readonly amount: Won;
}

/** `kinds`: of the issues; one that is not known is taken for a share. */
export function dayTrades(
  { orders }: Pick<OrderList, 'orders'>,
  kinds: ReadonlyMap<string, InstrumentKind>,
): DayTrades {
  const acts = (act: VenueOrder['act']) =>
    orders.filter(order => order.act === act && order.state !== 'rejected').length;
  const filled = orders.filter(order => order.act !== 'cancel' && order.filled > 0n);
  const costs = filled
    .map(order =>
      tradeCosts(
        { side: order.side, amount: fillAmount(order), kind: kinds.get(order.code) ?? 'stock' },
        DEFAULT_RATES,
      ),
    )
    .reduce((sum, { fee, tax }) => sum + fee + tax, 0n);
  return {
    placed: acts('new'),
    amended: acts('amend'),
    cancelled: acts('cancel'),
    rejected: orders.filter(order => order.state === 'rejected').length,
    open: orders.filter(order => order.remaining > 0n).length,
    bought: fillsOf('buy', filled),
    sold: fillsOf('sell', filled),
    costs,
  };
}

function fillsOf(side: Side, filled: readonly VenueOrder[]): Fills {
  const mine = filled.filter(order => order.side === side);
  return {
    count: mine.length,
    quantity: mine.reduce((sum, order) => sum + order.filled, 0n),
    amount: mine.reduce((sum, order) => sum + fillAmount(order), 0n),
  };
}

/** The average has four decimals at most: read as whole ten-thousandths, so that the product is exact before it is rounded. */
function fillAmount({ filled, averageFill }: VenueOrder): Won {
  const tenThousandths = BigInt(averageFill.toFixed(4).replace('.', ''));
  return (tenThousandths * filled + 5_000n) / 10_000n;
}
