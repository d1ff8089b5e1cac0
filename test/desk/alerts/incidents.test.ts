import { describe, expect, test } from 'vitest';
import type { BrokerEvent } from '../../../src/core/index.js';
import { textOf } from '../../support/desk.js';
import { alertRig, HOUR, MINUTE, noticeOf } from './alert-rig.js';

const trouble = (over: Parameters<typeof noticeOf>[0] = {}) =>
  noticeOf({ incident: 'x', endsQuietly: true, ...over });
const gaveUp = (operation: string, at: number): BrokerEvent => ({
  kind: 'retriesExhausted',
  at,
  operation,
  attempts: 3,
  lastError: 'HTTP 500',
  elapsedMs: 2100,
});

describe('repeats', () => {
  test('are one message and a count, which is edited at most every half minute', async () => {
    const { alerts, clock, outbox, text } = alertRig();
    for (let i = 0; i < 50; i += 1) {
      alerts.tell(trouble());
      await clock.advance(1000);
    }
    await clock.advance(30_000);
    expect(outbox.posts()).toHaveLength(1);
    expect(outbox.asked.filter(({ kind }) => kind === 'change').map(({ at }) => at)).toEqual([
      30_000, 60_000,
    ]);
    expect(text(outbox.posts()[0])).toContain('지금까지 50번 있었습니다.');
  });

  test('in an outage of an hour with 10,000 errors are at most three messages in ten minutes, and a summary', async () => {
    const { alerts, clock, outbox, lines, text } = alertRig();
    for (let i = 0; i < 1000; i += 1) {
      for (let n = 0; n < 10; n += 1) alerts.onEvent(gaveUp('balance', clock.now()));
      await clock.advance(3600);
    }
    const during = outbox.posts().map(({ reply }) => reply.title);
    expect(during).toEqual(['증권사 조회를 포기했습니다', '계속됩니다: 증권사 조회를 포기했습니다']);
    const summary = outbox.posts()[1]?.reply;
    expect(summary && textOf(summary)).toMatch(/지난 알림 뒤 10분 1초 동안 \d+번 더 있었습니다/);
    expect(text(outbox.posts()[1])).toContain('계속됩니다');
    await clock.advance(HOUR);
    expect(outbox.posts().at(-1)?.reply.title).toBe('조용해졌습니다: 증권사 조회를 포기했습니다');
    expect(text(outbox.posts().at(-1))).toContain('모두 10000번 있었습니다.');
    const raised = lines.filter(({ event }) => event === 'alert');
    expect(raised).toHaveLength(10_000);
    expect(new Set(raised.map(({ fields }) => fields?.['reference'])).size).toBe(1);
  });

  test('that nobody ends are told to have ended after ten quiet minutes, but a single one is not', async () => {
    const { alerts, clock, titles } = alertRig();
    alerts.tell(trouble());
    await clock.advance(HOUR);
    expect(titles()).toEqual(['일이 있었습니다']);
    alerts.tell(trouble());
    alerts.tell(trouble());
    await clock.advance(HOUR);
    expect(titles()).toEqual(['일이 있었습니다', '일이 있었습니다', '조용해졌습니다: 일이 있었습니다']);
  });

  test('are each one line of the log, with the reference that is on the card', async () => {
    const { alerts, outbox, lines } = alertRig();
    alerts.tell(trouble());
    alerts.tell(trouble());
    const [letter] = outbox.posts();
    expect(lines.filter(({ event }) => event === 'alert')).toMatchObject(
      ['post', 'later'].map((decision, i) => ({
        level: 'warn',
        fields: { kind: 'broker', incident: 'x', reference: letter?.about.reference, count: i + 1, decision },
      })),
    );
    expect(letter?.reply.footer).toContain(`참조 ${letter?.about.reference}`);
  });
});

