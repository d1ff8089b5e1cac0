import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/index.js';
import { card, ticket, until } from '../../support/fake-desk.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

const show = (reply: Reply, placement: 'new' | 'replace' = 'new') => {
  rig.outcome = () => ({ kind: 'reply', reply, placement });
};

const reports = (count: number) => until(() => rig.desk.cards.length === count, `${count} reports`);

/** Asks for a ticket and waits until the desk knows where it stands. */
async function ticketShown() {
  show(ticket('삼성전자 10주'));
  const asked = rig.server.command('balance');
  await until(() => asked.originalDeleted, 'the ticket');
  const [shown] = rig.server.posted;
  const [where] = rig.desk.cards;
  if (!shown || !where) throw new Error('no ticket');
  return { asked, shown, where };
}

beforeEach(() => rig.platform.start());

describe('a living card asked for by a command', () => {
  it('is an ordinary message of the channel, and nothing else is left of the answer', async () => {
    const { asked, shown, where } = await ticketShown();
    expect(shown).toMatchObject({ isPrivate: false, body: { embeds: [{ description: '삼성전자 10주' }] } });
    expect(shown.body['allowed_mentions']).toEqual({ parse: [] });
    expect(asked.original).toBeUndefined();
    expect(asked.followUps).toEqual([]);
    expect(where).toEqual({
      card: 'ticket-1',
      platform: 'discord',
      place: rig.server.channelId,
      message: shown.id,
    });
  });

  it('is one even if it is called private, for nobody could edit a private answer later', async () => {
    show({ ...ticket('삼성전자 10주'), visibility: 'private' });
    const asked = rig.server.command('price');
    await until(() => asked.originalDeleted, 'the ticket');
    expect(asked.followUps).toEqual([]);
    expect(rig.server.posted).toHaveLength(1);
    expect(rig.desk.cards).toHaveLength(1);
  });

  it('is there once, though the answer to the first attempt is lost and another is made', async () => {
    rig.server.fail({ on: 'POST /channels', answer: 'lost', times: 1 });
    show(ticket('삼성전자 10주'));
    rig.server.command('balance');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1000);
    await reports(1);
    expect(rig.callsOf('POST /channels')).toHaveLength(2);
    expect(rig.server.posted.map(message => message.id)).toEqual([rig.desk.cards[0]?.message]);
  });

  it('with another id is another message', async () => {
    await ticketShown();
    show({ ...ticket('NAVER 1주'), card: 'ticket-2' });
    rig.server.command('balance');
    await reports(2);
    expect(rig.server.posted).toHaveLength(2);
    expect(rig.desk.cards[1]).toMatchObject({ card: 'ticket-2', message: rig.server.posted[1]?.id });
  });

  it.each([50_001, 50_013])(
    'is answered through the interaction, without a place, where posting is refused with %i',
    async code => {
      rig.server.fail({ on: 'POST /channels', answer: 403, code });
      show(ticket('삼성전자 10주'));
      const asked = rig.server.command('balance');
      await until(() => asked.original !== undefined, 'an answer');
      expect(asked.original).toMatchObject({ isPrivate: true, body: { components: [{ type: 1 }] } });
      expect(rig.desk.cards).toEqual([]);

      show(ticket('접수', []), 'replace');
      if (asked.original) rig.server.press(asked.original, 't1-확인');
      await until(() => asked.original?.edits === 1, 'an edit');
      expect(asked.original?.body['components']).toEqual([]);
      expect(rig.desk.cards).toEqual([]);
    },
  );

  it('that Discord cannot take just now is not shown a second way, where it would stand twice', async () => {
    rig.server.fail({ on: 'POST /channels', answer: 502 });
    show(ticket('삼성전자 10주'));
    const asked = rig.server.command('balance');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    while (rig.lines.every(line => line.event !== 'chat.taskFailed')) await rig.clock.advance(500);
    expect(asked.original).toBeUndefined();
    expect(rig.desk.cards).toEqual([]);
  });

  it('refused with 401 makes the platform log in anew', async () => {
    rig.server.fail({ on: 'POST /channels', answer: 401, times: 1 });
    show(ticket('삼성전자 10주'));
    rig.server.command('balance');
    await rig.state('lost');
    await rig.clock.advance(1000);
    await rig.state('connected');
  });
});

