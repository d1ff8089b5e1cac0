import { expect, test } from 'vitest';
import type { ExecutionNotice, OrderList } from '../../../src/core/index.js';
import type { Intent } from '../../../src/desk/intents/intent.js';
import { createWatch } from '../../../src/desk/intents/watch.js';
import { manualClock } from '../../support/clock.js';
import { balanceOf } from '../../support/desk.js';
import { listOf, noticeOf, PLACE, rowAt } from '../../support/venue-list.js';

const SNAPSHOT = { at: 0, numbers: [], complete: true, totals: undefined, holding: undefined };
const ORDER = { number: '0000000005', branch: '00950' };

function rig(list: (call: number) => OrderList) {
  const clock = manualClock();
  const left = clock.now();
  const asked: number[] = [];
  const happened: string[] = [];
  let current: Intent = {
    id: 't/0',
    ticket: 't',
    n: 0,
    owner: 'discord:1001',
    act: PLACE,
    value: 710_000n,
    state: { kind: 'accepted', at: left, order: ORDER, done: false },
  };
  const watch = createWatch({
    accounts: {
      balance: async () => balanceOf([]),
      orders: async () => {
        asked.push((clock.now() - left) / 1000);
        return list(asked.length);
      },
    },
    clock,
    log: () => undefined,
    stamp: 'paper',
    isOurs: () => false,
    current: () => current,
    onFound: async (_, { kind }) => void happened.push(kind),
    onNews: () => void happened.push(`news ${filledNow()}`),
    onLooked: () => undefined,
    onMissing: () => void happened.push('missing'),
    onOver: async () => void happened.push('over'),
  });
  const progress = () => watch.view('t/0').progress;
  const filledNow = () => progress()?.row.filled ?? 'nothing';
  return {
    clock,
    left,
    watch,
    asked,
    happened,
    progress,
    follow(state: Intent['state'] = current.state) {
      current = { ...current, state };
      watch.follow(current);
    },
    hear: (what: ExecutionNotice['what'], quantity: bigint, over: Partial<ExecutionNotice> = {}) =>
      watch.heard(noticeOf(clock.now(), '5', what, quantity, over)),
  };
}

const unknownAt = (at: number): Intent['state'] => ({
  kind: 'unknown',
  at,
  snapshot: SNAPSHOT,
  reason: 'reset',
});

test('a fill is known the moment it is heard of, and the list is read within a second, once for all that came', async () => {
  const desk = rig(call => listOf([rowAt(desk.left, '5', call > 2 ? FILLED_7 : {})]));
  const FILLED_7 = { filled: 7n, averageFill: 71_010, remaining: 3n, state: 'partlyFilled' } as const;
  desk.follow();
  await desk.clock.advance(2_500);
  desk.hear('filled', 4n);
  expect(desk.progress()).toMatchObject({
    row: { filled: 4n, averageFill: 71_000, remaining: 6n, state: 'partlyFilled' },
    over: false,
    unlisted: true,
  });
  await desk.clock.advance(400);
  desk.hear('filled', 3n, { price: 71_070n });
  expect(desk.progress()?.row).toMatchObject({ filled: 7n, averageFill: 71_030 });
  await desk.clock.advance(600);
  expect(desk.asked).toEqual([1, 2, 3.5]);
  expect(desk.happened).toEqual(['news 4', 'news 7', 'news 7']);
  expect(desk.progress()).toEqual({
    row: rowAt(desk.left, '5', FILLED_7),
    amendedTo: undefined,
    over: false,
  });
  await desk.watch.stop();
});

test('the list alone ends an order that notices have filled, and a list that lags takes no fill back', async () => {
  const FILLED = { filled: 10n, averageFill: 71_000, remaining: 0n, state: 'filled' } as const;
  const desk = rig(call => listOf([rowAt(desk.left, '5', call > 2 ? FILLED : {})]));
  desk.follow();
  await desk.clock.advance(100);
  desk.hear('filled', 10n);
  expect(desk.progress()).toMatchObject({ row: { filled: 10n, state: 'filled' }, unlisted: true });
  await desk.clock.advance(4_000);
  expect(desk.progress()).toMatchObject({ row: { filled: 10n, state: 'filled' }, unlisted: true });
  expect(desk.happened).toEqual(['news 10']);
  await desk.clock.advance(1_000);
  expect(desk.asked).toEqual([1, 2, 5]);
  expect(desk.happened).toEqual(['news 10', 'over', 'news 10']);
  expect(desk.progress()?.unlisted).toBeUndefined();
  await desk.watch.stop();
});

test('a list that shows less than the one before takes no fill back either, and what it showed is not put on notices', async () => {
  const part = (filled: bigint) =>
    rowAt(desk.left, '5', { filled, averageFill: 71_000, remaining: 10n - filled, state: 'partlyFilled' });
  const desk = rig(call => listOf([part(call === 1 ? 6n : 2n)]));
  desk.follow();
  await desk.clock.advance(2_000);
  expect(desk.progress()).toMatchObject({ row: { filled: 6n, remaining: 4n }, unlisted: false });
  expect(desk.happened).toEqual(['news 6']);
  await desk.watch.stop();
});

