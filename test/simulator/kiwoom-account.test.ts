import { afterEach, describe, expect, it } from 'vitest';
import { createTape } from '../../src/simulator/tape.js';
import { type Answer, type KiwoomVenue, openKiwoom, place, rowsOf } from './kiwoom-client.js';

const CODE = '005930';
const MONDAY_TEN = Date.parse('2026-11-23T10:00:00+09:00');
const tape = createTape({ seed: 'test', alwaysOpen: true });
const price = tape.price(CODE, MONDAY_TEN);
const bid = tape.book(CODE, MONDAY_TEN).bids[0]?.price ?? 0n;
const given = { cash: 10_000_000n, holdings: [{ code: CODE, quantity: 10n, averagePrice: 70_001n }] };

let venue: KiwoomVenue;
const open = async (options: Parameters<typeof openKiwoom>[0] = {}) => {
  venue = await openKiwoom({ ...given, ...options });
  await venue.login();
};
afterEach(() => venue.stop());

const BALANCE = { qry_tp: '1', dmst_stex_tp: 'KRX' };
const balance = () => venue.call('kt00018', BALANCE);
const holdings = (answer: Answer) => rowsOf(answer, 'acnt_evlt_remn_indv_tot');
/** A padded amount, its width held. */
function amount(text: unknown, width = 15): bigint {
  expect(text).toMatch(new RegExp(`^(?:\\d{${width}}|-\\d{${width - 1}})$`));
  const digits = String(text);
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits);
}

describe('kt00018', () => {
  it('pads every number to its width, takes fees and tax off the profit, and has no cash', async () => {
    await open();
    const answer = await balance();
    const [row] = holdings(answer);
    const value = price * 10n;
    const [cost, buyFee, sellFee] = [700_010n, (700_010n * 142n) / 1_000_000n, (value * 142n) / 1_000_000n];
    const tax = (value * 2n) / 1000n;
    expect(amount(row?.['evltv_prft'])).toBe(value - cost - buyFee - sellFee - tax);
    expect(amount(row?.['sum_cmsn'])).toBe(buyFee + sellFee);
    expect(amount(row?.['tax'])).toBe(tax);
    expect(amount(row?.['cur_prc'], 12)).toBe(price);
    expect(amount(row?.['pred_close_pric'], 12)).toBe(tape.base(CODE, MONDAY_TEN));
    expect(amount(row?.['pur_pric'])).toBe(70_001n);
    expect(row).toMatchObject({ stk_cd: 'A005930', stk_nm: '삼성전자', poss_rt: '100.00', crd_tp: '00' });
    expect(Object.keys(row ?? {})).toHaveLength(23);
    expect(amount(answer.body['prsm_dpst_aset_amt'])).toBe(value + 10_000_000n);
    expect(answer.body).not.toHaveProperty('entr');
  });

  it('with a loss has the sign in the first place, the width held', async () => {
    await open({ holdings: [{ code: CODE, quantity: 3n, averagePrice: price * 2n }] });
    const [row] = holdings(await balance());
    expect(row?.['evltv_prft']).toMatch(/^-0{5,}\d+$/);
    expect(amount(row?.['evltv_prft'])).toBeLessThan(0n);
    expect(row?.['prft_rt']).toMatch(/^-\d+\.\d\d$/);
  });

  it('follows orders: shares on offer are not sellable, sold ones are gone', async () => {
    await open();
    await place(venue, { side: 'sell', quantity: 4, price: price + 2000n });
    expect(amount(holdings(await balance())[0]?.['trde_able_qty'])).toBe(6n);
    await place(venue, { side: 'sell', quantity: 6, type: '3' });
    const [row] = holdings(await balance());
    expect([amount(row?.['rmnd_qty']), amount(row?.['trde_able_qty']), amount(row?.['tdy_sellq'])]).toEqual([
      4n,
      0n,
      6n,
    ]);
    expect((await venue.call('kt00018', { ...BALANCE, dmst_stex_tp: 'NXT' })).body['return_code']).toBe(20);
  });

  it('of an account without holdings has all keys, with zeroes', async () => {
    await open({ holdings: [] });
    const { body } = await balance();
    expect(body['acnt_evlt_remn_indv_tot']).toEqual([]);
    expect(amount(body['tot_pur_amt'])).toBe(0n);
    expect(amount(body['prsm_dpst_aset_amt'])).toBe(10_000_000n);
  });
});

