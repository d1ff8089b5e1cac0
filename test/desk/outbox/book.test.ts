import { expect, it } from 'vitest';
import { destinationKey, type OutboxEvent } from '../../../src/core/index.js';
import { openBook } from '../../../src/desk/outbox/book.js';
import { emptyLanes, nextOf, surplus } from '../../../src/desk/outbox/lanes.js';
import { DISCORD, letterOf, routes, TELEGRAM, words } from '../../support/outbox-rig.js';

const DAY = 86_400_000;
const AT = destinationKey(DISCORD);
const letter = letterOf(1, 0);
const { id } = letter;
const posted: OutboxEvent = { kind: 'posted', letter };
const at = (kind: 'trying' | 'failed', when: number): OutboxEvent => ({ kind, id, at: when, to: AT });
const shown: OutboxEvent = { kind: 'shown', id, at: 9, to: AT, card: undefined, version: 1 };
const triesIn = (...past: OutboxEvent[]) => {
  const book = openBook(past, 0);
  return {
    tries: book
      .record(id)
      ?.spots.get(AT)
      ?.tries.map(one => one.at),
    misfits: book.misfits,
  };
};

it('a failure takes back the attempt that it belongs to, not those before it', () => {
  expect(triesIn(posted, at('trying', 1), at('trying', 2), at('failed', 3)).tries).toEqual([1]);
});

it('lines that cannot follow what stands before them are passed over and counted', () => {
  expect(triesIn(shown, at('trying', 1), posted, posted, at('failed', 1), at('trying', 2))).toEqual({
    tries: [2],
    misfits: 4,
  });
});

it('a line that was written twice counts once, also when the letter is shown already', () => {
  expect(triesIn(posted, at('trying', 1), at('trying', 1))).toEqual({ tries: [1], misfits: 1 });
  expect(triesIn(posted, at('trying', 1), shown, at('trying', 1))).toEqual({ tries: [1], misfits: 1 });
});

it('words never go back to an older version', () => {
  const changed = (version: number): OutboxEvent => ({
    kind: 'changed',
    id,
    at: 1,
    version,
    reply: words(`v${version}`),
    buttons: [],
  });
  const book = openBook([posted, changed(3), changed(2)], 0);
  expect([book.record(id)?.letter.reply.title, book.misfits]).toEqual(['v3', 1]);
});

it('kept are letters of two days, owed ones of a week, those still waiting, and mutes in force', () => {
  const waiting = letterOf(2, 0, { to: routes(TELEGRAM) });
  const young = letterOf(3, 7 * DAY);
  const critical = (n: number, when: number) => {
    const one = letterOf(n, when);
    return { ...one, about: { ...one.about, urgency: 'critical' as const } };
  };
  const owed = critical(4, 2 * DAY);
  const answered = critical(5, 2 * DAY);
  const old = critical(6, 0);
  const muted: OutboxEvent = { kind: 'muted', incident: 'a', at: 0, until: 9 * DAY, by: 'x' };
  const longer: OutboxEvent = { ...muted, until: 10 * DAY };
  const letters = [letter, waiting, old, owed, answered, young];
  const past: OutboxEvent[] = [
    ...letters.map((one): OutboxEvent => ({ kind: 'posted', letter: one })),
    ...letters.filter(one => one !== waiting).map((one): OutboxEvent => ({ ...shown, id: one.id })),
    { kind: 'acknowledged', id: answered.id, at: 3 * DAY, by: 'x' },
  ];
  const book = openBook([...past, muted, longer], 8 * DAY);
  const kept = [waiting.id, owed.id, young.id];
  expect([...book.records()].map(record => record.letter.id)).toEqual(kept);
  const isNeeded = past.slice(0, letters.length).map(event => book.isNeeded(event, 8 * DAY));
  expect(isNeeded).toEqual(letters.map(one => kept.includes(one.id)));
  expect([muted, longer].map(event => book.isNeeded(event, 8 * DAY))).toEqual([false, true]);
  expect(book.isNeeded(longer, 10 * DAY)).toBe(false);
});

it('of the words of a letter only the latest are kept, and they are enough to begin with', () => {
  const change = (version: number): OutboxEvent => ({
    kind: 'changed',
    id,
    at: version,
    version,
    reply: words(`판 ${version}`),
    buttons: [],
  });
  const past = [posted, change(2), change(3), { ...shown, version: 3 }, change(4)];
  const book = openBook(past, 0);
  const kept = past.filter(event => book.isNeeded(event, 0));
  expect(kept).toEqual([posted, { ...shown, version: 3 }, change(4)]);
  const again = openBook(kept, 0);
  expect(again.misfits).toBe(0);
  expect(again.record(id)).toEqual(book.record(id));
});

it('of settled letters no more than 5,000 stay in memory, the oldest going first', () => {
  const many = Array.from({ length: 5_003 }, (_, n) => letterOf(n, n));
  const past = many.flatMap((one): OutboxEvent[] => [
    { kind: 'posted', letter: one },
    ...(one.at === 1 ? [] : [{ ...shown, id: one.id }]),
  ]);
  const book = openBook(past, 0);
  expect([...book.records()].map(record => record.letter.at).slice(0, 3)).toEqual([1, 4, 5]);
});

it('a destination gets urgent, then normal, then bulk, each in the order in which they were given to it', () => {
  const lanes = emptyLanes();
  for (const [lane, name] of [
    ['bulk', 'b1'],
    ['normal', 'n1'],
    ['normal', 'n2'],
    ['urgent', 'u1'],
  ] as const) {
    lanes[lane].add(name);
  }
  const order: (string | undefined)[] = [];
  for (let next = nextOf(lanes); next !== undefined; next = nextOf(lanes)) {
    order.push(next);
    for (const lane of Object.values(lanes)) lane.delete(next);
  }
  expect(order).toEqual(['u1', 'n1', 'n2', 'b1']);
});

it('too many: the oldest of bulk go first, then of normal; never what is urgent or under way', () => {
  const lanes = { urgent: new Set(['u1', 'u2']), normal: new Set(['n1', 'n2']), bulk: new Set(['b1', 'b2']) };
  expect(surplus(lanes, 6, undefined)).toEqual([]);
  expect(surplus(lanes, 3, undefined)).toEqual(['b1', 'b2', 'n1']);
  expect(surplus(lanes, 3, 'b1')).toEqual(['b2', 'n1', 'n2']);
  expect(surplus(lanes, 1, undefined)).toEqual(['b1', 'b2', 'n1', 'n2']);
});
