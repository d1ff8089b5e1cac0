import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  balance,
  change,
  openVenue,
  orderList,
  place,
  rowOf,
  rowsOf,
  type TestVenue,
} from './venue-client.js';

const ORDER = {
  account: '50101234-01',
  side: 'buy',
  code: '005930',
  type: '00',
  quantity: 7,
} as const;

let venue: TestVenue;
/** The day's lowest, at which nothing trades. */
let price: number;
beforeEach(async () => {
  venue = await openVenue({ mode: 'live' });
  await venue.login();
  const quote = await venue.get('FHKST01010100', '/uapi/domestic-stock/v1/quotations/inquire-price', {
    FID_COND_MRKT_DIV_CODE: 'J',
    FID_INPUT_ISCD: ORDER.code,
  });
  price = Number(rowOf(quote)['stck_llam']);
});
afterEach(() => venue.stop());

const byHand = (changes: object = {}) => venue.control('POST', 'hand-order', { ...ORDER, price, ...changes });

describe('an order placed by hand', () => {
  it('stands in the order log and the list like any other, and is counted apart', async () => {
    const placed = await byHand();
    expect(placed.status).toBe(200);
    await place(venue, { side: 'buy', quantity: 1, type: '01' });
    const { ordersAccepted, ordersByHand, ordersRefused, orders } = await venue.ledger();
    expect([ordersAccepted, ordersByHand, ordersRefused]).toEqual([1, 1, 0]);
    expect(orders[0]).toMatchObject({
      account: '5010123401',
      side: 'buy',
      code: '005930',
      type: '00',
      quantity: 7,
      price,
      number: placed.body['number'],
      state: 'open',
      action: 'new',
      at: venue.clock.now(),
    });
    const rows = rowsOf(await orderList(venue));
    expect(rows.map(row => row['ord_qty'])).toEqual(['1', '7']);
    expect(rows[1]).toMatchObject({ odno: placed.body['number'], rmn_qty: '7' });
  });

  it('trades, costs money, and can be cancelled through the API', async () => {
    const filled = await byHand({ type: '01', price: 0 });
    expect(filled.body).toMatchObject({ state: 'filled', filled: 7 });
    const held = rowsOf(await balance(venue)).find(row => row['pdno'] === '005930');
    expect(Number(held?.['hldg_qty'])).toBeGreaterThanOrEqual(7);
    const resting = await byHand({ exchange: 'NXT' });
    const cancelled = await change(venue, 'cancel', { number: String(resting.body['number']) });
    expect(cancelled.body['rt_cd']).toBe('0');
  });

  it('is refused by the rules that hold for every order, and then counts nowhere', async () => {
    const outcomes = [
      await byHand({ price: price + 1 }),
      await byHand({ code: '999998' }),
      await byHand({ quantity: 1_000_000 }),
    ];
    expect(outcomes.map(o => [o.status, o.body['refused']])).toEqual([
      [409, 'tick'],
      [409, 'unknownIssue'],
      [409, 'cash'],
    ]);
    expect(await venue.ledger()).toMatchObject({ ordersByHand: 0, ordersRefused: 0, orders: [] });
  });

  it('must be whole', async () => {
    for (const wrong of [{ account: '1' }, { side: 'hold' }, { quantity: -1 }, { note: 'extra' }]) {
      expect((await byHand(wrong)).status).toBe(400);
    }
  });

  it('is remembered by a count that reset clears', async () => {
    await byHand();
    await venue.control('POST', 'reset');
    expect(await venue.ledger()).toMatchObject({ ordersByHand: 0, orders: [] });
  });
});
