import { expect, test } from 'vitest';
import type { ManualClock } from '../../support/clock.js';
import { alertRig } from '../alerts/alert-rig.js';
import type { RecordingOutbox } from '../alerts/recording-outbox.js';
import { type FakeHaltStore, fakeHaltStore, haltRig } from './halt-rig.js';

const ALL = { scope: { kind: 'all' }, forMs: undefined, reason: '외출' } as const;
const BUY = { scope: { kind: 'buy' }, forMs: undefined, reason: '현금' } as const;
const ME = 'discord:1001';
const MINUTE = 60_000;

interface Before {
  readonly clock: ManualClock;
  readonly outbox: RecordingOutbox;
  readonly store: FakeHaltStore;
}

/** The kill switch with the alerts behind it. */
async function room(before?: Before) {
  const told = alertRig(before);
  const { clock } = told;
  const store = before?.store ?? fakeHaltStore();
  const { halts } = await haltRig({ clock, store, tell: told.alerts.tell });
  const life = new AbortController();
  const watching = halts.watch(life.signal);
  await clock.advance(0);
  const end = async () => {
    life.abort();
    await watching;
    await told.alerts.stop();
  };
  return { ...told, halts, store, end };
}

test('a halt by the desk or by the HALT file is critical, one by a person a warning', async () => {
  const { halts, store, clock, outbox, end } = await room();
  await halts.set({ ...ALL, reason: '시계' }, 'desk', 'CLOCK');
  await halts.set(BUY, ME);
  store.flag = true;
  await clock.advance(500);
  expect(outbox.posts().map(({ about }) => [about.incident, about.urgency])).toEqual([
    ['halt:CLOCK', 'critical'],
    ['halt:H1', 'warning'],
    ['halt:HALT', 'critical'],
  ]);
  await end();
});

test('a lifted halt closes the card that told of it, and nobody need confirm it any more', async () => {
  const { halts, clock, outbox, titles, text, alerts, end } = await room();
  await halts.set({ ...ALL, reason: '시계' }, 'desk', 'CLOCK');
  await clock.advance(MINUTE);
  await halts.lift('all', ME);
  expect(titles()).toEqual(['주문을 정지했습니다', '주문 정지를 풀었습니다']);
  expect(text(outbox.posts()[0])).toContain('끝났습니다');
  expect(alerts.status().unacknowledged).toBe(0);
  await end();
});

test('a halt that is changed is told again, and the same one set anew after it was lifted too', async () => {
  const { halts, clock, titles, end } = await room();
  await halts.set(ALL, ME);
  await halts.set(ALL, ME);
  await clock.advance(5 * MINUTE);
  await halts.set({ ...ALL, reason: '급락' }, ME);
  await clock.advance(10 * MINUTE);
  await halts.lift('all', ME);
  await halts.set(ALL, ME);
  expect(titles()).toEqual([
    '주문을 정지했습니다',
    '주문을 정지했습니다',
    '주문 정지를 풀었습니다',
    '주문을 정지했습니다',
  ]);
  await end();
});

test('what one person does at the terminal is not told there, and halts of a run before are closed by the next', async () => {
  const before = await room();
  await before.halts.set({ ...ALL, reason: '시계' }, 'desk', 'CLOCK');
  await before.halts.set(BUY, 'console:operator');
  expect(
    before.outbox
      .posts()
      .at(-1)
      ?.to.map(({ to }) => to.platform),
  ).toEqual(['discord']);
  await before.end();
  const { halts, clock, alerts, titles, outbox, end } = await room(before);
  expect(titles().slice(2)).toEqual(['주문이 정지된 채로 시작했습니다', '주문이 정지된 채로 시작했습니다']);
  await halts.lift('all', ME);
  expect(titles().slice(4)).toEqual(['주문 정지를 풀었습니다', '주문 정지를 풀었습니다']);
  expect(alerts.status().unacknowledged).toBe(0);
  await clock.advance(10 * MINUTE);
  expect(outbox.asked.filter(({ kind }) => kind === 'forward')).toEqual([]);
  await end();
});

test('many halts of a run before are one list, and lifting them is one notice', async () => {
  const before = await room();
  for (let i = 0; i < 12; i += 1) {
    const code = String(100_000 + i);
    await before.halts.set({ ...ALL, scope: { kind: 'symbol', code, name: code } }, ME);
  }
  await before.end();
  const { halts, titles, text, outbox, end } = await room(before);
  expect(titles().slice(12)).toEqual(['주문이 정지된 채로 시작했습니다']);
  expect(text(outbox.posts()[12])).toContain('외 2건');
  await halts.lift('all', ME);
  expect(titles().slice(13)).toEqual(['주문 정지를 풀었습니다']);
  await end();
});
