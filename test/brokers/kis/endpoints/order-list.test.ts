import { describe, expect, it } from 'vitest';
import { createAccountReads } from '../../../../src/brokers/kis/endpoints/index.js';
import type { TradingMode } from '../../../../src/core/index.js';
import { orderRowOf } from './order-row-of.js';
import { accountOf, NOW, ok, type ScriptedBody, scriptedClient } from './scripted-client.js';

type Row = Record<string, string | undefined>;

const page = (rows: readonly Row[], ordered = '0', filled = '0'): ScriptedBody => ({
  body: ok({
    ctx_area_fk100: ' '.repeat(100),
    ctx_area_nk100: ' '.repeat(100),
    output1: rows,
    output2: { tot_ord_qty: ordered, tot_ccld_qty: filled, tot_ccld_amt: '0', pchs_avg_pric: '0.0000' },
  }),
});

const read = (mode: TradingMode, range: { from: string; to: string }, ...pages: ScriptedBody[]) => {
  const scripted = scriptedClient(mode, pages);
  return { scripted, result: createAccountReads(scripted.client).orders(accountOf(mode), range) };
};
const today = { from: '20261123', to: '20261123' };
const asked = (reads: readonly { tr: string; params: Readonly<Record<string, string>> }[]) =>
  reads.map(r => [r.tr, r.params['INQR_STRT_DT'], r.params['INQR_END_DT']].join(' '));

describe('the order list', () => {
  it('is asked for whole, newest first, on the KRX on paper and on every exchange live', async () => {
    const paper = read('paper', today, page([]));
    await paper.result;
    expect(paper.scripted.reads).toEqual([
      {
        tr: 'VTTC0081R',
        continued: false,
        params: {
          CANO: '50101234',
          ACNT_PRDT_CD: '01',
          INQR_STRT_DT: '20261123',
          INQR_END_DT: '20261123',
          SLL_BUY_DVSN_CD: '00',
          PDNO: '',
          ORD_GNO_BRNO: '',
          ODNO: '',
          CCLD_DVSN: '00',
          INQR_DVSN: '00',
          INQR_DVSN_1: '',
          INQR_DVSN_3: '00',
          EXCG_ID_DVSN_CD: 'KRX',
          CTX_AREA_FK100: '',
          CTX_AREA_NK100: '',
        },
      },
    ]);
    const live = read('live', today, page([]));
    await live.result;
    expect(live.scripted.reads[0]).toMatchObject({ tr: 'TTTC0081R', params: { EXCG_ID_DVSN_CD: 'ALL' } });
  });

  it('gathers all pages in order', async () => {
    const first: ScriptedBody = {
      body: ok({
        ctx_area_fk100: 'f',
        ctx_area_nk100: 'n',
        output1: [orderRowOf({ odno: '2' })],
        output2: { tot_ord_qty: '20', tot_ccld_qty: '0' },
      }),
      more: true,
    };
    const { result } = read('paper', today, first, page([orderRowOf({ odno: '1' })], '20'));
    const list = await result;
    expect(list.orders.map(order => order.number)).toEqual(['2', '1']);
    expect(list).toMatchObject({ asOf: NOW, complete: true });
  });

  it('links a cancellation on one page with its original on another', async () => {
    const first: ScriptedBody = {
      body: ok({
        ctx_area_fk100: 'f',
        ctx_area_nk100: 'n',
        output1: [
          orderRowOf({
            odno: '2',
            orgn_odno: '1',
            rmn_qty: '0',
            cncl_cfrm_qty: '10',
            sll_buy_dvsn_cd_name: '매수취소',
          }),
        ],
      }),
      more: true,
    };
    const { result } = read('paper', today, first, page([orderRowOf({ odno: '1' })]));
    expect((await result).orders.map(order => order.state)).toEqual(['cancelled', 'cancelled']);
  });

  it('is not complete when there are no rows but the totals count orders', async () => {
    const { result } = read('paper', today, page([], '2', '2'));
    expect(await result).toMatchObject({ orders: [], complete: false });
  });

  it('is not complete when the totals count more than the rows show, ordered or filled', async () => {
    const filled = orderRowOf({ tot_ccld_qty: '10', rmn_qty: '0' });
    const complete = async (...pages: ScriptedBody[]) =>
      (await read('paper', today, ...pages).result).complete;
    expect(await complete(page([filled], '10', '10'))).toBe(true);
    expect(await complete(page([filled], '11', '10'))).toBe(false);
    expect(await complete(page([orderRowOf()], '10', '1'))).toBe(false);
    expect(await complete(page([filled, orderRowOf()], '10', '10'))).toBe(true);
  });

  it('gives the totals of the range as KIS counts them, once however many pages repeat them', async () => {
    const totals = { tot_ord_qty: '20', tot_ccld_qty: '7' };
    const pages = [1, 2, 3].map(n => ({
      body: ok({
        ctx_area_fk100: 'f',
        ctx_area_nk100: `n${n}`,
        output1: [orderRowOf({ odno: String(n) })],
        output2: totals,
      }),
      more: n < 3,
    }));
    const { result } = read('paper', today, ...pages);
    expect((await result).totals).toEqual({ ordered: 20n, filled: 7n });
    expect(await read('paper', today, page([], '2', '1')).result).toMatchObject({
      complete: false,
      totals: { ordered: 2n, filled: 1n },
    });
  });

  it('is complete and empty when neither rows nor totals show anything', async () => {
    expect(await read('paper', today, page([{}])).result).toMatchObject({ orders: [], complete: true });
    const blank = { tot_ord_qty: '', tot_ccld_qty: ' ' };
    const bare = read('live', today, { body: ok({ output1: [], output2: [blank] }) });
    expect(await bare.result).toMatchObject({ orders: [], complete: true });
  });

  it('is an error, not empty, when the answer has lost its rows or its totals', async () => {
    const totals = { tot_ord_qty: '0', tot_ccld_qty: '0' };
    for (const body of [
      ok({}),
      ok({ output2: totals }),
      ok({ output1: [] }),
      ok({ output1: [], output2: [] }),
    ]) {
      await expect(read('paper', today, { body }).result).rejects.toMatchObject({ kind: 'unavailable' });
    }
  });
});

