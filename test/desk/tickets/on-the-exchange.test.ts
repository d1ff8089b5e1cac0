import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Proposal,
  type SendOutcome,
  sameAccount,
  type TradeAct,
  type VenueOrder,
} from '../../../src/core/index.js';
import type { DayBook } from '../../../src/desk/risk/day-book.js';
import { createTicketMaker } from '../../../src/desk/tickets/ticket-maker.js';
import { readLimits } from '../../../src/limits.js';
import { roundToTick } from '../../../src/market/index.js';
import { LISTINGS } from '../../../src/simulator/listings.js';
import { type ExchangeDesk, HELD, openDesk, STOCK, TODAY } from '../../contracts/kis-exchange-desk.js';
import { deniedWith } from './denied-with.js';
import { at, MARKET, shares, WHO } from './rig.js';

const instrumentOf = (code: string) =>
  LISTINGS.find(({ instrument }) => instrument.code === code)?.instrument;
const NEW_DAY: DayBook = {
  spent: () => ({ amount: 0n, count: 0 }),
  lastLike: () => undefined,
  unsettled: () => false,
};
const signal = new AbortController().signal;

describe.each(['paper', 'live'] as const)('tickets by the KIS service and the %s exchange', mode => {
  let desk: ExchangeDesk;
  beforeAll(async () => {
    desk = await openDesk(mode);
  });
  afterAll(() => desk.stop());

  function maker() {
    const limits = readLimits(undefined);
    if (!limits.ok) throw new Error('no limits');
    const { market, accounts } = desk.kis;
    return createTicketMaker({
      marketOf: () => market,
      hasAccount: account => sameAccount(account, desk.account),
      accounts,
      instrumentOf,
      limits: limits.book,
      clock: desk.clock,
      stamp: mode,
      liveTrading: true,
      alwaysOpen: false,
    });
  }

  const make = (proposal: Proposal) => maker().make(proposal, WHO, NEW_DAY, signal);

  function place(over: Partial<Extract<Proposal, { kind: 'place' }>>): Proposal {
    const instrument = instrumentOf(STOCK);
    if (!instrument) throw new Error('not listed');
    return {
      kind: 'place',
      account: desk.account,
      side: 'buy',
      instrument,
      size: shares(3n),
      price: MARKET,
      type: undefined,
      exchange: undefined,
      ...over,
    };
  }

  function send(act: TradeAct): Promise<SendOutcome> {
    switch (act.kind) {
      case 'place':
        return desk.kis.trading.place(act.order);
      case 'amend':
        return desk.kis.trading.amend(act.request);
      case 'cancel':
        return desk.kis.trading.cancel(act.request);
    }
  }

  /** Makes a ticket and sends what it holds; the row that the exchange then shows. */
  async function ordered(proposal: Proposal): Promise<VenueOrder> {
    const { acts } = await make(proposal);
    const [act] = acts;
    if (!act || acts.length > 1) throw new Error('one act was expected');
    const outcome = await send(act);
    if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
    const list = await desk.kis.accounts.orders(desk.account, { from: TODAY, to: TODAY });
    const row = list.orders.find(({ number }) => number === outcome.order.number);
    if (!row) throw new Error('no row');
    return row;
  }

  /** Far enough below the market to stay open, near enough for the built-in limit. */
  async function restingPrice() {
    const { price } = await desk.kis.market.quote(STOCK);
    return roundToTick((price * 9n) / 10n, 'stock', 'down');
  }

  it('a market buy, a limit buy and a sell of everything reach the exchange as they were shown', async () => {
    const price = await restingPrice();
    expect(await ordered(place({}))).toMatchObject({ side: 'buy', quantity: 3n, type: 'market', filled: 3n });
    const resting = place({ price: at(price), size: { kind: 'amount', won: price * 5n } });
    expect(await ordered(resting)).toMatchObject({ quantity: 5n, price, remaining: 5n });
    const held = HELD.find(({ code }) => code === STOCK)?.quantity ?? 0n;
    expect(await ordered(place({ side: 'sell', size: { kind: 'all' } }))).toMatchObject({
      side: 'sell',
      quantity: held + 3n,
    });
  });

  it('the most that a ticket allows is the most that the exchange takes', async () => {
    const all = await make(place({ size: { kind: 'all' } })).catch((thrown: unknown) => thrown);
    // The built-in limit of one order stands before all the cash does.
    expect(all).toMatchObject({ kind: 'limit', detail: { limit: 'ORDER_AMOUNT' } });
    const { detail } = await deniedWith(() => make(place({ size: shares(100_000n) })));
    expect(detail['problem']).toBe('cash');
    const { quantity } = await desk.kis.accounts.buyingPower(desk.account, {
      code: STOCK,
      price: 0n,
      type: 'market',
    });
    expect(detail['most']).toBe(String(quantity));
  });

  it('an amendment changes the price, and a cancel of all leaves nothing open', async () => {
    const price = await restingPrice();
    const higher = roundToTick(price + 1n, 'stock', 'up');
    const row = await ordered(place({ price: at(price), size: shares(4n) }));
    const amended = await ordered({
      kind: 'amend',
      account: desk.account,
      number: row.number,
      price: at(higher),
      size: undefined,
    });
    expect(amended).toMatchObject({ act: 'amend', price: higher, quantity: 4n, remaining: 4n });
    const { acts } = await make({ kind: 'cancel', account: desk.account, which: { kind: 'all' } });
    expect(acts.length).toBeGreaterThan(0);
    for (const act of acts) expect((await send(act)).kind).toBe('accepted');
    const left = await desk.kis.accounts.openOrders(desk.account);
    expect(left.orders).toEqual([]);
  });

  it('a price between two steps is refused before it reaches the exchange', async () => {
    const { lowerLimit, tick } = await desk.kis.market.quote(STOCK);
    const sent = await desk.requests(mode === 'live' ? 'TTTC0012U' : 'VTTC0012U');
    const { detail } = await deniedWith(() => make(place({ price: at(lowerLimit + tick - 1n) })));
    expect(detail).toMatchObject({ problem: 'tick', nearest: String(lowerLimit + tick) });
    expect(await desk.requests(mode === 'live' ? 'TTTC0012U' : 'VTTC0012U')).toBe(sent);
  });
});
