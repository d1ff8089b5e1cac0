import { describe, expect, it } from 'vitest';
import type { InstrumentKind, Won } from '../../src/core/index.js';
import { checkPrice, priceLimits } from '../../src/market/index.js';

const free = (kind: InstrumentKind) => ({ kind, limits: undefined, quoted: undefined });

/** Where bands meet, with the step below and the step from there on. */
const SHARE_BORDERS: readonly (readonly [border: Won, under: Won, over: Won])[] = [
  [2_000n, 1n, 5n],
  [5_000n, 5n, 10n],
  [20_000n, 10n, 50n],
  [50_000n, 50n, 100n],
  [200_000n, 100n, 500n],
  [500_000n, 500n, 1_000n],
];

describe.each([
  ...(['stock', 'reit', 'other'] as const).flatMap(kind => SHARE_BORDERS.map(b => [kind, ...b] as const)),
  ['etf', 2_000n, 1n, 5n],
  ['etn', 2_000n, 1n, 5n],
  ['elw', 2_000n, 5n, 5n],
  ['elw', 5_000n, 5n, 5n],
] as const)('a price of a %s around %d won', (kind, border, under, over) => {
  it('is legal on the border, one step below it and one step above it', () => {
    for (const price of [border - under, border, border + over]) {
      expect([price, checkPrice(price, free(kind))]).toEqual([price, 'ok']);
    }
  });

  it('one won off lies between the border and the next step, unless the step is one won', () => {
    const above = { problem: 'tick', below: border, above: border + over };
    expect(checkPrice(border + 1n, free(kind))).toEqual(over === 1n ? 'ok' : above);
    const below = { problem: 'tick', below: border - under, above: border };
    expect(checkPrice(border - 1n, free(kind))).toEqual(under === 1n ? 'ok' : below);
  });
});

describe('a price at the bottom', () => {
  it.each([
    ['stock', 0n, 1n],
    ['stock', -70_000n, 1n],
    ['elw', 0n, 5n],
    ['elw', -3n, 5n],
    ['elw', 4n, 5n],
  ] as const)('of a %s, %d won, has nothing legal below it', (kind, price, above) => {
    expect(checkPrice(price, free(kind))).toEqual({ problem: 'tick', below: undefined, above });
  });
});

describe('the price limits', () => {
  // 58,400 is the base; 30 % in steps of 100 won is 17,500.
  const limits = priceLimits(58_400n, 'stock');
  const check = (price: Won) => checkPrice(price, { kind: 'stock', limits, quoted: undefined });

  it('let a price through up to the limit itself, and name it beyond', () => {
    expect(limits).toEqual({ upper: 75_900n, lower: 40_900n });
    expect([check(75_900n), check(75_800n), check(40_900n), check(40_950n)]).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
    for (const price of [75_901n, 76_000n, 1_000_000n]) {
      expect(check(price)).toEqual({ problem: 'above', nearest: 75_900n });
    }
    for (const price of [40_899n, 40_850n, 0n, -1n]) {
      expect(check(price)).toEqual({ problem: 'below', nearest: 40_900n });
    }
  });

  it('leave what lies between two steps inside them to the step', () => {
    expect(check(75_899n)).toEqual({ problem: 'tick', below: 75_800n, above: 75_900n });
    expect(check(40_901n)).toEqual({ problem: 'tick', below: 40_900n, above: 40_950n });
  });

  it('are legal prices, and the last ones offered, though the step known here does not lead to them', () => {
    const told = { kind: 'stock', limits: { upper: 70_130n, lower: 37_770n }, quoted: undefined } as const;
    expect([checkPrice(70_130n, told), checkPrice(37_770n, told)]).toEqual(['ok', 'ok']);
    expect(checkPrice(70_120n, told)).toEqual({ problem: 'tick', below: 70_100n, above: 70_130n });
    expect(checkPrice(37_780n, told)).toEqual({ problem: 'tick', below: 37_770n, above: 37_800n });
  });

  it('do not exist in 정리매매, where any step goes', () => {
    expect([checkPrice(1n, free('stock')), checkPrice(9_999_000n, free('stock'))]).toEqual(['ok', 'ok']);
  });
});

describe("a quote's own unit", () => {
  const quotedAt = (price: Won, tick: Won, kind: InstrumentKind = 'stock') => ({
    kind,
    limits: undefined,
    quoted: { price, tick },
  });

  it('outranks the table in the band of the quoted price, from its first price to its last', () => {
    const etf = quotedAt(1_500n, 5n, 'etf');
    expect(checkPrice(1_501n, etf)).toEqual({ problem: 'tick', below: 1_500n, above: 1_505n });
    expect(checkPrice(1_999n, etf)).toEqual({ problem: 'tick', below: 1_995n, above: 2_000n });
    expect(checkPrice(3n, etf)).toEqual({ problem: 'tick', below: undefined, above: 5n });
    expect(checkPrice(60_010n, quotedAt(70_000n, 10n))).toBe('ok');
  });

  it('says nothing of another band: a share at 199,900 is not ordered at 200,100', () => {
    const share = quotedAt(199_900n, 100n);
    expect(checkPrice(199_800n, share)).toBe('ok');
    expect(checkPrice(200_100n, share)).toEqual({ problem: 'tick', below: 200_000n, above: 200_500n });
    expect(checkPrice(49_950n, share)).toBe('ok');
    expect(checkPrice(200_500n, quotedAt(200_000n, 500n))).toBe('ok');
    expect(checkPrice(199_900n, quotedAt(200_000n, 500n))).toBe('ok');
  });

  it('is not believed when it is no unit', () => {
    expect(checkPrice(70_050n, quotedAt(70_000n, 0n))).toEqual({
      problem: 'tick',
      below: 70_000n,
      above: 70_100n,
    });
  });
});
