import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerEvent, OrderRequest } from '../../src/core/index.js';
import { inTime } from '../support/order-line.js';
import { type ExchangeDesk, openDesk, STOCK, TODAY } from './kis-exchange-desk.js';

const LIST = 'VTTC0081R';

const desks: ExchangeDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

async function deskWith(...given: Parameters<typeof openDesk>): Promise<ExchangeDesk> {
  const desk = await openDesk(...given);
  desks.push(desk);
  await desk.kis.tokens.renewIfDue();
  return desk;
}

/** A purchase that rests; its quantity tells it from others. */
const order = ({ account }: ExchangeDesk, quantity = 1n): OrderRequest => ({
  account,
  side: 'buy',
  code: STOCK,
  quantity,
  price: 0n,
  type: 'market',
  exchange: 'KRX',
});

const called = (desk: ExchangeDesk) =>
  desk.events.filter((event): event is BrokerEvent & { kind: 'called' } => event.kind === 'called');

describe('a prepared act', () => {
  it('is sent though the hash key service is down by then; an act that was not prepared is not', async () => {
    const desk = await deskWith('paper');
    const { trading } = desk.kis;
    await trading.prepare({ kind: 'place', order: order(desk) });
    await desk.control('faults', { match: { path: '/uapi/hashkey' }, kind: 'empty500', times: 9 });
    await expect(trading.place(order(desk))).resolves.toMatchObject({ kind: 'accepted' });
    expect(await desk.ledger()).toMatchObject({ faultsServed: 0, ordersAccepted: 1 });
    await expect(trading.place(order(desk, 2n))).resolves.toEqual({
      kind: 'notSent',
      reason: 'unavailable HTTP 500',
    });
    expect(await desk.ledger()).toMatchObject({ faultsServed: 1, ordersAccepted: 1 });
  });
});

describe('an order list', () => {
  it('that fails on its second page is no list at all, rather than half of one', async () => {
    const desk = await deskWith('paper');
    for (let i = 0; i < 16; i += 1) await desk.kis.trading.place(order(desk));
    await desk.control('faults', { match: { tr: LIST }, kind: 'empty500', skip: 1, times: 3 });
    const range = { from: TODAY, to: TODAY };
    await expect(inTime(desk.clock, desk.kis.accounts.orders(desk.account, range))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await expect(desk.kis.accounts.orders(desk.account, range)).resolves.toMatchObject({ complete: true });
    expect(called(desk).filter(call => call.outcome === 'failed')).toMatchObject([
      { operation: 'orders', code: 'HTTP 500', attempts: 3 },
    ]);
  });
});
