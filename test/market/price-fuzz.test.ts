import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstrumentKind } from '../../src/core/index.js';
import {
  checkPrice,
  isOnTick,
  type PriceProblem,
  priceLimits,
  roundToTick,
  tradeCosts,
} from '../../src/market/index.js';
import { around, limitsAround, sameStretch } from './price-model.js';

/** Cases of the whole file; `FUZZ_RUNS=100000` is the full campaign. */
const CASES = Number(process.env['FUZZ_RUNS'] ?? 20_000);
const PROPERTIES = 5;
const holds = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>) =>
  fc.check(property, { numRuns: Math.ceil(CASES / PROPERTIES) });

const KINDS: readonly InstrumentKind[] = ['stock', 'etf', 'etn', 'elw', 'reit', 'other'];
const BORDERS = [5, 2_000, 5_000, 20_000, 50_000, 200_000, 500_000];
const anyKind = fc.constantFrom(...KINDS);
const anyPrice = fc.oneof(
  fc.integer({ min: 1, max: 3_000_000 }),
  fc.integer({ min: 1, max: 30_000 }),
  fc.tuple(fc.constantFrom(...BORDERS), fc.integer({ min: -4, max: 4 })).map(([border, by]) => border + by),
);
/** A legal price as the base of a day; those of funds stay where their small steps can still be counted one by one. */
const anyBase = fc.tuple(anyKind, anyPrice).map(([kind, price]) => {
  const fund = kind === 'etf' || kind === 'etn' || kind === 'elw';
  const near = fund ? (price % 60_000) + 5 : price;
  return { kind, base: around(near, kind).below ?? 5 };
});

function expectNoCounterexample<T>(details: fc.RunDetails<T>): void {
  expect({ counterexample: details.counterexample, runs: details.numRuns }).toEqual({
    counterexample: null,
    runs: Math.ceil(CASES / PROPERTIES),
  });
}

const isProblem = (got: 'ok' | PriceProblem, below: number | undefined, above: number): boolean =>
  got !== 'ok' &&
  got.problem === 'tick' &&
  got.below === (below === undefined ? undefined : BigInt(below)) &&
  got.above === BigInt(above);

describe('against a walk over every legal price', () => {
  it('the tick table allows the same prices and rounds to the same neighbours', () => {
    expectNoCounterexample(
      holds(
        fc.property(anyPrice, anyKind, (price, kind) => {
          const { below, above } = around(price, kind);
          const [down, up] = [
            roundToTick(BigInt(price), kind, 'down'),
            roundToTick(BigInt(price), kind, 'up'),
          ];
          return (
            isOnTick(BigInt(price), kind) === (below === price) &&
            down === BigInt(below ?? above ?? 0) &&
            up === BigInt(above ?? 0)
          );
        }),
      ),
    );
  });

  it('the price limits of every legal base are the same', () => {
    expectNoCounterexample(
      holds(
        fc.property(anyBase, ({ kind, base }) => {
          const expected = limitsAround(base, kind);
          const { upper, lower } = priceLimits(BigInt(base), kind);
          return upper === BigInt(expected.upper) && lower === BigInt(expected.lower);
        }),
      ),
    );
  });

  it('an order price passes, is offered its neighbours or the limit, and whatever is offered passes', () => {
    expectNoCounterexample(
      holds(
        fc.property(
          anyBase,
          fc.integer({ min: 60, max: 140 }),
          fc.integer({ min: -6, max: 6 }),
          fc.boolean(),
          (day, percent, by, limited) => {
            const { kind, base } = day;
            const price = Math.floor((base * percent) / 100) + by;
            const { upper, lower } = limitsAround(base, kind);
            const limits = limited ? { upper: BigInt(upper), lower: BigInt(lower) } : undefined;
            const rules = { kind, limits, quoted: undefined };
            const got = checkPrice(BigInt(price), rules);
            const offered =
              got === 'ok' ? [] : got.problem === 'tick' ? [got.below, got.above] : [got.nearest];
            if (!offered.every(o => o === undefined || checkPrice(o, rules) === 'ok')) return false;
            if (limited && price > upper)
              return got !== 'ok' && got.problem === 'above' && got.nearest === BigInt(upper);
            if (limited && price < lower)
              return got !== 'ok' && got.problem === 'below' && got.nearest === BigInt(lower);
            const { below, above } = around(price, kind);
            return below === price ? got === 'ok' : isProblem(got, below, above ?? 0);
          },
        ),
      ),
    );
  });

  it("a quote's own unit counts in its band and nowhere else", () => {
    expectNoCounterexample(
      holds(
        fc.property(
          anyPrice,
          anyPrice,
          anyKind,
          fc.constantFrom(1, 5, 10, 50, 100),
          (price, last, kind, tick) => {
            const quoted = { price: BigInt(last), tick: BigInt(tick) };
            const got = checkPrice(BigInt(price), { kind, limits: undefined, quoted });
            const { below, above } = around(price, kind);
            if (!sameStretch(price, last, kind)) {
              return below === price ? got === 'ok' : isProblem(got, below, above ?? 0);
            }
            const under = Math.floor(price / tick) * tick;
            if (under === price) return got === 'ok';
            return isProblem(got, under === 0 ? undefined : under, under + tick);
          },
        ),
      ),
    );
  });
});

it('fee and tax are the same as counted million by million, with a rest below', () => {
  const anyAmount = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const anyRate = fc.bigInt({ min: 0n, max: 20_000n });
  const part = (amount: bigint, rate: bigint) =>
    (amount / 1_000_000n) * rate +
    BigInt(Math.floor((Number(amount % 1_000_000n) * Number(rate)) / 1_000_000));
  expectNoCounterexample(
    holds(
      fc.property(
        anyAmount,
        anyRate,
        anyRate,
        anyKind,
        fc.constantFrom('buy', 'sell'),
        (amount, fee, tax, kind, side) => {
          const none = { stock: 0n, reit: 0n, other: 0n, etf: 0n, etn: 0n, elw: 0n };
          const costs = tradeCosts({ side, amount, kind }, { fee, salesTax: { ...none, [kind]: tax } });
          return costs.fee === part(amount, fee) && costs.tax === (side === 'sell' ? part(amount, tax) : 0n);
        },
      ),
    ),
  );
});
