import { describe, expect, test } from 'vitest';
import { textOf } from '../../support/desk.js';
import {
  ADMIN,
  alertRig,
  HOUR,
  MINUTE,
  memberView,
  noticeOf,
  PLATFORMS,
  platformOf,
  principalOf,
} from './alert-rig.js';

const critical = (over = {}) => noticeOf({ kind: 'halt', urgency: 'critical', incident: 'halt:X', ...over });
const warning = (over = {}) => noticeOf({ kind: 'platform', incident: 'p', ...over });
const admin = principalOf(ADMIN);

describe('a critical alert that nobody confirms', () => {
  test('goes to every admin after five minutes, with a sound, and its card says so', async () => {
    const { alerts, clock, outbox, text } = alertRig();
    alerts.tell(critical());
    await clock.advance(5 * MINUTE - 1);
    expect(outbox.asked.map(({ kind }) => kind)).toEqual(['post']);
    await clock.advance(1);
    expect(outbox.asked.at(-1)).toMatchObject({
      kind: 'forward',
      why: 'escalated',
      to: ['person:discord:1001', 'person:telegram:5001'],
    });
    expect(text(outbox.posts()[0])).toContain('5분 동안 확인한 사람이 없어');
    alerts.tell(critical({ incident: 'halt:Y' }));
    await clock.advance(HOUR);
    expect(outbox.asked.map(({ kind }) => kind)).toEqual([
      'post',
      'change',
      'forward',
      'post',
      'change',
      'forward',
    ]);
  });

  test('has five minutes from when it stands somewhere, not from when it was told', async () => {
    const { alerts, clock, outbox } = alertRig();
    outbox.away.add('place:discord:42');
    alerts.tell(critical());
    await clock.advance(HOUR);
    outbox.arrive({ platform: 'discord', kind: 'place', id: '42' });
    await clock.advance(5 * MINUTE - 1);
    expect(outbox.asked).toHaveLength(1);
    await clock.advance(MINUTE);
    expect(outbox.asked.at(-1)).toMatchObject({ kind: 'forward', at: HOUR + 5 * MINUTE });
  });

  test('is said once more where it stands when there is nobody else, and not again', async () => {
    const { alerts, clock, outbox, text, labels } = alertRig({ people: [] });
    alerts.tell(critical());
    await clock.advance(3 * HOUR);
    const [first, second, ...rest] = outbox.posts();
    expect(rest).toEqual([]);
    expect(second?.to).toEqual(first?.to);
    expect(text(second)).toContain('한 번 더 알립니다');
    expect(labels(second)).toEqual(['확인']);
  });

  test('stays where it is when somebody confirmed it, or when it is over', async () => {
    const { alerts, clock, outbox, buttonId, text, labels } = alertRig();
    alerts.tell(critical());
    alerts.tell(critical({ incident: 'halt:Y' }));
    const [first, second] = outbox.posts();
    const card = await alerts.press(buttonId(first, '확인'), admin);
    expect(textOf(card)).toContain('확인했습니다: 홍길동 · 2026-11-23 10:00:00');
    expect([text(first), labels(first)]).toEqual([textOf(card), []]);
    alerts.tell(critical({ incident: 'halt:Y', urgency: 'info', over: true }));
    await clock.advance(HOUR);
    expect(outbox.asked.filter(({ kind }) => kind === 'forward')).toEqual([]);
    expect(outbox.letter(second?.id ?? '')?.acknowledged?.by).toBe('desk');
    expect(alerts.status().unacknowledged).toBe(0);
  });

  test('of an earlier run is escalated, its button works, and its end is told', async () => {
    const before = alertRig();
    before.alerts.tell(critical());
    before.alerts.tell(critical({ incident: 'halt:Y' }));
    await before.clock.advance(MINUTE);
    await before.alerts.stop();
    const { alerts, clock, outbox, buttonId, text, titles } = alertRig(before);
    expect(alerts.status().unacknowledged).toBe(2);
    const [first, second] = outbox.posts();
    const id = buttonId(first, '확인');
    expect(alerts.buttonOf(id)).toEqual({ kind: 'acknowledge' });
    expect(textOf(await alerts.press(id, admin))).toContain('확인했습니다: 홍길동');
    await clock.advance(4 * MINUTE);
    expect(outbox.asked.filter(({ kind }) => kind === 'forward')).toMatchObject([
      { id: second?.id, at: 5 * MINUTE },
    ]);
    expect(text(first)).toContain('무슨 일');
    const over = {
      urgency: 'info',
      over: true,
      draft: { title: '풀렸습니다', tone: 'good', blocks: [] },
    } as const;
    alerts.tell(critical({ incident: 'halt:Y', ...over, at: clock.now() }));
    expect(titles().slice(2)).toEqual(['풀렸습니다']);
    expect(text(outbox.posts()[2])).toContain('5분 동안 이어졌습니다.');
  });
});

