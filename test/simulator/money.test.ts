import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  balance,
  change,
  type LedgerOrder,
  openVenue,
  place,
  rowsOf,
  type TestVenue,
  whole,
} from './venue-client.js';

const CODES = ['005930', '000660', '035420'];
const HOLDINGS = [
  { code: '005930', quantity: 30n, averagePrice: 70_000n },
  { code: '000660', quantity: 5n, averagePrice: 200_000n },
];
const CASH = 20_000_000n;

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      code: fc.constantFrom(...CODES),
      quantity: fc.integer({ min: 1, max: 60 }),
      type: fc.constantFrom('00', '00', '01', '03', '04', '11', '12', '13'),
      /** Price in thousandths of the base price. */
      level: fc.integer({ min: 900, max: 1100 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('amend' as const, 'cancel' as const),
      nth: fc.nat(30),
      quantity: fc.option(fc.integer({ min: 1, max: 20 })),
      level: fc.integer({ min: 900, max: 1100 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 30, 300, 1440),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

async function priceAt(venue: TestVenue, code: string, level: number): Promise<number> {
  const fields = { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: code };
  const answer = await venue.get('FHKST01010100', '/uapi/domestic-stock/v1/quotations/inquire-price', fields);
  const output = answer.body['output'];
  const base = typeof output === 'object' && output !== null && 'stck_sdpr' in output ? output.stck_sdpr : 0;
  return Math.floor((Number(base) * level) / 1_000_000) * 1000;
}

async function perform(venue: TestVenue, step: Action): Promise<void> {
  if (step.kind === 'wait') {
    await venue.clock.advance(step.minutes * 60_000);
    await venue.login();
  } else if (step.kind === 'place') {
    const { side, code, quantity, type, level } = step;
    await place(venue, { side, code, quantity, type, price: await priceAt(venue, code, level) });
  } else {
    const { orders } = await venue.ledger();
    const order = orders[step.nth % Math.max(1, orders.length)];
    if (!order) return;
    const price = await priceAt(venue, order.code, step.level);
    await change(venue, step.kind, { number: order.number, quantity: step.quantity ?? 'all', price });
  }
}

const sum = (values: readonly (number | bigint)[]) => values.reduce<bigint>((s, v) => s + BigInt(v), 0n);

async function checkBooks(venue: TestVenue): Promise<void> {
  const answer = await balance(venue);
  const rows = rowsOf(answer);
  const totals = rowsOf(answer, 'output2')[0];
  const { orders } = await venue.ledger();
  const fills = (side: string, code?: string): LedgerOrder[] =>
    orders.filter(o => o.side === side && (code === undefined || o.code === code));

  const spent = sum(fills('buy').map(o => o.filledAmount));
  const received = sum(fills('sell').map(o => o.filledAmount));
  const costs = sum(orders.map(o => o.costs));
  const cash = whole(totals, 'prvs_rcdl_excc_amt');
  expect(cash).toBe(CASH - spent + received - costs);
  expect(cash).toBeGreaterThanOrEqual(0n);

  for (const code of CODES) {
    const row = rows.find(r => r['pdno'] === code);
    const held = row ? whole(row, 'hldg_qty') : 0n;
    const first = HOLDINGS.find(h => h.code === code)?.quantity ?? 0n;
    expect(held).toBe(
      first + sum(fills('buy', code).map(o => o.filled)) - sum(fills('sell', code).map(o => o.filled)),
    );
    expect(held).toBeGreaterThanOrEqual(0n);
    if (!row) continue;
    const onOffer = sum(
      fills('sell', code)
        .filter(o => o.state === 'open' || o.state === 'partlyFilled')
        .map(o => o.quantity - o.filled - o.withdrawn),
    );
    expect(whole(row, 'ord_psbl_qty')).toBe(held - onOffer);
    expect(whole(row, 'ord_psbl_qty')).toBeGreaterThanOrEqual(0n);
    expect(whole(row, 'evlu_amt')).toBe(held * whole(row, 'prpr'));
    expect(whole(row, 'evlu_pfls_amt')).toBe(whole(row, 'evlu_amt') - whole(row, 'pchs_amt'));
  }
  const value = sum(rows.map(r => whole(r, 'evlu_amt')));
  expect(whole(totals, 'scts_evlu_amt')).toBe(value);
  expect(whole(totals, 'tot_evlu_amt')).toBe(value + cash);
  expect(whole(totals, 'asst_icdc_amt')).toBe(value + cash - whole(totals, 'bfdy_tot_asst_evlu_amt'));
  expect(whole(totals, 'evlu_pfls_smtl_amt')).toBe(
    whole(totals, 'evlu_amt_smtl_amt') - whole(totals, 'pchs_amt_smtl_amt'),
  );
  for (const o of orders) {
    expect(o.quantity).toBeGreaterThanOrEqual(o.filled + o.withdrawn);
  }
}

describe('random orders, changes and waiting', () => {
  it('keep every won and every share accounted for, and neither ever below zero', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('paper' as const, 'live' as const),
        fc.array(action, { minLength: 8, maxLength: 25 }),
        async (mode, steps) => {
          const venue = await openVenue({ mode, cash: CASH, holdings: HOLDINGS });
          try {
            await venue.login();
            for (const step of steps) await perform(venue, step);
            await checkBooks(venue);
            accepted += (await venue.ledger()).ordersAccepted;
          } finally {
            await venue.stop();
          }
        },
      ),
      { numRuns: 30 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
