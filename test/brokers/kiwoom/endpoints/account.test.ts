import { describe, expect, it } from 'vitest';
import {
  createAccountReads,
  executions,
  realisedProfit,
} from '../../../../src/brokers/kiwoom/endpoints/index.js';
import { accountOf, scriptedClient } from './scripted-client.js';

const TODAY = '20261123';
const today = { from: TODAY, to: TODAY };

const holding = (changes: Record<string, string> = {}) => ({
  stk_cd: 'A005930',
  stk_nm: '삼성전자',
  evltv_prft: '-00000000020000',
  prft_rt: '-2.78',
  pur_pric: '000000000072000',
  pred_close_pric: '000000071000',
  rmnd_qty: '000000000000010',
  trde_able_qty: '000000000000008',
  cur_prc: '000000070000',
  tdy_buyq: '000000000000000',
  tdy_sellq: '000000000000000',
  pur_amt: '000000000720000',
  evlt_amt: '000000000700000',
  crd_tp: '00',
  ...changes,
});
const evaluation = (...held: object[]) => ({
  tot_pur_amt: '000000000720000',
  tot_evlt_amt: '000000000700000',
  tot_evlt_pl: '-00000000020000',
  acnt_evlt_remn_indv_tot: held,
});
const DEPOSIT = {
  entr: '000000001000000',
  d1_entra: '000000000990000',
  d2_entra: '000000000980000',
  ord_alow_amt: '000000000970000',
  '100stk_ord_alow_amt': '000000000960000',
};
const SOLD = { rlzt_pl: '-5000', dt_rlzt_pl: [] };

const reads = (mode: 'live' | 'paper', answers: Parameters<typeof scriptedClient>[1]) => {
  const scripted = scriptedClient(mode, answers);
  return { ...scripted, accounts: createAccountReads(scripted.client), account: accountOf(mode) };
};

describe('a balance', () => {
  it('puts holdings, cash and what was sold today together', async () => {
    const { accounts, account } = reads('paper', {
      kt00018: [{ body: evaluation(holding()) }],
      kt00001: [{ body: DEPOSIT }],
      ka10074: [{ body: SOLD }],
    });
    expect(await accounts.balance(account)).toMatchObject({
      cash: 1_000_000n,
      cashNextDay: 990_000n,
      cashAfterSettlement: 980_000n,
      stockValue: 700_000n,
      total: 1_680_000n,
      cost: 720_000n,
      profit: -20_000n,
      // Ten shares a thousand won below yesterday's close, and what the sales lost.
      dayChange: -15_000n,
      positions: [{ code: '005930', quantity: 10n, sellable: 8n, averagePrice: 72_000, profit: -20_000n }],
    });
  });

  it('counts shares bought today against what they cost, and a day without sales as none', async () => {
    const bought = holding({ tdy_buyq: '000000000000010' });
    const { accounts, account } = reads('paper', {
      kt00018: [{ body: evaluation(bought) }],
      kt00001: [{ body: DEPOSIT }],
      ka10074: ['noData'],
    });
    expect((await accounts.balance(account)).dayChange).toBe(-20_000n);
  });

  it('adds what is held of one stock in several ways, over all pages, and leaves out what is sold out', async () => {
    const {
      accounts,
      account,
      reads: asked,
    } = reads('paper', {
      kt00018: [
        { body: evaluation(holding()), more: true, nextKey: 'second' },
        {
          body: evaluation(
            holding({ crd_tp: '03' }),
            holding({ stk_cd: 'A000660', rmnd_qty: '000000000000000' }),
          ),
        },
      ],
      kt00001: [{ body: DEPOSIT }],
      ka10074: [{ body: SOLD }],
    });
    expect((await accounts.balance(account)).positions).toMatchObject([{ code: '005930', quantity: 20n }]);
    expect(asked.filter(({ api }) => api === 'kt00018').map(({ nextKey }) => nextKey)).toEqual([
      undefined,
      'second',
    ]);
  });

  it('is not given when a page is promised that nobody can ask for, or comes round again', async () => {
    const page = { body: evaluation(holding()), more: true };
    const lost = reads('paper', { kt00018: [page] });
    await expect(lost.accounts.balance(lost.account)).rejects.toMatchObject({
      detail: { problem: 'noCursor' },
    });
    const stuck = reads('paper', { kt00018: Array(3).fill({ ...page, nextKey: 'a' }) });
    await expect(stuck.accounts.balance(stuck.account)).rejects.toMatchObject({
      kind: 'unavailable',
      detail: { problem: 'stuckCursor' },
    });
  });

  it('is refused for another account than the one of this line', async () => {
    const { accounts, account, reads: asked } = reads('paper', {});
    for (const other of [
      { ...account, number: '50101235' },
      { ...account, product: '12' },
      { ...account, mode: 'live' as const },
      { ...account, broker: 'kis' as const },
    ]) {
      await expect(accounts.balance(other)).rejects.toMatchObject({ kind: 'input' });
      await expect(accounts.orders(other, today)).rejects.toMatchObject({ kind: 'input' });
      await expect(accounts.openOrders(other)).rejects.toMatchObject({ kind: 'input' });
    }
    expect(asked).toEqual([]);
  });
});

