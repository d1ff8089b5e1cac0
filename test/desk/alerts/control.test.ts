import { describe, expect, test } from 'vitest';
import type { Place } from '../../../src/core/index.js';
import { textOf } from '../../support/desk.js';
import {
  ADMIN,
  alertRig,
  MINUTE,
  memberView,
  memorySettings,
  noticeOf,
  PLATFORMS,
  platformOf,
  principalOf,
  TRADER,
} from './alert-rig.js';

const admin = principalOf(ADMIN);
const trader = principalOf(TRADER);
const HERE: Place = { platform: 'discord', id: '42', group: '7', kind: 'group' };
const ELSEWHERE: Place = { ...HERE, id: '43' };

describe('what somebody hears', () => {
  test('is shown with the defaults filled in, for themselves and for the place of alerts', () => {
    const { alerts } = alertRig();
    const { mine, here } = alerts.controlFor(admin, HERE).list();
    expect([mine.loudness.token, mine.loudness.report, mine.quiet]).toEqual(['off', 'sound', undefined]);
    expect([here?.loudness.token, here?.loudness.life, here?.loudness.report]).toEqual([
      'sound',
      'silent',
      'off',
    ]);
    expect(alerts.controlFor(admin, ELSEWHERE).list().here).toBeUndefined();
    expect(new Set(Object.values(alerts.controlFor(trader, HERE).list().mine.loudness))).toEqual(
      new Set(['off']),
    );
  });

  test('is changed for one kind or all, and keeps the quiet hours', async () => {
    const settings = memorySettings();
    const { alerts } = alertRig({ settings });
    const control = alerts.controlFor(trader, HERE);
    const quiet = { from: 1320, to: 420, closedDays: true };
    await control.setQuiet('mine', quiet);
    await control.setLoudness('mine', 'all', 'silent');
    await control.setLoudness('mine', 'fill', 'sound');
    const { mine } = control.list();
    expect([mine.loudness.fill, mine.loudness.token, mine.quiet]).toEqual(['sound', 'silent', quiet]);
    await control.setQuiet('mine', undefined);
    expect(settings.saved.get('person:discord:2002')).toEqual({ loudness: mine.loudness });
  });

  test('here is changed by admins only, and only where alerts go', async () => {
    const settings = memorySettings();
    const { alerts, outbox } = alertRig({ settings });
    await expect(alerts.controlFor(trader, HERE).setLoudness('here', 'token', 'off')).rejects.toMatchObject({
      kind: 'denied',
    });
    await expect(alerts.controlFor(admin, ELSEWHERE).setQuiet('here', undefined)).rejects.toMatchObject({
      kind: 'notFound',
    });
    expect(settings.saved.size).toBe(0);
    await alerts.controlFor(admin, HERE).setLoudness('here', 'broker', 'off');
    alerts.tell(noticeOf());
    expect(outbox.posts()).toEqual([]);
  });

  test('at the terminal is what the terminal hears', () => {
    const { alerts } = alertRig({ platforms: [...PLATFORMS, platformOf('console', undefined)] });
    const operator = principalOf(memberView(['console:operator'], ['admin']));
    const where: Place = { platform: 'console', id: 'console', group: undefined, kind: 'private' };
    expect(alerts.controlFor(operator, where).list().here?.loudness.report).toBe('sound');
  });
});

describe('a test of alerts', () => {
  test('goes everywhere whatever was turned off, and says where it arrived and why not elsewhere', async () => {
    const settings = memorySettings({ 'place:discord:42': { loudness: { life: 'off' } } });
    const { alerts, clock, outbox, text } = alertRig({ settings });
    outbox.away.add('person:telegram:5001');
    const testing = alerts.controlFor(admin, HERE).test();
    await clock.advance(10_000);
    expect(await testing).toEqual([
      { where: 'Discord 알림 채널', arrived: true, tookMs: 0, reason: undefined },
      { where: 'Discord 홍길동', arrived: true, tookMs: 0, reason: undefined },
      { where: 'Telegram 홍길동', arrived: false, tookMs: undefined, reason: '10초 안에 도착하지 않음' },
    ]);
    expect(text(outbox.posts()[0])).toContain('알림 시험입니다');
  });

  test('names the reason of a platform that is away', async () => {
    const platforms = [platformOf('discord', '42', 'lost')];
    const { alerts, clock, outbox } = alertRig({ platforms, people: [] });
    outbox.away.add('place:discord:42');
    const testing = alerts.controlFor(admin, HERE).test();
    await clock.advance(10_000);
    expect(await testing).toMatchObject([{ arrived: false, reason: '연결되어 있지 않음' }]);
  });

  test('is for admins', async () => {
    const { alerts, outbox } = alertRig();
    await expect(alerts.controlFor(trader, HERE).test()).rejects.toMatchObject({ kind: 'denied' });
    expect(outbox.asked).toEqual([]);
  });
});

describe('open alerts', () => {
  test('are listed for admins, and confirmed all at once', async () => {
    const { alerts, clock, outbox, text } = alertRig();
    alerts.tell(
      noticeOf({ urgency: 'critical', incident: 'a', draft: { title: '하나', tone: 'bad', blocks: [] } }),
    );
    await clock.advance(MINUTE);
    outbox.away.add('place:discord:42');
    alerts.tell(noticeOf({ draft: { title: '둘', tone: 'bad', blocks: [] } }));
    alerts.tell(noticeOf({ draft: { title: '셋', tone: 'bad', blocks: [] } }));
    const [first, second] = outbox.posts();
    outbox.markNobody(second?.id ?? '');
    const control = alerts.controlFor(admin, HERE);
    expect(control.open()).toMatchObject([
      { title: '하나', state: 'unacknowledged', reference: first?.about.reference },
      { title: '둘', state: 'nobody', reference: second?.about.reference },
    ]);
    expect(alerts.controlFor(trader, HERE).open()).toEqual([]);
    await expect(alerts.controlFor(trader, HERE).acknowledgeAll()).rejects.toMatchObject({ kind: 'denied' });
    expect(await control.acknowledgeAll()).toBe(1);
    expect(text(first)).toContain('확인했습니다: 홍길동');
    expect(control.open()).toMatchObject([{ title: '둘' }]);
  });

  test('in English are said in English', async () => {
    const { alerts, clock, outbox } = alertRig({ language: 'en', people: [{ ...ADMIN, name: 'Hong' }] });
    outbox.away.add('person:telegram:5001');
    const testing = alerts.controlFor(admin, HERE).test();
    await clock.advance(10_000);
    expect(JSON.stringify(await testing)).not.toMatch(/[가-힣]/);
    outbox.markNobody(outbox.posts()[0]?.id ?? '');
    outbox.away.add('place:discord:42').add('person:discord:1001');
    alerts.tell(noticeOf({ draft: { title: 'x', tone: 'bad', blocks: [] } }));
    outbox.markNobody(outbox.posts()[1]?.id ?? '');
    expect(textOf({ title: '', blocks: alerts.untold(admin) }, 'en')).toMatch(
      /^\n1 alerts reached nobody[^가-힣]*$/,
    );
  });
});
