import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTape } from '../../src/simulator/tape.js';
import {
  balance,
  change,
  openVenue,
  orderList,
  orderNumberOf,
  place,
  rowOf,
  rowsOf,
  type TestVenue,
  trOf,
  whole,
} from './venue-client.js';

const CODE = '005930';
const MONDAY_TEN = Date.parse('2026-11-23T10:00:00+09:00');
const tape = createTape({ seed: 'test', alwaysOpen: true });
const book = tape.book(CODE, MONDAY_TEN);
const ask = book.asks[0]?.price ?? 0n;
const bid = book.bids[0]?.price ?? 0n;
const rich = {
  cash: 100_000_000_000n,
  holdings: [{ code: CODE, quantity: 100_000n, averagePrice: 70_000n }],
};

let venue: TestVenue;
async function open(options: Parameters<typeof openVenue>[0] = {}): Promise<void> {
  venue = await openVenue({ ...rich, ...options });
  await venue.login();
}
afterEach(() => venue.stop());

const lastOrder = async () => (await venue.ledger()).orders.at(-1);

describe('a new order', () => {
  beforeEach(() => open());

  it('is answered with branch, a ten-digit number and the time, and stands in the ledger', async () => {
    const answer = await place(venue, { side: 'buy', quantity: 3, price: Number(bid) });
    expect(answer.body).toEqual({
      rt_cd: '0',
      msg_cd: '40600000',
      msg1: '모의투자 매수주문이 완료 되었습니다.',
      output: {
        KRX_FWDG_ORD_ORGNO: '00950',
        ODNO: expect.stringMatching(/^\d{10}$/),
        ORD_TMD: '100000',
      },
    });
    const ledger = await venue.ledger();
    expect(ledger.ordersAccepted).toBe(1);
    expect(ledger.orders).toMatchObject([
      {
        number: orderNumberOf(answer),
        account: '5010123401',
        side: 'buy',
        code: CODE,
        quantity: 3,
        state: 'open',
      },
    ]);
  });

  it('fills a market buy at the asks of the moment, level by level', async () => {
    const [first, second] = book.asks;
    const quantity = (first?.quantity ?? 0n) + 5n;
    await place(venue, { side: 'buy', quantity: Number(quantity), type: '01' });
    const expected = (first?.quantity ?? 0n) * (first?.price ?? 0n) + 5n * (second?.price ?? 0n);
    expect(await lastOrder()).toMatchObject({
      state: 'filled',
      filled: Number(quantity),
      filledAmount: Number(expected),
    });
  });

  it('fills a marketable limit at the better price of the book and leaves the rest working', async () => {
    const first = book.asks[0]?.quantity ?? 0n;
    await place(venue, { side: 'buy', quantity: Number(first) + 7, price: Number(ask) });
    expect(await lastOrder()).toMatchObject({
      state: 'partlyFilled',
      filled: Number(first),
      filledAmount: Number(first * ask),
    });
    const [row] = rowsOf(await orderList(venue));
    expect(row).toMatchObject({ rmn_qty: '7', tot_ccld_qty: String(first), avg_prvs: String(ask) });
  });

  it('sells the shares of a level only once within a moment', async () => {
    const first = Number(book.asks[0]?.quantity ?? 0n);
    await place(venue, { side: 'buy', quantity: first, price: Number(ask) });
    await place(venue, { side: 'buy', quantity: 1, price: Number(ask) });
    const { orders } = await venue.ledger();
    expect(orders.map(o => o.state)).toEqual(['filled', 'open']);
  });

  it('fills a resting limit at its own price once the tape has crossed it, however rarely anybody looks', async () => {
    const later = Array.from({ length: 13 * 720 }, (_, n) => tape.price(CODE, MONDAY_TEN + (n + 1) * 5000));
    const highest = later.reduce((a, b) => (a > b ? a : b));
    expect(highest).toBeGreaterThan(ask);
    await place(venue, { side: 'sell', quantity: 4, price: Number(highest) });
    await place(venue, { side: 'sell', quantity: 4, price: Number(highest) + 100 });
    await place(venue, { side: 'buy', quantity: 4, price: Number(bid) - 20_000 });
    await venue.clock.advance(13 * 3_600_000);
    const { orders } = await venue.ledger();
    expect(orders[0]).toMatchObject({ state: 'filled', filledAmount: Number(highest * 4n) });
    expect(orders.slice(1).map(o => [o.state, o.filled])).toEqual([
      ['open', 0],
      ['open', 0],
    ]);
  });

  it('ends with its day: the rest expires and gives its cash back', async () => {
    await place(venue, { side: 'buy', quantity: 1, price: Number(bid) - 20_000 });
    await venue.clock.advance(15 * 3_600_000);
    expect(await lastOrder()).toMatchObject({ state: 'expired', withdrawn: 1, filled: 0 });
  });

  it('obeys IOC and FOK', async () => {
    const first = Number(book.asks[0]?.quantity ?? 0n);
    await place(venue, { side: 'buy', quantity: first + 5, price: Number(ask), type: '12' });
    expect(await lastOrder()).toMatchObject({ state: 'cancelled', filled: 0, withdrawn: first + 5 });
    await place(venue, { side: 'buy', quantity: first + 5, price: Number(ask), type: '11' });
    expect(await lastOrder()).toMatchObject({ state: 'cancelled', filled: first, withdrawn: 5 });
  });
});