describe('buying power and shares to sell', () => {
  const limit = { code: '005930', price: 70_000n, type: 'limit' } as const;

  it('is told by Kiwoom where it is offered', async () => {
    const {
      accounts,
      account,
      reads: asked,
    } = reads('live', {
      kt00010: [
        {
          body: {
            ord_alowa: '000001000000',
            profa_100ord_alow_amt: '000000900000',
            profa_100ord_alowq: '0000000012',
          },
        },
      ],
    });
    expect(await accounts.buyingPower(account, limit)).toEqual({
      cash: 1_000_000n,
      pricedAt: 70_000n,
      amount: 900_000n,
      quantity: 12n,
    });
    expect(asked[0]?.params).toMatchObject({ stk_cd: '005930', trde_tp: '2', uv: '70000' });
  });

  it('is reckoned from the deposit where it is not, with the practice fee, at the upper limit without a price', async () => {
    const price = { cur_prc: '+70000', base_pric: '69000', upl_pric: '+89700', lst_pric: '-48300' };
    const { accounts, account } = reads('paper', {
      ka10001: [{ body: price }],
      kt00001: [{ body: DEPOSIT }],
    });
    const order = { ...limit, price: 0n, type: 'market' } as const;
    expect(await accounts.buyingPower(account, order)).toEqual({
      cash: 970_000n,
      pricedAt: 89_700n,
      amount: 960_000n,
      quantity: 10n,
    });
  });

  it('shares bought on credit are not for a cash order', async () => {
    const { accounts, account } = reads('live', {
      kt00018: [{ body: evaluation(holding(), holding({ crd_tp: '03', trde_able_qty: '000000000000005' })) }],
    });
    expect(await accounts.sellable(account, '005930')).toBe(8n);
  });
});

const listed = (ord_no: string, changes: Record<string, string> = {}) => ({
  ord_no,
  ori_ord: '0000000',
  stk_cd: 'A005930',
  stk_nm: '삼성전자',
  trde_tp: '보통',
  io_tp_nm: '현금매수',
  acpt_tp: '접수',
  ord_tm: '09:30:00',
  ord_qty: '0000000010',
  ord_uv: '0000070000',
  cntr_qty: '0000000000',
  cntr_uv: '0000000000',
  ord_remnq: '0000000010',
  dmst_stex_tp: 'KRX',
  ...changes,
});
const open = (ord_no: string, changes: Record<string, string> = {}) => ({
  ord_no,
  orig_ord_no: '0000000',
  stk_cd: '005930',
  stk_nm: '삼성전자',
  ord_stt: '접수',
  io_tp_nm: '+매수',
  trde_tp: '보통',
  tm: '093000',
  ord_qty: '10',
  ord_pric: '70000',
  oso_qty: '10',
  cntr_qty: '0',
  cntr_tot_amt: '0',
  stex_tp_txt: 'KRX',
  sor_yn: 'N',
  ...changes,
});
const day = (...list: object[]) => ({ body: { acnt_ord_cntr_prps_dtl: list } });
const waiting = (...oso: object[]) => ({ body: { oso } });

