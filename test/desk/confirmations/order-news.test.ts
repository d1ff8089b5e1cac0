import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { IntentEvent, Notice, TradeAct, VenueOrder } from '../../../src/core/index.js';
import { createCards } from '../../../src/desk/confirmations/cards.js';
import { createHandles } from '../../../src/desk/confirmations/handles.js';
import { createLiving } from '../../../src/desk/confirmations/living.js';
import { createOrderNews } from '../../../src/desk/confirmations/order-news.js';
import { createReaders } from '../../../src/desk/confirmations/readers.js';
import { openBook } from '../../../src/desk/intents/book.js';
import type { View } from '../../../src/desk/intents/watch.js';
import { manualClock } from '../../support/clock.js';
import { buttonsOf, textOf } from '../../support/desk.js';
import { memoryJournal } from '../../support/memory-journal.js';
import { PLACE, rowAt } from '../../support/venue-list.js';

const NOTHING_SEEN: View = { hunt: undefined, progress: undefined, heldChange: undefined, nextAt: undefined };
const ORDER = { number: '0000000005', branch: '00950' };
const SNAPSHOT = { at: 0, numbers: [], complete: true, totals: undefined, holding: undefined };

type Step = 'sent' | 'accepted' | 'refused' | 'notSent' | 'unknown' | 'found' | 'noneByPerson';

/** A ticket of so many like orders, whose news go into a list. */
async function rig(count = 1, owner = 'discord:1001') {
  const clock = manualClock();
  const book = openBook(memoryJournal(), clock);
  const cards = createCards({ platforms: [], clock, log: () => undefined });
  const views = new Map<string, Partial<View>>();
  const living = createLiving({
    book,
    pendings: new Map(),
    readers: createReaders(),
    personName: identity => identity,
    handles: createHandles(randomBytes),
    cards,
    clock,
    log: () => undefined,
    language: 'ko',
    languageOf: () => 'en',
    stamp: 'paper',
    view: id => ({ ...NOTHING_SEEN, ...views.get(id) }),
  });
  const notices: Notice[] = [];
  const news = createOrderNews({ living, clock, tell: notice => void notices.push(notice) });
  const acts: readonly TradeAct[] = Array.from({ length: count }, () => PLACE);
  const base = { ticket: 't', at: clock.now() };
  await book.note(
    {
      kind: 'proposed',
      ...base,
      owner,
      where: { platform: 'discord', id: '71', group: '500', kind: 'group' },
      expiresAt: clock.now() + 60_000,
      acts,
      values: acts.map(() => 0n),
    },
    { kind: 'claimed', ...base, by: owner },
  );

  function eventOf(step: Step, n: number): IntentEvent {
    switch (step) {
      case 'sent':
        return { kind: 'sent', ...base, n, snapshot: SNAPSHOT, audit: undefined };
      case 'accepted':
        return { kind: 'accepted', ...base, n, order: ORDER };
      case 'refused':
        return { kind: 'refused', ...base, n, code: 'APBK0952', message: '주문가능금액을 초과 했습니다' };
      case 'notSent':
        return { kind: 'notSent', ...base, n, reason: 'halted' };
      case 'unknown':
        return { kind: 'unknown', ...base, n, reason: 'reset' };
      case 'found':
        return { kind: 'settled', ...base, n, settlement: { kind: 'accepted', order: ORDER, by: 'list' } };
      case 'noneByPerson':
        return { kind: 'settled', ...base, n, settlement: { kind: 'notPlaced', by: 'person' } };
    }
  }

  return {
    news,
    notices,
    step: (step: Step, n = 0) => book.note(eventOf(step, n)),
    see(row: Partial<VenueOrder>, n = 0) {
      const progress = {
        row: rowAt(clock.now(), '5', row),
        amendedTo: undefined,
        over: row.remaining === 0n,
      };
      views.set(`t/${n}`, { progress });
      news.tell('t');
    },
    hunt(kind: 'looking' | 'probablyNot') {
      views.set('t/0', { hunt: { kind, answers: 5, looks: 5 } });
      news.tell('t');
    },
    /** Kind, urgency, stage, and whether that ends the trouble. */
    told: () =>
      notices.map(({ kind, urgency, stage, over }) =>
        [kind, urgency, stage, ...(over ? ['over'] : [])].join(' '),
      ),
  };
}

