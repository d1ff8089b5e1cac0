import { describe, expect, it } from 'vitest';
import { createAccountReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { orderRowOf } from './order-row-of.js';
import { accountOf, NOW, ok, scriptedClient } from './scripted-client.js';

const open = (changes: Record<string, string> = {}) => ({
  ord_gno_brno: '06010',
  odno: '0000000001',
  orgn_odno: '',
  ord_dvsn_name: '지정가',
  pdno: '005930',
  prdt_name: '가나전자',
  rvse_cncl_dvsn_name: '',
  ord_qty: '10',
  ord_unpr: '71300',
  ord_tmd: '93000',
  tot_ccld_qty: '0',
  tot_ccld_amt: '0',
  psbl_qty: '10',
  sll_buy_dvsn_cd: '01',
  ord_dvsn_cd: '00',
  ...changes,
});

describe('open orders, live', () => {
  it('come from their own service, dated today', async () => {
    const scripted = scriptedClient('live', [{ body: ok({ output: [open()] }) }]);
    expect(await createAccountReads(scripted.client).openOrders(accountOf('live'))).toEqual({
      asOf: NOW,
      complete: true,
      totals: undefined,
      orders: [
        {
          date: '20261123',
          time: '093000',
          number: '0000000001',
          originalNumber: '',
          branch: '06010',
          act: 'new',
          side: 'sell',
          code: '005930',
          name: '가나전자',
          typeName: '지정가',
          type: 'limit',
          exchange: undefined,
          quantity: 10n,
          price: 71300n,
          filled: 0n,
          averageFill: 0,
          remaining: 10n,
          state: 'open',
        },
      ],
    });
    expect(scripted.reads).toEqual([
      {
        tr: 'TTTC0084R',
        continued: false,
        params: {
          CANO: '50101234',
          ACNT_PRDT_CD: '01',
          INQR_DVSN_1: '0',
          INQR_DVSN_2: '0',
          CTX_AREA_FK100: '',
          CTX_AREA_NK100: '',
        },
      },
    ]);
  });

  it('tell fills and amendments, leave out what cannot be changed any more, and span pages', async () => {
    const scripted = scriptedClient('live', [
      {
        body: ok({
          ctx_area_fk100: 'f',
          ctx_area_nk100: 'n',
          output: [
            open({
              odno: '3',
              orgn_odno: '2',
              rvse_cncl_dvsn_name: '매수정정*',
              excg_id_dvsn_cd: 'NXT',
              tot_ccld_qty: '4',
              tot_ccld_amt: '285000',
              psbl_qty: '6',
            }),
          ],
        }),
        more: true,
      },
      { body: ok({ output: [open({ odno: '1', psbl_qty: '0' }), open({ odno: '0000000000007' })] }) },
    ]);
    const { orders } = await createAccountReads(scripted.client).openOrders(accountOf('live'));
    expect(orders.map(order => order.number)).toEqual(['3', '0000000000007']);
    expect(orders[0]).toMatchObject({
      originalNumber: '2',
      act: 'amend',
      exchange: 'NXT',
      filled: 4n,
      averageFill: 71250,
      remaining: 6n,
      state: 'partlyFilled',
    });
  });
});

describe('open orders, on paper', () => {
  const totals = { tot_ord_qty: '0', tot_ccld_qty: '0' };

  it("are the rows of today's order list with something left", async () => {
    const scripted = scriptedClient('paper', [
      {
        body: ok({
          output1: [
            orderRowOf({
              odno: '4',
              orgn_odno: '3',
              rmn_qty: '0',
              sll_buy_dvsn_cd_name: '매수취소',
              cncl_cfrm_qty: '10',
            }),
            orderRowOf({ odno: '3' }),
            orderRowOf({ odno: '2', tot_ccld_qty: '3', rmn_qty: '7' }),
            orderRowOf({ odno: '1', tot_ccld_qty: '10', rmn_qty: '0' }),
          ],
          output2: totals,
        }),
      },
    ]);
    const list = await createAccountReads(scripted.client).openOrders(accountOf('paper'));
    expect(list.orders.map(order => `${order.number} ${order.state}`)).toEqual(['2 partlyFilled']);
    expect(list.complete).toBe(true);
    expect(scripted.reads[0]).toMatchObject({
      tr: 'VTTC0081R',
      params: { INQR_STRT_DT: '20261123', INQR_END_DT: '20261123' },
    });
  });

  it('say that they are not complete when the paper server shows totals without rows', async () => {
    const scripted = scriptedClient('paper', [
      { body: ok({ output1: [], output2: { tot_ord_qty: '10', tot_ccld_qty: '0' } }) },
    ]);
    expect(await createAccountReads(scripted.client).openOrders(accountOf('paper'))).toMatchObject({
      orders: [],
      complete: false,
      totals: { ordered: 10n, filled: 0n },
    });
  });
});
