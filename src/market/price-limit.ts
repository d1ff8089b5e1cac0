import type { InstrumentKind, Won } from '../core/index.js';
import { roundToTick, tickSize } from './tick-size.js';

/** The highest and lowest price (won) at which an issue may trade on a day: 상한가 and 하한가. */
export interface PriceLimits {
  upper: Won;
  lower: Won;
}

/**
 * The ±30 % limits around the day's base price (기준가, > 0n). The width is 30 % of the base cut to the base's price
 * unit; a limit that lands among larger units is cut to those. Both are legal prices within 30 %, whenever the base
 * is large enough for the width to be a step at all; below that both are the base.
 *
 * Not for 정리매매 (no limits), a first day of trading, or leveraged funds, whose limits are wider: where a quote is at
 * hand, its own limits (KIS: 주식현재가 시세 FHKST01010100 `stck_mxpr`, `stck_llam`) outrank these.
 */
export function priceLimits(base: Won, kind: InstrumentKind): PriceLimits {
  const width = (base * 30n) / 100n;
  const cut = width - (width % tickSize(base, kind));
  return {
    upper: roundToTick(base + cut, kind, 'down'),
    lower: roundToTick(base - cut, kind, 'up'),
  };
}
