import { expect, test } from 'vitest';
import type { Inbound, Principal } from '../../../src/core/index.js';
import { buttonNamed, openDesk, replyOf, textOf } from '../../support/desk.js';
import { memberOf, memoryMembers } from '../../support/memory-members.js';
import { codeAt, enrolledAt, memoryStepUp, SECRET } from '../../support/memory-step-up.js';
import { DAD, HOME, MUM, stage, thrownBy } from './stage.js';

const ENROLLED = enrolledAt(0);

/** The mother once the father, by a code of hers, has become one with her. */
const BOTH: Principal = { ...MUM, ids: [...MUM.ids, ...DAD.ids] };

test('a secret that was begun before two people became one does not take the place of the other’s factor', async () => {
  const { stepUp, store, clock } = stage({ store: memoryStepUp({ [DAD.id]: ENROLLED }) });
  const { secret } = await stepUp.controlFor(MUM, HOME, undefined).begin();
  const proven = stepUp
    .controlFor(BOTH, HOME, undefined)
    .finish(codeAt(clock.now(), 0, secret.replaceAll(' ', '')));
  expect(await thrownBy(proven)).toMatchObject({ need: 'enrol' });
  expect(store.of(DAD.id)?.secret).toBe(SECRET);
  expect(store.of(MUM.id)).toBeUndefined();
});

test('whoever has a second factor becomes one with nobody by a code that is typed at their chat', async () => {
  const factors = memoryStepUp({ 'telegram:5': ENROLLED });
  const store = memoryMembers([
    memberOf({ platform: 'telegram', userId: '5', name: '삼촌', roles: ['view', 'admin'] }),
    memberOf({ platform: 'discord', userId: '1001', name: '조카', roles: ['view'] }),
  ]);
  const { type, press, members } = openDesk({ factors, members: store });
  const nephew = members.find('discord', '1001');
  const { code } = nephew ? members.newCode(nephew) : { code: '' };
  const at: Partial<Inbound> = {
    platform: 'telegram',
    who: { userId: '5', name: '삼촌' },
    where: { platform: 'telegram', id: '5', group: undefined, kind: 'private' },
  };
  const before = store.list();
  const asked = replyOf(await type(`/link ${code}`, at));
  const answer = replyOf(await press(buttonNamed(asked, '내 코드입니다, 합치기').id, at));
  expect(textOf(answer)).toContain('인증 앱을 등록한 사람의 채팅에서는');
  expect(store.list()).toBe(before);
});

test('a factor stays with its person, lock and last code too, when the identity that it rests under is taken away', async () => {
  const record = enrolledAt(0, { lockedUntil: 900_000, lastStep: 7 });
  const { stepUp, store } = stage({ store: memoryStepUp({ [DAD.id]: record }) });
  const removed: string[] = [];
  await stepUp.removing(DAD.id, async () => void removed.push(DAD.id));
  expect(removed).toEqual([DAD.id]);
  expect([store.of(DAD.id), store.of('telegram:1')]).toEqual([undefined, record]);
});

test('a factor rests where it was when its identity could not be taken away', async () => {
  const { stepUp, store } = stage({ store: memoryStepUp({ [DAD.id]: ENROLLED }) });
  const removal = stepUp.removing(DAD.id, () => Promise.reject(new Error('the last admin')));
  await expect(removal).rejects.toThrow('the last admin');
  expect([store.of(DAD.id), store.of('telegram:1')]).toEqual([ENROLLED, undefined]);
});

test('an identity is not taken away while the disk cannot take the factor to the next one', async () => {
  const factors = memoryStepUp({ [DAD.id]: ENROLLED });
  const { stepUp } = stage({ store: factors });
  factors.fails = true;
  const removed: string[] = [];
  await expect(stepUp.removing(DAD.id, async () => void removed.push(DAD.id))).rejects.toThrow('disk full');
  expect(removed).toEqual([]);
});

test('an admin who cuts one of somebody’s chats leaves their other chat with the same factor', async () => {
  const factors = memoryStepUp({ 'discord:1002': ENROLLED });
  const member = memberOf(
    { platform: 'discord', userId: '1002', name: '엄마', roles: ['view', 'trade', 'admin'] },
    { identities: ['discord:1002', 'telegram:1002'] },
  );
  const admin = memberOf({ platform: 'discord', userId: '1001', name: '아빠', roles: ['view', 'admin'] });
  const { type, members } = openDesk({ factors, members: memoryMembers([member, admin]) });
  await type('/members remove discord:1002 confirm');
  expect(members.find('telegram', '1002')?.ids).toEqual(['telegram:1002']);
  expect(factors.of('telegram:1002')?.secret).toBe(SECRET);
});
