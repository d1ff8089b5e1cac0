import { describe, expect, test } from 'vitest';
import type { Inbound, LetterButton, Role } from '../../src/core/index.js';
import {
  buttonsOf,
  handMadeDesk,
  MONDAY_TEN,
  type OpenDeskOptions,
  OTHER,
  openDesk,
  placeOn,
  replyOf,
  STRANGER,
  textOf,
} from '../support/desk.js';
import { memoryHalts } from '../support/fake-trade.js';
import { memoryAlerts } from '../support/memory-alerts.js';
import { memoryInbox } from '../support/memory-inbox.js';

const call = (id: string, command: string, args: Readonly<Record<string, string>> = {}): LetterButton => ({
  id,
  means: { kind: 'call', call: { command, args } },
});
/** Letters of an earlier run: nothing of them was offered by the desk that is asked. */
const BUTTONS: readonly LetterButton[] = [
  { id: 'ack', means: { kind: 'acknowledge' } },
  { id: 'mute', means: { kind: 'mute', ms: 3_600_000 } },
  call('renew', 'token', { action: 'refresh' }),
  call('again', 'balance'),
  call('price', 'price', { symbol: '005930' }),
  call('halt', 'halt', { scope: 'all' }),
  call('buy', 'buy', { symbol: '005930', quantity: '10' }),
  call('half', 'buy', { symbol: '005930' }),
  call('wrong', 'balance', { page: 'x' }),
  call('gone', 'abolished'),
];

function room(roles: readonly Role[], options: OpenDeskOptions = {}) {
  const alerts = memoryAlerts({ buttons: BUTTONS });
  const desk = handMadeDesk();
  return { ...openDesk({ roles, desk, alerts, ...options }), alerts, desk };
}

const ELSEWHERE: readonly (readonly [string, Partial<Inbound>])[] = [
  ['where it stands', {}],
  ['by another person of the desk', { who: { userId: OTHER, name: 'n' } }],
  ['in another place', { where: { ...placeOn('discord', true), id: '72' } }],
  ['on another platform', { platform: 'telegram', where: placeOn('telegram', true) }],
  [
    'on the terminal',
    { platform: 'console', where: placeOn('console', true), who: { userId: 'console', name: 'n' } },
  ],
];

describe.each(['ack', 'mute'])('the button %s of an alert', id => {
  test.each(ELSEWHERE)('pressed %s answers it, in its own place and for all to see', async (_, over) => {
    for (const role of ['trade', 'admin'] as const) {
      const { press, alerts, dispatcher, inbound } = room([role]);
      const outcome = await press(id, over);
      expect(outcome).toMatchObject({
        kind: 'reply',
        placement: 'replace',
        reply: { title: '알림', stamp: 'demo', visibility: 'public' },
      });
      expect(alerts.presses).toHaveLength(1);
      expect(dispatcher.visibilityOf(inbound({ kind: 'press', buttonId: id }, over))).toBe('public');
    }
  });

  test('leaves an audit line with who and what', async () => {
    const { press, audit, alerts } = room(['trade']);
    await press(id);
    expect(audit).toMatchObject([
      { who: 'discord:1001', act: `press alert ${id === 'ack' ? 'acknowledge' : 'mute'}`, outcome: 'done' },
    ]);
    expect(alerts.presses).toEqual([`${id} by discord:1001`]);
  });

  test('is denied, in private, to who may only look or approve', async () => {
    const { press, alerts, audit, dispatcher, inbound } = room(['view', 'approve']);
    const outcome = await press(id);
    expect(outcome).toMatchObject({
      placement: 'new',
      reply: { title: '권한이 없습니다', visibility: 'private' },
    });
    expect(dispatcher.visibilityOf(inbound({ kind: 'press', buttonId: id }))).toBe('private');
    expect(alerts.presses).toEqual([]);
    expect(audit).toMatchObject([{ outcome: 'refused', reason: 'denied' }]);
  });

  test('asks nothing first', () => {
    const { dispatcher, inbound } = room(['trade']);
    expect(dispatcher.formOf(inbound({ kind: 'press', buttonId: id }))).toBeUndefined();
  });

  test('delivered twice answers once', async () => {
    const { dispatcher, inbound, alerts } = room(['trade']);
    const same = inbound({ kind: 'press', buttonId: id });
    await Promise.all([dispatcher.handle(same), dispatcher.handle(same)]);
    expect(alerts.presses).toHaveLength(1);
  });
});

