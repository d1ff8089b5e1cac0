import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../../src/core/index.js';
import { card, ticket, until } from '../../support/fake-desk.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

/** A run that takes the next event in and dies before it answers; what it leaves is there for the next. */
async function interrupted<T>(act: () => T): Promise<{ left: Inbound; done: T }> {
  rig.outcome = () => Promise.reject(new Error('died'));
  const done = act();
  await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the death');
  const left = rig.desk.received.at(-1);
  if (!left) throw new Error('nothing was taken');
  await rig.platform.stop();
  rig.platform = rig.build();
  rig.outcome = () => ({ kind: 'reply', reply: card({ title: '이어서' }), placement: 'new' });
  return { left, done };
}

async function restart(...left: readonly Inbound[]): Promise<void> {
  rig.desk.left = left;
  await rig.platform.start();
}

describe('what an earlier run acknowledged and did not answer', () => {
  it('is answered after the restart, without another acknowledgement', async () => {
    await rig.platform.start();
    const { left, done: asked } = await interrupted(() => rig.server.command('balance'));
    const before = rig.callsOf('POST /interactions').length;
    await rig.clock.advance(14 * 60_000);
    await restart(left);
    await until(() => asked.original !== undefined, 'an answer');
    expect(asked.original).toMatchObject({
      isPrivate: true,
      body: { embeds: [{ title: '\\[데모\\] 이어서' }] },
    });
    expect(rig.callsOf('POST /interactions')).toHaveLength(before);
    await until(() => rig.desk.answers.at(-1)?.eventId === asked.id, 'the note');
  });

  it('keeps private words private where it was acknowledged in public', async () => {
    await rig.platform.start();
    const { left, done: asked } = await interrupted(() => rig.server.command('price'));
    await restart(left);
    await until(() => asked.followUps.length === 1, 'an answer');
    expect(asked.originalDeleted).toBe(true);
    expect(asked.followUps[0]?.isPrivate).toBe(true);
  });

  it('edits the card in place when it was a press', async () => {
    await rig.platform.start();
    rig.outcome = () => ({ kind: 'reply', reply: ticket('삼성전자 10주'), placement: 'new' });
    const asked = rig.server.command('balance');
    await until(() => asked.originalDeleted, 'the ticket');
    const [shown] = rig.server.posted;
    if (!shown) throw new Error('no ticket');
    const { left } = await interrupted(() => rig.server.press(shown, 't1-확인'));
    rig.outcome = () => ({ kind: 'reply', reply: ticket('접수', []), placement: 'replace' });
    await restart(left);
    await until(() => shown.edits === 1, 'an edit');
    expect(rig.desk.cards.at(-1)).toMatchObject({ message: shown.id });
  });

  it.each([
    ['is over 15 minutes old', 15 * 60_000, (left: Inbound) => left],
    ['says nothing of where to answer', 0, (left: Inbound) => ({ ...left, origin: '' })],
    ['cannot be read', 0, (left: Inbound) => ({ ...left, origin: '{"token":1}' })],
  ])('is logged and done with when it %s', async (_, age, change) => {
    await rig.platform.start();
    const { left } = await interrupted(() => rig.server.command('balance'));
    const handled = rig.desk.received.length;
    await rig.clock.advance(age);
    await restart(change(left));
    await until(() => rig.desk.answers.length === 1, 'the note');
    expect(rig.lines.find(line => line.event === 'discord.tooLateToAnswer')).toMatchObject({
      level: 'warn',
      fields: { eventId: left.eventId },
    });
    expect(rig.desk.received).toHaveLength(handled);
    expect(JSON.stringify(rig.lines)).not.toContain('token-1');
  });
});

describe('the desk is told that an event is answered', () => {
  it.each([
    ['a reply stands', () => ({ kind: 'reply', reply: card(), placement: 'new' }) as const],
    ['the refusal stands', () => ({ kind: 'refused' }) as const],
    ['there is nothing to say', () => ({ kind: 'ignored' }) as const],
  ])('once %s', async (_, outcome) => {
    await rig.platform.start();
    rig.outcome = outcome;
    const asked = rig.server.command('balance');
    await until(() => rig.desk.answers.length === 1, 'the note');
    expect(rig.desk.answers[0]?.eventId).toBe(asked.id);
    expect(asked.original !== undefined || asked.originalDeleted).toBe(true);
  });

  it('but not while the answer could not be shown', async () => {
    await rig.platform.start();
    rig.server.fail({ on: 'PATCH', answer: 400, times: 1 });
    rig.server.command('balance');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(rig.desk.answers).toEqual([]);
  });

  it('although the reply that a living card took the place of could not be removed', async () => {
    await rig.platform.start();
    rig.outcome = () => ({ kind: 'reply', reply: ticket('삼성전자 10주'), placement: 'new' });
    rig.server.fail({ on: 'DELETE', answer: 400, times: 1 });
    rig.server.command('balance');
    await until(() => rig.desk.answers.length === 1, 'the note');
    expect(rig.server.posted).toHaveLength(1);
    expect(rig.lines.some(line => line.event === 'discord.replyLeft')).toBe(true);
  });
});
