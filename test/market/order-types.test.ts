import { describe, expect, it } from 'vitest';
import type { Exchange, OrderType } from '../../src/core/index.js';
import { ORDER_TYPES, orderTypeCode, orderTypeOf } from '../../src/market/index.js';

const EXPECTED: readonly [type: OrderType, code: string, priced: boolean, exchanges: readonly Exchange[]][] =
  [
    ['limit', '00', true, ['KRX', 'NXT', 'SOR']],
    ['market', '01', false, ['KRX', 'SOR']],
    ['conditional', '02', true, ['KRX']],
    ['best', '03', false, ['KRX', 'NXT', 'SOR']],
    ['top', '04', false, ['KRX', 'NXT', 'SOR']],
    ['preOpenClose', '05', false, ['KRX']],
    ['postClose', '06', false, ['KRX']],
    ['limitIoc', '11', true, ['KRX', 'NXT', 'SOR']],
    ['limitFok', '12', true, ['KRX', 'NXT', 'SOR']],
    ['marketIoc', '13', false, ['KRX', 'NXT', 'SOR']],
    ['marketFok', '14', false, ['KRX', 'NXT', 'SOR']],
    ['bestIoc', '15', false, ['KRX', 'NXT', 'SOR']],
    ['bestFok', '16', false, ['KRX', 'NXT', 'SOR']],
    ['mid', '21', false, ['KRX', 'NXT']],
    ['midIoc', '23', false, ['KRX', 'NXT']],
    ['midFok', '24', false, ['KRX', 'NXT']],
    ['preMarketLimit', '27', true, ['NXT']],
    ['preMarketBest', '28', false, ['NXT']],
    ['preMarketTop', '29', false, ['NXT']],
    ['afterLimit', '41', true, ['KRX']],
    ['afterIoc', '42', true, ['KRX']],
    ['afterFok', '43', true, ['KRX']],
    ['afterBest', '44', false, ['KRX']],
    ['afterBestIoc', '45', false, ['KRX']],
    ['afterBestFok', '46', false, ['KRX']],
    ['afterTop', '47', false, ['KRX']],
  ];

describe('order types', () => {
  it.each(EXPECTED)('%s is %s', (type, code, priced, exchanges) => {
    expect(orderTypeCode(type)).toBe(code);
    expect(orderTypeOf(code)).toBe(type);
    expect(ORDER_TYPES[type]).toMatchObject({ priced, exchanges });
  });

  it('are all in the table, each with its own code and its own name in both languages', () => {
    const rules = Object.values(ORDER_TYPES);
    expect(rules.length).toBe(EXPECTED.length);
    for (const list of [rules.map(r => r.code), rules.map(r => r.name.ko), rules.map(r => r.name.en)]) {
      expect(new Set(list).size).toBe(rules.length);
    }
  });

  it.each(['07', '22', '25', '48', '0', '', '000', 'constructor'])('have no code %j', code => {
    expect(orderTypeOf(code)).toBeUndefined();
  });
});