describe('a press on a living card', () => {
  it('edits it in place and reports the same message again', async () => {
    const { shown, where } = await ticketShown();
    show(ticket('접수 0001', []), 'replace');
    const press = rig.server.press(shown, 't1-확인');
    await reports(2);
    expect(rig.desk.cards[1]).toEqual(where);
    expect(shown).toMatchObject({
      edits: 1,
      body: { embeds: [{ description: '접수 0001' }], components: [] },
    });
    expect(press.followUps).toEqual([]);
    expect(rig.server.posted).toHaveLength(1);
  });

  it('answered with a new reply leaves the old card as it is', async () => {
    const { shown } = await ticketShown();
    show({ ...ticket('새 주문표'), card: 'ticket-2' });
    rig.server.press(shown, 't1-확인');
    await reports(2);
    expect(shown.edits).toBe(0);
    expect(rig.desk.cards[1]).toMatchObject({ card: 'ticket-2', message: rig.server.posted[1]?.id });
  });

  it('that is no business of the presser is answered to them alone', async () => {
    const { shown } = await ticketShown();
    show(card({ title: '다른 사람의 주문' }), 'replace');
    const press = rig.server.press(shown, 't1-확인', { id: '666' });
    await until(() => press.followUps.length === 1, 'an answer');
    expect(press.followUps[0]?.isPrivate).toBe(true);
    expect(shown.edits).toBe(0);
  });

  it('whose 15 minutes run out while it is answered does not cost the connection', async () => {
    const { shown } = await ticketShown();
    rig.outcome = async () => {
      rig.clock.step(16 * 60_000);
      return { kind: 'reply', reply: ticket('접수', []), placement: 'replace' };
    };
    rig.server.press(shown, 't1-확인');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(rig.lines.at(-1)?.fields['kind']).toBe('refused');
    expect(rig.server.violations.splice(0)).toEqual([expect.stringContaining('50027')]);
    expect(rig.platform.status().state).toBe('connected');
  });
});

describe('a rewrite', () => {
  it('edits the whole message and takes its buttons away', async () => {
    const { shown, where } = await ticketShown();
    await rig.platform.rewrite(where, ticket('체결 10주 @everyone', []));
    expect(shown.edits).toBe(1);
    expect(shown.body).toMatchObject({
      embeds: [{ description: '체결 10주 \\@everyone' }],
      components: [],
      attachments: [],
      allowed_mentions: { parse: [] },
    });
    expect(rig.server.posted).toHaveLength(1);
  });

  it('works hours later in another run, which knows the ids alone', async () => {
    const { shown, where } = await ticketShown();
    await rig.platform.stop();
    rig.clock.step(6 * 3_600_000);
    rig.platform = rig.build();
    await rig.platform.start();
    await rig.platform.rewrite(where, ticket('만료', []));
    expect(shown.body).toMatchObject({ embeds: [{ description: '만료' }], components: [] });
  });

  it('works for a card that a press has changed, and for one with buttons still', async () => {
    const { shown, where } = await ticketShown();
    show(ticket('접수', ['정정', '취소']), 'replace');
    rig.server.press(shown, 't1-확인');
    await reports(2);
    await rig.platform.rewrite(where, ticket('부분체결 3주', ['취소']));
    expect(shown.body).toMatchObject({
      embeds: [{ description: '부분체결 3주' }],
      components: [{ components: [{ custom_id: 't1-취소' }] }],
    });
  });

  it('is tried again after a passing failure, and a later one never arrives before it', async () => {
    const { shown, where } = await ticketShown();
    rig.server.fail({ on: 'PATCH /channels', answer: 502, times: 1 });
    const first = rig.platform.rewrite(where, ticket('접수', []));
    const second = rig.platform.rewrite(where, ticket('체결', []));
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1000);
    await Promise.all([first, second]);
    expect(shown).toMatchObject({ edits: 2, body: { embeds: [{ description: '체결' }] } });
  });

  it('waits for a press that is still being shown', async () => {
    const { shown, where } = await ticketShown();
    rig.server.fail({ on: 'PATCH /webhooks', answer: 502, times: 1 });
    show(ticket('접수', []), 'replace');
    rig.server.press(shown, 't1-확인');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    const rewritten = rig.platform.rewrite(where, ticket('체결', []));
    await rig.clock.advance(1000);
    await rewritten;
    expect(shown).toMatchObject({ edits: 2, body: { embeds: [{ description: '체결' }] } });
  });

  it('rejects when the message is gone', async () => {
    const { shown, where } = await ticketShown();
    rig.server.remove(shown);
    await expect(rig.platform.rewrite(where, ticket('체결', []))).rejects.toMatchObject({
      kind: 'refused',
      detail: { code: 10_008 },
    });
  });

  it('rejects while there is no connection', async () => {
    const { where } = await ticketShown();
    await rig.platform.stop();
    await expect(rig.platform.rewrite(where, ticket('체결', []))).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});