describe('a change of an order', () => {
  beforeEach(() => open());
  const resting = async (quantity: number) =>
    orderNumberOf(await place(venue, { side: 'buy', quantity, price: Number(bid) - 10_000 }));

  it('cancels the rest under a number of its own, linked to the original', async () => {
    const number = await resting(5);
    const answer = await change(venue, 'cancel', { number: number.replace(/^0+/, '') });
    expect(answer.body['msg_cd']).toBe('40630000');
    expect(orderNumberOf(answer)).not.toBe(number);
    const [cancel, original] = rowsOf(await orderList(venue));
    expect(cancel).toMatchObject({
      odno: orderNumberOf(answer),
      orgn_odno: number,
      cncl_yn: 'Y',
      cncl_cfrm_qty: '5',
    });
    expect(original).toMatchObject({ odno: number, orgn_odno: '', rmn_qty: '0', cncl_cfrm_qty: '5' });
    expect((await change(venue, 'cancel', { number })).body['msg_cd']).toBe('40330000');
  });

  it('keeps the rest of a partial cancel under the original number', async () => {
    const number = await resting(5);
    await change(venue, 'cancel', { number, quantity: 2 });
    expect((await venue.ledger()).orders[0]).toMatchObject({ number, state: 'open', withdrawn: 2 });
    const tooMuch = await change(venue, 'cancel', { number, quantity: 4 });
    expect([tooMuch.body['rt_cd'], tooMuch.body['msg_cd']]).toEqual(['1', '40430000']);
    expect((await change(venue, 'cancel', { number, quantity: 3 })).body['rt_cd']).toBe('0');
  });

  it('amends into a new order and leaves the original dead', async () => {
    const number = await resting(5);
    const answer = await change(venue, 'amend', { number, price: Number(bid) - 5000 });
    expect(answer.body['msg_cd']).toBe('40620000');
    const { orders } = await venue.ledger();
    expect(orders).toMatchObject([
      { number, state: 'cancelled', withdrawn: 5 },
      { originalNumber: number, action: 'amend', quantity: 5, price: Number(bid) - 5000, state: 'open' },
    ]);
    expect((await change(venue, 'amend', { number, price: Number(bid) })).body['msg_cd']).toBe('40330000');
  });

  it('fills at once when the new price reaches the book', async () => {
    const number = await resting(1);
    await change(venue, 'amend', { number, price: Number(ask) });
    expect(await lastOrder()).toMatchObject({ state: 'filled', filledAmount: Number(ask) });
  });

  it('knows only orders of the same account', async () => {
    const number = await resting(1);
    expect((await change(venue, 'cancel', { number: '99999' })).body['msg_cd']).toBe('40320000');
    const foreign = await venue.post('VTTC0013U', 'order-rvsecncl', {
      CANO: '50999999',
      ACNT_PRDT_CD: '01',
      KRX_FWDG_ORD_ORGNO: '',
      ORGN_ODNO: number,
      ORD_DVSN: '00',
      RVSE_CNCL_DVSN_CD: '02',
      ORD_QTY: '0',
      ORD_UNPR: '0',
      QTY_ALL_ORD_YN: 'Y',
    });
    expect(foreign.body['msg_cd']).toBe('40320000');
    expect((await venue.ledger()).orders[0]?.state).toBe('open');
  });

  it('changes nothing when the amended order is refused', async () => {
    const number = await resting(5);
    expect((await change(venue, 'amend', { number, price: 1 })).body['rt_cd']).toBe('1');
    expect((await venue.ledger()).orders).toMatchObject([{ number, state: 'open', withdrawn: 0 }]);
  });
});

