import { afterEach, describe, expect, it } from 'vitest';
import { LISTINGS } from '../../src/simulator/listings.js';
import { createTape } from '../../src/simulator/tape.js';
import { change, openVenue, orderNumberOf, place, type TestVenue } from './venue-client.js';

const MONDAY_TEN = Date.parse('2026-11-23T10:00:00+09:00');
const at = (time: string) => Date.parse(`2026-11-23T${time}+09:00`);
const tape = createTape({ seed: 'test', alwaysOpen: false });
const CODE = '005930';
const CLOSE = tape.price(CODE, at('15:30:00'));

let venue: TestVenue;
afterEach(() => venue.stop());

async function openAt(time: string, mode: 'paper' | 'live'): Promise<void> {
  const holdings = LISTINGS.slice(0, 40).map(({ instrument: { code, basePrice } }) => ({
    code,
    quantity: 100n,
    averagePrice: basePrice,
  }));
  venue = await openVenue({ alwaysOpen: false, mode, cash: 100_000_000n, holdings });
  await until(time);
  await venue.login();
}
const until = (time: string) => venue.clock.advance(at(time) - venue.clock.now());
const lastOrder = async () => (await venue.ledger()).orders.at(-1);

describe.each(['paper', 'live'] as const)('the closing auction on %s', mode => {
  it('collects orders without a fill and trades them at its one price at 15:30', async () => {
    await openAt('15:21:00', mode);
    const high = Number(CLOSE - (CLOSE % 1000n)) + 5000;
    await place(venue, { side: 'buy', quantity: 3, price: high });
    await place(venue, { side: 'sell', quantity: 2, type: '01' });
    await until('15:29:59');
    const collected = (await venue.ledger()).orders;
    expect(collected.map(o => [o.state, o.filled])).toEqual([
      ['open', 0],
      ['open', 0],
    ]);
    await until('15:30:00');
    const { orders } = await venue.ledger();
    expect(orders.map(o => [o.state, o.filledAmount])).toEqual([
      ['filled', Number(CLOSE) * 3],
      ['filled', Number(CLOSE) * 2],
    ]);
  });

  it('fills an order of the day that only the closing price reaches, also when nobody looks until later', async () => {
    const fallen = LISTINGS.slice(0, 40).find(({ instrument: { code } }) => {
      const lows = tape.minuteBars(code, at('15:29:59'), 40).map(minute => minute.low);
      return lows.every(low => tape.price(code, at('15:30:00')) < low);
    });
    const code = fallen?.instrument.code ?? 'none falls in the auction';
    await openAt('14:55:00', mode);
    const close = tape.price(code, at('15:30:00'));
    await place(venue, { side: 'buy', code, quantity: 4, price: Number(close) });
    await until('15:29:59');
    expect(await lastOrder()).toMatchObject({ state: 'open', filled: 0 });
    await until('19:00:00');
    expect(await lastOrder()).toMatchObject({ state: 'filled', filledAmount: Number(close) * 4 });
  });

  it('lets expire what its price does not reach', async () => {
    await openAt('15:25:00', mode);
    await place(venue, { side: 'buy', quantity: 1, price: Number(CLOSE - (CLOSE % 1000n)) - 10_000 });
    await until('15:30:00');
    expect(await lastOrder()).toMatchObject({ state: 'expired', filled: 0 });
  });

  it('takes changes, and leaves an IOC nothing to take', async () => {
    await openAt('15:25:00', mode);
    const price = Number(CLOSE - (CLOSE % 1000n)) + 5000;
    const number = orderNumberOf(await place(venue, { side: 'buy', quantity: 2, price }));
    const amended = orderNumberOf(await change(venue, 'amend', { number, price: price + 1000 }));
    expect(await lastOrder()).toMatchObject({ state: 'open', filled: 0 });
    await change(venue, 'cancel', { number: amended });
    await place(venue, { side: 'buy', quantity: 2, price, type: '11' });
    await until('15:30:00');
    expect((await venue.ledger()).orders.map(o => o.filled)).toEqual([0, 0, 0, 0]);
  });
});

it('the opening auction trades what it collected at its one price, whatever was bid', async () => {
  await openAt('10:00:00', 'live');
  await venue.clock.advance(Date.parse('2026-11-24T08:45:00+09:00') - venue.clock.now());
  await venue.login();
  const opening = Date.parse('2026-11-24T09:00:00+09:00');
  const open = tape.price(CODE, opening);
  await place(venue, { side: 'buy', quantity: 3, price: Number(open - (open % 1000n)) + 5000 });
  await venue.clock.advance(opening - 1 - venue.clock.now());
  expect(await lastOrder()).toMatchObject({ state: 'open', filled: 0 });
  await venue.clock.advance(1);
  expect(await lastOrder()).toMatchObject({ state: 'filled', filledAmount: Number(open) * 3 });
  expect(venue.clock.now()).toBeGreaterThan(MONDAY_TEN);
});
