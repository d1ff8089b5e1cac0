import { describe, expect, test } from 'vitest';
import type { Draft, Language } from '../../../src/core/index.js';
import { textOf } from '../../support/desk.js';
import { actOf, fakeHaltStore, fullDisk, type HaltRig, haltRig } from './halt-rig.js';

const ALL = { scope: { kind: 'all' }, forMs: undefined, reason: '외출' } as const;
const ME = 'discord:1001';
const MINUTE = 60_000;

/** A rig that is being watched; `end` stops the watch and waits for it. */
async function watched(over: Parameters<typeof haltRig>[0] = {}) {
  const rig = await haltRig(over);
  const life = new AbortController();
  const watching = rig.halts.watch(life.signal);
  await rig.clock.advance(0);
  const end = async () => {
    life.abort();
    await watching;
  };
  return { ...rig, end };
}

const titles = ({ told }: Pick<HaltRig, 'told'>) => told.map(({ title }) => title);

describe('the watch', () => {
  test('stops within half a second of a HALT file and tells of it once, and once when it is gone', async () => {
    const rig = await watched();
    const { halts, store, clock } = rig;
    store.flag = true;
    await clock.advance(500);
    expect(halts.list().map(({ id }) => id)).toEqual(['HALT']);
    await clock.advance(10_000);
    halts.blocking(actOf('place'));
    expect(titles(rig)).toEqual(['HALT 파일이 있어 주문을 정지했습니다']);
    store.flag = false;
    await clock.advance(10_000);
    expect(titles(rig)).toEqual(['HALT 파일이 있어 주문을 정지했습니다', 'HALT 파일이 없어졌습니다']);
    expect(halts.list()).toEqual([]);
    await rig.end();
  });

  test('tells when a timed halt has run out, and no longer keeps it', async () => {
    const rig = await watched();
    const { halts, store, clock } = rig;
    await halts.set({ ...ALL, forMs: MINUTE }, ME);
    await halts.set({ scope: { kind: 'buy' }, forMs: undefined, reason: '현금' }, ME);
    await clock.advance(2 * MINUTE);
    const [, , ended] = rig.told;
    expect(rig.told).toHaveLength(3);
    expect(ended && textOf(ended)).toContain('주문 정지가 시간이 되어 끝났습니다\nH1:');
    expect(ended && textOf(ended)).toContain('아직 정지 중인 것:\nH2: 매수와 매수 정정 (현금)');
    expect(store.disk.map(({ id }) => id)).toEqual(['H2']);
    await rig.end();
  });

  test('ends when its signal is aborted, and leaves nothing running', async () => {
    const rig = await watched();
    await rig.clock.advance(1000);
    await rig.end();
    expect(rig.clock.sleepers).toBe(0);
  });

  test('tells at its beginning what is halted from the run before, and what ran out meanwhile', async () => {
    const before = await haltRig();
    await before.halts.set(ALL, ME);
    await before.halts.set({ scope: { kind: 'buy' }, forMs: MINUTE, reason: '' }, ME);
    await before.clock.advance(MINUTE);
    const rig = await haltRig({ store: before.store, clock: before.clock });
    await rig.halts.set({ ...ALL, reason: '감사 기록' }, 'desk', 'AUDIT');
    expect(titles(rig)).toEqual(['주문을 정지했습니다']);
    const life = new AbortController();
    const watching = rig.halts.watch(life.signal);
    await rig.clock.advance(0);
    expect(titles(rig).slice(1).toSorted()).toEqual([
      '주문 정지가 시간이 되어 끝났습니다',
      '주문이 정지된 채로 시작했습니다',
    ]);
    const text = rig.told.map(reply => textOf(reply)).join('\n');
    expect(text).toContain('주문이 정지된 채로 시작했습니다\nH1: 모든 매수, 매도와 정정 (외출)');
    expect(text).toContain('주문 정지가 시간이 되어 끝났습니다\nH2:');
    life.abort();
    await watching;
  });

  test('begins in silence when nothing is halted', async () => {
    const rig = await watched();
    await rig.clock.advance(10_000);
    expect(rig.told).toEqual([]);
    await rig.end();
  });
});

