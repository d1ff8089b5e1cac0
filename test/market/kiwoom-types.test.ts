import { describe, expect, it } from 'vitest';
import { ORDER_TYPE_NAMES } from '../../src/core/index.js';
import {
  defaultOrderType,
  kiwoomTypeCode,
  type OrderSetting,
  orderHours,
  passesOn,
} from '../../src/market/index.js';

const KIS: OrderSetting = { mode: 'live', kind: 'stock', alwaysOpen: false };
const KIWOOM: OrderSetting = { ...KIS, broker: 'kiwoom' };
const MOCK: OrderSetting = { ...KIWOOM, mode: 'paper' };
const at = (time: string) => Date.parse(`2026-11-23T${time}+09:00`);

describe('order types at Kiwoom', () => {
  it('are written without padding, each by its own code', () => {
    expect([kiwoomTypeCode('limit', 'live'), kiwoomTypeCode('market', 'live')]).toEqual(['0', '3']);
    const codes = ORDER_TYPE_NAMES.map(type => kiwoomTypeCode(type, 'live')).filter(
      code => code !== undefined,
    );
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('leave out best and top on the practice server', () => {
    for (const type of ['best', 'top'] as const) {
      expect(orderHours(type, 'KRX', at('10:00:00'), KIWOOM)).toEqual({ kind: 'allowed' });
      expect(orderHours(type, 'KRX', at('10:00:00'), MOCK)).toMatchObject({ problem: 'typeNotOnExchange' });
    }
  });

  it('are only limits before the market at NXT, where KIS has types of their own', () => {
    const early = at('08:10:00');
    expect(defaultOrderType(true, 'NXT', early, KIS)).toBe('preMarketLimit');
    expect(defaultOrderType(true, 'NXT', early, KIWOOM)).toBe('limit');
    expect(orderHours('limit', 'NXT', early, KIWOOM)).toEqual({ kind: 'allowed' });
    expect(orderHours('preMarketLimit', 'NXT', early, KIWOOM)).toMatchObject({
      problem: 'typeNotOnExchange',
    });
  });

  it('have none for the after-market of the KRX: it is closed there, until the next morning', () => {
    expect(orderHours('afterLimit', 'KRX', at('18:00:00'), KIS)).toEqual({ kind: 'allowed' });
    expect(orderHours('limit', 'KRX', at('18:00:00'), KIWOOM)).toMatchObject({
      problem: 'closed',
      allowed: [],
      next: Date.parse('2026-11-24T08:30:00+09:00'),
    });
  });

  it('never name one in what is allowed that Kiwoom does not take', () => {
    for (const setting of [KIWOOM, MOCK, { ...MOCK, alwaysOpen: true }]) {
      for (const time of ['08:10:00', '10:00:00', '15:25:00', '15:45:00', '18:00:00']) {
        const hours = orderHours('afterTop', 'KRX', at(time), setting);
        expect(hours.kind).toBe('closed');
        if (hours.kind === 'closed') expect(hours.allowed.every(type => passesOn(type, setting))).toBe(true);
      }
    }
  });
});
