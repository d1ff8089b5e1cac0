import { expect, test } from 'vitest';
import { buttonsOf } from '../../support/desk.js';
import { type OutboxRig, outboxRig } from '../../support/outbox-rig.js';
import { ADMIN, alertsOn, HOUR, MINUTE, noticeOf, platformOf, principalOf } from './alert-rig.js';

/** Alerts before the real outbox and two chats: a channel on Discord, and the admin's own chat on Telegram. */
function alertsBefore(rig: OutboxRig) {
  const platforms = (['discord', 'telegram'] as const).map(id => ({
    ...platformOf(id, id === 'discord' ? '42' : undefined),
    status: () => ({ id, state: rig.walls[id].state, reason: undefined }),
  }));
  const people = [{ ...ADMIN, identities: ['telegram:5001'] }];
  return alertsOn(rig.outbox, rig.clock, { platforms, people }).alerts;
}

const critical = noticeOf({ kind: 'halt', urgency: 'critical', incident: 'halt:X' });

test('what cannot be shown where it belongs is shown in the admin’s own chat within ten seconds', async () => {
  const rig = outboxRig();
  rig.walls.discord.fate = () => 'no';
  alertsBefore(rig).tell(critical);
  await rig.clock.advance(10_000);
  expect(rig.walls.telegram.cards.map(({ to, reply }) => [to, reply.title])).toEqual([
    ['person:telegram:5001', '일이 있었습니다'],
  ]);
});

test('after a crash the button on the card still works, and what nobody confirmed is escalated in time', async () => {
  const rig = outboxRig();
  const before = alertsBefore(rig);
  before.tell(critical);
  before.tell({ ...critical, incident: 'halt:Y' });
  await rig.clock.advance(MINUTE);
  rig.kill();
  await before.stop();
  const alerts = alertsBefore(rig);
  const [first] = rig.walls.discord.cards;
  const [button] = first ? buttonsOf(first.reply) : [];
  expect(alerts.buttonOf(button?.id ?? '')).toEqual({ kind: 'acknowledge' });
  await alerts.press(button?.id ?? '', principalOf(ADMIN));
  await rig.clock.advance(4 * MINUTE - 1);
  expect(rig.walls.telegram.cards).toEqual([]);
  await rig.clock.advance(MINUTE);
  expect(rig.walls.telegram.cards).toHaveLength(1);
  expect(JSON.stringify(first?.reply)).toContain('확인했습니다: 홍길동');
  expect(JSON.stringify(rig.walls.discord.cards[1]?.reply)).toContain('5분 동안 확인한 사람이 없어');
});

test('trouble that begins and ends while every chat is away is read in that order when they are back', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  rig.walls.telegram.state = 'lost';
  const alerts = alertsBefore(rig);
  const lost = noticeOf({ kind: 'platform', incident: 'p' });
  alerts.tell(lost);
  for (let i = 0; i < 100; i += 1) {
    alerts.tell(lost);
    await rig.clock.advance(MINUTE / 2);
  }
  const back = { title: '돌아왔습니다', tone: 'good', blocks: [] } as const;
  alerts.tell({ ...lost, urgency: 'info', over: true, draft: back, at: rig.clock.now() });
  await rig.clock.advance(HOUR);
  expect(alerts.untold(principalOf(ADMIN))).toHaveLength(1);
  rig.walls.discord.state = 'connected';
  alerts.platformChanged({ id: 'discord', state: 'connected', reason: undefined });
  await rig.clock.advance(MINUTE);
  expect(rig.walls.discord.cards.map(({ reply }) => reply.title)).toEqual([
    '일이 있었습니다',
    '돌아왔습니다',
  ]);
});
