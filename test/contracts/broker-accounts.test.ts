import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountRef } from '../../src/core/index.js';
import { LISTINGS } from '../../src/simulator/listings.js';
import { type BrokerDesk, CASH, HELD, openBrokerDesk, STOCK, TODAY } from './broker-desk.js';
import { FLAVOURS } from './broker-flavours.js';

describe.each(FLAVOURS)('account reads of $name', flavour => {
  let desk: BrokerDesk;
  beforeAll(async () => {
    desk = await openBrokerDesk(flavour);
  });
  afterAll(() => desk.stop());

  it('give a balance that is whole and adds up', async () => {
    const balance = await desk.is(desk.broker.accounts.balance(desk.account));
    expect(balance.positions.map(({ code }) => code).sort()).toEqual(HELD.map(({ code }) => code).sort());
    const sum = (pick: (position: (typeof balance.positions)[number]) => bigint) =>
      balance.positions.reduce((total, position) => total + pick(position), 0n);
    expect(sum(position => position.quantity)).toBe(7n * 55n);
    expect(sum(position => position.value)).toBe(balance.stockValue);
    expect(sum(position => position.cost)).toBe(balance.cost);
    expect(sum(position => position.profit)).toBe(balance.profit);
    expect(balance.total).toBe(balance.stockValue + balance.cashAfterSettlement);
    expect(balance).toMatchObject({ account: desk.account, cash: CASH, cashAfterSettlement: CASH });
    for (const { price, quantity, value, sellable } of balance.positions) {
      expect(value).toBe(price * quantity);
      expect(sellable).toBe(quantity);
    }
  });

  it('name a buying power that the cash pays for, at the price or at the upper limit', async () => {
    const { market, accounts } = desk.broker;
    const { lowerLimit, upperLimit } = await desk.is(market.quote(STOCK));
    const at = (price: bigint, type: 'limit' | 'market') =>
      desk.is(accounts.buyingPower(desk.account, { code: STOCK, price, type }));
    for (const [power, price] of [
      [await at(lowerLimit, 'limit'), lowerLimit],
      [await at(0n, 'market'), upperLimit],
    ] as const) {
      expect(power).toMatchObject({ cash: CASH, pricedAt: price });
      expect(power.amount).toBeLessThanOrEqual(CASH);
      expect(power.quantity * price).toBeLessThanOrEqual(power.amount);
      // Not less than one percent below what the cash would buy without fees.
      expect(power.quantity).toBeGreaterThanOrEqual((CASH * 99n) / price / 100n);
    }
  });

  it('say how many shares may be sold, and none of what is not held', async () => {
    const other = LISTINGS.find(listing => !HELD.some(({ code }) => code === listing.instrument.code));
    expect(await desk.is(desk.broker.accounts.sellable(desk.account, STOCK))).toBe(7n);
    const code = other?.instrument.code ?? '';
    expect(await desk.is(desk.broker.accounts.sellable(desk.account, code))).toBe(0n);
  });

  it('give an account without orders an empty and complete list', async () => {
    const range = { from: TODAY, to: TODAY };
    const list = await desk.is(desk.broker.accounts.orders(desk.account, range));
    expect(list).toMatchObject({ orders: [], complete: true });
    const open = await desk.is(desk.broker.accounts.openOrders(desk.account));
    expect(open).toMatchObject({ orders: [], complete: true });
  });

  it('know two accounts apart', async () => {
    const { accounts, trading } = desk.broker;
    const second = desk.openSeat(2);
    const order = {
      side: 'buy',
      code: STOCK,
      quantity: 1n,
      price: 0n,
      type: 'market',
      exchange: 'KRX',
    } as const;
    const outcome = await desk.is(trading.place({ account: desk.account, ...order }));
    expect(outcome.kind).toBe('accepted');
    const held = async (account: AccountRef, from: typeof accounts) =>
      (await desk.is(from.balance(account))).positions.find(({ code }) => code === STOCK)?.quantity;
    expect(await held(desk.account, accounts)).toBe(8n);
    expect(await held(second.account, second.broker.accounts)).toBe(7n);
  });
});