describe('an incident', () => {
  const lost = (over = {}) => noticeOf({ kind: 'platform', incident: 'p', stage: 'lost', ...over });
  const back = (at: number) =>
    noticeOf({
      kind: 'platform',
      urgency: 'info',
      incident: 'p',
      over: true,
      draft: { title: '돌아왔습니다', tone: 'good', blocks: [] },
      at,
    });

  test('ends with one notice that says how long it lasted, on the card too', async () => {
    const { alerts, clock, outbox, titles, text, labels } = alertRig();
    alerts.tell(lost());
    await clock.advance(3 * HOUR);
    alerts.tell(back(clock.now()));
    alerts.tell(back(clock.now()));
    expect(titles()).toEqual(['일이 있었습니다', '돌아왔습니다']);
    const [first, last] = outbox.posts();
    expect(text(last)).toContain('3시간 동안 이어졌습니다.');
    expect(text(first)).toContain('끝났습니다: 2026-11-23 13:00:00');
    expect([labels(first), labels(last)]).toEqual([[], []]);
    expect(first?.about.reference).toBe(last?.about.reference);
  });

  test('whose beginning nobody was told has no end either', () => {
    const { alerts, clock, titles } = alertRig();
    alerts.tell(back(clock.now()));
    expect(titles()).toEqual([]);
  });

  test('that flaps is at most three messages in ten minutes, and its recovery comes when there is room', async () => {
    const { alerts, clock, outbox, titles } = alertRig();
    for (let i = 0; i < 20; i += 1) {
      alerts.tell(lost());
      await clock.advance(5000);
      alerts.tell(back(clock.now()));
      await clock.advance(5000);
    }
    expect(titles()).toEqual(['일이 있었습니다', '돌아왔습니다', '일이 있었습니다']);
    await clock.advance(10 * MINUTE);
    expect(titles().slice(3)).toEqual(['돌아왔습니다']);
    expect(outbox.asked.filter(({ kind }) => kind === 'post').at(-1)?.at).toBe(10 * MINUTE);
  });

  test('that an earlier run told of and nobody ended is told again when it is met again', () => {
    const before = alertRig();
    before.alerts.tell(lost());
    const { alerts, outbox } = alertRig(before);
    alerts.tell(lost());
    alerts.tell(lost());
    expect(outbox.posts()).toHaveLength(2);
  });

  test('has had its messages also when the program starts anew meanwhile', async () => {
    const before = alertRig();
    before.alerts.tell(lost());
    before.alerts.tell(back(before.clock.now()));
    const { alerts, clock, titles } = alertRig(before);
    alerts.tell(lost());
    alerts.tell(back(clock.now()));
    expect(titles()).toHaveLength(3);
    await clock.advance(10 * MINUTE);
    expect(titles()).toHaveLength(4);
  });

  test('is a message again at a new step and at a higher urgency, and not at a step that was told', () => {
    const { alerts, outbox } = alertRig();
    alerts.tell(lost());
    alerts.tell(lost({ stage: 'worse' }));
    alerts.tell(lost());
    expect(outbox.posts()).toHaveLength(2);
    alerts.tell(lost({ urgency: 'critical' }));
    expect(outbox.posts().map(({ about }) => about.urgency)).toEqual(['warning', 'warning', 'critical']);
    expect(outbox.posts().map(({ lane }) => lane)).toEqual(['normal', 'normal', 'urgent']);
  });

  test('is told to have ended to whoever heard that it began', () => {
    const { alerts, clock, outbox } = alertRig({
      settings: {
        of: subject => (subject === 'place:discord:42' ? { loudness: { platform: 'off' } } : undefined),
        set: async () => undefined,
      },
    });
    alerts.tell(lost({ urgency: 'critical' }));
    alerts.tell(back(clock.now()));
    expect(outbox.posts().map(({ to }) => to)).toEqual([
      [{ to: { platform: 'discord', kind: 'person', id: '1001' }, silent: false }],
      [{ to: { platform: 'discord', kind: 'person', id: '1001' }, silent: true }],
    ]);
  });
});

describe('alerts', () => {
  test('told before there is a platform wait for one', async () => {
    const platforms: Parameters<typeof alertRig>[0] = { platforms: [] };
    const late = [...(platforms.platforms ?? [])];
    const { alerts, clock, outbox } = alertRig({ platforms: late });
    alerts.tell(noticeOf());
    await clock.advance(5000);
    expect(outbox.posts()).toEqual([]);
    late.push({
      id: 'console',
      alertPlace: undefined,
      status: () => ({ id: 'console', state: 'connected', reason: undefined }),
    });
    await clock.advance(100);
    expect(outbox.posts()[0]?.to).toMatchObject([{ to: { platform: 'console', id: 'console' } }]);
  });

  test('without any platform are written down all the same', async () => {
    const { alerts, clock, outbox } = alertRig({ platforms: [] });
    alerts.tell(noticeOf());
    await clock.advance(30_000);
    expect(outbox.posts()).toMatchObject([{ to: [], spare: [] }]);
  });

  test('never throw into whoever tells, and nothing is told after a stop', async () => {
    const rig = alertRig();
    const { alerts, clock, outbox, lines } = rig;
    Object.assign(outbox, {
      post: () => {
        throw new Error('broken');
      },
    });
    expect(alerts.tell(noticeOf())).toBeUndefined();
    expect(lines.at(-1)).toMatchObject({ level: 'error', event: 'alert failed' });
    await alerts.stop();
    alerts.tell(noticeOf());
    expect([clock.sleepers, lines.filter(({ level }) => level === 'error')]).toEqual([0, [lines.at(-1)]]);
  });

  test('wake the outbox when a platform is there again', () => {
    const { alerts, outbox } = alertRig();
    alerts.platformChanged({ id: 'discord', state: 'lost', reason: 'x' });
    alerts.platformChanged({ id: 'discord', state: 'connected', reason: undefined });
    expect(outbox.woken).toEqual(['discord']);
  });
});