describe('an order list', () => {
  it('is asked day by day, newest first, and has no days to come', async () => {
    const {
      accounts,
      account,
      reads: asked,
    } = reads('live', {
      ka10075: [waiting()],
      kt00007: [day(listed('0000007'), listed('0000012')), 'noData', day(listed('0000003'))],
    });
    const list = await accounts.orders(account, { from: '20261121', to: '20261130' });
    expect(list.orders.map(({ date, number }) => [date, number])).toEqual([
      ['20261123', '0000012'],
      ['20261123', '0000007'],
      ['20261121', '0000003'],
    ]);
    expect(list).toMatchObject({ complete: true, totals: undefined });
    const days = asked.filter(({ api }) => api === 'kt00007').map(({ params }) => params);
    expect(days.map(({ ord_dt }) => ord_dt)).toEqual(['20261123', '20261122', '20261121']);
    expect(days[0]?.dmst_stex_tp).toBe('%');
  });

  it('is not complete while one of the open orders is missing in it', async () => {
    const { accounts, account } = reads('paper', {
      ka10075: [waiting(open('0000012'), open('0000013', { io_tp_nm: '매수취소' }))],
      kt00007: [day(listed('0000007'))],
    });
    expect((await accounts.orders(account, today)).complete).toBe(false);
  });

  it('is not complete when its pages break off, nor when a row cannot be read', async () => {
    const broken = reads('paper', {
      ka10075: [waiting()],
      kt00007: [{ ...day(listed('0000007')), more: true }],
    });
    expect((await broken.accounts.orders(broken.account, today)).complete).toBe(false);
    const unclear = reads('paper', { ka10075: [waiting()], kt00007: [day(listed('7', { io_tp_nm: '?' }))] });
    expect(await unclear.accounts.orders(unclear.account, today)).toMatchObject({
      orders: [],
      complete: false,
    });
  });

  it('of past days does not ask for what is open now', async () => {
    const { accounts, account, reads: asked } = reads('paper', { kt00007: [day()] });
    await accounts.orders(account, { from: '20261120', to: '20261120' });
    expect(asked.map(({ api }) => api)).toEqual(['kt00007']);
    expect(asked[0]?.params).toMatchObject({ ord_dt: '20261120', dmst_stex_tp: 'KRX' });
  });
});

describe('open orders and fills', () => {
  it('an order of the smart router is one, wherever it rests, and one filled in part says so', async () => {
    const { accounts, account } = reads('live', {
      ka10075: [
        waiting(
          open('0000012', {
            sor_yn: 'Y',
            stex_tp_txt: 'KRX',
            oso_qty: '4',
            cntr_qty: '6',
            cntr_tot_amt: '420000',
          }),
          open('0000013', { io_tp_nm: '-매도정정', orig_ord_no: '0000011' }),
          open('0000014', { oso_qty: '0' }),
        ),
      ],
    });
    const { orders } = await accounts.openOrders(account);
    expect(orders).toMatchObject([
      { number: '0000012', exchange: 'SOR', state: 'partlyFilled', remaining: 4n, averageFill: 70_000 },
      { number: '0000013', side: 'sell', act: 'amend', originalNumber: '0000011', state: 'open' },
    ]);
  });

  it('an empty list is no order, and an answer without its list is no answer', async () => {
    const none = reads('paper', { ka10075: [waiting()] });
    expect((await none.accounts.openOrders(none.account)).orders).toEqual([]);
    const lost = reads('paper', { ka10075: [{ body: {} }] });
    await expect(lost.accounts.openOrders(lost.account)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('fills of today and realised profit are read with their costs', async () => {
    const { client, account } = reads('live', {
      ka10076: [
        {
          body: {
            cntr: [
              {
                ord_no: '0000037',
                stk_cd: '005930',
                stk_nm: '삼성전자',
                io_tp_nm: '-매도',
                ord_tm: '153815',
                ord_qty: '3',
                cntr_pric: '158200',
                cntr_qty: '3',
                oso_qty: '0',
                tdy_trde_cmsn: '310',
                tdy_trde_tax: '284',
                stex_tp_txt: 'SOR',
              },
            ],
          },
        },
      ],
      ka10074: [
        {
          body: {
            tot_sell_amt: '474600',
            rlzt_pl: '179419',
            trde_cmsn: '940',
            trde_tax: '852',
            dt_rlzt_pl: [{ dt: TODAY, sell_amt: '474600', tdy_sel_pl: '179419' }],
          },
        },
      ],
    });
    expect(await executions(client, account)).toMatchObject([
      { order: '0000037', side: 'sell', filled: 3n, price: 158_200n, fees: 310n, tax: 284n, exchange: 'SOR' },
    ]);
    expect(await realisedProfit(client, account, today)).toMatchObject({
      sold: 474_600n,
      profit: 179_419n,
      fees: 940n,
      days: [{ date: TODAY, profit: 179_419n }],
    });
  });
});