describe('refusals', () => {
  const codes = async (answers: readonly Promise<{ status: number; body: Record<string, unknown> }>[]) =>
    (await Promise.all(answers)).map(a => [a.status, a.body['rt_cd'], a.body['msg_cd']]);

  it('on paper carry digits and rt_cd 1 over HTTP 200, and leave no order', async () => {
    await open({ cash: 10_000_000n });
    await venue.control('POST', 'options', { halted: ['000660'] });
    const buy = (more: object) => place(venue, { side: 'buy', quantity: 1, price: Number(bid), ...more });
    expect(
      await codes([
        buy({ price: Number(bid) + 1 }),
        buy({ code: '999999' }),
        buy({ code: '000660', type: '01' }),
        buy({ price: Number(bid) * 2 }),
        buy({ quantity: 0 }),
        buy({ quantity: '1.5' }),
        buy({ quantity: '-1' }),
        buy({ type: '99' }),
        buy({ exchange: 'NXT' }),
        buy({ quantity: 1000 }),
        place(venue, { side: 'sell', quantity: 100_001, type: '01' }),
      ]),
    ).toEqual(
      [
        '40030000',
        '40070000',
        '40070000',
        '40310000',
        '40310000',
        '40310000',
        '40310000',
        '40280000',
        '40290000',
        '40310000',
        '40310000',
      ].map(code => [200, '1', code]),
    );
    expect(await venue.ledger()).toMatchObject({ ordersAccepted: 0, ordersRefused: 11, orders: [] });
  });

  it('on live carry APBK codes, rt_cd 7 where KIS does', async () => {
    await open({ mode: 'live', cash: 1_000_000n });
    const accepted = await place(venue, { side: 'buy', quantity: 1, price: Number(bid) });
    expect(accepted.body['msg_cd']).toBe('APBK0013');
    expect(
      await codes([
        place(venue, { side: 'buy', quantity: 1000, type: '01' }),
        place(venue, { side: 'buy', quantity: 1, code: '999999' }),
        place(venue, { side: 'sell', quantity: 100_001, type: '01' }),
      ]),
    ).toEqual([
      [200, '7', 'APBK0952'],
      [200, '7', 'APBK0656'],
      [200, '7', 'APBK0400'],
    ]);
  });

  it('on live say with APBK0400 that a change is beyond the rest, and that nothing is left to change', async () => {
    await open({ mode: 'live' });
    const number = orderNumberOf(await place(venue, { side: 'buy', quantity: 5, price: Number(bid) - 5000 }));
    const beyond = await change(venue, 'cancel', { number, quantity: 6 });
    expect([beyond.body['rt_cd'], beyond.body['msg_cd']]).toEqual(['7', 'APBK0400']);
    expect((await change(venue, 'cancel', { number })).body['rt_cd']).toBe('0');
    const again = await change(venue, 'cancel', { number });
    expect([again.body['rt_cd'], again.body['msg_cd']]).toEqual(['7', 'APBK0400']);
    expect((await change(venue, 'cancel', { number: '99999' })).body['msg_cd']).toBe('APBK0320');
  });

  it('on live name the hours for an order of a closing-price session that is not on', async () => {
    await open({ mode: 'live', alwaysOpen: false });
    const answer = await place(venue, { side: 'buy', quantity: 1, type: '06' });
    expect([answer.body['rt_cd'], answer.body['msg_cd']]).toEqual(['1', 'APBK0918']);
  });

  it('on paper keep issues below 1,000 won from being bought, not from being sold', async () => {
    await open({ holdings: [{ code: '001520', quantity: 10n, averagePrice: 700n }] });
    expect(tape.base('001520', MONDAY_TEN)).toBeLessThan(1000n);
    const trade = (side: 'buy' | 'sell') => place(venue, { side, code: '001520', quantity: 1, type: '01' });
    expect((await trade('buy')).body['msg_cd']).toBe('40070000');
    expect((await trade('sell')).body['msg_cd']).toBe('40590000');
  });

  it('hold cash of open orders back, a market order at the upper limit price', async () => {
    await open({ cash: 1_000_000n });
    const price = Number(bid) - 10_000;
    const quantity = Math.floor(1_000_000 / price);
    expect((await place(venue, { side: 'buy', quantity, price })).body['rt_cd']).toBe('0');
    expect((await place(venue, { side: 'buy', quantity: 1, price })).body).toMatchObject({
      msg_cd: '40310000',
      msg1: expect.stringContaining('주문가능금액이 부족'),
    });

    await venue.control('POST', 'account', { account: '5010123401', cash: 1_000_000 });
    const atMarket = Math.floor(990_000 / Number(ask));
    expect((await place(venue, { side: 'buy', quantity: atMarket, type: '01' })).body['msg_cd']).toBe(
      '40310000',
    );
    const fields = {
      CANO: '50101234',
      ACNT_PRDT_CD: '01',
      PDNO: CODE,
      ORD_UNPR: '0',
      ORD_DVSN: '01',
      CMA_EVLU_AMT_ICLD_YN: 'N',
      OVRS_ICLD_YN: 'N',
    };
    const power = rowOf(await venue.get('VTTC8908R', 'inquire-psbl-order', fields));
    expect(whole(power, 'nrcvb_buy_amt')).toBe(1_000_000n - 142n);
    expect(whole(power, 'psbl_qty_calc_unpr')).toBeGreaterThan(ask);
    const enough = Number(power['nrcvb_buy_qty']);
    expect(enough).toBeLessThan(atMarket);
    expect((await place(venue, { side: 'buy', quantity: enough + 1, type: '01' })).body['rt_cd']).toBe('1');
    expect((await place(venue, { side: 'buy', quantity: enough, type: '01' })).body['rt_cd']).toBe('0');
  });

  it('hold shares of open sell orders back', async () => {
    await open();
    await place(venue, { side: 'sell', quantity: 99_999, price: Number(ask) + 10_000 });
    expect((await place(venue, { side: 'sell', quantity: 2, type: '01' })).body['msg_cd']).toBe('40310000');
    const [row] = rowsOf(await balance(venue));
    expect(row).toMatchObject({ hldg_qty: '100000', ord_psbl_qty: '1' });
  });
});