describe('money', () => {
  it('is held back by an order at once and settles two trading days later', async () => {
    await open({ holdings: [] });
    await place(venue, { quantity: 10, price: price - 5000n });
    const deposit = async () => (await venue.call('kt00001', { qry_tp: '3' })).body;
    const held = (price - 5000n) * 10n;
    expect(amount((await deposit())['ord_alow_amt'])).toBe(10_000_000n - held - (held * 142n) / 1_000_000n);
    await place(venue, { quantity: 1, type: '3' });
    const body = await deposit();
    const [paid] = (await venue.ledger()).orders.filter(o => o.filled > 0);
    const spent = BigInt((paid?.filledAmount ?? 0) + (paid?.costs ?? 0));
    expect(amount(body['entr'])).toBe(10_000_000n);
    expect(amount(body['d1_entra'])).toBe(10_000_000n);
    expect(amount(body['d2_entra'])).toBe(10_000_000n - spent);
    expect(amount(body['d2_slby_exct_amt'])).toBe(-spent);
    expect(body['100stk_ord_alow_amt']).toBe(body['ord_alow_amt']);
    expect(body['stk_entr_prst']).toEqual([]);
    expect(body['return_msg']).toBe('조회가 완료되었습니다.');
  });

  it('that is made shows in ka10074 and ka10085, unpadded', async () => {
    await open();
    await place(venue, { side: 'sell', quantity: 4, type: '3' });
    const sold = bid * 4n;
    const [fee, tax] = [(sold * 142n) / 1_000_000n, (sold * 2n) / 1000n];
    const profit = sold - 4n * 70_001n - fee - tax;
    const day = {
      dt: '20261123',
      buy_amt: '0',
      sell_amt: String(sold),
      tdy_sel_pl: String(profit),
      tdy_trde_cmsn: String(fee),
      tdy_trde_tax: String(tax),
    };
    expect((await venue.call('ka10074', { strt_dt: '20261120', end_dt: '20261123' })).body).toEqual({
      tot_buy_amt: '0',
      tot_sell_amt: String(sold),
      rlzt_pl: String(profit),
      trde_cmsn: String(fee),
      trde_tax: String(tax),
      dt_rlzt_pl: [day],
      return_code: 0,
      return_msg: ' 조회가 완료되었습니다.',
    });
    const before = await venue.call('ka10074', { strt_dt: '20261101', end_dt: '20261122' });
    expect(before.body).toMatchObject({ rlzt_pl: '0', dt_rlzt_pl: [] });
    const [row] = rowsOf(await venue.call('ka10085', { stex_tp: '0' }), 'acnt_prft_rt');
    expect(row).toMatchObject({ stk_cd: CODE, rmnd_qty: '6', tdy_sel_pl: String(profit), pur_pric: '70001' });
    expect(row?.['cur_prc']).toMatch(/^[+-]?\d+$/);
  });

  it('is told alike by kt00004 and kt00005, holdings after the costs of a sale', async () => {
    await open();
    const value = price * 10n;
    const net = value - (value * 142n) / 1_000_000n - (value * 2n) / 1000n;
    const status = await venue.call('kt00004', { qry_tp: '0', dmst_stex_tp: 'KRX' });
    expect(amount(status.body['d2_entra'], 12)).toBe(10_000_000n);
    expect(amount(rowsOf(status, 'stk_acnt_evlt_prst')[0]?.['evlt_amt'], 12)).toBe(net);
    const executed = await venue.call('kt00005', { dmst_stex_tp: 'KRX' });
    expect(amount(executed.body['ord_alowa'], 12)).toBe(10_000_000n);
    expect(amount(rowsOf(executed, 'stk_cntr_remn')[0]?.['evltv_prft'], 12)).toBe(net - 700_010n);
  });
});

describe('what the mock server does not have', () => {
  const ASK = { stk_cd: CODE, trde_tp: '2', uv: '70000' };

  it('is refused there', async () => {
    await open();
    expect((await venue.call('kt00010', ASK)).body).toEqual({
      return_code: 20,
      return_msg: '[2000](RC7006:모의투자 조회실패)',
    });
    for (const apiId of ['kt00002', 'kt00015', 'kt00016', 'kt00017'])
      expect((await venue.call(apiId)).body['return_msg']).toMatch(/^\[2000\]\(RC9000:/);
  });

  it('tells on the real one how much can be bought', async () => {
    await open({ mode: 'live' });
    const { body } = await venue.call('kt00010', ASK);
    expect(amount(body['ord_alowa'], 12)).toBe(10_000_000n);
    expect(amount(body['profa_100ord_alowq'], 10)).toBe(142n);
  });
});
