import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, openVenue, place, rowOf, type TestVenue, trOf, whole } from './venue-client.js';

const CODE = '005930';

let venue: TestVenue;
async function open(mode: 'paper' | 'live'): Promise<void> {
  const holdings = [{ code: CODE, quantity: 100n, averagePrice: 70_000n }];
  venue = await openVenue({ mode, cash: 100_000_000n, holdings });
  await venue.login();
}
afterEach(() => venue.stop());

describe('매수가능조회', () => {
  const ask = (PDNO: string, ORD_UNPR = '0') =>
    venue.get(trOf(venue, 'TTTC8908R'), 'inquire-psbl-order', {
      ...ACCOUNT,
      PDNO,
      ORD_UNPR,
      ORD_DVSN: '01',
      CMA_EVLU_AMT_ICLD_YN: 'N',
      OVRS_ICLD_YN: 'N',
    });

  it.each(['paper', 'live'] as const)('on %s answers rt_cd 7 about a code that is not listed', async mode => {
    await open(mode);
    const { status, body } = await ask('999999');
    expect([status, body['rt_cd'], body['output']]).toEqual([200, '7', undefined]);
  });

  it('without code and price gives the amounts only', async () => {
    await open('paper');
    expect(rowOf(await ask('', ''))).toMatchObject({
      ord_psbl_cash: '100000000',
      nrcvb_buy_amt: '99985800',
      psbl_qty_calc_unpr: '0',
      nrcvb_buy_qty: '0',
    });
  });
});

describe('매도가능수량조회', () => {
  const ask = async () =>
    rowOf(await venue.get('TTTC8408R', 'inquire-psbl-sell', { ...ACCOUNT, PDNO: CODE }));

  it('has bought less sold equal to the balance, positions of the opening and fills only counted', async () => {
    await open('live');
    expect(await ask()).toMatchObject({ buy_qty: '100', sll_qty: '0', cblc_qty: '100', ord_psbl_qty: '100' });
    await place(venue, { side: 'sell', quantity: 10, type: '01' });
    await place(venue, { side: 'buy', quantity: 3, type: '01' });
    const price = whole(await ask(), 'now_pric');
    await place(venue, { side: 'sell', quantity: 5, price: Number(price - (price % 1000n)) + 10_000 });
    expect(await ask()).toMatchObject({ buy_qty: '103', sll_qty: '10', cblc_qty: '93', ord_psbl_qty: '88' });
    await place(venue, { side: 'sell', quantity: 88, type: '01' });
    expect(await ask()).toMatchObject({ buy_qty: '103', sll_qty: '98', cblc_qty: '5', ord_psbl_qty: '0' });
  });
});
