import { describe, expect, test } from 'vitest';
import type { TradeAct, VenueOrder } from '../../../src/core/index.js';
import { FIRST_HUNT, judge } from '../../../src/desk/intents/look.js';
import { ACCOUNT } from '../../support/desk.js';
import { listOf, rowAt } from '../../support/venue-list.js';

const AT = Date.parse('2026-11-23T10:00:00+09:00');
const DAY = 86_400_000;
const ORIGINAL = rowAt(AT - 60_000, '2', { quantity: 5n, remaining: 5n });
const GONE = { ...ORIGINAL, remaining: 0n, state: 'cancelled' } as const;

const change = {
  account: ACCOUNT,
  order: { number: '2', branch: '00950' },
  quantity: 'all',
  exchange: 'KRX',
} as const;
const AMEND: TradeAct = {
  kind: 'amend',
  request: { ...change, type: 'limit', price: 70_000n },
  original: ORIGINAL,
};
const CANCEL: TradeAct = { kind: 'cancel', request: change, original: ORIGINAL };

const snapshot = { at: AT, numbers: ['1', '2'], complete: true, totals: undefined, holding: undefined };
const found = (act: TradeAct, rows: readonly VenueOrder[], ours: readonly string[] = []) => {
  const at = { elapsed: 1_000, over: false, isOurs: (row: VenueOrder) => ours.includes(row.number) };
  return judge({ act, at: AT, snapshot }, FIRST_HUNT, listOf(rows), at).kind;
};

describe.each([
  ['amendment', AMEND],
  ['cancel', CANCEL],
] as const)('an %s of unknown outcome', (_, act) => {
  test('never came where its original has nothing left to change and nothing else stands beside it', () => {
    expect(found(act, [GONE])).toBe('never');
    expect(found(act, [ORIGINAL])).toBe('open');
  });

  test('is not declared never sent by an order of another day that has its original’s number', () => {
    const namesake = rowAt(AT + DAY, '0000002', { remaining: 0n, state: 'filled', filled: 10n });
    expect(found(act, [namesake, ORIGINAL])).toBe('open');
  });

  test('is not declared never sent while a like change stands there that names another order of its chain', () => {
    const later = rowAt(AT + 1_000, '3', {
      act: act.kind,
      originalNumber: '1',
      price: 70_000n,
      quantity: 5n,
    });
    expect(found(act, [later, GONE])).toBe('open');
    expect(found(act, [later, GONE], ['3'])).toBe('never');
    expect(found(act, [{ ...later, state: 'rejected' }, GONE])).toBe('never');
    expect(found(act, [{ ...later, code: '000660' }, GONE])).toBe('never');
  });

  test('is found by the original that its row names, however that is padded', () => {
    expect(
      found(act, [rowAt(AT, '3', { act: act.kind, originalNumber: '0000002', price: 70_000n }), GONE]),
    ).toBe('found');
  });
});
