import { afterEach, describe, expect, it } from 'vitest';
import { LISTINGS } from '../../src/simulator/listings.js';
import { createTape } from '../../src/simulator/tape.js';
import { openVenue, place, type TestVenue } from './venue-client.js';

const MONDAY = '2026-11-23';
const at = (time: string) => Date.parse(`${MONDAY}T${time}+09:00`);
const tape = createTape({ seed: 'test', alwaysOpen: false });
const CODE = '005930';
const CLOSE = Number(tape.price(CODE, at('16:30:00')));
const TICK = CLOSE >= 200_000 ? 500 : 100;

let venue: TestVenue;
afterEach(() => venue.stop());

async function openAt(
  time: string,
  more: { mode?: 'paper' | 'live'; alwaysOpen?: boolean } = {},
): Promise<void> {
  const holdings = LISTINGS.map(({ instrument: { code, basePrice } }) => ({
    code,
    quantity: 100n,
    averagePrice: basePrice,
  }));
  venue = await openVenue({ alwaysOpen: false, mode: 'live', cash: 100_000_000n, holdings, ...more });
  await venue.clock.advance(at(time) - venue.clock.now());
  await venue.login();
}
const order = async (side: 'buy' | 'sell', type: string, price = 0, code = CODE) =>
  (await place(venue, { side, code, quantity: 3, price, type })).body['msg_cd'];
const lastOrder = async () => (await venue.ledger()).orders.at(-1);

describe('the after-market of a live account', () => {
  it('trades a limit that reaches the last price of the day wholly at that price', async () => {
    await openAt('16:30:00');
    expect(await order('buy', '41', CLOSE + TICK)).toBe('APBK0013');
    expect(await lastOrder()).toMatchObject({ state: 'filled', filledAmount: CLOSE * 3 });
    expect(await order('sell', '42', CLOSE)).toBe('APBK0013');
    expect(await lastOrder()).toMatchObject({ state: 'filled', filledAmount: CLOSE * 3 });
    expect(await order('buy', '44')).toBe('APBK0013');
    expect(await lastOrder()).toMatchObject({ state: 'filled', filledAmount: CLOSE * 3 });
  });

  it('leaves a limit that does not reach it unfilled, and withdraws it where it may not rest', async () => {
    await openAt('16:30:00');
    expect(await order('buy', '41', CLOSE - TICK)).toBe('APBK0013');
    expect(await lastOrder()).toMatchObject({ state: 'open', filled: 0 });
    for (const type of ['42', '43']) {
      expect(await order('sell', type, CLOSE + TICK)).toBe('APBK0013');
      expect(await lastOrder()).toMatchObject({ state: 'cancelled', filled: 0 });
    }
  });

  it('holds its limits against steps and price limits as the day does', async () => {
    await openAt('16:30:00');
    expect(await order('buy', '41', CLOSE + 1)).toBe('APBK0506');
    expect(await order('buy', '41', CLOSE * 2)).toBe('APBK0507');
    expect(await order('buy', '41', 0)).toBe('APBK0501');
    expect((await venue.ledger()).orders).toEqual([]);
  });

  it('takes no type of the day, and no ETF', async () => {
    await openAt('16:30:00');
    const etf =
      LISTINGS.find(listing => listing.instrument.kind === 'etf')?.instrument.code ?? 'no ETF is listed';
    const close = Number(tape.price(etf, at('16:30:00')));
    expect(await order('buy', '00', CLOSE)).toBe('APBK3013');
    expect(await order('buy', '06')).toBe('APBK3013');
    expect(await order('buy', '41', close, etf)).toBe('APBK0508');
  });

  it.each([
    ['08:45:00', 'APBK0918'],
    ['10:00:00', 'APBK0918'],
    ['15:45:00', 'APBK0918'],
    ['20:00:00', 'APBK0918'],
  ])('is closed to its types at %s', async (time, code) => {
    const start = at('10:00:00') <= at(time) ? time : '10:00:00';
    await openAt(start);
    if (start !== time) {
      await venue.clock.advance(at(time) + 24 * 3_600_000 - venue.clock.now());
      await venue.login();
    }
    expect(await order('buy', '41', CLOSE)).toBe(code);
    expect((await venue.ledger()).orders).toEqual([]);
  });
});

describe('types that are not played', () => {
  it.each(['21', '23', '24'])('are refused as the wrong type: %s', async type => {
    await openAt('10:30:00');
    expect(await order('buy', type)).toBe('APBK0508');
  });

  it('are those of the pre-market too, and on paper those of the evening are never taken', async () => {
    await openAt('16:30:00', { mode: 'paper' });
    expect(await order('buy', '41', CLOSE)).toBe('40580000');
    await venue.stop();
    await openAt('10:30:00', { alwaysOpen: true });
    expect(await order('buy', '41', CLOSE)).toBe('APBK0918');
    const preMarket = await place(venue, {
      side: 'buy',
      quantity: 1,
      price: CLOSE,
      type: '27',
      exchange: 'NXT',
    });
    expect(preMarket.body['msg_cd']).toBe('APBK0508');
  });
});
