import table from '../../data/tables/price-units.json' with { type: 'json' };
import type { InstrumentKind, Won } from '../core/index.js';

interface Band {
  readonly from: Won;
  readonly unit: Won;
}

/** Highest band first, so that the first one reached is the right one. */
const bands = (rows: readonly { from: number; unit: number }[]): readonly Band[] =>
  rows
    .map(row => ({ from: BigInt(row.from), unit: BigInt(row.unit) }))
    .sort((a, b) => (a.from < b.from ? 1 : -1));

const STOCK = bands(table.stock);
const EXCHANGE_TRADED = bands(table.exchangeTraded);
const ELW = bands(table.elw);

const BANDS: Readonly<Record<InstrumentKind, readonly Band[]>> = {
  stock: STOCK,
  reit: STOCK,
  other: STOCK,
  etf: EXCHANGE_TRADED,
  etn: EXCHANGE_TRADED,
  elw: ELW,
};

/**
 * 호가단위: the step (won) between legal prices at this price, from `data/tables/price-units.json`.
 * Where a quote is at hand, its own unit (KIS: 주식현재가 시세 FHKST01010100 `aspr_unit`) outranks this table around the
 * quoted price: `checkPrice`.
 */
export function tickSize(price: Won, kind: InstrumentKind): Won {
  return bandOf(price, kind)?.unit ?? 1n;
}

/** Whether two prices (won) lie in one band of the table, so that a unit known at the one holds at the other. */
export function isSameBand(a: Won, b: Won, kind: InstrumentKind): boolean {
  return bandOf(a, kind) === bandOf(b, kind);
}

function bandOf(price: Won, kind: InstrumentKind): Band | undefined {
  return BANDS[kind].find(band => price >= band.from);
}

/** Whether an order may carry this price, its limits aside. */
export function isOnTick(price: Won, kind: InstrumentKind): boolean {
  return price > 0n && price % tickSize(price, kind) === 0n;
}

/**
 * The nearest legal price at or below (`down`) or at or above (`up`) the given one, always less than one step away.
 * Bands begin on a price that is legal in both, so rounding up may land on the border but never past it.
 * The lowest legal price is one step: nothing rounds below it, not even `down`.
 */
export function roundToTick(price: Won, kind: InstrumentKind, direction: 'down' | 'up'): Won {
  const tick = tickSize(price, kind);
  if (price <= tick) return tick;
  const below = price - (price % tick);
  return direction === 'down' || below === price ? below : below + tick;
}
