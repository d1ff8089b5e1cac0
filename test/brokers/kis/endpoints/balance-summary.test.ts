import { expect, it } from 'vitest';
import { balanceSummary } from '../../../../src/brokers/kis/endpoints/index.js';
import type { Balance } from '../../../../src/core/index.js';
import { accountOf } from './scripted-client.js';

const balance: Balance = {
  account: accountOf('paper'),
  asOf: 0,
  cash: 500000n,
  cashNextDay: 1n,
  cashAfterSettlement: 2n,
  stockValue: 3n,
  total: 471000n,
  cost: 10005n,
  profit: -995n,
  profitRate: -9.945,
  dayChange: 4n,
  positions: [
    {
      code: '005930',
      name: '가나전자',
      quantity: 10n,
      sellable: 7n,
      averagePrice: 1000.5,
      price: 901n,
      cost: 10005n,
      value: 9010n,
      profit: -995n,
      profitRate: -9.94,
    },
  ],
};

it('a balance summary has exactly the agreed keys, as plain numbers', () => {
  expect(JSON.parse(JSON.stringify(balanceSummary(balance)))).toEqual({
    total_evaluation: 471000,
    deposit: 500000,
    total_profit_loss: -995,
    profit_loss_rate: -9.945,
    holdings: [
      {
        stock_code: '005930',
        stock_name: '가나전자',
        quantity: 10,
        avg_price: 1000.5,
        current_price: 901,
        evaluation_amount: 9010,
        profit_loss: -995,
        profit_loss_rate: -9.94,
      },
    ],
  });
});

it('an amount that JSON would round is refused, on either side of zero', () => {
  expect(balanceSummary({ ...balance, total: 2n ** 53n - 1n }).total_evaluation).toBe(9007199254740991);
  for (const total of [2n ** 53n, -(2n ** 53n), 9007199254740993n]) {
    expect(() => balanceSummary({ ...balance, total })).toThrow(expect.objectContaining({ kind: 'bug' }));
  }
});
