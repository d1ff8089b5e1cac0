import { describe, expect, it } from 'vitest';
import { createTrading } from '../../../../src/brokers/kis/endpoints/index.js';
import type { AmendRequest, CancelRequest } from '../../../../src/core/index.js';
import { accountOf, NOW, ok, scriptedClient } from './scripted-client.js';

const amend = (changes: Partial<AmendRequest> = {}): AmendRequest => ({
  account: accountOf('live'),
  order: { number: '0001569139', branch: '06010' },
  type: 'limit',
  price: 70900n,
  quantity: 'all',
  exchange: 'KRX',
  ...changes,
});
const cancel = (changes: Partial<CancelRequest> = {}): CancelRequest => ({
  account: accountOf('live'),
  order: { number: '0001569139', branch: '06010' },
  quantity: 'all',
  exchange: 'KRX',
  ...changes,
});
const accepted = {
  body: ok({ output: { KRX_FWDG_ORD_ORGNO: '06010', ODNO: '0001569140', ORD_TMD: '100000' } }),
};

describe('amending an order', () => {
  it('sends the new price for the whole rest and answers with the new number', async () => {
    const scripted = scriptedClient('live', [accepted]);
    expect(await createTrading(scripted.client).amend(amend())).toEqual({
      kind: 'accepted',
      order: { number: '0001569140', branch: '06010' },
      at: NOW,
    });
    expect(scripted.sends).toEqual([
      {
        tr: 'TTTC0013U',
        body: {
          CANO: '50101234',
          ACNT_PRDT_CD: '01',
          KRX_FWDG_ORD_ORGNO: '06010',
          ORGN_ODNO: '0001569139',
          ORD_DVSN: '00',
          RVSE_CNCL_DVSN_CD: '01',
          ORD_QTY: '0',
          ORD_UNPR: '70900',
          QTY_ALL_ORD_YN: 'Y',
          EXCG_ID_DVSN_CD: 'KRX',
        },
      },
    ]);
  });

  it('sends a part and a type without a price', async () => {
    const scripted = scriptedClient('live', [accepted]);
    await createTrading(scripted.client).amend(amend({ type: 'market', price: 0n, quantity: 4n }));
    expect(scripted.sends[0]?.body).toMatchObject({
      ORD_DVSN: '01',
      ORD_QTY: '4',
      ORD_UNPR: '0',
      QTY_ALL_ORD_YN: 'N',
    });
  });

  it.each([
    ['price', { price: 0n }],
    ['price', { type: 'market' }],
    ['quantity', { quantity: 0n }],
    ['order', { order: { number: ' ', branch: '06010' } }],
    ['order', { order: { number: '12&ORD_QTY=9', branch: '06010' } }],
    ['account', { account: accountOf('paper') }],
  ] as const)('with a malformed %s is an input error before anything is sent', async (argument, changes) => {
    const scripted = scriptedClient('live', []);
    await expect(createTrading(scripted.client).amend(amend(changes))).rejects.toMatchObject({
      kind: 'input',
      detail: { argument },
    });
    expect(scripted.sends).toEqual([]);
  });
});

describe('cancelling an order', () => {
  it('sends the original number, no price, and the whole rest or a part', async () => {
    const scripted = scriptedClient('live', [accepted, accepted]);
    const trading = createTrading(scripted.client);
    expect(await trading.cancel(cancel())).toMatchObject({ kind: 'accepted' });
    await trading.cancel(cancel({ quantity: 2n, order: { number: ' 51378 ', branch: '' } }));
    expect(scripted.sends.map(sent => sent.body)).toEqual([
      {
        CANO: '50101234',
        ACNT_PRDT_CD: '01',
        KRX_FWDG_ORD_ORGNO: '06010',
        ORGN_ODNO: '0001569139',
        ORD_DVSN: '00',
        RVSE_CNCL_DVSN_CD: '02',
        ORD_QTY: '0',
        ORD_UNPR: '0',
        QTY_ALL_ORD_YN: 'Y',
        EXCG_ID_DVSN_CD: 'KRX',
      },
      expect.objectContaining({
        KRX_FWDG_ORD_ORGNO: '',
        ORGN_ODNO: '51378',
        ORD_QTY: '2',
        QTY_ALL_ORD_YN: 'N',
      }),
    ]);
  });

  it('hands on a refusal, and is unknown without a number in the answer', async () => {
    const refusal = { kind: 'refused', code: '40330000', message: '정정/취소할 수량이 없습니다.' } as const;
    const scripted = scriptedClient('live', [{ outcome: refusal }, { body: ok({ output: {} }) }]);
    const trading = createTrading(scripted.client);
    expect(await trading.cancel(cancel())).toEqual(refusal);
    expect(await trading.cancel(cancel())).toMatchObject({ kind: 'unknown' });
  });

  it('never leaves on paper for an exchange that paper does not know', async () => {
    const scripted = scriptedClient('paper', []);
    const trading = createTrading(scripted.client);
    const account = accountOf('paper');
    expect(await trading.cancel(cancel({ account, exchange: 'NXT' }))).toMatchObject({ kind: 'notSent' });
    expect(await trading.amend(amend({ account, exchange: 'SOR' }))).toMatchObject({ kind: 'notSent' });
    expect(scripted.sends).toEqual([]);
  });
});