test.each(BUTTONS.map(button => button.id))(
  'the button %s of an alert does nothing for a stranger or outside the listed places',
  async id => {
    const { press, alerts, desk, inbox, dispatcher, inbound, halts, proposals } = room([
      'view',
      'trade',
      'admin',
    ]);
    for (const over of [
      { who: { userId: STRANGER, name: 'n' } },
      { where: placeOn('discord', false) },
      { where: placeOn('telegram', true) },
    ]) {
      expect(await press(id, over)).toEqual({ kind: 'refused' });
      expect(dispatcher.visibilityOf(inbound({ kind: 'press', buttonId: id }, over))).toBe('private');
      expect(dispatcher.formOf(inbound({ kind: 'press', buttonId: id }, over))).toBeUndefined();
      expect(dispatcher.admits(inbound({ kind: 'press', buttonId: id }, over))).toBe(false);
    }
    expect([alerts.presses, desk.asked, proposals, halts.list(), inbox.taken.size]).toEqual([
      [],
      [],
      [],
      [],
      0,
    ]);
  },
);

describe('a button of an alert that calls a command', () => {
  test.each(ELSEWHERE)('pressed %s is that command by whoever presses', async (_, over) => {
    const { press, desk, audit } = room(['view', 'admin']);
    const outcome = await press('renew', over);
    expect(outcome).toMatchObject({
      placement: 'new',
      reply: { title: '토큰을 새로 받았습니다 · 가족 (****7788-01)', visibility: 'private' },
    });
    expect(desk.asked).toContain('renewToken');
    expect(audit).toMatchObject([{ act: 'press /token refresh', outcome: 'done' }]);
  });

  test('has the visibility of its command', async () => {
    const { press, dispatcher, inbound } = room(['view']);
    expect(replyOf(await press('price')).visibility).toBe('public');
    expect(replyOf(await press('again')).visibility).toBe('private');
    const seen = (buttonId: string) => dispatcher.visibilityOf(inbound({ kind: 'press', buttonId }));
    expect([seen('price'), seen('again'), seen('halt')]).toEqual(['public', 'private', 'private']);
  });

  test('asks for the roles of its command, and of what the command does', async () => {
    for (const [id, roles] of [
      ['renew', ['view', 'trade']],
      ['halt', ['view', 'admin']],
      ['buy', ['view', 'approve']],
      ['again', ['trade']],
    ] as const) {
      const { press, desk, halts, proposals } = room(roles);
      expect(replyOf(await press(id)).title).toBe('권한이 없습니다');
      expect([desk.asked.filter(name => name !== 'tokenStatus'), halts.list(), proposals]).toEqual([
        [],
        [],
        [],
      ]);
    }
  });

  test('proposes and never orders', async () => {
    const { press, proposals } = room(['view', 'trade']);
    expect(replyOf(await press('buy')).card).toBe('ticket1');
    expect(proposals).toHaveLength(1);
  });

  test('is too old as its command is', async () => {
    const { press, desk, proposals } = room(['view', 'trade', 'admin']);
    expect(replyOf(await press('buy', { sentAt: MONDAY_TEN - 30_001 })).title).toBe('너무 늦게 도착했습니다');
    expect(proposals).toEqual([]);
    expect(replyOf(await press('again', { sentAt: MONDAY_TEN - 600_000 })).title).toContain('잔고');
    expect(desk.asked).toEqual(['balance']);
  });

  test('counts among the commands of the person', async () => {
    const { press } = room(['view']);
    for (let n = 0; n < 20; n += 1) await press('price');
    expect(replyOf(await press('price')).title).toBe('너무 빠릅니다');
    expect(replyOf(await press('price', { who: { userId: OTHER, name: 'n' } })).title).toContain('삼성전자');
  });

  test('that halts works when nothing can be written', async () => {
    const { press, halts } = room(['trade'], { inboxFails: true });
    await press('halt');
    expect(halts.list()).toHaveLength(1);
  });

  test('without what its command needs asks whoever pressed, in buttons of their own', async () => {
    const { press, proposals } = room(['view', 'trade']);
    const reply = replyOf(await press('half'));
    expect(textOf(reply)).toContain('빠진 것이 있습니다: 수량');
    const [one] = buttonsOf(reply);
    expect(replyOf(await press(one?.id ?? '', { who: { userId: OTHER, name: 'n' } })).title).toBe(
      '권한이 없습니다',
    );
    expect(proposals).toEqual([]);
    await press(one?.id ?? '');
    expect(proposals).toHaveLength(1);
  });

  test('with words that are none, or of a command that there is no more, is refused with the reason', async () => {
    const { press, desk } = room(['view']);
    expect(replyOf(await press('wrong')).title).toBe('입력을 확인해 주세요');
    expect(textOf(replyOf(await press('gone')))).toContain('“abolished” 명령은 없습니다');
    expect(desk.asked).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  test('goes through on a full disk', async () => {
    const full = room(['trade'], { inboxFails: true });
    expect((await full.press('ack')).kind).toBe('reply');
    expect(full.alerts.presses).toHaveLength(1);
    expect(replyOf(await full.press('mute')).title).toBe('저장소에 쓰지 못했습니다');
    expect(full.alerts.presses).toHaveLength(1);
  });

  test('counts ten minutes late, a mute thirty seconds', async () => {
    const { press, alerts } = room(['trade']);
    for (const [id, age] of [
      ['ack', 600_000],
      ['mute', 30_000],
    ] as const) {
      expect(replyOf(await press(id, { sentAt: MONDAY_TEN - age })).title).toBe('알림');
      expect(replyOf(await press(id, { sentAt: MONDAY_TEN - age - 1 })).title).toBe('너무 늦게 도착했습니다');
    }
    expect(alerts.presses).toHaveLength(2);
  });
});

describe('after a restart, a press of the last run', () => {
  const left = (id: string): Inbound => ({
    platform: 'discord',
    eventId: `left ${id}`,
    who: { userId: '1001', name: 'n' },
    where: placeOn('discord', true),
    sentAt: MONDAY_TEN,
    content: { kind: 'press', buttonId: id },
  });

  test('that acknowledged is done again, and every other is not', async () => {
    const inbox = memoryInbox({ left: BUTTONS.map(({ id }) => left(id)) });
    const halts = memoryHalts(() => MONDAY_TEN);
    const { dispatcher, alerts, desk, proposals } = room(['view', 'trade', 'admin'], { inbox, halts });
    const titles = new Map<string, string>();
    for (const inbound of dispatcher.leftOver('discord')) {
      titles.set(inbound.eventId, replyOf(await dispatcher.handle(inbound)).title);
    }
    expect(titles.get('left ack')).toBe('알림');
    titles.delete('left ack');
    expect([...new Set(titles.values())]).toEqual(['봇이 다시 시작되어 중단되었습니다']);
    expect(titles.size).toBe(BUTTONS.length - 1);
    expect(alerts.presses).toEqual(['ack by discord:1001']);
    expect([desk.asked, proposals, halts.list()]).toEqual([[], [], []]);
  });
});

describe('that alerts reached nobody', () => {
  const untold = [
    { kind: 'notice', tone: 'bad', text: '알림 3건이 아무에게도 전해지지 않았습니다' },
  ] as const;

  test('stands on top of the next answer to an admin, once', async () => {
    const { type } = openDesk({ roles: ['view', 'admin'], alerts: memoryAlerts({ untold }) });
    const first = replyOf(await type('/balance'));
    expect(first.blocks[0]).toEqual(untold[0]);
    expect(first.blocks.length).toBeGreaterThan(1);
    expect(textOf(replyOf(await type('/balance')))).not.toContain('전해지지 않았습니다');
  });

  test('waits for an admin, for an answer, and for one that is no living card', async () => {
    const looker = openDesk({ roles: ['view', 'trade'], alerts: memoryAlerts({ untold }) });
    expect(textOf(replyOf(await looker.type('/balance')))).not.toContain('전해지지 않았습니다');
    const { type } = openDesk({ roles: ['view', 'trade', 'admin'], alerts: memoryAlerts({ untold }) });
    for (const line of ['/nonsense', '/price', '/buy 005930 10']) {
      expect(textOf(replyOf(await type(line)))).not.toContain('전해지지 않았습니다');
    }
    expect(textOf(replyOf(await type('/status')))).toContain('전해지지 않았습니다');
  });
});