const wordsOf = ({ draft }: Notice) => textOf(draft);

test('each step of an order is told once, about its owner and under one incident, and without what stays with its card', async () => {
  const { news, notices, step, see, told } = await rig();
  news.tell('t');
  await step('sent');
  news.tell('t');
  expect(notices).toEqual([]);
  await step('accepted');
  news.tell('t');
  see({});
  for (const filled of [4n, 4n, 7n]) see({ filled, remaining: 10n - filled, state: 'partlyFilled' });
  see({ filled: 10n, remaining: 0n, state: 'filled' });
  see({ filled: 10n, remaining: 0n, state: 'filled' });
  expect(told()).toEqual(['order info accepted', 'fill info partly', 'fill info partly', 'fill info filled']);
  for (const notice of notices) {
    expect(notice).toMatchObject({ incident: 'order:t', about: ['discord:1001'], isPrivate: false });
    expect(notice.draft.card).toBeUndefined();
    expect(buttonsOf(notice.draft)).toEqual([]);
  }
  expect(notices.map(wordsOf).map(text => /체결 (\d+)\/10주/.exec(text)?.[1])).toEqual([
    undefined,
    '4',
    '7',
    '10',
  ]);
});

test.each<[Step, string]>([
  ['refused', 'order warning refused'],
  ['notSent', 'order warning notSent'],
])('an order that is %s is a warning', async (step, expected) => {
  const desk = await rig();
  await desk.step('sent');
  await desk.step(step);
  desk.news.tell('t');
  expect(desk.told()).toEqual([expected]);
});

test('what the owner’s own terminal shows is marked as theirs', async () => {
  const desk = await rig(1, 'console:operator');
  await desk.step('sent');
  await desk.step('accepted');
  desk.news.tell('t');
  expect(desk.notices).toMatchObject([{ by: 'console:operator', about: ['console:operator'] }]);
});

test('an unknown outcome is critical, with the list and the kill switch at hand; its end says what it was and ends it', async () => {
  const { news, notices, step, see, told } = await rig();
  await step('sent');
  await step('unknown');
  news.tell('t');
  expect(notices[0]?.actions?.map(({ call }) => call)).toEqual([
    { command: 'orders', args: {} },
    { command: 'halt', args: { scope: 'all' } },
  ]);
  await step('found');
  news.settled('t', 0);
  see({ filled: 10n, remaining: 0n, state: 'filled' });
  expect(told()).toEqual(['order critical unknown', 'order warning settled over', 'fill info filled']);
  expect(notices[1] && wordsOf(notices[1])).toContain('다시 주문하지 마세요');
  expect(notices[1]?.actions).toBeUndefined();
});

test('that only a person can tell is news of its own, and so is what they say', async () => {
  const { news, step, hunt, told } = await rig();
  await step('sent');
  await step('unknown');
  news.tell('t');
  hunt('looking');
  hunt('probablyNot');
  hunt('probablyNot');
  await step('noneByPerson');
  news.settled('t', 0);
  expect(told()).toEqual(['order critical unknown', 'order critical asked', 'order warning notPlaced over']);
});

test('the end of a doubt that nobody was told of ends nothing, and one that an earlier run told of does', async () => {
  for (const [isKnown, expected] of [
    [false, 'order warning settled'],
    [true, 'order warning settled over'],
  ] as const) {
    const { news, step, told } = await rig();
    await step('sent');
    await step('unknown');
    if (isKnown) news.wasInDoubt('t');
    await step('found');
    news.settled('t', 0);
    expect(told()).toEqual([expected]);
  }
});

test('a ticket of several orders is one incident, and no doubt is over while one of them is in doubt', async () => {
  const { news, notices, step, told } = await rig(3);
  for (const n of [0, 1, 2]) await step('sent', n);
  await step('accepted', 0);
  await step('unknown', 1);
  await step('unknown', 2);
  news.tell('t');
  await step('found', 1);
  news.settled('t', 1);
  await step('found', 2);
  news.settled('t', 2);
  expect(told()).toEqual([
    'order critical unknown+accepted',
    'order critical unknown+settled+accepted',
    'order warning settled+accepted over',
  ]);
  expect(new Set(notices.map(({ incident }) => incident))).toEqual(new Set(['order:t']));
});
