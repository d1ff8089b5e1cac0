import { afterEach, describe, expect, it } from 'vitest';
import {
  type ExecutionNotice,
  sameOrderNumber,
  type TradingMode,
  type VenueOrderRef,
} from '../../src/core/index.js';
import { soon } from '../support/soon.js';
import { type ExchangeDesk, openDesk, STOCK } from './kis-exchange-desk.js';

let desk: ExchangeDesk;
afterEach(() => desk.stop());

interface Listening {
  readonly notices: readonly ExecutionNotice[];
  readonly state: () => string;
}

async function listen(mode: TradingMode): Promise<Listening> {
  desk = await openDesk(mode, { htsId: 'someone' });
  const notices: ExecutionNotice[] = [];
  desk.kis.executions.listen(notice => void notices.push(notice));
  const state = () => desk.kis.executions.status().state;
  await soon(state).toBe('live');
  return { notices, state };
}

function order(changes: Partial<Parameters<ExchangeDesk['kis']['trading']['place']>[0]> = {}) {
  const base = {
    side: 'buy',
    code: STOCK,
    quantity: 5n,
    price: 0n,
    type: 'market',
    exchange: 'KRX',
  } as const;
  return { account: desk.account, ...base, ...changes };
}

async function placed(...given: Parameters<typeof order>): Promise<VenueOrderRef> {
  const outcome = await desk.kis.trading.place(order(...given));
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${outcome.kind}`);
  return outcome.order;
}

const states = () => desk.events.flatMap(event => (event.kind === 'executions' ? [event.state] : []));

describe.each(['paper', 'live'] as const)('the execution notices of the %s exchange', mode => {
  it('tell of a purchase as it is received and of every share that it gets', async () => {
    const { notices } = await listen(mode);
    const ref = await placed();
    await soon(() => notices.filter(n => n.what === 'filled').reduce((sum, n) => sum + n.quantity, 0n)).toBe(
      5n,
    );
    const [received, ...fills] = notices;
    const about = {
      account: { number: desk.account.number, product: desk.account.product },
      original: '',
      side: 'buy',
      code: STOCK,
      act: 'new',
      at: desk.clock.now(),
    };
    expect(received).toMatchObject({ ...about, what: 'received', quantity: 5n, price: 0n });
    for (const fill of fills) expect(fill).toMatchObject({ ...about, what: 'filled' });
    expect(notices.every(notice => sameOrderNumber(notice.order, ref.number))).toBe(true);
    const date = '20261123';
    const { orders } = await desk.kis.accounts.orders(desk.account, { from: date, to: date });
    const paid = fills.reduce((sum, fill) => sum + fill.quantity * fill.price, 0n);
    expect(Number(paid) / 5).toBe(orders[0]?.averageFill);
  });

  it('tell of an amendment and a cancel which order they are about', async () => {
    const { notices } = await listen(mode);
    const { account } = desk;
    const { lowerLimit: price, tick } = await desk.kis.market.quote(STOCK);
    const first = await placed({ type: 'limit', price });
    const change = { account, quantity: 'all', exchange: 'KRX' } as const;
    const amended = await desk.kis.trading.amend({
      ...change,
      order: first,
      type: 'limit',
      price: price + tick,
    });
    if (amended.kind !== 'accepted') throw new Error('not amended');
    const cancelled = await desk.kis.trading.cancel({ ...change, order: amended.order });
    if (cancelled.kind !== 'accepted') throw new Error('not cancelled');
    await soon(() => notices).toHaveLength(3);
    const bare = (text: string) => text.replace(/^0+/, '');
    expect(notices.map(n => [n.act, n.what, n.quantity, bare(n.order), bare(n.original)])).toEqual([
      ['new', 'received', 5n, bare(first.number), ''],
      ['amend', 'received', 5n, bare(amended.order.number), bare(first.number)],
      ['cancel', 'received', 5n, bare(cancelled.order.number), bare(amended.order.number)],
    ]);
  });

  it('say nothing of an order that is refused, nor of another account', async () => {
    const { notices } = await listen(mode);
    const refused = await desk.kis.trading.place(order({ quantity: 1_000_000n }));
    expect(refused.kind).toBe('refused');
    await placed({ account: { ...desk.account, number: '60000001' } });
    const own = await placed({ quantity: 1n });
    await soon(() => notices.length).toBeGreaterThanOrEqual(2);
    expect(notices.every(notice => sameOrderNumber(notice.order, own.number))).toBe(true);
  });

  it('say the same in the 26 fields of the document', async () => {
    const { notices } = await listen(mode);
    await desk.control('options', { executionFields: 26 });
    await placed({ quantity: 1n });
    await soon(() => notices.map(notice => [notice.what, notice.quantity])).toEqual([
      ['received', 1n],
      ['filled', 1n],
    ]);
  });

  it('tell of the rest that an IOC order could not fill', async () => {
    const { notices } = await listen(mode);
    const { price: last } = await desk.kis.market.quote(STOCK);
    await desk.control('account', { account: `${desk.account.number}01`, cash: Number.MAX_SAFE_INTEGER });
    await placed({ quantity: 1_000_000n, type: 'marketIoc' });
    await soon(() => notices.at(-1)?.what).toBe('cancelled');
    const sum = notices.slice(1).reduce((all, notice) => all + notice.quantity, 0n);
    expect(sum).toBe(1_000_000n);
    expect(notices.slice(1, -1).every(fill => fill.what === 'filled' && fill.price > last / 2n)).toBe(true);
  });
});

describe('a session that the exchange ends', () => {
  it('is opened anew, after a minute while the old one lingers', async () => {
    const { notices, state } = await listen('paper');
    await desk.control('sockets', { do: 'refuse', times: 1 });
    await desk.control('sockets', { do: 'drop' });
    await soon(state).toBe('lost');
    await desk.clock.advance(1_000);
    await soon(() => desk.kis.executions.status().reason?.en).toMatch(/OPSP8996/);
    await desk.clock.advance(60_000);
    await soon(state).toBe('live');
    await placed({ quantity: 1n });
    await soon(() => notices.length).toBe(2);
    expect(states()).toEqual(['live', 'lost', 'live']);
  });

  it('by falling silent is given up, and opened anew with another key', async () => {
    const { state } = await listen('paper');
    await desk.control('sockets', { do: 'silence', ms: 100_000 });
    await desk.clock.advance(90_000);
    await soon(state).toBe('lost');
    expect(desk.kis.executions.status().reason?.en).toMatch(/silent/);
    const before = await desk.kis.approvalKey();
    await desk.clock.advance(10_000);
    await soon(() => desk.kis.approvalKey()).not.toBe(before);
    await soon(state).toBe('live');
  });

  it('because it does not know the HTS id is tried again half an hour later', async () => {
    desk = await openDesk('paper', { htsId: 'someone' });
    await desk.control('options', { htsIds: ['another'] });
    desk.kis.executions.listen(() => undefined);
    const state = () => desk.kis.executions.status().state;
    await soon(async () => {
      await desk.clock.advance(500);
      return state();
    }).toBe('off');
    expect(states()).toEqual(['lost', 'lost']);
    await desk.control('options', { htsIds: null });
    await desk.clock.advance(1_800_000);
    await soon(state).toBe('live');
  });
});
