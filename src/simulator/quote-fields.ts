import type { Won } from '../core/index.js';
import { priceLimits } from '../market/index.js';
import { percent } from './decimal.js';
import type { Listing } from './listings.js';
import type { Bar } from './tape.js';

/** How a price stands against the one before it, as every quote service writes it. */
export interface ChangeFields {
  /** Signed. */
  readonly prdy_vrss: string;
  /** 1 upper limit, 2 up, 3 flat, 4 lower limit, 5 down. */
  readonly prdy_vrss_sign: string;
  /** Percent, signed, two decimals. */
  readonly prdy_ctrt: string;
}

export function changeFields(issue: Listing, price: Won, before: Won): ChangeFields {
  return {
    prdy_vrss: (price - before).toString(),
    prdy_vrss_sign: signOf(issue, price, before),
    prdy_ctrt: percent(price - before, before, 2),
  };
}

/** The day as it stands: last price, change against the base, volume and turnover. */
export function dayFields(issue: Listing, bar: Bar, base: Won) {
  return {
    ...changeFields(issue, bar.close, base),
    stck_prpr: bar.close.toString(),
    acml_vol: bar.volume.toString(),
    acml_tr_pbmn: bar.turnover.toString(),
  };
}

/** Open, high and low of a bar. */
export function rangeOf(bar: Bar) {
  return {
    stck_oprc: bar.open.toString(),
    stck_hgpr: bar.high.toString(),
    stck_lwpr: bar.low.toString(),
  };
}

/** The same of today: before the first trade KIS shows none. */
export function rangeOfToday(bar: Bar) {
  return rangeOf(bar.volume === 0n ? { ...bar, open: 0n, high: 0n, low: 0n } : bar);
}

function signOf(issue: Listing, price: Won, before: Won): string {
  if (price === before) return '3';
  const { upper, lower } = priceLimits(before, issue.instrument.kind);
  if (price > before) return price >= upper ? '1' : '2';
  return price <= lower ? '4' : '5';
}