describe('exchange hours', () => {
  const at = async (kst: string, mode: 'paper' | 'live' = 'paper') => {
    await open({ alwaysOpen: false, mode });
    await venue.clock.advance(Date.parse(`${kst}+09:00`) - MONDAY_TEN);
    await venue.login();
  };
  const code = async (type = '00') => {
    const price = tape.base(CODE, venue.clock.now());
    const tick = price - (price % 500n);
    return (await place(venue, { side: 'buy', quantity: 1, price: Number(tick), type })).body['msg_cd'];
  };

  it.each([
    ['2026-11-24T08:45:00', '40570000'],
    ['2026-11-24T09:00:00', '40600000'],
    ['2026-11-24T15:29:59', '40600000'],
    ['2026-11-24T15:30:00', '40580000'],
    ['2026-11-28T10:00:00', '40100000'],
    ['2026-12-25T10:00:00', '40100000'],
  ])('on paper at %s an order is answered with %s', async (when, expected) => {
    await at(when);
    expect(await code()).toBe(expected);
  });

  it('on live collects orders for the opening auction and fills them after it', async () => {
    await at('2026-11-24T08:45:00', 'live');
    expect(await code('01')).toBe('APBK0013');
    expect(await lastOrder()).toMatchObject({ state: 'open', filled: 0 });
    await venue.clock.advance(16 * 60_000);
    expect(await lastOrder()).toMatchObject({ state: 'filled', filled: 1 });
  });

  it('on live refuses after the close, on holidays, and takes closing-price orders in their session', async () => {
    await at('2026-11-24T15:45:00', 'live');
    expect(await code()).toBe('APBK0918');
    expect(await code('06')).toBe('APBK0013');
    expect(await lastOrder()).toMatchObject({ state: 'filled' });
    await venue.clock.advance(3_600_000);
    expect(await code()).toBe('APBK3013');
    await venue.clock.advance(4 * 24 * 3_600_000);
    await venue.login();
    expect(await code()).toBe('APBK0919');
  });

  it('ends what is open at the close', async () => {
    await at('2026-11-24T15:00:00');
    const floor = tape.base(CODE, venue.clock.now());
    await place(venue, { side: 'buy', quantity: 1, price: Number(floor - (floor % 1000n)) - 15_000 });
    expect((await lastOrder())?.state).toBe('open');
    await venue.clock.advance(31 * 60_000);
    expect((await lastOrder())?.state).toBe('expired');
  });
});

