import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/index.js';
import { card, ticket, until } from '../../support/fake-desk.js';
import { GROUP } from '../../support/fake-telegram.js';
import { telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

const show = (reply: Reply, placement: 'new' | 'replace' = 'new') => {
  rig.outcome = () => ({ kind: 'reply', reply, placement });
};

const reports = (count: number) => until(() => rig.desk.cards.length === count, `${count} reports`);

/** Asks for a ticket in a topic of the group and waits until the desk knows where it stands. */
async function ticketShown() {
  show(ticket('삼성전자 10주'));
  rig.server.say('/buy', {}, GROUP, { message_thread_id: 77, is_topic_message: true });
  await reports(1);
  const [shown] = rig.server.shown;
  const [where] = rig.desk.cards;
  if (!shown || !where) throw new Error('no ticket');
  return { shown, where };
}

beforeEach(async () => {
  await rig.platform.start();
  await rig.polling();
});

describe('a living card', () => {
  it('is reported with its chat and message, in the topic it was asked for in', async () => {
    const { shown, where } = await ticketShown();
    expect(where).toEqual({
      card: 'ticket-1',
      platform: 'telegram',
      place: String(GROUP.id),
      message: String(shown.id),
    });
    expect(shown.payload['message_thread_id']).toBe(77);
  });

  it('is the first of several messages, and known before the others are sent', async () => {
    rig.server.fail({ method: 'sendDocument', answer: 400, description: 'Bad Request: wrong file' });
    const png = Uint8Array.from([137, 80, 78, 71]);
    show({
      ...ticket(''),
      blocks: [
        { kind: 'image', png, alt: '차트' },
        { kind: 'file', name: 'a.csv', text: '' },
      ],
    });
    rig.server.say('/buy');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(rig.server.shown.map(({ kind }) => kind)).toEqual(['text', 'photo']);
    expect(rig.desk.cards.map(({ message }) => message)).toEqual([String(rig.server.shown[0]?.id)]);
  });

  it('is not sent again when only the answer was lost: it may stand there already', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 'lost' });
    show(ticket('삼성전자 10주'));
    rig.server.say('/buy');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    await rig.clock.advance(30_000);
    expect(rig.server.shown).toHaveLength(1);
    expect(rig.desk.answers).toEqual([]);
  });

  it.each([502, 500] as const)('is not sent again after a %s, which proves nothing', async answer => {
    rig.server.fail({ method: 'sendMessage', answer });
    show(ticket('삼성전자 10주'));
    rig.server.say('/buy');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    await rig.clock.advance(30_000);
    expect(rig.callsOf('sendMessage')).toHaveLength(1);
  });

  it('is sent again after a 429, which proves that it does not stand there', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 429, retryAfter: 3, times: 1 });
    show(ticket('삼성전자 10주'));
    rig.server.say('/buy');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(3000);
    await reports(1);
    expect(rig.server.shown).toHaveLength(1);
  });

  it('unlike a plain reply, which is sent again even if it stands there then twice', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 'lost', times: 1 });
    show(card());
    rig.server.say('/balance');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1000);
    await until(() => rig.desk.answers.length === 1, 'the answer');
    expect(rig.server.shown).toHaveLength(2);
  });

  it('is not reported for a reply that is none', async () => {
    show(card());
    rig.server.say('/balance');
    await until(() => rig.server.shown.length === 1, 'an answer');
    await rig.platform.stop();
    expect(rig.desk.cards).toEqual([]);
  });
});