describe('a muted incident', () => {
  async function muted(over = {}) {
    const rig = alertRig();
    rig.alerts.tell(warning(over));
    const [letter] = rig.outbox.posts();
    const id = rig.buttonId(letter, '1시간 끄기');
    expect(rig.alerts.buttonOf(id)).toEqual({ kind: 'mute', ms: HOUR });
    const card = await rig.alerts.press(id, admin);
    return { ...rig, letter, card };
  }

  test('changes its card and says nothing new until the hour is over, then sums up if it goes on', async () => {
    const { alerts, clock, titles, text, letter, card, labels } = await muted({ endsQuietly: true });
    expect(textOf(card)).toContain('2026-11-23 11:00:00까지 새 메시지 없이');
    expect(labels(letter)).toEqual(['확인']);
    for (let i = 0; i < 11; i += 1) {
      await clock.advance(5 * MINUTE);
      alerts.tell(warning({ endsQuietly: true, stage: `s${i}` }));
    }
    expect(titles()).toHaveLength(1);
    expect(text(letter)).toContain('지금까지 12번');
    await clock.advance(5 * MINUTE);
    alerts.tell(warning({ endsQuietly: true, stage: 's0' }));
    expect(titles()).toEqual(['일이 있었습니다', '계속됩니다: 일이 있었습니다']);
  });

  test('is over without a message, on the card', async () => {
    const { alerts, clock, titles, text, letter } = await muted();
    await clock.advance(10 * MINUTE);
    alerts.tell(warning({ urgency: 'info', over: true }));
    expect(titles()).toHaveLength(1);
    expect(text(letter)).toContain('끝났습니다: 2026-11-23 10:10:00');
  });

  test('is heard again at once when it becomes more urgent', async () => {
    const { alerts, titles, outbox } = await muted();
    alerts.tell(warning({ stage: 'worse' }));
    expect(titles()).toHaveLength(1);
    alerts.tell(warning({ stage: 'dead', urgency: 'critical' }));
    alerts.tell(warning({ stage: 'gone', urgency: 'critical' }));
    expect(outbox.posts().map(({ about }) => about.stage)).toEqual([undefined, 'dead', 'gone']);
  });

  test('stays muted after a restart', async () => {
    const { clock, outbox } = await muted();
    const { alerts, titles } = alertRig({ clock, outbox });
    alerts.tell(warning());
    await clock.advance(MINUTE);
    expect(titles()).toHaveLength(1);
    alerts.tell(warning({ urgency: 'critical' }));
    expect(titles()).toHaveLength(2);
  });
});

describe('buttons', () => {
  test('of a notice are its calls, beside the answers that its urgency asks for', () => {
    const { alerts, outbox, labels, buttonId } = alertRig();
    const call = { command: 'halt', args: {} };
    const actions = [{ label: '정지', call, style: 'danger' as const }];
    for (const urgency of ['info', 'warning', 'critical'] as const) {
      alerts.tell(noticeOf({ urgency, incident: urgency, actions }));
    }
    const letters = outbox.posts();
    expect(letters.map(labels)).toEqual([['정지'], ['확인', '1시간 끄기', '정지'], ['확인', '정지']]);
    expect(alerts.buttonOf(buttonId(letters[0], '정지'))).toEqual({ kind: 'call', call });
    expect(alerts.buttonOf('nobody knows this')).toBeUndefined();
  });

  test('keep their ids when the count on the card changes', async () => {
    const { alerts, clock, outbox, buttonId } = alertRig();
    alerts.tell(warning());
    const [letter] = outbox.posts();
    const before = buttonId(letter, '확인');
    alerts.tell(warning());
    await clock.advance(30_000);
    expect(outbox.asked.at(-1)?.kind).toBe('change');
    expect(buttonId(letter, '확인')).toBe(before);
  });

  test('answer nobody who may only look, and are not the place for calls', async () => {
    const { alerts, outbox, buttonId } = alertRig();
    alerts.tell(warning({ actions: [{ label: '정지', call: { command: 'halt', args: {} } }] }));
    const [letter] = outbox.posts();
    const viewer = principalOf(memberView(['discord:9'], ['view']));
    await expect(alerts.press(buttonId(letter, '확인'), viewer)).rejects.toMatchObject({ kind: 'denied' });
    await expect(alerts.press(buttonId(letter, '정지'), admin)).rejects.toMatchObject({ kind: 'notFound' });
    await expect(alerts.press('unknown', admin)).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('an alert that reached nobody', () => {
  test('is told to the next admin who asks, once, and to nobody else', () => {
    const { alerts, outbox } = alertRig();
    for (const key of ['place:discord:42', 'person:discord:1001']) outbox.away.add(key);
    alerts.tell(noticeOf());
    const [letter] = outbox.posts();
    expect(alerts.untold(admin)).toEqual([]);
    outbox.markNobody(letter?.id ?? '');
    expect(alerts.untold(principalOf(memberView(['discord:9'], ['view', 'trade'])))).toEqual([]);
    const blocks = alerts.untold(admin);
    expect(textOf({ title: '', blocks })).toContain(`일이 있었습니다 (${letter?.about.reference})`);
    expect(alerts.untold(admin)).toEqual([]);
  });
});

test('without a platform that has them, nobody is escalated to in vain', async () => {
  const { alerts, clock, outbox } = alertRig({ platforms: [...PLATFORMS, platformOf('console', undefined)] });
  alerts.tell(critical({ isPrivate: true }));
  await clock.advance(10 * MINUTE);
  expect(outbox.asked.filter(({ kind }) => kind === 'forward')).toMatchObject([
    { to: ['person:telegram:5001'] },
  ]);
});
