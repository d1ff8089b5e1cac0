import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Progress } from '../../../src/desk/intents/look.js';
import { noLess, noted } from '../../../src/desk/intents/noted.js';
import { createTallies } from '../../../src/desk/intents/tally.js';
import { MONDAY_TEN } from '../../support/desk.js';
import { noticeOf, ORDER, rowAt } from '../../support/venue-list.js';

const QUANTITY = 10;
const TODAY = '20261123';

/** The venue's row with so many of ten filled, and so many of the rest withdrawn. */
function listed(filled: number, withdrawn = 0): Progress {
  const remaining = BigInt(QUANTITY - filled - withdrawn);
  const state =
    filled === QUANTITY ? 'filled' : remaining === 0n ? 'cancelled' : filled > 0 ? 'partlyFilled' : 'open';
  const row = rowAt(MONDAY_TEN, '5', {
    filled: BigInt(filled),
    averageFill: filled > 0 ? 70_900 : 0,
    remaining,
    state,
  });
  return { row, amendedTo: undefined, over: remaining === 0n };
}

const fills = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 });
const listRow = fc
  .tuple(fc.integer({ min: 0, max: QUANTITY }), fc.integer({ min: 0, max: 3 }))
  .filter(([filled, withdrawn]) => filled + withdrawn <= QUANTITY)
  .map(([filled, withdrawn]) => listed(filled, withdrawn));

function tallyOf(quantities: readonly number[]) {
  const tallies = createTallies();
  for (const quantity of quantities)
    tallies.note(noticeOf(MONDAY_TEN, '0000000005', 'filled', BigInt(quantity)));
  return tallies.of(ORDER.account, '5', TODAY) ?? { filled: 0n, amount: 0n, cancelled: 0n };
}

test('whatever list and notices say, an order has no more shares than were ordered, and no less than the list filled', () => {
  fc.assert(
    fc.property(listRow, fills, (list, quantities) => {
      const { row, over } = noted(list, tallyOf(quantities));
      expect(row.filled + row.remaining <= row.quantity).toBe(true);
      expect(row.remaining >= 0n && row.filled >= list.row.filled).toBe(true);
      expect(over).toBe(row.remaining === 0n);
      expect(row.state === 'filled').toBe(row.filled === row.quantity);
    }),
    { numRuns: 300 },
  );
});

test('notices counted twice by asking twice add nothing', () => {
  fc.assert(
    fc.property(listRow, fills, (list, quantities) => {
      const tally = tallyOf(quantities);
      const once = noted(list, tally);
      expect(noted(once, tally)).toBe(once);
    }),
    { numRuns: 300 },
  );
});

test('one look after another, fills only grow until the list says that the order is over', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(listRow, fills), { maxLength: 6 }), rounds => {
      let known: Progress | undefined;
      for (const [list, quantities] of rounds) {
        if (list.over) {
          expect(noLess(noted(list, tallyOf(quantities)), known)).toEqual(list);
          return;
        }
        const before: bigint = known?.row.filled ?? 0n;
        known = noLess(noted(list, tallyOf(quantities)), known);
        expect(known.row.filled >= before).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('an amount is averaged over all fills to the won', () => {
  const tallies = createTallies();
  tallies.note(noticeOf(MONDAY_TEN, '5', 'filled', 1n, { price: 70_000n }));
  tallies.note(noticeOf(MONDAY_TEN, '5', 'filled', 3n, { price: 71_000n }));
  tallies.note(noticeOf(MONDAY_TEN, '6', 'filled', 3n, { price: 10n }));
  const tally = tallies.of(ORDER.account, '0000000005', TODAY);
  expect(tally && noted(listed(0), tally).row.averageFill).toBe(70_750);
});