describe('a press on a living card', () => {
  it('edits it in place and reports the same message again', async () => {
    const { shown, where } = await ticketShown();
    show(ticket('접수 0001', []), 'replace');
    rig.server.press(shown, 't1-확인');
    await reports(2);
    expect(rig.desk.cards[1]).toEqual(where);
    expect(shown).toMatchObject({ edits: 1, text: '[데모] 매수 주문\n접수 0001', keyboard: [] });
    expect(rig.server.shown).toHaveLength(1);
  });

  it('that can no longer be edited is answered by a new message, which is the card from then on', async () => {
    const { shown } = await ticketShown();
    rig.server.remove(shown);
    show(ticket('접수', []), 'replace');
    rig.server.press(shown, 't1-확인');
    await reports(2);
    expect(rig.desk.cards[1]?.message).toBe(String(rig.server.shown[1]?.id));
  });

  it('answered with private words gets them as a protected message; the card stays', async () => {
    const { shown } = await ticketShown();
    show(card({ title: '다른 사람의 주문' }), 'new');
    const id = rig.server.press(shown, 't1-확인', { id: 666 });
    await until(() => rig.server.shown.length === 2, 'an answer');
    expect(rig.server.answered.has(id)).toBe(true);
    expect(rig.server.shown[1]?.payload).toMatchObject({
      protect_content: true,
      reply_parameters: { message_id: shown.id },
    });
    expect(shown.edits).toBe(0);
  });
});

describe('a rewrite', () => {
  it('edits the text and takes the keyboard away', async () => {
    const { shown, where } = await ticketShown();
    await rig.platform.rewrite(where, ticket('체결 <10주>', []));
    expect(shown).toMatchObject({ edits: 1, text: '[데모] 매수 주문\n체결 <10주>', keyboard: [] });
    expect(rig.server.shown).toHaveLength(1);
  });

  it('works hours later in another run, which knows the ids alone', async () => {
    const { shown, where } = await ticketShown();
    await rig.platform.stop();
    rig.clock.step(6 * 3_600_000);
    rig.platform = rig.build();
    await rig.platform.start();
    await rig.platform.rewrite(where, ticket('부분체결', ['취소']));
    expect(shown).toMatchObject({
      text: '[데모] 매수 주문\n부분체결',
      keyboard: [[{ text: '취소', callback_data: 't1-취소' }]],
    });
  });

  it('that changes nothing has arrived already', async () => {
    const { shown, where } = await ticketShown();
    await rig.platform.rewrite(where, ticket('삼성전자 10주'));
    expect(rig.callsOf('editMessageText')).toHaveLength(1);
    expect(shown.edits).toBe(0);
    expect(rig.server.shown).toHaveLength(1);
  });

  it.each([
    'Bad Request: message to edit not found',
    "Bad Request: message can't be edited",
    'Bad Request: MESSAGE_ID_INVALID',
  ])('of a message that cannot be edited (%s) comes as a new one in its topic', async description => {
    const { shown, where } = await ticketShown();
    rig.server.fail({ method: 'editMessageText', answer: 400, description, times: 1 });
    await rig.platform.rewrite(where, ticket('체결', []));
    const anew = rig.server.shown[1];
    expect(anew).toMatchObject({
      chatId: GROUP.id,
      text: '[데모] 매수 주문\n체결',
      payload: { reply_parameters: { message_id: shown.id, allow_sending_without_reply: true } },
    });
    expect(rig.desk.cards[1]).toMatchObject({ card: 'ticket-1', message: String(anew?.id) });
  });

  it('is tried again after a passing failure, and a later one never arrives before it', async () => {
    const { shown, where } = await ticketShown();
    rig.server.fail({ method: 'editMessageText', answer: 429, retryAfter: 3, times: 1 });
    const first = rig.platform.rewrite(where, ticket('접수', []));
    const second = rig.platform.rewrite(where, ticket('체결', []));
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(3000);
    await Promise.all([first, second]);
    expect(shown).toMatchObject({ edits: 2, text: '[데모] 매수 주문\n체결' });
  });

  it('that Telegram refuses rejects, and sends nothing', async () => {
    const { where } = await ticketShown();
    rig.server.fail({
      method: 'editMessageText',
      answer: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    });
    await expect(rig.platform.rewrite(where, ticket('체결', []))).rejects.toMatchObject({ kind: 'refused' });
    expect(rig.server.shown).toHaveLength(1);
  });

  it('rejects while there is no connection', async () => {
    const { where } = await ticketShown();
    await rig.platform.stop();
    await expect(rig.platform.rewrite(where, ticket('체결', []))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(rig.callsOf('editMessageText')).toEqual([]);
  });
});
