import { afterEach, describe, expect, it } from 'vitest';
import { type ExecutionNotice, type OrderRequest, sameOrderNumber } from '../../src/core/index.js';
import { soon } from '../support/soon.js';
import { accepted, type BrokerDesk, openBrokerDesk, orderOf, STOCK, TODAY } from './broker-desk.js';
import { FLAVOURS } from './broker-flavours.js';

const today = { from: TODAY, to: TODAY };

describe.each(FLAVOURS)('the execution notices of $name', flavour => {
  let desk: BrokerDesk;
  afterEach(() => desk.stop());

  const state = () => desk.broker.executions.status().state;
  const states = () => desk.events.flatMap(event => (event.kind === 'executions' ? [event.state] : []));

  async function listen() {
    desk = await openBrokerDesk(flavour);
    const notices: ExecutionNotice[] = [];
    desk.broker.executions.listen(notice => void notices.push(notice));
    await soon(state).toBe('live');
    const { account, broker, is } = desk;
    const place = (changes: Partial<OrderRequest> = {}) =>
      is(broker.trading.place(orderOf(account, { quantity: 5n, ...changes })));
    return { notices, place, account, is, trading: broker.trading };
  }

  it('tell of a purchase as it is received and of every share that it gets', async () => {
    const { notices, place, account, is } = await listen();
    const ref = accepted(await place());
    const filled = () => notices.filter(({ what }) => what === 'filled');
    await soon(() => filled().reduce((sum, { quantity }) => sum + quantity, 0n)).toBe(5n);
    const [received] = notices;
    const about = {
      account: { number: account.number, product: account.product },
      original: '',
      side: 'buy',
      code: STOCK,
      act: 'new',
    };
    expect(received).toMatchObject({ ...about, what: 'received', quantity: 5n, price: 0n });
    for (const fill of filled()) expect(fill).toMatchObject({ ...about, what: 'filled' });
    expect(notices.every(({ order }) => sameOrderNumber(order, ref.number))).toBe(true);
    expect(Math.abs((received?.at ?? 0) - desk.clock.now())).toBeLessThan(2_000);
    const { orders } = await is(desk.broker.accounts.orders(account, today));
    const paid = filled().reduce((sum, { quantity, price }) => sum + quantity * price, 0n);
    expect(Number(paid) / 5).toBeCloseTo(orders[0]?.averageFill ?? 0, 0);
  });

  it('tell of an amendment and a cancel which order they are about', async () => {
    const { notices, place, account, is, trading } = await listen();
    const { lowerLimit: price, tick } = await is(desk.broker.market.quote(STOCK));
    const first = accepted(await place({ type: 'limit', price }));
    const change = { account, quantity: 'all', exchange: 'KRX' } as const;
    const amended = accepted(
      await is(trading.amend({ ...change, order: first, type: 'limit', price: price + tick })),
    );
    const cancelled = accepted(await is(trading.cancel({ ...change, order: amended })));
    const about = (number: string) => notices.find(({ order }) => sameOrderNumber(order, number));
    await soon(() => about(cancelled.number)?.act).toBe('cancel');
    expect(about(first.number)).toMatchObject({ act: 'new', original: '', quantity: 5n });
    expect(about(amended.number)).toMatchObject({ act: 'amend', quantity: 5n });
    expect(sameOrderNumber(about(amended.number)?.original ?? '', first.number)).toBe(true);
    expect(sameOrderNumber(about(cancelled.number)?.original ?? '', amended.number)).toBe(true);
    expect(notices.some(({ what }) => what === 'filled')).toBe(false);
  });

  it('say nothing of an order that is refused, nor of another account', async () => {
    const { notices, place, is } = await listen();
    expect((await place({ quantity: 1_000_000n })).kind).toBe('refused');
    const other = desk.openSeat(2);
    accepted(await is(other.broker.trading.place(orderOf(other.account, { quantity: 5n }))));
    const own = accepted(await place({ quantity: 1n }));
    await soon(() => notices.filter(({ what }) => what === 'filled')).toHaveLength(1);
    expect(notices.every(({ order }) => sameOrderNumber(order, own.number))).toBe(true);
  });

  it('tell of no more shares than an IOC order got, and that its rest is over', async () => {
    const { notices, place, account, is } = await listen();
    const key = account.number + account.product;
    await desk.control('account', { account: key, cash: Number.MAX_SAFE_INTEGER });
    const ref = accepted(await place({ quantity: 1_000_000n, type: 'marketIoc' }));
    const over = flavour.tellsRest ? 'cancelled' : 'confirmed';
    await soon(() => notices.at(-1)?.what).toBe(over);
    const filled = notices.reduce((sum, n) => sum + (n.what === 'filled' ? n.quantity : 0n), 0n);
    const { orders } = await is(desk.broker.accounts.orders(account, today));
    const row = orders.find(({ number }) => sameOrderNumber(number, ref.number));
    expect(row).toMatchObject({ filled, remaining: 0n, state: 'cancelled' });
    expect(filled).toBeGreaterThan(0n);
    if (flavour.tellsRest) expect(notices.at(-1)?.quantity).toBe(1_000_000n - filled);
  });

  it('come again after the line broke', async () => {
    const { notices, place } = await listen();
    await desk.control('sockets', { do: 'drop' });
    await soon(state).toBe('lost');
    await desk.clock.advance(1_000);
    await soon(state).toBe('live');
    accepted(await place({ quantity: 1n }));
    await soon(() => notices.map(({ what }) => what)).toEqual(['received', 'filled']);
    expect(states()).toEqual(['live', 'lost', 'live']);
  });

  it('are missed as soon as the line falls silent, and a new line is opened', async () => {
    await listen();
    await desk.control('sockets', { do: 'silence', ms: 100_000 });
    /** Second by second, so that what comes over the line comes before the next. */
    const later = async () => {
      await desk.clock.advance(1_000);
      return desk.broker.executions.status();
    };
    await soon(later).toMatchObject({ state: 'lost', reason: { en: expect.stringContaining('silent') } });
    await soon(later).toMatchObject({ state: 'live' });
    expect(states().slice(0, 2)).toEqual(['live', 'lost']);
  });

  it('end when the broker is closed', async () => {
    const { notices, place } = await listen();
    accepted(await place({ quantity: 1n }));
    await soon(() => notices.length).toBe(2);
    const other = desk.openSeat(1);
    desk.broker.close();
    await desk.clock.advance(2_000);
    accepted(await desk.is(other.broker.trading.place(orderOf(other.account, { quantity: 1n }))));
    await desk.clock.settle();
    expect(notices).toHaveLength(2);
  });
});
