import { describe, expect, it } from 'vitest';
import { createAccountReads } from '../../../../src/brokers/kis/endpoints/index.js';
import type { OrderType } from '../../../../src/core/index.js';
import { accountOf, ok, scriptedClient } from './scripted-client.js';

const output = {
  ord_psbl_cash: '1000000',
  psbl_qty_calc_unpr: '71500',
  nrcvb_buy_amt: '999858',
  nrcvb_buy_qty: '13',
  max_buy_amt: '5000000',
  max_buy_qty: '69',
};

const ask = (order: { type: OrderType; price: bigint }, body: unknown = ok({ output })) => {
  const scripted = scriptedClient('live', [{ body }]);
  const result = createAccountReads(scripted.client).buyingPower(accountOf('live'), {
    code: '005930',
    ...order,
  });
  return { scripted, result };
};

describe('buying power', () => {
  it('is the amount and quantity without credit, at the price the broker used', async () => {
    const { result } = ask({ type: 'market', price: 0n });
    expect(await result).toEqual({ cash: 1000000n, pricedAt: 71500n, amount: 999858n, quantity: 13n });
  });

  it('is asked for the type and price of the order', async () => {
    const limit = ask({ type: 'limit', price: 55000n });
    await limit.result;
    expect(limit.scripted.reads).toEqual([
      {
        tr: 'TTTC8908R',
        continued: false,
        params: {
          CANO: '50101234',
          ACNT_PRDT_CD: '01',
          PDNO: '005930',
          ORD_UNPR: '55000',
          ORD_DVSN: '00',
          CMA_EVLU_AMT_ICLD_YN: 'N',
          OVRS_ICLD_YN: 'N',
        },
      },
    ]);
    const market = ask({ type: 'market', price: 0n });
    await market.result;
    expect(market.scripted.reads[0]?.params).toMatchObject({ ORD_UNPR: '0', ORD_DVSN: '01' });
  });

  it('takes the answer as an array of one under a capital key too', async () => {
    expect(await ask({ type: 'market', price: 0n }, ok({ Output: [output] })).result).toMatchObject({
      quantity: 13n,
    });
  });

  it('is not asked for a price that does not go with the type', async () => {
    for (const order of [
      { type: 'limit', price: 0n },
      { type: 'market', price: 100n },
      { type: 'limit', price: -1n },
    ] as const) {
      const { scripted, result } = ask(order);
      await expect(result).rejects.toMatchObject({ kind: 'input', detail: { argument: 'price' } });
      expect(scripted.reads).toEqual([]);
    }
  });
});
