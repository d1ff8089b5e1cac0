import { expect, test } from 'vitest';
import type { OrderList } from '../../../src/core/index.js';
import type { Intent } from '../../../src/desk/intents/intent.js';
import type { Found } from '../../../src/desk/intents/look.js';
import { createWatch } from '../../../src/desk/intents/watch.js';
import { manualClock } from '../../support/clock.js';
import { ACCOUNT, balanceOf } from '../../support/desk.js';
import { listOf, PLACE, rowAt } from '../../support/venue-list.js';

const DAY = 86_400_000;
const SNAPSHOT = {
  at: 0,
  numbers: [],
  complete: true,
  totals: { ordered: 0n, filled: 0n },
  holding: undefined,
};

function rig(answer: (call: number) => OrderList | Error) {
  const clock = manualClock();
  const left = clock.now();
  const asked: number[] = [];
  const found: Found[] = [];
  const news: string[] = [];
  const looked: number[] = [];
  const missing: string[] = [];
  const over: string[] = [];
  let current: Intent = {
    id: 't/0',
    ticket: 't',
    n: 0,
    owner: 'discord:1001',
    act: PLACE,
    value: 710_000n,
    state: { kind: 'unknown', at: left, snapshot: SNAPSHOT, reason: 'reset' },
  };
  const watch = createWatch({
    accounts: {
      balance: async () => balanceOf([]),
      orders: async () => {
        asked.push((clock.now() - left) / 1000);
        const given = answer(asked.length);
        if (given instanceof Error) throw given;
        return given;
      },
    },
    clock,
    log: () => undefined,
    stamp: 'paper',
    isOurs: () => false,
    current: () => current,
    onFound: async (_, what) => void found.push(what),
    onNews: intent => void news.push(intent.state.kind),
    onLooked: () => void looked.push((clock.now() - left) / 1000),
    onMissing: intent => void missing.push(intent.id),
    onOver: async intent => void over.push(intent.id),
  });
  return {
    clock,
    left,
    watch,
    asked,
    found,
    news,
    looked,
    missing,
    over,
    follow(state: Intent['state'] = current.state) {
      current = { ...current, state };
      watch.follow(current);
      return current;
    },
  };
}

test('an order of unknown outcome is looked for after 1, 2, 5, 10, 20, 40, 90, 180, 300 s, then every 5 minutes', async () => {
  const desk = rig(() => listOf([]));
  desk.follow();
  await desk.clock.advance(16 * 60_000);
  expect(desk.asked).toEqual([1, 2, 5, 10, 20, 40, 90, 180, 300, 600, 900]);
  await desk.watch.stop();
});

test('a row that fits settles it at the next look, and nothing is asked after that', async () => {
  const desk = rig(call => listOf(call < 4 ? [] : [rowAt(desk.left, '77')]));
  desk.follow();
  await desk.clock.advance(20 * 60_000);
  expect(desk.found).toEqual([{ kind: 'found', row: rowAt(desk.left, '77') }]);
  expect(desk.asked).toEqual([1, 2, 5, 10]);
  await desk.watch.stop();
});

test('a look that fails is no answer: five whole ones are needed before anything is concluded', async () => {
  const desk = rig(call => (call <= 6 ? new Error('list unavailable') : listOf([])));
  const intent = desk.follow();
  await desk.clock.advance(301_000);
  expect(desk.watch.view(intent.id).hunt).toEqual({ kind: 'looking', answers: 3, looks: 3 });
  await desk.clock.advance(10 * 60_000);
  expect(desk.watch.view(intent.id).hunt).toEqual({ kind: 'probablyNot', answers: 5, looks: 5 });
  expect(desk.found).toEqual([]);
  await desk.watch.stop();
});

test('not found is final only after the trading day, and then it says so', async () => {
  const desk = rig(() => listOf([]));
  desk.follow();
  await desk.clock.advance(5 * 3_600_000);
  expect(desk.found).toEqual([]);
  await desk.clock.advance(45 * 60_000);
  expect(desk.found).toEqual([{ kind: 'never' }]);
  await desk.watch.stop();
});

