import { describe, expect, test } from 'vitest';
import { resume } from '../../commands/resume.js';
import { DeskError } from '../../src/core/index.js';
import { goodDisk, haltRig } from '../desk/halt/halt-rig.js';
import { buttonNamed, buttonsOf, type OpenDeskOptions, openDesk, replyOf, textOf } from '../support/desk.js';

const ME = 'discord:1001';

/** H1 stops everything, H2 buys for half an hour, CLOCK is the desk's own. */
async function room(options: OpenDeskOptions = {}) {
  const { halts, store, clock } = await haltRig({ language: options.language ?? 'ko' });
  const desk = openDesk({ commands: [resume], roles: ['admin'], ...options, halts, clock });
  await halts.set({ scope: { kind: 'all' }, forMs: undefined, reason: 'AAA' }, ME);
  await halts.set({ scope: { kind: 'buy' }, forMs: 30 * 60_000, reason: '' }, ME);
  await halts.set({ scope: { kind: 'all' }, forMs: undefined, reason: 'CCC' }, 'desk', 'CLOCK');
  const card = async (line: string) => replyOf(await desk.type(line));
  const ids = () => halts.list().map(({ id }) => id);
  return { ...desk, halts, store, card, ids };
}

describe('/resume', () => {
  test('alone lifts everything, lists it, and says that nothing comes back by itself', async () => {
    const { card, ids } = await room();
    const reply = await card('/resume');
    expect(ids()).toEqual([]);
    expect(reply).toMatchObject({ title: '주문을 재개합니다', tone: 'good', visibility: 'public' });
    for (const part of [
      'H1 | 모든 매수, 매도와 정정 | 풀 때까지 | AAA',
      'H2 | 매수와 매수 정정 | 2026-11-23 10:30:00 | 적지 않음',
      'CLOCK | 모든 매수, 매도와 정정 | 풀 때까지 | CCC',
      '원인이 그대로면 다시 걸립니다',
      '저절로 나가지 않습니다',
    ]) {
      expect(textOf(reply)).toContain(part);
    }
  });

  test('is for admins only: who may trade, and so halt, may not lift', async () => {
    const { card, ids, audit } = await room({ roles: ['view', 'trade', 'approve'] });
    expect(textOf(await card('/resume'))).toContain('관리 권한이 있어야 합니다');
    expect(ids()).toHaveLength(3);
    expect(audit).toMatchObject([{ outcome: 'refused', reason: 'denied' }]);
  });

  test.each(['재개 전체', '/resume ALL'])('%s is everything too', async line => {
    const { type, ids } = await room();
    await type(line, { where: { platform: 'discord', id: '9', group: undefined, kind: 'private' } });
    expect(ids()).toEqual([]);
  });

  test('with a number lifts that one, and a press lifts one of the others', async () => {
    const { card, ids, press } = await room();
    const reply = await card('/resume clock');
    expect(ids()).toEqual(['H1', 'H2']);
    expect([reply.title, reply.tone]).toEqual(['정지를 일부만 풀었습니다', 'warning']);
    expect(textOf(reply)).toMatch(/푼 것:\n.*\nCLOCK .*\n아직 정지 중인 것:\n.*\nH1 .*\nH2 /);
    expect(textOf(reply)).not.toContain('저절로 나가지 않습니다');
    await press(buttonNamed(reply, 'H2 풀기').id);
    expect(ids()).toEqual(['H1']);
  });

  test('does not lift the HALT file, and says where it is and who removes it', async () => {
    const { card, store, ids } = await room();
    store.flag = true;
    const reply = await card('/resume');
    expect(ids()).toEqual(['HALT']);
    expect([reply.title, reply.tone]).toEqual(['정지를 일부만 풀었습니다', 'warning']);
    expect(textOf(reply)).toContain('서버에서 그 파일을 지우면');
    expect(textOf(reply)).not.toContain('다시 걸린 정지가 있습니다');
    expect(buttonsOf(reply)).toEqual([]);
    const again = await card('/resume HALT');
    expect(again.title).toBe('정지를 풀지 못했습니다');
    expect(textOf(again)).toContain('서버에서 그 파일을 지우면');
    expect(textOf(again)).not.toContain('푼 것');
  });

  test('leaves a halt that was set again while it ran, and says so', async () => {
    const { card, store, halts, ids } = await room();
    store.beforeSave = async () => {
      store.beforeSave = goodDisk;
      void halts.set({ scope: { kind: 'buy' }, forMs: 60 * 60_000, reason: '' }, 'telegram:2002');
    };
    const reply = await card('/resume');
    expect(ids()).toEqual(['H2']);
    expect(textOf(reply)).toContain('다시 걸린 정지가 있습니다');
  });

  test('with a number that is not there lifts nothing and shows what is in force', async () => {
    const { card, ids } = await room();
    const reply = await card('/resume H9');
    expect(ids()).toEqual(['H1', 'H2', 'CLOCK']);
    expect([reply.title, reply.tone]).toEqual(['그런 번호의 정지가 없습니다', 'warning']);
    expect(textOf(reply)).toContain('“H9” 번호는');
    expect(buttonsOf(reply).map(({ label }) => label)).toEqual(['H1 풀기', 'H2 풀기', 'CLOCK 풀기']);
  });

  test('when nothing is halted says so, and writes nothing', async () => {
    const { card, halts, store } = await room();
    await halts.lift('all');
    store.saves = 0;
    expect(await card('/resume')).toMatchObject({ title: '정지된 것이 없습니다', tone: 'good' });
    expect(store.saves).toBe(0);
  });

  test('that cannot be saved fails as a fault of the store, and everything stays halted', async () => {
    const { card, store, ids, audit } = await room();
    store.beforeSave = async () => Promise.reject(new DeskError('storage', 'EIO', { code: 'EIO' }));
    expect((await card('/resume')).title).toBe('저장소에 쓰지 못했습니다');
    expect(ids()).toEqual(['H1', 'H2', 'CLOCK']);
    expect(audit).toMatchObject([{ outcome: 'failed', reason: 'storage' }]);
  });
});

test('in English every card is English', async () => {
  const { card, store } = await room({ language: 'en' });
  const cards = [await card('/resume H9'), await card('/resume H2')];
  store.flag = true;
  cards.push(await card('/resume'), await card('/resume HALT'));
  store.flag = false;
  cards.push(await card('/resume'));
  expect(cards.map(reply => textOf(reply, 'en')).filter(text => /[가-힣]/.test(text))).toEqual([]);
});
