import type { InstrumentKind, Won } from '../core/index.js';
import type { PriceLimits } from './price-limit.js';
import { isSameBand, tickSize } from './tick-size.js';

/** The rules an order's price is held against. */
export interface PriceRules {
  readonly kind: InstrumentKind;
  /** 상한가 and 하한가 of the day, from the quote or from `priceLimits`; undefined: none apply (정리매매). */
  readonly limits: PriceLimits | undefined;
  /** The price unit as the broker tells it: `tick` (won) at its last `price`. A `Quote` fits. */
  readonly quoted: { readonly price: Won; readonly tick: Won } | undefined;
}

/**
 * Why no order may carry a price. `tick`: it lies between two legal prices, `below` (undefined under the lowest one)
 * and `above`. `above` and `below`: beyond a limit, `nearest` being that limit. All in won, and all of them pass.
 */
export type PriceProblem =
  | { readonly problem: 'tick'; readonly below: Won | undefined; readonly above: Won }
  | { readonly problem: 'above' | 'below'; readonly nearest: Won };

/**
 * Whether an order may carry this price (won). The limits come first and are legal themselves, whatever the unit.
 *
 * Which unit: the broker tells the one at the last price. There it outranks the table, which may be behind the
 * rules or wrong about the kind of issue. It says nothing of a price in another band, where the step is another one:
 * a share at 199,900 (100 won) may not be ordered at 200,100 (500 won). So in any other band the table decides.
 */
export function checkPrice(price: Won, rules: PriceRules): 'ok' | PriceProblem {
  const { limits } = rules;
  if (limits !== undefined) {
    if (price > limits.upper) return { problem: 'above', nearest: limits.upper };
    if (price < limits.lower) return { problem: 'below', nearest: limits.lower };
    if (price === limits.upper || price === limits.lower) return 'ok';
  }
  const tick = unitAt(price, rules);
  if (price <= 0n) return { problem: 'tick', below: undefined, above: tick };
  const over = price % tick;
  if (over === 0n) return 'ok';
  const below = price - over;
  const above = below + tick;
  if (limits === undefined) return { problem: 'tick', below: below > 0n ? below : undefined, above };
  return {
    problem: 'tick',
    below: below < limits.lower ? limits.lower : below,
    above: above > limits.upper ? limits.upper : above,
  };
}

function unitAt(price: Won, { kind, quoted }: PriceRules): Won {
  const positive = price > 0n ? price : 1n;
  const holds = quoted !== undefined && quoted.tick > 0n && isSameBand(positive, quoted.price, kind);
  return holds ? quoted.tick : tickSize(positive, kind);
}
