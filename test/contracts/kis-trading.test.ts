import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AccountRef,
  type OrderRequest,
  type SendOutcome,
  sameOrderNumber,
  type VenueOrder,
  type VenueOrderRef,
} from '../../src/core/index.js';
import { CASH, type ExchangeDesk, openDesk, STOCK, TODAY } from './kis-exchange-desk.js';

function accepted(outcome: SendOutcome): VenueOrderRef {
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome.order;
}

function rowOf(orders: readonly VenueOrder[], ref: VenueOrderRef): VenueOrder {
  const row = orders.find(order => sameOrderNumber(order.number, ref.number));
  if (row === undefined) throw new Error(`no row for ${ref.number}`);
  return row;
}

/**
 * Of some refusals KIS's own code is not on record; the simulator gives them one of its own, and the client takes no
 * code it does not know for a proof. Those are `unknown` here: the exchange turned them down all the same.
 */
describe.each(['paper', 'live'] as const)('KIS trading against the %s exchange', mode => {
  let desk: ExchangeDesk;
  beforeAll(async () => {
    desk = await openDesk(mode);
  });
  afterAll(() => desk.stop());

  const today = { from: TODAY, to: TODAY };
  const order = (account: AccountRef, changes: Partial<OrderRequest> = {}): OrderRequest => ({
    account,
    side: 'buy',
    code: STOCK,
    quantity: 10n,
    price: 0n,
    type: 'market',
    exchange: 'KRX',
    ...changes,
  });
  /** Every test trades on an account of its own. */
  let next = 0;
  const freshAccount = (): AccountRef => {
    next += 1;
    return { ...desk.account, number: String(60_000_000 + next) };
  };
  const lowest = async () => (await desk.kis.market.quote(STOCK)).lowerLimit;

  it('a resting purchase is open, is amended to a new number, and is gone once cancelled', async () => {
    const { trading, accounts } = desk.kis;
    const account = freshAccount();
    const price = await lowest();
    const { tick } = await desk.kis.market.quote(STOCK);
    const bought = accepted(await trading.place(order(account, { type: 'limit', price })));
    const placed = await accounts.orders(account, today);
    expect(placed).toMatchObject({ complete: true, totals: { ordered: 10n, filled: 0n } });
    expect(placed.orders).toHaveLength(1);
    expect(rowOf(placed.orders, bought)).toMatchObject({
      date: TODAY,
      time: '100000',
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
    const power = await accounts.buyingPower(account, { code: STOCK, price, type: 'limit' });
    expect(power.cash).toBeLessThan(CASH - 10n * price + 1n);

    const amended = accepted(
      await trading.amend({
        account,
        order: bought,
        type: 'limit',
        price: price + tick,
        quantity: 'all',
        exchange: 'KRX',
      }),
    );
    expect(sameOrderNumber(amended.number, bought.number)).toBe(false);
    const afterAmend = await accounts.orders(account, today);
    expect(afterAmend.complete).toBe(true);
    expect(rowOf(afterAmend.orders, amended)).toMatchObject({
      act: 'amend',
      type: 'limit',
      state: 'open',
      price: price + tick,
    });
    expect(sameOrderNumber(rowOf(afterAmend.orders, amended).originalNumber, bought.number)).toBe(true);
    expect(rowOf(afterAmend.orders, bought)).toMatchObject({ state: 'cancelled', remaining: 0n });
    const open = await accounts.openOrders(account);
    expect(open.orders.map(o => [o.number, o.act, o.remaining, o.state, o.exchange])).toEqual([
      [amended.number, 'amend', 10n, 'open', 'KRX'],
    ]);
    expect(open.totals).toEqual(mode === 'paper' ? afterAmend.totals : undefined);

    const part = accepted(await trading.cancel({ account, order: amended, quantity: 4n, exchange: 'KRX' }));
    const afterPart = await accounts.orders(account, today);
    expect(rowOf(afterPart.orders, amended)).toMatchObject({ state: 'open', remaining: 6n });
    expect(rowOf(afterPart.orders, part)).toMatchObject({ act: 'cancel', state: 'cancelled', remaining: 0n });
    expect((await accounts.openOrders(account)).orders.map(o => o.remaining)).toEqual([6n]);

    accepted(await trading.cancel({ account, order: amended, quantity: 'all', exchange: 'KRX' }));
    const afterCancel = await accounts.orders(account, today);
    expect(afterCancel.orders.map(o => o.state)).toEqual(Array(4).fill('cancelled'));
    expect(afterCancel.complete).toBe(true);
    expect((await accounts.openOrders(account)).orders).toEqual([]);
    const again = await trading.cancel({ account, order: amended, quantity: 'all', exchange: 'KRX' });
    expect(again).toMatchObject({ kind: 'refused', code: mode === 'paper' ? '40330000' : 'APBK0400' });
    expect((await accounts.buyingPower(account, { code: STOCK, price, type: 'limit' })).cash).toBe(CASH);
  });

  it('a purchase at the market is filled, raises the position and lowers the D+2 cash', async () => {
    const { trading, accounts } = desk.kis;
    const account = freshAccount();
    const ref = accepted(await trading.place(order(account)));
    const row = rowOf((await accounts.orders(account, today)).orders, ref);
    expect(row).toMatchObject({ state: 'filled', filled: 10n, remaining: 0n, price: 0n });
    expect(row.averageFill).toBeGreaterThan(0);
    expect(await accounts.sellable(account, STOCK)).toBe(17n);
    const balance = await accounts.balance(account);
    expect(balance.positions.find(p => p.code === STOCK)).toMatchObject({ quantity: 17n, sellable: 17n });
    expect(balance.cash).toBe(CASH);
    expect(balance.cashAfterSettlement).toBeLessThan(CASH - 10n * (await lowest()));
    expect((await accounts.openOrders(account)).orders).toEqual([]);
  });

  it('a resting sale holds its shares back, and a sale of everything removes the position', async () => {
    const { trading, accounts, market } = desk.kis;
    const account = freshAccount();
    const { upperLimit } = await market.quote(STOCK);
    const resting = accepted(
      await trading.place(order(account, { side: 'sell', quantity: 3n, type: 'limit', price: upperLimit })),
    );
    expect(await accounts.sellable(account, STOCK)).toBe(4n);
    const tooMany = await trading.place(order(account, { side: 'sell', quantity: 5n }));
    expect(tooMany).toMatchObject({ kind: 'refused', code: mode === 'paper' ? '40310000' : 'APBK0400' });
    expect(await accounts.sellable(account, STOCK)).toBe(4n);
    accepted(await trading.cancel({ account, order: resting, quantity: 'all', exchange: 'KRX' }));
    const sold = accepted(await trading.place(order(account, { side: 'sell', quantity: 7n })));
    expect(rowOf((await accounts.orders(account, today)).orders, sold)).toMatchObject({
      side: 'sell',
      state: 'filled',
    });
    const balance = await accounts.balance(account);
    expect(balance.positions).toHaveLength(54);
    expect(balance.positions.some(position => position.code === STOCK)).toBe(false);
    expect(balance.cashAfterSettlement).toBeGreaterThan(CASH);
  });

  it('an order that KIS turns down with a code on record is refused in its words, and orders nothing', async () => {
    const account = freshAccount();
    const refusal = async (changes: Partial<OrderRequest>) => {
      const outcome = await desk.kis.trading.place(order(account, changes));
      return outcome.kind === 'refused' ? [outcome.code, outcome.message] : [outcome.kind];
    };
    const paper = mode === 'paper';
    expect(await refusal({ quantity: 1_000_000n })).toEqual([
      paper ? '40310000' : 'APBK0952',
      expect.stringContaining('주문가능금액'),
    ]);
    expect(await refusal({ code: '999998' })).toEqual([
      paper ? '40070000' : 'APBK0656',
      expect.stringContaining('종목'),
    ]);
    expect((await desk.kis.accounts.orders(account, today)).orders).toEqual([]);
  });

  it('a price off the tick or beyond the limits has a code on record on paper only', async () => {
    const account = freshAccount();
    const outcome = (price: bigint) => desk.kis.trading.place(order(account, { price, type: 'limit' }));
    const lowerLimit = await lowest();
    const outcomes = [await outcome(lowerLimit + 1n), await outcome(lowerLimit / 2n)];
    expect(outcomes.map(o => (o.kind === 'refused' ? o.code : o.kind))).toEqual(
      mode === 'paper' ? ['40030000', '40310000'] : ['unknown', 'unknown'],
    );
    expect((await desk.kis.accounts.orders(account, today)).orders).toEqual([]);
  });

  it('the largest quantity that buying power names is accepted', async () => {
    const account = freshAccount();
    const price = await lowest();
    const { quantity } = await desk.kis.accounts.buyingPower(account, { code: STOCK, price, type: 'limit' });
    accepted(await desk.kis.trading.place(order(account, { quantity, type: 'limit', price })));
  });

  it('an order list of more than one page is whole, newest first', async () => {
    const account = freshAccount();
    const price = await lowest();
    const count = mode === 'paper' ? 33 : 103;
    const refs: VenueOrderRef[] = [];
    for (let i = 0; i < count; i += 1) {
      refs.push(
        accepted(await desk.kis.trading.place(order(account, { quantity: 1n, type: 'limit', price }))),
      );
    }
    const list = await desk.kis.accounts.orders(account, today);
    expect(list.orders.map(o => o.number)).toEqual(refs.map(ref => ref.number).reverse());
    expect(list.complete).toBe(true);
    expect((await desk.kis.accounts.openOrders(account)).orders).toHaveLength(count);
  });

  it('an exchange other than the KRX is known live only', async () => {
    const account = freshAccount();
    const outcome = await desk.kis.trading.place(
      order(account, { quantity: 1n, type: 'limit', price: await lowest(), exchange: 'NXT' }),
    );
    expect(outcome.kind).toBe(mode === 'paper' ? 'notSent' : 'accepted');
    const list = await desk.kis.accounts.orders(account, today);
    expect(list).toMatchObject({ complete: true });
    expect(list.orders.map(o => o.exchange)).toEqual(mode === 'paper' ? [] : ['NXT']);
    if (outcome.kind !== 'accepted') return;
    const cancel = { account, order: outcome.order, quantity: 'all', exchange: 'NXT' } as const;
    const amended = accepted(
      await desk.kis.trading.amend({ ...cancel, type: 'best', price: 0n, quantity: 1n }),
    );
    const after = await desk.kis.accounts.orders(account, today);
    expect(rowOf(after.orders, amended)).toMatchObject({ act: 'amend', type: 'best', exchange: 'NXT' });
  });
});

it('a paper list without rows but with totals is not complete, and neither are the open orders', async () => {
  const desk = await openDesk('paper');
  try {
    const { account, kis } = desk;
    const { lowerLimit: price } = await kis.market.quote(STOCK);
    accepted(
      await kis.trading.place({
        account,
        side: 'buy',
        code: STOCK,
        quantity: 1n,
        price,
        type: 'limit',
        exchange: 'KRX',
      }),
    );
    await desk.control('options', { emptyPaperOrderList: true });
    const range = { from: TODAY, to: TODAY };
    expect(await kis.accounts.orders(account, range)).toMatchObject({ orders: [], complete: false });
    expect(await kis.accounts.openOrders(account)).toMatchObject({ orders: [], complete: false });
    await desk.control('options', { emptyPaperOrderList: false });
    expect(await kis.accounts.orders(account, range)).toMatchObject({ complete: true });
  } finally {
    await desk.stop();
  }
});

it('an order that was not filled ends with its day', async () => {
  const desk = await openDesk('live');
  try {
    const { account, kis, clock } = desk;
    const { lowerLimit: price } = await kis.market.quote(STOCK);
    const request = { account, side: 'buy', code: STOCK, quantity: 1n, exchange: 'KRX' } as const;
    const ref = accepted(await kis.trading.place({ ...request, price, type: 'limit' }));
    await clock.advance(6 * 3_600_000);
    const { orders } = await kis.accounts.orders(account, { from: TODAY, to: TODAY });
    expect(rowOf(orders, ref)).toMatchObject({ remaining: 0n, state: 'cancelled' });
    expect((await kis.accounts.openOrders(account)).orders).toEqual([]);
  } finally {
    await desk.stop();
  }
});
