import { describe, expect, test } from 'vitest';
import type { Letter, Role } from '../../src/core/index.js';
import {
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  MONDAY_TEN,
  openDesk,
  replyOf,
  STRANGER,
  textOf,
} from '../support/desk.js';
import { ADMIN, alertRig, memorySettings, noticeOf, platformOf } from './alerts/alert-rig.js';

const ALERT = noticeOf({
  kind: 'token',
  incident: 'token',
  draft: { title: '토큰 갱신에 실패했습니다', tone: 'warning', blocks: [] },
  actions: [{ label: '강제 갱신', call: { command: 'token', args: { action: 'refresh' } } }],
});

/** The dispatcher with the real care of alerts behind it. Alerts go to the channel in which people write. */
function room(roles: readonly Role[], outbox?: ReturnType<typeof alertRig>['outbox']) {
  const settings = memorySettings();
  const rig = alertRig({
    settings,
    platforms: [platformOf('discord', '71')],
    people: [ADMIN],
    ...(outbox ? { outbox } : {}),
  });
  const desk = handMadeDesk();
  const talk = openDesk({ roles, desk, alerts: rig.alerts, clock: rig.clock });
  const card = async (line: string) => replyOf(await talk.type(line));
  return { ...talk, ...rig, desk, settings, card };
}

const idOf = (letter: Letter | undefined, label: string) =>
  buttonNamed(letter?.reply ?? { blocks: [] }, label).id;

describe('a button of an alert that was told', () => {
  test('acknowledges it: the card says who did and loses the button', async () => {
    const { alerts, outbox, press } = room(['trade']);
    alerts.tell(ALERT);
    const [letter] = outbox.posts();
    const outcome = await press(idOf(letter, '확인'));
    expect(outcome).toMatchObject({ placement: 'replace', reply: { title: '토큰 갱신에 실패했습니다' } });
    expect(textOf(replyOf(outcome))).toContain('확인했습니다: 아빠');
    expect(buttonsOf(replyOf(outcome)).map(({ label }) => label)).toEqual(['1시간 끄기', '강제 갱신']);
    expect(outbox.letter(letter?.id ?? '')?.acknowledged).toEqual({ at: MONDAY_TEN, by: 'discord:1001' });
  });

  test('works in the next run of the program', async () => {
    const before = room(['trade']);
    before.alerts.tell(ALERT);
    const [letter] = before.outbox.posts();
    const { press, outbox } = room(['trade'], before.outbox);
    expect(replyOf(await press(idOf(letter, '확인'))).title).toBe('토큰 갱신에 실패했습니다');
    expect(outbox.letter(letter?.id ?? '')?.acknowledged?.by).toBe('discord:1001');
  });

  test('mutes it for an hour', async () => {
    const { alerts, outbox, press } = room(['trade']);
    alerts.tell(ALERT);
    expect(textOf(replyOf(await press(idOf(outbox.posts()[0], '1시간 끄기'))))).toContain('아빠');
    expect(outbox.mutedUntil('token')).toBe(MONDAY_TEN + 3_600_000);
  });

  test('calls its command by the rights of whoever presses', async () => {
    for (const [roles, title] of [
      [['view', 'admin'], '토큰을 새로 받았습니다 · 가족 (****7788-01)'],
      [['view', 'trade'], '권한이 없습니다'],
    ] as const) {
      const { alerts, outbox, press } = room(roles);
      alerts.tell(ALERT);
      expect(replyOf(await press(idOf(outbox.posts()[0], '강제 갱신'))).title).toBe(title);
    }
  });

  test('does nothing for who may only look, and for strangers', async () => {
    const { alerts, outbox, press } = room(['view']);
    alerts.tell(ALERT);
    const [letter] = outbox.posts();
    for (const label of ['확인', '1시간 끄기']) {
      expect(replyOf(await press(idOf(letter, label))).title).toBe('권한이 없습니다');
      expect(await press(idOf(letter, label), { who: { userId: STRANGER, name: 'n' } })).toEqual({
        kind: 'refused',
      });
    }
    expect(outbox.letter(letter?.id ?? '')?.acknowledged).toBeUndefined();
    expect(outbox.mutedUntil('token')).toBeUndefined();
  });
});

describe('/alerts before the real care of alerts', () => {
  test('changes what a person and a place hear, and shows it', async () => {
    const { card, settings } = room(['view', 'admin']);
    await card('/alerts 체결 끔');
    await card('/alerts 방해금지 22:00-07:00 휴일 여기');
    expect([...settings.saved.keys()].toSorted()).toEqual(['person:discord:1001', 'place:discord:71']);
    const text = textOf(await card('/alerts'));
    expect(text).toMatch(/체결 \| 끔 \| (소리|무음|끔)/);
    expect(text).toContain('방해금지 (여기): 22:00-07:00, 휴장일은 하루 종일');
  });

  test('shows and acknowledges what is open', async () => {
    const { alerts, card } = room(['view', 'admin']);
    alerts.tell({ ...ALERT, urgency: 'critical' });
    expect(textOf(await card('/alerts'))).toContain('토큰 갱신에 실패했습니다 | 확인하지 않음');
    expect(textOf(await card('/alerts 확인'))).toContain('알림 1건을 확인했습니다.');
    expect(textOf(await card('/alerts'))).not.toContain('확인하지 않음');
  });

  test('tests every place where alerts go', async () => {
    const { card } = room(['view', 'admin']);
    const reply = await card('/alerts 시험');
    expect(reply.tone).toBe('good');
    expect(textOf(reply)).toContain('Discord 알림 채널 | 도착 0.00초');
  });

  test('elsewhere has no alerts of the place to change', async () => {
    const { type } = room(['view', 'admin']);
    const where = { platform: 'discord', id: '72', group: '500', kind: 'group' } as const;
    expect(replyOf(await type('/alerts 체결 끔 여기', { where })).title).toBe(
      '여기로는 알림이 오지 않습니다',
    );
  });

  test('an alert that reached nobody is told to the next admin who asks for anything, once', async () => {
    const { alerts, outbox, card } = room(['view', 'admin']);
    outbox.away.add('place:discord:71');
    alerts.tell(ALERT);
    for (const { to } of outbox.posts()[0]?.to ?? []) outbox.away.add(`${to.kind}:${to.platform}:${to.id}`);
    outbox.markNobody(outbox.posts()[0]?.id ?? '');
    const [top] = (await card('/me')).blocks;
    expect(top).toMatchObject({ kind: 'notice', text: expect.stringContaining('토큰 갱신에 실패했습니다') });
    expect(textOf(await card('/me'))).not.toContain('전해지지 않았습니다');
  });
});
