import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LISTINGS } from '../../src/simulator/listings.js';
import { BALANCE_FIELDS, balance, openVenue, place, rowsOf, type TestVenue, whole } from './venue-client.js';

const HOLDINGS = LISTINGS.slice(0, 45).map(l => ({
  code: l.instrument.code,
  quantity: 7,
  averagePrice: Number(l.instrument.basePrice),
}));

describe('주식잔고조회', () => {
  let venue: TestVenue;
  afterEach(() => venue.stop());

  async function open(mode: 'paper' | 'live', seed = 'test'): Promise<void> {
    venue = await openVenue({ mode, seed });
    await venue.login();
  }

  it('opens an account at first sight with cash and positions, the same ones for the same seed', async () => {
    await open('paper');
    const first = await balance(venue);
    expect(rowsOf(first).length).toBeGreaterThanOrEqual(3);
    expect(whole(rowsOf(first, 'output2')[0], 'prvs_rcdl_excc_amt')).toBe(10_000_000n);
    const other = await balance(venue, { CANO: '50999999' });
    expect(rowsOf(other).map(r => r['pdno'])).not.toEqual(rowsOf(first).map(r => r['pdno']));
    await venue.stop();
    await open('paper');
    expect((await balance(venue)).body).toEqual(first.body);
    await venue.stop();
    await open('paper', 'another');
    expect((await balance(venue)).body).not.toEqual(first.body);
  });

  it('never opens an account with an issue that paper does not buy', async () => {
    await open('paper');
    const cheap = LISTINGS.filter(l => l.instrument.basePrice < 1000n).map(l => l.instrument.code);
    expect(cheap.length).toBeGreaterThan(0);
    const codes = new Set<string | undefined>();
    for (let n = 0; n < 150; n += 1) {
      const rows = rowsOf(await balance(venue, { CANO: String(50_000_000 + n) }));
      expect(rows).toHaveLength(6);
      for (const row of rows) codes.add(row['pdno']);
    }
    expect(codes.size).toBeGreaterThan(60);
    expect(cheap.filter(code => codes.has(code))).toEqual([]);
  });

  it('asks for no cursor fields: the first page comes without them', async () => {
    await open('paper');
    const { CTX_AREA_FK100, CTX_AREA_NK100, ...fields } = BALANCE_FIELDS;
    const bare = await venue.get('VTTC8434R', 'inquire-balance', fields);
    expect(bare.body['rt_cd']).toBe('0');
    expect(bare.body).toEqual((await balance(venue, { CTX_AREA_FK100, CTX_AREA_NK100 })).body);
  });

  it('writes every value as text, `output2` as an array of one, and pads msg1 to 80 bytes', async () => {
    await open('paper');
    const answer = await balance(venue);
    const { body } = answer;
    for (const row of [...rowsOf(answer), ...rowsOf(answer, 'output2')]) {
      for (const value of Object.values(row)) expect(typeof value).toBe('string');
    }
    expect(rowsOf(answer, 'output2')).toHaveLength(1);
    expect(body['msg_cd']).toBe('20310000');
    expect(body['msg1']).toBe(`모의투자 조회가 완료되었습니다.${' '.repeat(49)}`);
    expect(body['ctx_area_nk100']).toBe(' '.repeat(100));
  });

  it.each([
    { mode: 'paper' as const, size: 20, sizes: [20, 20, 5], conts: ['F', 'M', 'E'] },
    { mode: 'live' as const, size: 50, sizes: [45], conts: ['D'] },
  ])('pages by $size rows on $mode', async ({ mode, sizes, conts }) => {
    await open(mode);
    await venue.control('POST', 'account', { account: '50101234-01', holdings: HOLDINGS });
    const seen: string[] = [];
    const pages: { size: number; cont: string | null }[] = [];
    let cursor = { CTX_AREA_FK100: '', CTX_AREA_NK100: '' };
    for (let n = 0; n < sizes.length; n += 1) {
      const page = await balance(venue, cursor, n === 0 ? {} : { tr_cont: 'N' });
      seen.push(...rowsOf(page).map(r => r['pdno'] ?? ''));
      pages.push({ size: rowsOf(page).length, cont: page.headers.get('tr_cont') });
      cursor = {
        CTX_AREA_FK100: String(page.body['ctx_area_fk100']),
        CTX_AREA_NK100: String(page.body['ctx_area_nk100']),
      };
      expect(cursor.CTX_AREA_NK100).toHaveLength(100);
    }
    expect(pages).toEqual(sizes.map((size, n) => ({ size, cont: conts[n] })));
    expect(new Set(seen)).toEqual(new Set(HOLDINGS.map(h => h.code)));
    expect(seen).toHaveLength(45);
    expect(cursor.CTX_AREA_NK100.trim()).toBe('');
  });

  it('shows the first page again when the cursor comes without tr_cont N', async () => {
    await open('paper');
    await venue.control('POST', 'account', { account: '5010123401', holdings: HOLDINGS });
    const first = await balance(venue);
    const again = await balance(venue, { CTX_AREA_NK100: String(first.body['ctx_area_nk100']) });
    expect(rowsOf(again).map(r => r['pdno'])).toEqual(rowsOf(first).map(r => r['pdno']));
  });

  it('says on live that more follows with KIOK0500, and the end with KIOK0460', async () => {
    await open('live');
    const many = LISTINGS.slice(0, 60).map(l => ({
      code: l.instrument.code,
      quantity: 1,
      averagePrice: 1000,
    }));
    await venue.control('POST', 'account', { account: '5010123401', holdings: many });
    const first = await balance(venue);
    expect([first.body['msg_cd'], rowsOf(first).length]).toEqual(['KIOK0500', 50]);
    expect(String(first.body['ctx_area_fk100']).trim()).toBe('50101234^01^N^N^01^01^N^');
    const cursor = { CTX_AREA_NK100: String(first.body['ctx_area_nk100']) };
    const second = await balance(venue, cursor, { tr_cont: 'N' });
    expect([second.body['msg_cd'], rowsOf(second).length]).toEqual(['KIOK0460', 10]);
  });
});

