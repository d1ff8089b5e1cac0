import { expect, test } from 'vitest';
import type { Inbound, InboundContent, Place } from '../../src/core/index.js';
import {
  buttonNamed,
  buttonsOf,
  MONDAY_TEN,
  type OpenDeskOptions,
  openDesk,
  replyOf,
  textOf,
} from '../support/desk.js';
import { codeAt, enrolledAt, memoryStepUp, wrongCodeAt } from '../support/memory-step-up.js';

const DM: Place = { platform: 'telegram', id: '1001', group: undefined, kind: 'private' };
const DAD = 'telegram:1001';

/** Dad's own chat with the bot. */
function chat(options: OpenDeskOptions = {}) {
  const factors = memoryStepUp();
  const desk = openDesk({ factors, ...options });
  const over: Partial<Inbound> = { platform: 'telegram', where: DM };
  const hand = async (content: InboundContent) =>
    replyOf(await desk.dispatcher.handle(desk.inbound(content, over)));
  return {
    ...desk,
    factors,
    say: (text: string) => hand({ kind: 'text', text }),
    press: (buttonId: string, given?: Readonly<Record<string, string>>) =>
      hand({ kind: 'press', buttonId, ...(given && { given }) }),
    formOf: (buttonId: string) => desk.dispatcher.formOf(desk.inbound({ kind: 'press', buttonId }, over)),
  };
}

const secretOn = (text: string) => /^키: ([A-Z2-7 ]{39})$/m.exec(text)?.[1] ?? '';

test('enrols by a card with the key, and the code that is given to its button', async () => {
  const { say, press, formOf, factors, audit, logged } = chat();
  expect(textOf(await say('/otp'))).toContain('등록 안 됨');
  const card = await say('인증 등록');
  const text = textOf(card);
  const secret = secretOn(text);
  expect(text).toContain(`secret=${secret.replaceAll(' ', '')}`);
  expect(card.visibility).toBe('private');
  const { id } = buttonNamed(card, '코드 입력');
  expect(formOf(id)).toMatchObject({ fields: [{ name: 'code', required: true, secret: true }] });
  const code = codeAt(MONDAY_TEN, 0, secret);
  expect((await press(id, { code })).title).toBe('인증 앱을 등록했습니다');
  expect(factors.records.get(DAD)?.secret).toBe(secret.replaceAll(' ', ''));
  expect(textOf(await say('/otp'))).toContain('상태: 등록됨');
  const written = JSON.stringify([audit, logged]);
  expect(written).toContain('press /otp ***');
  expect(written).not.toContain(code);
  expect(written).not.toContain(secret.replaceAll(' ', ''));
});

test('takes a typed code to finish, and later to test', async () => {
  const { say, audit, clock } = chat();
  const secret = secretOn(textOf(await say('/otp enrol')));
  expect((await say(`/otp ${codeAt(MONDAY_TEN, 0, secret)}`)).title).toBe('인증 앱을 등록했습니다');
  await clock.advance(60_000);
  const code = codeAt(clock.now(), 0, secret);
  expect((await say(`/otp ${code}`)).title).toBe('맞는 코드입니다');
  expect((await say(`/otp ${code}`)).title).toBe('이미 쓴 인증 코드입니다');
  expect(audit.map(({ act }) => act)).toEqual([
    'text /otp enrol',
    'otp enrolled',
    'text /otp ***',
    'text /otp ***',
    'text /otp ***',
  ]);
});

test('shows no secret where others read along', async () => {
  const { type, factors } = openDeskIn();
  const reply = replyOf(await type('/otp enrol'));
  expect(textOf(reply)).toContain('봇과의 1:1 대화');
  expect(textOf(reply)).not.toMatch(/otpauth|[A-Z2-7]{4} [A-Z2-7]{4}/);
  expect(factors.records.size).toBe(0);
});

function openDeskIn() {
  const factors = memoryStepUp();
  return { ...openDesk({ factors }), factors };
}

test('removes by a code that its explanation asks for, and not by a wrong one', async () => {
  const { say, press, factors, clock } = chat();
  factors.records.set(DAD, enrolledAt(MONDAY_TEN));
  const asked = await say('/otp remove');
  expect(asked.title).toBe('인증 코드가 필요합니다');
  const wrong = await press(buttonNamed(asked, '인증 코드 입력').id, { code: wrongCodeAt(clock.now()) });
  expect(textOf(wrong)).toContain('4번 더 틀리면');
  expect(factors.records.size).toBe(1);
  const done = await press(buttonNamed(wrong, '인증 코드 입력').id, { code: codeAt(clock.now()) });
  expect(done.title).toBe('인증 앱 등록을 해제했습니다');
  expect(factors.records.size).toBe(0);
});

test('resets for admins alone', async () => {
  for (const [roles, title] of [
    [['view', 'trade'], '권한이 없습니다'],
    [['view', 'admin'], '인증 앱을 초기화했습니다'],
  ] as const) {
    const { say, factors } = chat({ roles });
    factors.records.set('discord:2002', enrolledAt(MONDAY_TEN));
    expect((await say('/otp reset discord:2002')).title).toBe(title);
    expect(factors.records.size).toBe(title === '권한이 없습니다' ? 1 : 0);
  }
  const { say } = chat({ roles: ['view', 'admin'] });
  expect((await say('/otp reset discord:2002')).title).toBe('등록된 인증 앱이 없습니다');
  expect(textOf(await say('/otp reset'))).toContain('빠진 것이 있습니다');
});

test('says what is locked, and until when', async () => {
  const { say, factors } = chat();
  factors.records.set(DAD, enrolledAt(MONDAY_TEN, { lockedUntil: MONDAY_TEN + 60_000 }));
  const card = await say('/otp');
  expect([card.tone, textOf(card)]).toEqual(['bad', expect.stringContaining('잠김: ')]);
  expect(buttonsOf(card).map(({ label }) => label)).toEqual(['코드 시험', '새 앱으로 바꾸기', '등록 해제']);
  const refused = textOf(await say('/otp remove'));
  expect(refused).toContain('주문 불가, 취소와 정지와 조회 가능');
  expect(refused).toContain('주문은 나가지 않았습니다');
});
