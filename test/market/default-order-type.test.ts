import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstrumentKind } from '../../src/core/index.js';
import {
  defaultOrderType,
  ORDER_TYPES,
  type OrderSetting,
  orderHours,
  orderTypeOf,
} from '../../src/market/index.js';

const monday = (time: string) => Date.parse(`2026-11-23T${time}+09:00`);
const LIVE: OrderSetting = { mode: 'live', kind: 'stock', alwaysOpen: false };
const PAPER: OrderSetting = { ...LIVE, mode: 'paper' };

describe('the type of an order of which only the price is said', () => {
  it.each([
    ['KRX', '08:45:00', 'limit'],
    ['KRX', '10:00:00', 'limit'],
    ['KRX', '15:59:59', 'limit'],
    ['KRX', '16:00:00', 'afterLimit'],
    ['KRX', '19:59:59', 'afterLimit'],
    ['KRX', '20:00:00', 'limit'],
    ['NXT', '07:59:59', 'limit'],
    ['NXT', '08:00:00', 'preMarketLimit'],
    ['NXT', '08:49:59', 'preMarketLimit'],
    ['NXT', '08:50:00', 'limit'],
    ['NXT', '10:00:00', 'limit'],
    ['NXT', '17:00:00', 'limit'],
    ['SOR', '08:30:00', 'limit'],
    ['SOR', '17:00:00', 'limit'],
  ] as const)('with one on %s at %s is %s', (exchange, time, type) => {
    expect(defaultOrderType(true, exchange, monday(time), LIVE)).toBe(type);
    expect(defaultOrderType(false, exchange, monday(time), LIVE)).toBe('market');
  });

  it('stays 지정가 in the evening on paper, in the demo and for what the evening does not trade', () => {
    for (const setting of [
      PAPER,
      { ...LIVE, alwaysOpen: true },
      { ...LIVE, kind: 'etf' },
    ] satisfies OrderSetting[]) {
      expect(defaultOrderType(true, 'KRX', monday('17:00:00'), setting)).toBe('limit');
    }
  });
});

const anySetting = fc.record<OrderSetting>({
  mode: fc.constantFrom('live', 'paper'),
  kind: fc.constantFrom<InstrumentKind>('stock', 'etf', 'elw'),
  alwaysOpen: fc.constant(false),
});
const anyType = fc.constantFrom(...Object.values(ORDER_TYPES).map(rule => orderTypeOf(rule.code) ?? 'limit'));
const anyExchange = fc.constantFrom('KRX', 'NXT', 'SOR');
/** Any second of the weeks around a late opening, holidays and a turn of the year. */
const anyInstant = fc
  .integer({ min: monday('00:00:00') / 1000 - 7 * 86_400, max: monday('00:00:00') / 1000 + 50 * 86_400 })
  .map(second => second * 1000);
const FIVE_MINUTES = 300_000;

describe('the next time that is told', () => {
  it('is the first one: taken then, not a moment before, and at no time until then', () => {
    fc.assert(
      fc.property(anyType, anyExchange, anyInstant, anySetting, (type, exchange, instant, setting) => {
        const taken = (time: number) => orderHours(type, exchange, time, setting).kind === 'allowed';
        const now = orderHours(type, exchange, instant, setting);
        if (now.kind !== 'closed' || now.next === undefined) return;
        expect(now.next).toBeGreaterThan(instant);
        expect(taken(now.next)).toBe(true);
        expect(taken(now.next - 1)).toBe(false);
        for (let time = instant; time < now.next; time += FIVE_MINUTES) {
          if (taken(time)) expect.unreachable(`${type} is taken on ${exchange} at ${time}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is missing only where the type is never taken: not within two weeks either', () => {
    fc.assert(
      fc.property(anyType, anyExchange, anyInstant, anySetting, (type, exchange, instant, setting) => {
        const now = orderHours(type, exchange, instant, setting);
        if (now.kind !== 'closed' || now.next !== undefined) return;
        expect(['exchangeNotOffered', 'typeNotOnExchange', 'kindNotNow']).toContain(now.problem);
        for (let hours = 0; hours < 14 * 24; hours += 1) {
          const later = orderHours(type, exchange, instant + hours * 3_600_000, setting);
          if (later.kind !== 'closed')
            expect.unreachable(`${type} is taken on ${exchange} after ${hours} hours`);
        }
      }),
      { numRuns: 60 },
    );
  });
});
