import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTape } from '../../src/simulator/tape.js';
import {
  type Answer,
  DAY_ORDERS,
  type KiwoomVenue,
  numberOf,
  OPEN_ORDERS,
  openKiwoom,
  place,
  rowsOf,
} from './kiwoom-client.js';

const CODE = '005930';
const MONDAY_TEN = Date.parse('2026-11-23T10:00:00+09:00');
const { asks, bids } = createTape({ seed: 'test', alwaysOpen: true }).book(CODE, MONDAY_TEN);
const ask = asks[0]?.price ?? 0n;
const bid = bids[0]?.price ?? 0n;
const rich = {
  cash: 100_000_000_000n,
  holdings: [{ code: CODE, quantity: 100_000n, averagePrice: 70_000n }],
};

let venue: KiwoomVenue;
const open = async (options: Parameters<typeof openKiwoom>[0] = {}) => {
  venue = await openKiwoom({ ...rich, ...options });
  await venue.login();
};
afterEach(() => venue.stop());

const message = ({ body }: Answer) => String(body['return_msg']);
/** `RC4003`, `506550`: the code of a business refusal. */
function businessCode(answer: Answer): string | undefined {
  expect(answer.status).toBe(200);
  expect(answer.body['return_code']).toBe(20);
  expect(answer.body).not.toHaveProperty('ord_no');
  return /^\[2000\]\(([A-Z0-9]+):/.exec(message(answer))?.[1];
}
const amend = (number: string, quantity: number | bigint, price: bigint, exchange = 'KRX', code = CODE) =>
  venue.call('kt10002', {
    dmst_stex_tp: exchange,
    orig_ord_no: number,
    stk_cd: code,
    mdfy_qty: String(quantity),
    mdfy_uv: String(price),
  });
const cancel = (number: string, quantity = 0, exchange = 'KRX') =>
  venue.call('kt10003', {
    dmst_stex_tp: exchange,
    orig_ord_no: number,
    stk_cd: CODE,
    cncl_qty: String(quantity),
  });
const openOrders = async (more: object = {}) =>
  rowsOf(await venue.call('ka10075', { ...OPEN_ORDERS, ...more }), 'oso');
const dayOrders = async (more: object = {}) =>
  rowsOf(await venue.call('kt00007', { ...DAY_ORDERS, ...more }), 'acnt_ord_cntr_prps_dtl');

describe('an order', () => {
  beforeEach(() => open());

  it('is answered with seven digits and the exchange, and stands in the same ledger as those of the other face', async () => {
    const answer = await place(venue, { quantity: 3, price: bid });
    expect(answer.body).toEqual({
      ord_no: expect.stringMatching(/^\d{7}$/),
      dmst_stex_tp: 'KRX',
      return_code: 0,
      return_msg: '모의투자 매수주문완료',
    });
    expect(message(await place(venue, { side: 'sell', quantity: 1, type: '3' }))).toBe(
      '모의투자 매도주문완료',
    );
    const { orders, ordersAccepted } = await venue.ledger();
    expect(ordersAccepted).toBe(2);
    expect(orders[0]).toMatchObject({ side: 'buy', code: CODE, type: '00', quantity: 3, state: 'open' });
    expect(orders[1]).toMatchObject({ side: 'sell', type: '01', state: 'filled' });
  });

  it('without a price may leave it out, leave it blank or write 0', async () => {
    for (const price of ['', 0]) await place(venue, { quantity: 1, price, type: '3' });
    await venue.call('kt10000', { dmst_stex_tp: 'KRX', stk_cd: CODE, ord_qty: '1', trde_tp: '3' });
    expect((await venue.ledger()).orders.map(o => o.filledAmount)).toEqual([ask, ask, ask].map(Number));
  });

  it('amended gets a new number, and names the first of its chain when it is cancelled', async () => {
    const first = numberOf(await place(venue, { quantity: 5, price: bid }));
    const second = await amend(first, 5, bid - 100n);
    expect(second.body).toEqual({
      ord_no: expect.stringMatching(/^\d{7}$/),
      base_orig_ord_no: first,
      mdfy_qty: '000000000005',
      dmst_stex_tp: 'KRX',
      return_code: 0,
      return_msg: '모의투자 정정주문완료',
    });
    expect(Number(numberOf(second))).toBe(Number(first) + 1);
    expect(businessCode(await cancel(first))).toBe('506550');
    const third = await cancel(numberOf(second));
    expect(third.body).toEqual({
      ord_no: expect.stringMatching(/^\d{7}$/),
      base_orig_ord_no: first,
      cncl_qty: '000000000005',
      return_code: 0,
      return_msg: '모의투자 취소주문완료',
    });
    expect(businessCode(await cancel(numberOf(third)))).toBe('571435');
    expect(await venue.ledger()).toMatchObject({ amendsAccepted: 1, cancelsAccepted: 1, ordersRefused: 2 });
  });

  it('is cancelled in part, or wholly with the quantity 0', async () => {
    const number = numberOf(await place(venue, { quantity: 5, price: bid - 100n }));
    expect((await cancel(number, 2)).body['cncl_qty']).toBe('000000000002');
    expect((await openOrders())[0]).toMatchObject({ ord_no: number, oso_qty: '3' });
    expect(businessCode(await cancel(number, 4))).toBe('RC4043');
    expect((await cancel(number)).body['cncl_qty']).toBe('000000000003');
    expect(await openOrders()).toEqual([]);
  });

  it.each([
    ['a price off the tick', { quantity: 1, price: ask + 1n }, 'RC4003'],
    ['a price beyond the limits', { quantity: 1, price: ask * 2n }, 'RC4027'],
    ['too dear a purchase', { quantity: 2_000_000, price: ask }, 'RC4025'],
    ['more than is held', { side: 'sell', quantity: 100_001, type: '3' }, '800033'],
    ['최유리', { quantity: 1, type: '6' }, 'RC4026'],
    ['최우선', { quantity: 1, type: '7' }, 'RC4026'],
    ['stop-limit', { quantity: 1, price: ask, type: '28' }, 'RC4026'],
    ['a zero-padded type', { quantity: 1, price: ask, type: '00' }, 'RC4026'],
    ['no share', { quantity: 0, price: ask }, 'RC4031'],
    ['NXT on the mock server', { quantity: 1, price: ask, exchange: 'NXT' }, 'RC9000'],
    ['SOR on the mock server', { quantity: 1, price: ask, exchange: 'SOR' }, 'RC9000'],
    ['an issue that is not listed', { quantity: 1, price: ask, code: '999999' }, 'RC4007'],
  ] as const)('with %s is refused', async (_, order, code) => {
    expect(businessCode(await place(venue, order))).toBe(code);
    expect(await venue.ledger()).toMatchObject({ ordersAccepted: 0, ordersRefused: 1, orders: [] });
  });

  it('of another account is nobody’s', async () => {
    const number = numberOf(await place(venue, { quantity: 5, price: bid }));
    await venue.login('another-app-key-of-43-characters-0123456789');
    expect(businessCode(await cancel(number))).toBe('RC4032');
    expect(await openOrders()).toEqual([]);
  });

  it.each([
    ['2026-11-23T08:59:59', 'RC4057'],
    ['2026-11-23T15:40:00', 'RC4058'],
    ['2026-11-22T10:00:00', 'RC4010'],
  ])('on the mock server at %s is refused with %s', async (at, code) => {
    await venue.options({ alwaysOpen: false });
    venue.clock.step(Date.parse(`${at}+09:00`) - venue.clock.now());
    await venue.login();
    expect(businessCode(await place(venue, { quantity: 1, type: '3' }))).toBe(code);
  });
});

describe('an order on the real server', () => {
  beforeEach(() => open({ mode: 'live' }));

  it('is answered in its own words', async () => {
    const number = numberOf(await place(venue, { quantity: 5, price: bid }));
    expect(message(await amend(number, 2, bid - 100n))).toBe('매수정정 주문입력이 완료되었습니다');
    expect(message(await cancel(number))).toBe('매수취소 주문입력이 완료되었습니다');
    expect(message(await place(venue, { side: 'sell', quantity: 1, type: '3' }))).toBe(
      '매도주문이 완료되었습니다.',
    );
  });

  it('of SOR is changed by SOR only', async () => {
    const number = numberOf(await place(venue, { quantity: 5, price: bid, exchange: 'SOR' }));
    expect(businessCode(await cancel(number))).toBe('571412');
    expect(businessCode(await amend(number, 5, bid - 100n))).toBe('571412');
    expect((await cancel(number, 0, 'SOR')).body['return_code']).toBe(0);
  });

  it('for the closing price names none', async () => {
    expect(businessCode(await place(venue, { quantity: 1, price: ask, type: '81' }))).toBe('571357');
    expect(businessCode(await place(venue, { quantity: 1, type: '81' }))).toBe('521790');
  });
});

describe('the lists of orders', () => {
  beforeEach(() => open());

  it('ka10075 shows what works, in the words of its family', async () => {
    const buy = numberOf(await place(venue, { quantity: 3, price: bid - 100n }));
    const sell = numberOf(await place(venue, { side: 'sell', quantity: 4, price: ask + 1000n }));
    const changed = numberOf(await amend(buy, 3, bid - 200n));
    const rows = await openOrders();
    expect(rows.map(r => [r['ord_no'], r['io_tp_nm'], r['orig_ord_no'], r['oso_qty']])).toEqual([
      [changed, '+매수정정', buy, '3'],
      [sell, '-매도', '0000000', '4'],
    ]);
    expect(rows[1]).toMatchObject({
      stk_cd: CODE,
      trde_tp: '보통',
      ord_stt: '접수',
      tm: '100000',
      ord_pric: String(ask + 1000n),
      stex_tp: '1',
      stex_tp_txt: 'KRX',
      sor_yn: 'N',
    });
    expect(rows[1]?.['cur_prc']).toMatch(/^[+-]?\d+$/);
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
      [
        'acnt_no ord_no mang_empno stk_cd tsk_tp ord_stt stk_nm ord_qty ord_pric oso_qty cntr_tot_amt orig_ord_no',
        'io_tp_nm trde_tp tm cntr_no cntr_pric cntr_qty cur_prc sel_bid buy_bid unit_cntr_pric unit_cntr_qty',
        'tdy_trde_cmsn tdy_trde_tax ind_invsr stex_tp stex_tp_txt sor_yn stop_pric',
      ]
        .join(' ')
        .split(' ')
        .sort(),
    );
    expect((await openOrders({ trde_tp: '2' })).map(r => r['ord_no'])).toEqual([changed]);
    expect(await openOrders({ all_stk_tp: '1', stk_cd: '000660' })).toEqual([]);
  });

  it('ka10075 without an order is an empty list, its message with a blank in front', async () => {
    const { text } = await venue.call('ka10075', OPEN_ORDERS);
    expect(JSON.parse(text)).toEqual({ oso: [], return_code: 0, return_msg: ' 조회가 완료되었습니다.' });
    await venue.options({ kiwoomEmptyLists: 'refused' });
    expect(businessCode(await venue.call('kt00007', DAY_ORDERS))).toBe('571758');
  });

  it('kt00007 pads its numbers, marks its codes and tells orders, changes and fills apart', async () => {
    const bought = numberOf(await place(venue, { quantity: 3, type: '3' }));
    const resting = numberOf(await place(venue, { quantity: 4, price: bid - 100n }));
    const cancelled = numberOf(await cancel(resting, 1));
    const rows = await dayOrders();
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({
      ord_no: bought,
      stk_cd: 'A005930',
      trde_tp: '시장가',
      crd_tp: '보통매매',
      ord_qty: '0000000003',
      ord_uv: '0000000000',
      cnfm_qty: '0000000000',
      acpt_tp: '접수',
      rsrv_tp: '',
      ord_tm: '10:00:00',
      ori_ord: '0000000',
      stk_nm: '삼성전자',
      io_tp_nm: '현금매수',
      loan_dt: '',
      cntr_qty: '0000000003',
      cntr_uv: String(ask).padStart(10, '0'),
      ord_remnq: '0000000000',
      comm_ord_tp: 'REST API',
      mdfy_cncl: '',
      cnfm_tm: '',
      dmst_stex_tp: 'KRX',
      cond_uv: '0000000000',
    });
    expect(rows[1]).toMatchObject({ ord_no: resting, ord_remnq: '0000000003', cntr_qty: '0000000000' });
    expect(rows[2]).toMatchObject({
      ord_no: cancelled,
      ori_ord: resting,
      mdfy_cncl: '취소',
      io_tp_nm: '매수취소',
      cnfm_qty: '0000000001',
      ord_remnq: '0000000000',
    });
    const numbers = async (more: object) => (await dayOrders(more)).map(r => r['ord_no']);
    expect(await numbers({ qry_tp: '2' })).toEqual([cancelled, resting, bought]);
    expect(await numbers({ qry_tp: '3' })).toEqual([resting]);
    expect(await numbers({ qry_tp: '4' })).toEqual([bought]);
    expect(await numbers({ fr_ord_no: resting })).toEqual([resting, cancelled]);
    expect(await numbers({ ord_dt: '20261122' })).toEqual([]);
    expect(await numbers({ sell_tp: '1' })).toEqual([]);
  });

  it('go on in pages by headers alone, with the same body', async () => {
    await venue.options({ kiwoomPageRows: 2 });
    for (let n = 0; n < 5; n += 1) await place(venue, { quantity: 1, price: bid - 100n });
    const pages: string[][] = [];
    let headers: Record<string, string> = {};
    for (;;) {
      const page = await venue.call('kt00007', DAY_ORDERS, headers);
      pages.push(rowsOf(page, 'acnt_ord_cntr_prps_dtl').map(r => String(r['ord_no'])));
      expect(page.body).not.toHaveProperty('next-key');
      if (page.headers.get('cont-yn') !== 'Y') break;
      headers = { 'cont-yn': 'Y', 'next-key': page.headers.get('next-key') ?? '' };
    }
    expect(pages.map(p => p.length)).toEqual([2, 2, 1]);
    expect(new Set(pages.flat()).size).toBe(5);
    expect(headers['next-key']).not.toBe('');
  });

  it('ka10076 and kt00009 show fills, with fee and tax or with sums', async () => {
    await place(venue, { quantity: 2, price: bid - 100n });
    const sold = numberOf(await place(venue, { side: 'sell', quantity: 3, type: '3' }));
    const query = { stk_cd: '', qry_tp: '0', sell_tp: '0', ord_no: '', stex_tp: '0' };
    const [fill, ...more] = rowsOf(await venue.call('ka10076', query), 'cntr');
    expect(more).toEqual([]);
    expect(fill).toMatchObject({
      ord_no: sold,
      io_tp_nm: '-매도',
      cntr_pric: String(bid),
      cntr_qty: '3',
      oso_qty: '0',
      ord_stt: '체결',
      ord_tm: '100000',
      tdy_trde_tax: String((bid * 3n * 2n) / 1000n),
    });
    const none = await venue.call('ka10076', { ...query, ord_no: sold });
    expect(none.body['cntr']).toEqual([]);
    const status = await venue.call('kt00009', { ...DAY_ORDERS, qry_tp: '1', mrkt_tp: '0' });
    expect(status.body).toMatchObject({
      sell_grntl_engg_amt: String(bid * 3n).padStart(12, '0'),
      buy_engg_amt: '000000000000',
    });
    expect(rowsOf(status, 'acnt_ord_cntr_prst_array').map(r => [r['ord_no'], r['cntr_tm']])).toEqual([
      [sold, '10:00:00'],
    ]);
  });
});