test('orders of one account that are due together share one read', async () => {
  const desk = rig(() => listOf([]));
  const first = desk.follow();
  desk.watch.follow({ ...first, id: 't/1', n: 1 });
  await desk.clock.advance(1_000);
  expect(desk.asked).toEqual([1]);
  await desk.watch.stop();
});

test('an accepted order is followed until the venue is through with it, with news for every change', async () => {
  const partly = { filled: 4n, remaining: 6n, state: 'partlyFilled' } as const;
  const rows = [{}, partly, partly, { filled: 10n, remaining: 0n, state: 'filled' } as const];
  const desk = rig(call => listOf(rows.slice(call - 1, call).map(over => rowAt(desk.left, '5', over))));
  const order = { number: '0000000005', branch: '00950' };
  const intent = desk.follow({ kind: 'accepted', at: desk.left, order, done: false });
  await desk.clock.advance(60_000);
  expect(desk.asked).toEqual([1, 2, 5, 10]);
  expect(desk.news).toEqual(['accepted', 'accepted']);
  expect(desk.over).toEqual(['t/0']);
  expect(desk.watch.view(intent.id).progress?.row.state).toBe('filled');
  await desk.watch.stop();
});

test('numbers begin anew every day: an order of yesterday is not taken for one of today', async () => {
  const today = { filled: 10n, remaining: 0n, state: 'filled' } as const;
  const desk = rig(() => listOf([rowAt(desk.left, '5', today), rowAt(desk.left - DAY, '5')]));
  const order = { number: '0000000005', branch: '00950' };
  const intent = desk.follow({ kind: 'accepted', at: desk.left - DAY, order, done: false });
  await desk.clock.advance(0);
  expect(desk.over).toEqual(['t/0']);
  expect(desk.watch.view(intent.id).progress?.row).toEqual(rowAt(desk.left - DAY, '5'));
  await desk.watch.stop();
});

test('what had ended before this start is looked at once more for its card, and not ended again', async () => {
  const filled = { filled: 10n, remaining: 0n, state: 'filled' } as const;
  const desk = rig(() => listOf([rowAt(desk.left, '5', filled)]));
  const order = { number: '0000000005', branch: '00950' };
  desk.follow({ kind: 'accepted', at: desk.left, order, done: true });
  await desk.clock.advance(60_000);
  expect(desk.asked).toEqual([1]);
  expect(desk.news).toEqual(['accepted']);
  expect(desk.over).toEqual([]);
  await desk.watch.stop();
});

test('after every look its card can say when the next one is, without news of it', async () => {
  const desk = rig(call => (call === 3 ? new Error('list unavailable') : listOf([])));
  desk.follow();
  await desk.clock.advance(20_000);
  expect(desk.looked).toEqual([1, 2, 5, 10, 20]);
  expect(desk.news).toEqual([]);
  await desk.watch.stop();
});

test('an accepted order that three whole lists do not have is reported once; gaps in a list count for nothing', async () => {
  const desk = rig(call => listOf([], { complete: call > 2 }));
  const order = { number: '5', branch: '' };
  desk.follow({ kind: 'accepted', at: desk.left, order, done: false });
  await desk.clock.advance(5_000);
  expect(desk.missing).toEqual([]);
  await desk.clock.advance(120_000);
  expect(desk.missing).toEqual(['t/0']);
  await desk.watch.stop();
});

test('what an earlier run left is looked for at once', async () => {
  const desk = rig(() => listOf([]));
  await desk.clock.advance(90_000);
  desk.follow();
  await desk.clock.advance(0);
  expect(desk.asked).toEqual([90]);
  await desk.watch.stop();
});

test('a look on request tells whether the whole list was held against every order', async () => {
  const desk = rig(call => (call === 1 ? new Error('down') : listOf([rowAt(desk.left, '9')])));
  desk.follow();
  expect(await desk.watch.lookNow(ACCOUNT)).toBe(false);
  expect(await desk.watch.lookNow(ACCOUNT)).toBe(true);
  expect(desk.found).toHaveLength(1);
  await desk.watch.stop();
});