describe('an order list that reaches back', () => {
  it('asks the newer TR up to three months ago and the older one before that', async () => {
    const cases: [string, string, string[]][] = [
      ['20260823', '20261123', ['TTTC0081R 20260823 20261123']],
      ['20260822', '20260823', ['TTTC0081R 20260823 20260823', 'CTSC9215R 20260822 20260822']],
      ['20260101', '20261123', ['TTTC0081R 20260823 20261123', 'CTSC9215R 20260101 20260822']],
      ['20260101', '20260822', ['CTSC9215R 20260101 20260822']],
      ['20260101', '20260131', ['CTSC9215R 20260101 20260131']],
    ];
    for (const [from, to, calls] of cases) {
      const { scripted, result } = read('live', { from, to }, page([]), page([]));
      await result;
      expect(asked(scripted.reads)).toEqual(calls);
    }
  });

  it('counts the last day of a shorter month as three months ago', async () => {
    const scripted = scriptedClient('paper', [page([]), page([])]);
    const client = { ...scripted.client, now: () => Date.parse('2026-05-31T00:30:00+09:00') };
    await createAccountReads(client).orders(accountOf('paper'), { from: '20260227', to: '20260531' });
    expect(asked(scripted.reads)).toEqual(['VTTC0081R 20260228 20260531', 'VTSC9215R 20260227 20260227']);
    const newYear = scriptedClient('paper', [page([]), page([])]);
    const january = { ...newYear.client, now: () => Date.parse('2026-01-15T00:30:00+09:00') };
    await createAccountReads(january).orders(accountOf('paper'), { from: '20251001', to: '20260115' });
    expect(asked(newYear.reads)).toEqual(['VTTC0081R 20251015 20260115', 'VTSC9215R 20251001 20251014']);
  });

  it('keeps newest first over both parts, and is complete only when both are', async () => {
    const range = { from: '20260801', to: '20261123' };
    const old = orderRowOf({ ord_dt: '20260803', odno: '9' });
    const both = read('live', range, page([orderRowOf()]), page([old]));
    expect((await both.result).orders.map(order => order.date)).toEqual(['20261123', '20260803']);
    const counted = read('live', range, page([], '12', '3'), page([], '5', '4'));
    expect((await counted.result).totals).toEqual({ ordered: 17n, filled: 7n });
    expect((await read('live', range, page([orderRowOf()]), page([], '5')).result).complete).toBe(false);
    expect((await read('live', range, page([], '5'), page([old])).result).complete).toBe(false);
  });

  it('is not asked for a range that is none or an account of the other environment', async () => {
    for (const range of [
      { from: '20261124', to: '20261123' },
      { from: 'today', to: '20261123' },
    ]) {
      await expect(read('paper', range).result).rejects.toMatchObject({ kind: 'input' });
    }
    const scripted = scriptedClient('paper', []);
    await expect(createAccountReads(scripted.client).orders(accountOf('live'), today)).rejects.toMatchObject({
      kind: 'input',
    });
    expect(scripted.reads).toEqual([]);
  });
});
