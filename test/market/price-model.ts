import type { InstrumentKind } from '../../src/core/index.js';

/**
 * The exchange's price rules a second time, by walking: every legal price up to a few million won stands in a list,
 * and everything else is looked up in it. Plain numbers, no rounding.
 */
const END = 5_000_000;

/** Up to (and without) this price, this step. */
type Stretch = readonly [upTo: number, step: number];

const SHARE: readonly Stretch[] = [
  [2_000, 1],
  [5_000, 5],
  [20_000, 10],
  [50_000, 50],
  [200_000, 100],
  [500_000, 500],
  [END, 1_000],
];
const FUND: readonly Stretch[] = [
  [2_000, 1],
  [END, 5],
];
const WARRANT: readonly Stretch[] = [[END, 5]];

const STRETCHES: Readonly<Record<InstrumentKind, readonly Stretch[]>> = {
  stock: SHARE,
  reit: SHARE,
  other: SHARE,
  etf: FUND,
  etn: FUND,
  elw: WARRANT,
};

const WALKS = new Map<readonly Stretch[], readonly number[]>();

/** Every legal price of such an issue below five million won, lowest first. */
function legalPrices(kind: InstrumentKind): readonly number[] {
  const stretches = STRETCHES[kind];
  const known = WALKS.get(stretches);
  if (known !== undefined) return known;
  const walk: number[] = [];
  let price = 0;
  for (const [upTo, step] of stretches) {
    while (price < upTo) {
      if (price > 0) walk.push(price);
      price += step;
    }
  }
  WALKS.set(stretches, walk);
  return walk;
}

/** The legal prices around a price, both the price itself when it is one; undefined beyond the ends of the walk. */
export function around(
  price: number,
  kind: InstrumentKind,
): { below: number | undefined; above: number | undefined } {
  const walk = legalPrices(kind);
  let [low, high] = [0, walk.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((walk[middle] ?? END) < price) low = middle + 1;
    else high = middle;
  }
  return { below: walk[low] === price ? price : walk[low - 1], above: walk[low] };
}

/** The limits around a legal base price: whole steps of the base away from it while they stay within 30 %. */
export function limitsAround(base: number, kind: InstrumentKind): { upper: number; lower: number } {
  const step = (around(base + 1, kind).above ?? END) - base;
  let away = 0;
  while ((away + step) * 10 <= base * 3) away += step;
  return {
    upper: around(base + away, kind).below ?? base,
    lower: around(base - away, kind).above ?? base,
  };
}

/** Whether two prices lie in the same stretch of steps. */
export function sameStretch(a: number, b: number, kind: InstrumentKind): boolean {
  const find = (price: number) => STRETCHES[kind].findIndex(([upTo]) => price < upTo);
  return find(a) === find(b);
}