describe('money and days', () => {
  let venue: TestVenue;
  beforeEach(async () => {
    venue = await openVenue({ alwaysOpen: false, holdings: [], cash: 10_000_000n });
    await venue.login();
  });
  afterEach(() => venue.stop());

  /** Tokens live for a day. */
  const days = async (count: number) => {
    await venue.clock.advance(count * 24 * 3_600_000);
    await venue.login();
  };
  const summary = async () => rowsOf(await balance(venue), 'output2')[0];

  it('moves D+2 at once, D+1 and D only as days pass, with fees and taxes on the way', async () => {
    await place(venue, { side: 'buy', quantity: 10, type: '01' });
    const [order] = (await venue.ledger()).orders;
    const bought = BigInt(order?.filledAmount ?? 0);
    const fee = (bought * 142n) / 1_000_000n;
    const monday = await summary();
    expect(whole(monday, 'dnca_tot_amt')).toBe(10_000_000n);
    expect(whole(monday, 'nxdy_excc_amt')).toBe(10_000_000n);
    expect(whole(monday, 'prvs_rcdl_excc_amt')).toBe(10_000_000n - bought - fee);
    expect(whole(monday, 'thdt_buy_amt')).toBe(bought);
    expect(whole(monday, 'thdt_tlex_amt')).toBe(fee);

    await days(1);
    await place(venue, { side: 'sell', quantity: 10, type: '01' });
    const sold = BigInt((await venue.ledger()).orders[1]?.filledAmount ?? 0);
    const costs = (sold * 142n) / 1_000_000n + (sold * 2000n) / 1_000_000n;
    const tuesday = await summary();
    expect(whole(tuesday, 'dnca_tot_amt')).toBe(10_000_000n);
    expect(whole(tuesday, 'nxdy_excc_amt')).toBe(10_000_000n - bought - fee);
    expect(whole(tuesday, 'prvs_rcdl_excc_amt')).toBe(10_000_000n - bought - fee + sold - costs);
    expect(whole(tuesday, 'bfdy_buy_amt')).toBe(bought);
    expect(whole(tuesday, 'thdt_sll_amt')).toBe(sold);

    await days(2);
    const thursday = await summary();
    expect(whole(thursday, 'dnca_tot_amt')).toBe(10_000_000n - bought - fee + sold - costs);
    expect(thursday?.['dnca_tot_amt']).toBe(thursday?.['prvs_rcdl_excc_amt']);
  });

  it('keeps the row of a position sold out, with quantity 0, until the sale has settled', async () => {
    await place(venue, { side: 'buy', quantity: 2, type: '01' });
    await place(venue, { side: 'sell', quantity: 2, type: '01' });
    const rows = async () => rowsOf(await balance(venue)).map(r => [r['pdno'], r['hldg_qty'], r['pchs_amt']]);
    expect(await rows()).toEqual([['005930', '0', '0']]);
    await days(1);
    expect(await rows()).toEqual([['005930', '0', '0']]);
    await days(1);
    expect(await rows()).toEqual([]);
  });

  it('cuts the average price at three decimals on paper and prints four', async () => {
    await venue.control('POST', 'account', {
      account: '5010123401',
      cash: '10000000',
      holdings: [{ code: '005930', quantity: 2, averagePrice: 70_001 }],
    });
    await place(venue, { side: 'buy', quantity: 1, type: '01' });
    const [row] = rowsOf(await balance(venue));
    const cost = whole(row, 'pchs_amt');
    const expected = `${cost / 3n}.${String(((cost * 1000n) / 3n) % 1000n).padStart(3, '0')}0`;
    expect(row?.['pchs_avg_pric']).toBe(expected);
  });
});
