import { describe, expect, test } from 'vitest';
import { resume } from '../../commands/resume.js';
import { DeskError } from '../../src/core/index.js';
import { haltRig } from '../desk/halt/halt-rig.js';
import { haltTalk } from '../desk/halt/halt-talk.js';
import { buttonNamed, buttonsOf, textOf } from '../support/desk.js';

const ME = 'discord:1001';

/** H1 stops everything, H2 buys for half an hour, CLOCK is the desk's own. */
async function halted(options: Parameters<typeof haltTalk>[2] = {}) {
  const rig = await haltRig();
  await rig.halts.set({ scope: { kind: 'all' }, forMs: undefined, reason: 'AAA' }, ME);
  await rig.halts.set({ scope: { kind: 'buy' }, forMs: 30 * 60_000, reason: '' }, ME);
  await rig.halts.set({ scope: { kind: 'all' }, forMs: undefined, reason: 'CCC' }, 'desk', 'CLOCK');
  const ids = () => rig.halts.list().map(({ id }) => id);
  return { ...rig, ...haltTalk(rig, [resume], options), ids };
}

test('/resume is for admins', () => {
  expect(resume).toMatchObject({ access: 'admin', visibility: 'public' });
});

describe('/resume', () => {
  test('alone lifts everything, lists it, and says that nothing comes back by itself', async () => {
    const { type, ids } = await halted();
    const card = await type('/resume');
    expect(ids()).toEqual([]);
    expect([card.title, card.tone]).toEqual(['주문을 재개합니다', 'good']);
    for (const part of [
      'H1 | 모든 매수, 매도와 정정 | 풀 때까지 | AAA',
      'H2 | 매수와 매수 정정 | 2026-11-23 10:30:00 | 적지 않음',
      'CLOCK | 모든 매수, 매도와 정정 | 풀 때까지 | CCC',
      '원인이 그대로면 다시 걸립니다',
      '저절로 나가지 않습니다',
    ]) {
      expect(textOf(card)).toContain(part);
    }
  });

  test.each(['재개 전체', '/resume ALL'])('%s is everything too', async line => {
    const { type, ids } = await halted();
    await type(line);
    expect(ids()).toEqual([]);
  });

  test.each(['/resume clock', '재개 CLOCK'])(
    '%s lifts that one, and shows the others with buttons',
    async line => {
      const { type, ids, callOf } = await halted();
      const card = await type(line);
      expect(ids()).toEqual(['H1', 'H2']);
      expect([card.title, card.tone]).toEqual(['정지를 일부만 풀었습니다', 'warning']);
      expect(textOf(card)).toMatch(/푼 것:\n.*\nCLOCK .*\n아직 정지 중인 것:\n.*\nH1 .*\nH2 /);
      expect(callOf(buttonNamed(card, 'H2 풀기'))).toEqual({ command: 'resume', args: { which: 'H2' } });
      expect(textOf(card)).not.toContain('저절로 나가지 않습니다');
    },
  );

  test('does not lift the HALT file, and says where it is and who removes it', async () => {
    const { type, store, ids } = await halted();
    store.flag = true;
    const card = await type('/resume');
    expect(ids()).toEqual(['HALT']);
    expect([card.title, card.tone]).toEqual(['정지를 일부만 풀었습니다', 'warning']);
    expect(textOf(card)).toContain('서버에서 그 파일을 지우면');
    expect(buttonsOf(card)).toEqual([]);
    const again = await type('/resume HALT');
    expect(again.title).toBe('정지를 풀지 못했습니다');
    expect(textOf(again)).toContain('서버에서 그 파일을 지우면');
    expect(textOf(again)).not.toContain('푼 것');
  });

  test('leaves a halt that was set again while it ran, and says so', async () => {
    const rig = await halted();
    const { type, store, halts } = rig;
    store.beforeSave = async () => {
      store.beforeSave = async () => {};
      void halts.set({ scope: { kind: 'buy' }, forMs: 60 * 60_000, reason: '' }, 'telegram:2002');
    };
    const card = await type('/resume');
    expect(rig.ids()).toEqual(['H2']);
    expect(textOf(card)).toContain('다시 걸린 정지가 있습니다');
  });

  test('with a number that is not there lifts nothing and shows what is in force', async () => {
    const { type, ids } = await halted();
    const card = await type('/resume H9');
    expect(ids()).toEqual(['H1', 'H2', 'CLOCK']);
    expect([card.title, card.tone]).toEqual(['그런 번호의 정지가 없습니다', 'warning']);
    expect(textOf(card)).toContain('“H9” 번호는');
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['H1 풀기', 'H2 풀기', 'CLOCK 풀기']);
  });

  test('when nothing is halted says so, and writes nothing', async () => {
    const rig = await haltRig();
    const { type } = haltTalk(rig, [resume]);
    expect(await type('/resume')).toMatchObject({ title: '정지된 것이 없습니다', tone: 'good' });
    expect(rig.store.saves).toBe(0);
  });

  test('that cannot be saved fails as a fault of the store, and everything stays halted', async () => {
    const { type, store, ids } = await halted();
    store.beforeSave = async () => Promise.reject(new DeskError('storage', 'EIO', { code: 'EIO' }));
    await expect(type('/resume')).rejects.toMatchObject({
      kind: 'storage',
      detail: { what: 'halt', code: 'EIO' },
    });
    expect(ids()).toEqual(['H1', 'H2', 'CLOCK']);
  });
});

test('in English every card is English', async () => {
  const { type, store } = await halted({ language: 'en' });
  const cards = [await type('/resume H9'), await type('/resume H2')];
  store.flag = true;
  cards.push(await type('/resume'), await type('/resume HALT'));
  store.flag = false;
  cards.push(await type('/resume'));
  // The reason of the file is written by the halts themselves, in the language of the desk.
  const texts = cards.map(card => textOf(card, 'en').replace('데이터 폴더의 HALT 파일', ''));
  expect(texts.filter(text => /[가-힣]/.test(text))).toEqual([]);
});
