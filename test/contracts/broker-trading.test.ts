import { afterEach, describe, expect, it } from 'vitest';
import { type OrderRequest, sameOrderNumber, type VenueOrderRef } from '../../src/core/index.js';
import {
  accepted,
  type BrokerDesk,
  CASH,
  openBrokerDesk,
  orderOf,
  rowOf,
  STOCK,
  TODAY,
} from './broker-desk.js';
import { FLAVOURS } from './broker-flavours.js';

const today = { from: TODAY, to: TODAY };

describe.each(FLAVOURS)('trading at $name', flavour => {
  let desk: BrokerDesk;
  afterEach(() => desk.stop());

  async function start() {
    desk = await openBrokerDesk(flavour);
    const { account, broker, is } = desk;
    const { trading, accounts, market } = broker;
    const place = (changes: Partial<OrderRequest> = {}) => is(trading.place(orderOf(account, changes)));
    const change = (order: VenueOrderRef) => ({ account, order, quantity: 'all', exchange: 'KRX' }) as const;
    return {
      account,
      is,
      place,
      quote: await is(market.quote(STOCK)),
      amend: (order: VenueOrderRef, price: bigint) =>
        is(trading.amend({ ...change(order), type: 'limit', price })),
      cancel: (order: VenueOrderRef, quantity: bigint | 'all' = 'all') =>
        is(trading.cancel({ ...change(order), quantity })),
      orders: () => is(accounts.orders(account, today)),
      open: () => is(accounts.openOrders(account)),
      balance: () => is(accounts.balance(account)),
      sellable: () => is(accounts.sellable(account, STOCK)),
      power: (price: bigint) => is(accounts.buyingPower(account, { code: STOCK, price, type: 'limit' })),
    };
  }

  it('a resting purchase is open, is amended to a new number, and is gone once cancelled', async () => {
    const { place, amend, cancel, orders, open, quote, power } = await start();
    const { lowerLimit: price, tick } = quote;
    const bought = accepted(await place({ type: 'limit', price }));
    const placed = await orders();
    expect(placed.complete).toBe(true);
    expect(placed.orders).toHaveLength(1);
    expect(rowOf(placed.orders, bought)).toMatchObject({
      date: TODAY,
      originalNumber: '',
      branch: bought.branch,
      act: 'new',
      side: 'buy',
      code: STOCK,
      name: '삼성전자',
      type: 'limit',
      exchange: 'KRX',
      quantity: 10n,
      price,
      filled: 0n,
      remaining: 10n,
      state: 'open',
    });
    expect(rowOf(placed.orders, bought).time).toMatch(/^1000\d\d$/);
    expect((await power(price)).cash).toBeLessThanOrEqual(CASH - 10n * price);

    const amended = accepted(await amend(bought, price + tick));
    expect(sameOrderNumber(amended.number, bought.number)).toBe(false);
    const afterAmend = await orders();
    expect(rowOf(afterAmend.orders, amended)).toMatchObject({
      act: 'amend',
      state: 'open',
      price: price + tick,
    });
    expect(sameOrderNumber(rowOf(afterAmend.orders, amended).originalNumber, bought.number)).toBe(true);
    expect(rowOf(afterAmend.orders, bought)).toMatchObject({ state: 'cancelled', remaining: 0n });
    const [only, ...others] = (await open()).orders;
    expect(others).toEqual([]);
    expect(only).toMatchObject({ act: 'amend', remaining: 10n, state: 'open', exchange: 'KRX' });
    expect(sameOrderNumber(only?.number ?? '', amended.number)).toBe(true);

    const part = accepted(await cancel(amended, 4n));
    const afterPart = await orders();
    expect(rowOf(afterPart.orders, amended)).toMatchObject({ state: 'open', remaining: 6n });
    expect(rowOf(afterPart.orders, part)).toMatchObject({ act: 'cancel', state: 'cancelled', remaining: 0n });
    expect((await open()).orders.map(({ remaining }) => remaining)).toEqual([6n]);

    accepted(await cancel(amended));
    const afterCancel = await orders();
    expect(afterCancel.orders.map(({ state }) => state)).toEqual(Array(4).fill('cancelled'));
    expect(afterCancel.complete).toBe(true);
    expect((await open()).orders).toEqual([]);
    expect((await cancel(amended)).kind).toBe('refused');
    expect((await power(price)).cash).toBe(CASH);
  });

  it('a purchase at the market is filled, raises the position and lowers the D+2 cash', async () => {
    const { place, orders, sellable, balance, open, quote } = await start();
    const ref = accepted(await place());
    const row = rowOf((await orders()).orders, ref);
    expect(row).toMatchObject({ state: 'filled', filled: 10n, remaining: 0n, price: 0n });
    // A list need not tell the type of what rests no more.
    expect([undefined, 'market']).toContain(row.type);
    expect(row.averageFill).toBeGreaterThan(Number(quote.lowerLimit));
    expect(row.averageFill).toBeLessThan(Number(quote.upperLimit));
    expect(await sellable()).toBe(17n);
    const after = await balance();
    expect(after.positions.find(({ code }) => code === STOCK)).toMatchObject({
      quantity: 17n,
      sellable: 17n,
    });
    expect(after.cash).toBe(CASH);
    const paid = CASH - after.cashAfterSettlement;
    expect(Number(paid)).toBeGreaterThanOrEqual(row.averageFill * 10 - 1);
    expect(Number(paid)).toBeLessThan(row.averageFill * 10 * 1.01);
    expect((await open()).orders).toEqual([]);
  });

  it('a resting sale holds its shares back, and a sale of everything removes the position', async () => {
    const { place, cancel, orders, sellable, balance, quote } = await start();
    const sale = { side: 'sell', type: 'limit', price: quote.upperLimit } as const;
    const resting = accepted(await place({ ...sale, quantity: 3n }));
    expect(await sellable()).toBe(4n);
    expect((await place({ side: 'sell', quantity: 5n })).kind).toBe('refused');
    expect(await sellable()).toBe(4n);
    accepted(await cancel(resting));
    const sold = accepted(await place({ side: 'sell', quantity: 7n }));
    expect(rowOf((await orders()).orders, sold)).toMatchObject({ side: 'sell', state: 'filled', filled: 7n });
    const after = await balance();
    expect(after.positions).toHaveLength(54);
    expect(after.positions.some(({ code }) => code === STOCK)).toBe(false);
    expect(after.cashAfterSettlement).toBeGreaterThan(CASH);
  });

  it('what the exchange turns down for want of money is refused in its words, and orders nothing', async () => {
    const { place, orders } = await start();
    const outcome = await place({ quantity: 1_000_000n });
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('주문가능금액') });
    expect((await orders()).orders).toEqual([]);
  });

  it('a price off the tick is refused, or nobody knows where its code is not on record; it orders nothing', async () => {
    const { place, orders, quote } = await start();
    const outcome = await place({ type: 'limit', price: quote.lowerLimit + 1n });
    expect(outcome.kind).toBe(flavour.knowsTick ? 'refused' : 'unknown');
    expect((await orders()).orders).toEqual([]);
  });

  it('the largest quantity that buying power names is accepted', async () => {
    const { place, power, quote } = await start();
    const { quantity } = await power(quote.lowerLimit);
    accepted(await place({ quantity, type: 'limit', price: quote.lowerLimit }));
  });

  it('an order list of more than one page is whole, newest first', async () => {
    const { place, orders, open, quote } = await start();
    const count = 103;
    const numbers: string[] = [];
    for (let i = 0; i < count; i += 1) {
      numbers.push(accepted(await place({ quantity: 1n, type: 'limit', price: quote.lowerLimit })).number);
    }
    const list = await orders();
    const bare = (number: string) => number.replace(/^0+/, '');
    expect(list.orders.map(({ number }) => bare(number))).toEqual(numbers.map(bare).reverse());
    expect(list.complete).toBe(true);
    if (flavour.totals) expect(list.totals).toEqual({ ordered: BigInt(count), filled: 0n });
    else expect(list.totals).toBeUndefined();
    expect((await open()).orders).toHaveLength(count);
  });

  it('another exchange than the KRX is reached where it is offered, and nothing leaves where not', async () => {
    const { place, orders, quote, is, account } = await start();
    const outcome = await place({ quantity: 2n, type: 'limit', price: quote.lowerLimit, exchange: 'NXT' });
    expect(outcome.kind).toBe(flavour.nxt ? 'accepted' : 'notSent');
    expect((await orders()).orders.map(({ exchange }) => exchange)).toEqual(flavour.nxt ? ['NXT'] : []);
    expect((await desk.ledger()).ordersAccepted).toBe(flavour.nxt ? 1 : 0);
    if (outcome.kind !== 'accepted') return;
    const request = { account, order: outcome.order, quantity: 'all', exchange: 'NXT' } as const;
    accepted(await is(desk.broker.trading.cancel(request)));
    expect((await orders()).orders.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  it('an order that was not filled ends with its day', async () => {
    const { place, orders, open, quote } = await start();
    const ref = accepted(await place({ quantity: 1n, type: 'limit', price: quote.lowerLimit }));
    await desk.clock.advance(6 * 3_600_000);
    expect(rowOf((await orders()).orders, ref)).toMatchObject({ remaining: 0n, state: 'cancelled' });
    expect((await open()).orders).toEqual([]);
  });

  it('an order placed by hand stands in the list like any other', async () => {
    const { orders, quote, account } = await start();
    const placed = await desk.control('hand-order', {
      account: account.number + account.product,
      side: 'buy',
      code: STOCK,
      type: '00',
      quantity: 3,
      price: Number(quote.lowerLimit),
    });
    const list = await orders();
    expect(list.orders).toMatchObject([
      { act: 'new', side: 'buy', code: STOCK, quantity: 3n, type: 'limit', exchange: 'KRX', state: 'open' },
    ]);
    const number = list.orders[0]?.number ?? '';
    const seen = JSON.stringify(placed);
    expect(seen).toMatch(new RegExp(`"number":"0*${number.replace(/^0+/, '')}"`));
  });
});
