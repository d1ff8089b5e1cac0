import { describe, expect, it } from 'vitest';
import { createTrading } from '../../../../src/brokers/kis/endpoints/index.js';
import type { OrderRequest, TradingMode } from '../../../../src/core/index.js';
import { accountOf, NOW, ok, scriptedClient } from './scripted-client.js';

const order = (mode: TradingMode, changes: Partial<OrderRequest> = {}): OrderRequest => ({
  account: accountOf(mode),
  side: 'buy',
  code: '005930',
  quantity: 3n,
  price: 71300n,
  type: 'limit',
  exchange: 'KRX',
  ...changes,
});
const accepted = {
  body: ok({ output: { KRX_FWDG_ORD_ORGNO: '00950', ODNO: '0000028011', ORD_TMD: '100000', SOR_ODNO: '' } }),
};

describe('placing an order', () => {
  it('sends a purchase with every value as text and no sale type', async () => {
    const scripted = scriptedClient('paper', [accepted]);
    expect(await createTrading(scripted.client).place(order('paper'))).toEqual({
      kind: 'accepted',
      order: { number: '0000028011', branch: '00950' },
      at: NOW,
    });
    expect(scripted.sends).toEqual([
      {
        tr: 'VTTC0012U',
        body: {
          CANO: '50101234',
          ACNT_PRDT_CD: '01',
          PDNO: '005930',
          ORD_DVSN: '00',
          ORD_QTY: '3',
          ORD_UNPR: '71300',
          EXCG_ID_DVSN_CD: 'KRX',
        },
      },
    ]);
  });

  it('sends a sale at the market with the price "0" and the sale type', async () => {
    const scripted = scriptedClient('live', [accepted]);
    await createTrading(scripted.client).place(
      order('live', { side: 'sell', type: 'market', price: 0n, exchange: 'SOR' }),
    );
    expect(scripted.sends).toEqual([
      {
        tr: 'TTTC0011U',
        body: {
          CANO: '50101234',
          ACNT_PRDT_CD: '01',
          PDNO: '005930',
          SLL_TYPE: '01',
          ORD_DVSN: '01',
          ORD_QTY: '3',
          ORD_UNPR: '0',
          EXCG_ID_DVSN_CD: 'SOR',
        },
      },
    ]);
  });

  it('is unknown, not accepted, when the answer carries no order number', async () => {
    for (const body of [
      ok({ output: { KRX_FWDG_ORD_ORGNO: '00950', ODNO: ' ' } }),
      ok({}),
      ok({ output: [] }),
    ]) {
      const scripted = scriptedClient('live', [{ body }]);
      expect(await createTrading(scripted.client).place(order('live'))).toMatchObject({ kind: 'unknown' });
    }
  });

  it('takes an answer with lower-case keys, without a branch, or as an array of one', async () => {
    const scripted = scriptedClient('live', [{ body: ok({ output: [{ odno: ' 51378 ' }] }) }]);
    expect(await createTrading(scripted.client).place(order('live'))).toMatchObject({
      order: { number: '51378', branch: '' },
    });
  });

  it.each([
    { kind: 'refused', code: 'APBK0952', message: '주문가능금액을 초과 했습니다' },
    { kind: 'notSent', reason: 'queue full' },
    { kind: 'unknown', reason: 'timeout' },
  ] as const)('hands on what the client knows: $kind', async outcome => {
    const scripted = scriptedClient('live', [{ outcome }]);
    expect(await createTrading(scripted.client).place(order('live'))).toEqual(outcome);
    expect(scripted.sends).toHaveLength(1);
  });

  it.each(['NXT', 'SOR'] as const)('to %s never leaves on paper', async exchange => {
    const scripted = scriptedClient('paper', []);
    expect(await createTrading(scripted.client).place(order('paper', { exchange }))).toMatchObject({
      kind: 'notSent',
    });
    expect(scripted.sends).toEqual([]);
  });

  it.each([
    ['quantity', { quantity: 0n }],
    ['quantity', { quantity: -1n }],
    ['price', { price: 0n }],
    ['price', { price: -100n }],
    ['price', { type: 'market', price: 71300n }],
    ['price', { type: 'bestFok', price: 1n }],
    ['price', { type: 'conditional', price: 0n }],
    ['code', { code: '5930' }],
    ['account', { account: accountOf('paper') }],
    ['account', { account: { ...accountOf('live'), broker: 'kiwoom' } }],
    ['account', { account: { ...accountOf('live'), product: '1' } }],
  ] as const)('with a malformed %s is an input error before anything is sent', async (argument, changes) => {
    const scripted = scriptedClient('live', []);
    await expect(createTrading(scripted.client).place(order('live', changes))).rejects.toMatchObject({
      kind: 'input',
      detail: { argument },
    });
    expect(scripted.sends).toEqual([]);
  });
});
