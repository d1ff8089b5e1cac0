import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTape } from '../../src/simulator/tape.js';
import { type KiwoomVenue, openKiwoom, rowsOf } from './kiwoom-client.js';

const CODE = '005930';
const MONDAY_TEN = Date.parse('2026-11-23T10:00:00+09:00');
const tape = createTape({ seed: 'test', alwaysOpen: false });
const base = tape.base(CODE, MONDAY_TEN);
const price = tape.price(CODE, MONDAY_TEN);

let venue: KiwoomVenue;
beforeAll(async () => {
  venue = await openKiwoom({ mode: 'live', alwaysOpen: false });
  await venue.login();
});
afterAll(() => venue.stop());

/** A price with the sign of its direction, as the reference has it. */
const directed = (value: bigint) => `${value > base ? '+' : value < base ? '-' : ''}${value}`;
const chart = (apiId: string, fields: object = {}, headers = {}) =>
  venue.call(apiId, { stk_cd: CODE, base_dt: '20261123', upd_stkpc_tp: '1', ...fields }, headers);

describe('ka10001', () => {
  it('is flat, and its prices carry the sign of their direction', async () => {
    const { body } = await venue.call('ka10001', { stk_cd: CODE });
    const change = price - base;
    expect(body).toMatchObject({
      stk_cd: CODE,
      stk_nm: '삼성전자',
      cur_prc: directed(price),
      base_pric: String(base),
      pred_pre: `${change > 0n ? '+' : ''}${change}`,
      pre_sig: change > 0n ? '2' : '5',
      exp_cntr_pric: '',
      return_code: 0,
      return_msg: '정상적으로 처리되었습니다',
    });
    expect(change).not.toBe(0n);
    expect(body['upl_pric']).toMatch(/^\+\d+$/);
    expect(body['lst_pric']).toMatch(/^-\d+$/);
    const names = [
      'stk_cd stk_nm setl_mm fav cap flo_stk crd_rt oyr_hgst oyr_lwst mac mac_wght for_exh_rt repl_pric per eps roe',
      'pbr ev bps sale_amt bus_pro cup_nga 250hgst 250lwst high_pric open_pric low_pric upl_pric lst_pric base_pric',
      'exp_cntr_pric exp_cntr_qty 250hgst_pric_dt 250hgst_pric_pre_rt 250lwst_pric_dt 250lwst_pric_pre_rt cur_prc',
      'pre_sig pred_pre flu_rt trde_qty trde_pre fav_unit dstr_stk dstr_rt return_code return_msg',
    ];
    expect(Object.keys(body).sort()).toEqual(names.join(' ').split(' ').sort());
  });

  it('echoes the suffix of an exchange, and refuses a code that is not listed', async () => {
    expect((await venue.call('ka10001', { stk_cd: '005930_AL' })).body['stk_cd']).toBe('005930_AL');
    expect((await venue.call('ka10001', { stk_cd: '999999' })).body['return_msg']).toMatch(/\[1902:/);
    const mock = await openKiwoom();
    await mock.login();
    const onMock = await mock.call('ka10001', { stk_cd: '005930_NX' });
    await mock.stop();
    expect(onMock.body['return_code']).toBe(2);
  });
});

describe('ka10004', () => {
  it('has ten levels a side under its irregular names, and totals that add up', async () => {
    const { body } = await venue.call('ka10004', { stk_cd: CODE });
    const { asks, bids } = tape.book(CODE, MONDAY_TEN);
    expect(body['bid_req_base_tm']).toBe('100000');
    expect([body['sel_fpr_bid'], body['sel_fpr_req']]).toEqual([
      directed(asks[0]?.price ?? 0n),
      String(asks[0]?.quantity),
    ]);
    expect([body['buy_2th_pre_bid'], body['buy_2th_pre_req']]).toEqual([
      directed(bids[1]?.price ?? 0n),
      String(bids[1]?.quantity),
    ]);
    expect(body['sel_10th_pre_bid']).toBe(directed(asks[9]?.price ?? 0n));
    expect(body['tot_sel_req']).toBe(String(asks.reduce((sum, a) => sum + a.quantity, 0n)));
    expect(body['tot_buy_req']).toBe(String(bids.reduce((sum, b) => sum + b.quantity, 0n)));
    expect(Object.keys(body)).toHaveLength(1 + 60 + 8 + 2);
  });
});

describe('period charts', () => {
  it.each([
    ['ka10081', 'stk_dt_pole_chart_qry', 10],
    ['ka10082', 'stk_stk_pole_chart_qry', 10],
    ['ka10083', 'stk_mth_pole_chart_qry', 10],
    ['ka10094', 'stk_yr_pole_chart_qry', 7],
  ])('%s lists %s, newest first', async (apiId, list, keys) => {
    const answer = await chart(apiId);
    const rows = rowsOf(answer, list);
    expect(answer.body['stk_cd']).toBe(CODE);
    expect(rows.length).toBeGreaterThan(5);
    expect(Object.keys(rows[0] ?? {})).toHaveLength(keys);
    const dates = rows.map(r => String(r['dt']));
    expect(dates).toEqual([...dates].sort().reverse());
    expect(rows[0]?.['cur_prc']).toBe(String(price));
  });

  it('count the turnover of days in millions and that of weeks in won', async () => {
    const [day] = rowsOf(await chart('ka10081', { base_dt: '20261120' }), 'stk_dt_pole_chart_qry');
    const bar = tape.bar(CODE, '20261120', MONDAY_TEN);
    expect(day).toMatchObject({ dt: '20261120', trde_prica: String(bar.turnover / 1_000_000n) });
    const [week] = rowsOf(await chart('ka10082'), 'stk_stk_pole_chart_qry');
    expect(week).toMatchObject({
      dt: '20261123',
      trde_prica: String(tape.bar(CODE, '20261123', MONDAY_TEN).turnover),
    });
  });

  it('snap a day without trading back, clamp the future, and refuse what is no day', async () => {
    const first = async (base_dt: string) =>
      rowsOf(await chart('ka10081', { base_dt }), 'stk_dt_pole_chart_qry')[0]?.['dt'];
    expect(await first('20261122')).toBe('20261120');
    expect(await first('20991231')).toBe('20261123');
    expect((await chart('ka10081', { base_dt: '20261399' })).body['return_code']).toBe(2);
  });

  it('go on in pages of 600 days without a gap', async () => {
    const first = await chart('ka10081');
    const next = first.headers.get('next-key') ?? '';
    expect([first.headers.get('cont-yn'), next]).toEqual(['Y', expect.stringMatching(/^.{1,50}$/)]);
    const second = await chart('ka10081', {}, { 'cont-yn': 'Y', 'next-key': next });
    const dates = [first, second].flatMap(p => rowsOf(p, 'stk_dt_pole_chart_qry').map(r => String(r['dt'])));
    expect(dates.slice(0, 1200)).toEqual(
      tape.dailyBars(CODE, '', '20261123', MONDAY_TEN, 1200).map(bar => bar.date),
    );
  });

  it('of an unknown issue are one row of blanks, and no refusal', async () => {
    const answer = await chart('ka10081', { stk_cd: '999999' });
    expect(answer.body['return_code']).toBe(0);
    const rows = rowsOf(answer, 'stk_dt_pole_chart_qry');
    expect(rows).toHaveLength(1);
    expect(Object.values(rows[0] ?? {})).toEqual(Array.from({ length: 10 }, () => ''));
  });
});

describe('charts within the day', () => {
  const minutes = (fields: object = {}, headers = {}) =>
    chart('ka10080', { tic_scope: '1', base_dt: '', ...fields }, headers);

  it('ka10080 signs its prices, stamps the beginning and sums the volume', async () => {
    const rows = rowsOf(await minutes(), 'stk_min_pole_chart_qry');
    expect(rows[0]).toMatchObject({ cntr_tm: '20261123100000', cur_prc: directed(price) });
    expect(rows[0]?.['acc_trde_qty']).toBe(String(tape.bar(CODE, '20261123', MONDAY_TEN).volume));
    const before = rows.find(r => r['cntr_tm'] === '20261120153000');
    expect(before?.['acc_trde_qty']).toBe(String(tape.bar(CODE, '20261120', MONDAY_TEN).volume));
    expect(rows.filter(r => r['trde_qty'] === '0')).toEqual([]);
  });

  it('ka10080 goes on over days in pages of 900, each minute once', async () => {
    const first = await minutes();
    const next = first.headers.get('next-key') ?? '';
    const second = await minutes({}, { 'cont-yn': 'Y', 'next-key': next });
    const stamps = [first, second].flatMap(p =>
      rowsOf(p, 'stk_min_pole_chart_qry').map(r => String(r['cntr_tm'])),
    );
    expect(stamps).toHaveLength(1800);
    expect(stamps).toEqual([...new Set(stamps)].sort().reverse());
  });

  it('ka10080 joins minutes into bars that begin at whole multiples', async () => {
    const fives = rowsOf(await minutes({ tic_scope: '5' }), 'stk_min_pole_chart_qry');
    const five = fives.find(r => r['cntr_tm'] === '20261123090500');
    const parts = rowsOf(await minutes(), 'stk_min_pole_chart_qry').filter(r =>
      /^2026112309(?:05|06|07|08|09)00$/.test(String(r['cntr_tm'])),
    );
    expect(parts).toHaveLength(5);
    expect(five?.['trde_qty']).toBe(
      String(parts.reduce((sum, r) => sum + BigInt(String(r['trde_qty'])), 0n)),
    );
    expect([five?.['cur_prc'], five?.['open_pric']]).toEqual([
      parts[0]?.['cur_prc'],
      parts.at(-1)?.['open_pric'],
    ]);
    expect((await minutes({ tic_scope: '7' })).body['return_code']).toBe(2);
  });

  it('ka10079 lists trades without signs', async () => {
    const answer = await chart('ka10079', { tic_scope: '1' });
    const [newest] = rowsOf(answer, 'stk_tic_chart_qry');
    const [print] = tape.prints(CODE, MONDAY_TEN, 1);
    expect(answer.body['last_tic_cnt']).toBe('');
    expect(newest).toMatchObject({
      cur_prc: String(print?.price),
      trde_qty: String(print?.volume),
      cntr_tm: '20261123100000',
      pred_pre: String(price > base ? price - base : base - price),
    });
  });
});

describe('ka10095', () => {
  it('has a row for every code in its place, a blank one for a code it does not know', async () => {
    const rows = rowsOf(await venue.call('ka10095', { stk_cd: '005930|999999|000660' }), 'atn_stk_infr');
    expect(rows.map(r => r['stk_cd'])).toEqual(['005930', '', '000660']);
    expect(new Set(Object.values(rows[1] ?? {}))).toEqual(new Set(['']));
    expect(Object.keys(rows[0] ?? {})).toHaveLength(63);
    expect(Object.keys(rows[1] ?? {})).toEqual(Object.keys(rows[0] ?? {}));
    expect(rows[0]?.['cur_prc']).toBe(directed(price));
    const [joined] = rowsOf(await venue.call('ka10095', { stk_cd: '005930;000660' }), 'atn_stk_infr');
    expect(joined?.['stk_cd']).toBe('');
  });
});

describe('ka10099 and ka10100', () => {
  it('list issues with padded counts; the list of the KOSPI holds funds too', async () => {
    const rows = rowsOf(await venue.call('ka10099', { mrkt_tp: '0' }), 'list');
    expect(new Set(rows.map(r => r['marketCode']))).toContain('8');
    expect(rows.find(r => r['code'] === CODE)).toMatchObject({
      name: '삼성전자',
      listCount: expect.stringMatching(/^\d{16}$/),
      lastPrice: String(base).padStart(8, '0'),
      marketCode: '0',
      marketName: '거래소',
    });
    const kosdaq = rowsOf(await venue.call('ka10099', { mrkt_tp: '10' }), 'list');
    expect(new Set(kosdaq.map(r => r['marketCode']))).toEqual(new Set(['10']));
    const { body } = await venue.call('ka10100', { stk_cd: CODE });
    expect(body).toMatchObject({ ...rows.find(r => r['code'] === CODE), return_code: 0 });
    expect((await venue.call('ka10100', { stk_cd: '005930_AL' })).body['return_code']).toBe(2);
  });
});
