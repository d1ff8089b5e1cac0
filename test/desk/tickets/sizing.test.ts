import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Side, Size } from '../../../src/core/index.js';
import { sharesOf } from '../../../src/desk/tickets/size.js';
import { weigh } from '../../../src/desk/tickets/weigh.js';
import { DEFAULT_RATES, tradeCosts } from '../../../src/market/index.js';
import { deniedWith } from './denied-with.js';
import { OPEN_ORDER } from './rig.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 5_000);
const check = { numRuns: RUNS };

const price = fc.bigInt(1n, 2_000_000n);
const most = fc.oneof(fc.constant(0n), fc.bigInt(0n, 1_000_000n));
const size: fc.Arbitrary<Size> = fc.oneof(
  fc.record({ kind: fc.constant('shares'), shares: fc.bigInt(-2n, 2_000_000n) }),
  fc.record({ kind: fc.constant('all') }),
  fc.record({ kind: fc.constant('percent'), percent: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constant('amount'), won: fc.bigInt(1n, 10n ** 12n) }),
);

/**
 * What a size means, told the other way round: of all whole numbers of shares the largest that does not ask for more
 * than was said. Found by halving, without a division.
 */
function largest(fits: (shares: bigint) => boolean): bigint {
  let low = 0n;
  let high = 1n;
  while (fits(high)) high *= 2n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function meant(wish: Size, at: { price: bigint; most: bigint }): bigint {
  switch (wish.kind) {
    case 'shares':
      return wish.shares;
    case 'all':
      return at.most;
    case 'percent':
      return largest(n => n * 100n <= at.most * BigInt(wish.percent));
    case 'amount':
      return largest(n => n * at.price <= wish.won);
  }
}

describe('the number of shares', () => {
  test('is what a model without division finds, or the order is refused', async () => {
    await fc.assert(
      fc.asyncProperty(size, price, most, async (wish, price, most) => {
        const expected = meant(wish, { price, most });
        const nothing = expected <= 0n && most > 0n;
        if (!nothing) expect(sharesOf(wish, { price, most })).toBe(expected);
        else {
          const { detail } = await deniedWith(() => sharesOf(wish, { price, most }));
          expect(detail).toEqual({ problem: 'zero', price: String(price) });
        }
      }),
      check,
    );
  });
});

describe('the value of an order', () => {
  test('is its shares times its price, one by one, or the upper limit price where it has none', () => {
    const few = fc.bigInt(1n, 300n);
    const asked = fc.oneof(fc.constant(0n), price);
    fc.assert(
      fc.property(few, asked, price, fc.constantFrom<Side>('buy', 'sell'), (quantity, asked, upper, side) => {
        let sum = 0n;
        for (let n = 0n; n < quantity; n += 1n) sum += asked === 0n ? upper : asked;
        const weighed = weigh(
          { side, code: '005930', quantity, price: asked },
          { upperLimit: upper },
          undefined,
        );
        expect(weighed.value).toBe(sum);
        expect(weighed.adds).toEqual({ amount: sum, count: 1 });
      }),
      check,
    );
  });

  test('of an amendment adds what the new one is worth above the old one, and never less than nothing', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 1_000_000n), price, price, (quantity, before, after) => {
        const original = { ...OPEN_ORDER, price: before };
        const { value, adds } = weigh(
          { side: 'buy', code: '005930', quantity, price: after },
          { upperLimit: 1n },
          original,
        );
        expect(value).toBe(quantity * after);
        expect(adds.count).toBe(0);
        expect(adds.amount > 0n).toBe(after > before);
        if (after > before) expect(adds.amount + quantity * before).toBe(quantity * after);
      }),
      check,
    );
  });
});

describe('the costs on the card', () => {
  test('are the whole won of the exact fraction: no more than it, and less than one won below it', () => {
    const amount = fc.bigInt(0n, 10n ** 13n);
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom<Side>('buy', 'sell'),
        fc.constantFrom('stock', 'reit', 'other', 'etf', 'etn', 'elw'),
        (amount, side, kind) => {
          const { fee, tax } = tradeCosts({ side, amount, kind }, DEFAULT_RATES);
          // 0.0142 % and 0.20 %, as whole numbers over a million.
          const taxed = side === 'sell' && (kind === 'stock' || kind === 'reit' || kind === 'other');
          for (const [cost, rate] of [
            [fee, 142n],
            [tax, taxed ? 2_000n : 0n],
          ] as const) {
            expect(cost * 1_000_000n <= amount * rate).toBe(true);
            expect((cost + 1n) * 1_000_000n > amount * rate).toBe(true);
          }
        },
      ),
      check,
    );
  });
});