test('where the list has gaps, notices that fill an order end it by themselves', async () => {
  const desk = rig(() => listOf([], { complete: false }));
  desk.follow();
  await desk.clock.advance(2_500);
  desk.hear('filled', 9n);
  await desk.clock.advance(1_000);
  desk.hear('filled', 1n);
  await desk.clock.advance(60_000);
  expect(desk.happened).toEqual(['news 9', 'news 10', 'over', 'news 10']);
  expect(desk.asked).toEqual([1, 2, 3.5, 4.5]);
  expect(desk.progress()).toMatchObject({ row: { state: 'filled' }, over: true, unlisted: true });
  await desk.watch.stop();
});

test('what an IOC order could not fill is cancelled when the notice says so', async () => {
  const desk = rig(() => listOf([], { complete: false }));
  desk.follow();
  desk.hear('filled', 6n);
  desk.hear('cancelled', 4n);
  expect(desk.progress()).toMatchObject({
    row: { filled: 6n, remaining: 0n, state: 'cancelled' },
    over: true,
  });
  await desk.watch.stop();
});

test('notices that add up to more than was ordered are not believed; the list is asked', async () => {
  const desk = rig(() => listOf([rowAt(desk.left, '5')]));
  desk.follow();
  await desk.clock.advance(2_500);
  desk.hear('filled', 11n);
  expect(desk.happened).toEqual([]);
  await desk.clock.advance(1_000);
  expect(desk.asked).toEqual([1, 2, 3.5]);
  expect(desk.progress()?.row.filled).toBe(0n);
  await desk.watch.stop();
});

test('notices that came before the answer with the order’s number are taken in with it', async () => {
  const desk = rig(() => listOf([rowAt(desk.left, '5')]));
  desk.hear('received', 10n);
  desk.hear('filled', 10n);
  expect(desk.progress()).toBeUndefined();
  desk.follow();
  expect(desk.progress()?.row.state).toBe('filled');
  expect(desk.happened).toEqual(['news 10']);
  await desk.watch.stop();
});

test.each<[string, Partial<ExecutionNotice>]>([
  ['another account', { account: { number: '99999999', product: '01' } }],
  ['another issue', { code: '000660' }],
])('a notice of %s changes nothing and asks for nothing', async (_, over) => {
  const desk = rig(() => listOf([rowAt(desk.left, '5')]));
  desk.follow();
  await desk.clock.advance(2_500);
  desk.hear('filled', 4n, over);
  await desk.clock.advance(2_000);
  expect(desk.happened).toEqual([]);
  expect(desk.asked).toEqual([1, 2]);
  await desk.watch.stop();
});

test('a notice of an order of the issue that is none of ours asks the list, and says nothing of ours', async () => {
  const desk = rig(() => listOf([rowAt(desk.left, '5')]));
  desk.follow();
  await desk.clock.advance(2_500);
  desk.hear('received', 10n, { order: '77', original: '5', act: 'cancel' });
  desk.hear('filled', 4n, { order: '78' });
  await desk.clock.advance(1_000);
  expect(desk.asked).toEqual([1, 2, 3.5]);
  expect(desk.happened).toEqual([]);
  await desk.watch.stop();
});

test('the same number of an earlier day is another order', async () => {
  const desk = rig(() => listOf([]));
  desk.follow();
  desk.hear('filled', 4n, { at: desk.left - 86_400_000 });
  expect(desk.progress()).toBeUndefined();
  desk.hear('filled', 3n);
  expect(desk.progress()?.row.filled).toBe(3n);
  await desk.watch.stop();
});

test('a notice that may be of an order of unknown outcome has it looked for at once, but not twice in a second', async () => {
  const desk = rig(call => listOf(call < 5 ? [] : [rowAt(desk.left, '5')]));
  desk.follow(unknownAt(desk.left));
  await desk.clock.advance(3_500);
  desk.hear('received', 10n, { side: 'sell' });
  await desk.clock.advance(0);
  expect(desk.asked).toEqual([1, 2]);
  desk.hear('received', 10n);
  await desk.clock.advance(0);
  expect(desk.asked).toEqual([1, 2, 3.5]);
  desk.hear('filled', 10n);
  expect(desk.progress()).toBeUndefined();
  await desk.clock.advance(999);
  expect(desk.asked).toEqual([1, 2, 3.5]);
  await desk.clock.advance(1);
  expect(desk.asked).toEqual([1, 2, 3.5, 4.5]);
  expect(desk.happened).toEqual([]);
  await desk.clock.advance(500);
  expect(desk.happened).toEqual(['found']);
  await desk.watch.stop();
});

test('looks that notices brought forward never make an order missing: what a list lacks may come in a moment', async () => {
  const desk = rig(() => listOf([]));
  desk.follow();
  for (let n = 0; n < 8; n += 1) {
    desk.hear('received', 10n);
    await desk.clock.advance(550);
  }
  expect(desk.asked.length).toBeGreaterThanOrEqual(4);
  expect(desk.happened).toEqual([]);
  await desk.clock.advance(1_000);
  expect(desk.happened).toEqual(['missing']);
  await desk.watch.stop();
});

test('a desk that has stopped listens no more', async () => {
  const desk = rig(() => listOf([rowAt(desk.left, '5')]));
  desk.follow();
  await desk.watch.stop();
  desk.hear('filled', 10n);
  expect(desk.happened).toEqual([]);
});
