import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTape } from '../../src/simulator/tape.js';
import { balance, openVenue, place, rowOf, rowsOf, type TestVenue } from './venue-client.js';

const CODE = '005930';

describe('turning alwaysOpen at the control address', () => {
  let venue: TestVenue;
  beforeEach(async () => {
    venue = await openVenue({ alwaysOpen: true });
    // Monday 20:00, when the KRX is closed on paper.
    await venue.clock.advance(10 * 3_600_000);
    await venue.login();
  });
  afterEach(() => venue.stop());

  const buy = async () => (await place(venue, { side: 'buy', quantity: 1, type: '01' })).body['msg_cd'];
  const price = async () => {
    const fields = { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: CODE };
    const answer = await venue.get(
      'FHKST01010100',
      '/uapi/domestic-stock/v1/quotations/inquire-price',
      fields,
    );
    return rowOf(answer)['stck_prpr'];
  };
  const turn = (alwaysOpen: boolean) => venue.control('POST', 'options', { alwaysOpen });
  const expected = (alwaysOpen: boolean) =>
    createTape({ seed: 'test', alwaysOpen }).price(CODE, venue.clock.now()).toString();

  it('closes and opens the market while it runs', async () => {
    expect(await buy()).toBe('40600000');
    expect((await turn(false)).body['alwaysOpen']).toBe(false);
    expect(await buy()).toBe('40580000');
    await turn(true);
    expect(await buy()).toBe('40600000');
  });

  it('changes the prices with it at once: each market has its own, and each service shows the same', async () => {
    expect(await price()).toBe(expected(true));
    await turn(false);
    expect(expected(false)).not.toBe(expected(true));
    expect(await price()).toBe(expected(false));
    const held = rowsOf(await balance(venue))[0];
    const tape = createTape({ seed: 'test', alwaysOpen: false });
    expect(held?.['prpr']).toBe(tape.price(held?.['pdno'] ?? '', venue.clock.now()).toString());
  });

  it('first gives orders what the market traded until then', async () => {
    const now = venue.clock.now();
    const tape = createTape({ seed: 'test', alwaysOpen: true });
    const hour = Array.from({ length: 720 }, (_, n) => tape.price(CODE, now + (n + 1) * 5000));
    const highest = hour.reduce((a, b) => (a > b ? a : b));
    expect(highest).toBeGreaterThan(tape.book(CODE, now).asks[0]?.price ?? highest);
    const holdings = [{ code: CODE, quantity: 9, averagePrice: 70_000 }];
    await venue.control('POST', 'account', { account: '5010123401', holdings });
    await place(venue, { side: 'sell', quantity: 1, price: Number(highest) });
    await place(venue, { side: 'sell', quantity: 1, price: Number(highest) + 500 });
    await venue.clock.advance(3_600_000);
    await turn(false);
    await venue.clock.advance(5000);
    expect((await venue.ledger()).orders.map(o => o.state)).toEqual(['filled', 'expired']);
  });

  it('ends with a reset, which brings back what the simulator was started with', async () => {
    await turn(false);
    await venue.control('POST', 'reset');
    expect(await buy()).toBe('40600000');
  });
});
