import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AccountRef,
  type OrderRequest,
  type SendOutcome,
  sameOrderNumber,
  type VenueOrder,
  type VenueOrderRef,
} from '../../src/core/index.js';
import { type ExchangeDesk, openDesk, STOCK, TODAY } from './kis-exchange-desk.js';

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