describe('everybody is told', () => {
  test('of a halt: what, until when, why, who, and how it is lifted', async () => {
    const rig = await watched();
    await rig.halts.set(
      { scope: { kind: 'account', account: '50107788-01' }, forMs: 30 * MINUTE, reason: '점검' },
      ME,
    );
    const [notice] = rig.told;
    expect(notice?.tone).toBe('warning');
    const text = notice && textOf(notice);
    for (const part of [
      '정지 대상: 계좌 ****7788-01',
      '끝: 2026-11-23 10:30:00',
      '사유: 점검',
      '정지한 사람: discord:1001',
      '번호: H1',
      '다시 시작되어도 정지는 이어집니다',
      '/resume H1',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('5010');
    await rig.end();
  });

  test('of a halt that may not outlast a restart', async () => {
    const rig = await watched();
    rig.store.beforeSave = fullDisk;
    await rig.halts.set(ALL, ME);
    expect(rig.told[0] && textOf(rig.told[0])).toContain('저장하지 못해 봇이 다시 시작되면 풀릴 수 있습니다');
    await rig.end();
  });

  test('once, however often the same is halted again', async () => {
    const rig = await watched();
    for (let i = 0; i < 20; i += 1) await rig.halts.set(ALL, ME);
    expect(rig.told).toHaveLength(1);
    await rig.halts.set({ ...ALL, reason: '급락' }, ME);
    expect(rig.told).toHaveLength(2);
    await rig.end();
  });

  test('of a halt that was lifted, and what is still stopped', async () => {
    const rig = await watched();
    await rig.halts.set(ALL, ME);
    await rig.halts.set({ scope: { kind: 'buy' }, forMs: undefined, reason: '' }, ME);
    await rig.halts.lift(['H2']);
    await rig.halts.lift('all');
    const [, , partly, wholly] = rig.told;
    expect(partly && textOf(partly)).toContain('아직 정지 중인 것:\nH1: 모든 매수, 매도와 정정 (외출)');
    expect(partly?.tone).toBe('warning');
    expect(wholly && textOf(wholly)).toContain('이제 정지된 것이 없습니다');
    expect(wholly?.tone).toBe('good');
    await rig.end();
  });

  test('of nothing when nothing was lifted', async () => {
    const rig = await watched();
    await rig.halts.lift('all');
    await rig.halts.lift(['H9']);
    expect(rig.told).toEqual([]);
    await rig.end();
  });

  test('but nothing waits for it: whoever fails to tell stops no halt', async () => {
    const tell = () => {
      throw new Error('no platform');
    };
    const fails = await watched({ tell });
    expect(await fails.halts.set(ALL, ME)).toMatchObject({ durable: true });
    expect(fails.lines.map(({ event }) => event)).toContain('halt notice not told');
    await fails.end();
  });

  test('in English when the desk speaks English', async () => {
    const language: Language = 'en';
    const store = fakeHaltStore();
    const first = await haltRig({ store });
    await first.halts.set({ ...ALL, reason: 'out' }, ME);
    const rig = await watched({ language, store, clock: first.clock });
    await rig.halts.set({ scope: { kind: 'buy' }, forMs: MINUTE, reason: '' }, 'desk');
    await rig.halts.set(
      { scope: { kind: 'symbol', code: '005930', name: '005930' }, forMs: MINUTE, reason: '' },
      ME,
    );
    store.flag = true;
    await rig.clock.advance(MINUTE);
    await rig.halts.lift('all');
    store.flag = false;
    await rig.clock.advance(1000);
    expect(titles(rig)).toEqual([
      'Started with trading halted',
      'Trading is halted',
      'Trading is halted',
      'Trading is halted by the HALT file',
      'A halt has run out',
      'A halt has run out',
      'Halts were lifted',
      'The HALT file is gone',
    ]);
    const korean = (reply: Draft) => /[가-힣]/.test(textOf(reply, language));
    expect(rig.told.filter(korean)).toEqual([]);
    await rig.end();
  });
});