describe('live-only services', () => {
  it('list open orders and tell sellable shares', async () => {
    await open({ mode: 'live' });
    const rest = await place(venue, { side: 'sell', quantity: 10, price: Number(ask) + 10_000 });
    await place(venue, { side: 'buy', quantity: 1, type: '01' });
    const account = { CANO: '50101234', ACNT_PRDT_CD: '01' };
    const page = { CTX_AREA_FK100: '', CTX_AREA_NK100: '', INQR_DVSN_1: '0' };
    const list = (side: string) =>
      venue.get(trOf(venue, 'TTTC0084R'), 'inquire-psbl-rvsecncl', {
        ...account,
        ...page,
        INQR_DVSN_2: side,
      });
    expect(rowsOf(await list('0'), 'output')).toMatchObject([
      { odno: orderNumberOf(rest), psbl_qty: '10', sll_buy_dvsn_cd: '01', ord_gno_brno: '03930' },
    ]);
    const none = await list('2');
    expect([rowsOf(none, 'output').length, none.body['msg_cd']]).toEqual([0, 'KIOK0560']);
    const sellable = await venue.get('TTTC8408R', 'inquire-psbl-sell', { ...account, PDNO: CODE });
    expect(rowOf(sellable)).toMatchObject({ cblc_qty: '100001', ord_psbl_qty: '99991' });
    expect(sellable.body['msg_cd']).toBe('KIOK0420');
  });
});

describe('주식일별주문체결조회', () => {
  beforeEach(() => open());

  it('pages by 15 rows on paper, newest first, each order once', async () => {
    for (let n = 0; n < 33; n += 1) {
      await place(venue, { side: 'buy', quantity: 1, price: Number(bid) - 10_000 });
    }
    const numbers: string[] = [];
    let cursor = {};
    const conts: (string | null)[] = [];
    for (let n = 0; n < 3; n += 1) {
      const page = await orderList(venue, cursor, n === 0 ? {} : { tr_cont: 'N' });
      numbers.push(...rowsOf(page).map(r => r['odno'] ?? ''));
      conts.push(page.headers.get('tr_cont'));
      cursor = { CTX_AREA_NK100: String(page.body['ctx_area_nk100']).trim() };
      expect(rowOf(page, 'output2')['tot_ord_qty']).toBe('33');
    }
    expect(conts).toEqual(['F', 'M', 'E']);
    expect(numbers).toHaveLength(33);
    expect(numbers).toEqual([...new Set(numbers)].sort().reverse());
  });

  it('filters by side, code, number, fill and date', async () => {
    const open1 = orderNumberOf(
      await place(venue, { side: 'buy', quantity: 1, price: Number(bid) - 10_000 }),
    );
    const sold = orderNumberOf(await place(venue, { side: 'sell', quantity: 1, type: '01' }));
    const other = orderNumberOf(await place(venue, { side: 'buy', quantity: 1, type: '01', code: '000660' }));
    const numbers = async (more: Record<string, string>) =>
      rowsOf(await orderList(venue, more)).map(r => r['odno']);
    expect(await numbers({})).toEqual([other, sold, open1]);
    expect(await numbers({ INQR_DVSN: '01' })).toEqual([open1, sold, other]);
    expect(await numbers({ SLL_BUY_DVSN_CD: '01' })).toEqual([sold]);
    expect(await numbers({ SLL_BUY_DVSN_CD: '02' })).toEqual([other, open1]);
    expect(await numbers({ PDNO: '000660' })).toEqual([other]);
    expect(await numbers({ ODNO: sold.replace(/^0+/, '') })).toEqual([sold]);
    expect(await numbers({ CCLD_DVSN: '01' })).toEqual([other, sold]);
    expect(await numbers({ CCLD_DVSN: '02' })).toEqual([open1]);
    expect(await numbers({ INQR_STRT_DT: '20261124' })).toEqual([]);
    expect(await numbers({ EXCG_ID_DVSN_CD: 'ALL' })).toHaveLength(3);
  });

  it('answers 70070000 when there is nothing, and with the switch also when there is, the totals being right', async () => {
    const none = await orderList(venue);
    expect([none.body['rt_cd'], none.body['msg_cd'], rowsOf(none)]).toEqual(['0', '70070000', []]);
    await place(venue, { side: 'buy', quantity: 2, type: '01' });
    await venue.control('POST', 'options', { emptyPaperOrderList: true });
    const hidden = await orderList(venue);
    expect([hidden.body['msg_cd'], rowsOf(hidden)]).toEqual(['70070000', []]);
    expect(rowOf(hidden, 'output2')).toMatchObject({ tot_ord_qty: '2', tot_ccld_qty: '2' });
  });
});
