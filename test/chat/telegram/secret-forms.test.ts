import type { Chat } from 'grammy/types';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Form } from '../../../src/core/index.js';
import { card, ticket, until } from '../../support/fake-desk.js';
import { GROUP, PERSON, PRIVATE } from '../../support/fake-telegram.js';
import { telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

const CODE: Form = {
  title: '주문 확인',
  fields: [
    {
      name: 'code',
      label: '인증 코드',
      hint: '인증 앱의 여섯 자리',
      required: true,
      rest: false,
      secret: true,
    },
  ],
};

const last = () => rig.server.shown.at(-1);

/** Writes in the person's own chat; as a reply where a message is named. Gives the id of what was written. */
function write(text: string, replied?: number, chat: Chat = PRIVATE, from = {}): number {
  const original = { message_id: replied, date: 1, chat, from: rig.server.me };
  const extra = replied === undefined ? {} : JSON.parse(JSON.stringify({ reply_to_message: original }));
  return rig.server.say(text, from, chat, extra).message?.message_id ?? 0;
}

/** A ticket whose button was pressed there; what the bot wrote last is the question, if it could ask. */
async function pressed(chat: Chat, beforePress = () => {}): Promise<{ ticketId: number }> {
  rig.outcome = () => ({ kind: 'reply', reply: ticket('삼성전자 10주'), placement: 'new' });
  rig.server.say('/buy', {}, chat);
  await until(() => rig.desk.answers.length === 1, 'a card');
  const shown = last();
  if (!shown) throw new Error('no card');
  rig.desk.form = ({ content }) => (content.kind === 'press' && !content.given ? CODE : undefined);
  rig.outcome = () => ({ kind: 'reply', reply: ticket('전송됨', []), placement: 'replace' });
  beforePress();
  rig.server.press(shown, 't1-확인');
  await until(() => rig.server.shown.length === 2, 'what the bot says to the press');
  return { ticketId: shown.id };
}

/** Answers a question that stands there already while the call that posted it has not come back. */
async function quickAnswer(chat: Chat, text: string, isReply: boolean) {
  await pressed(chat, () => rig.server.fail({ method: 'sendMessage', answer: 'held', times: 1 }));
  const held = last()?.id ?? 0;
  const answer = write(text, isReply ? held : undefined);
  // Updates go on coming in while the press is not done, after a breath.
  await until(() => rig.clock.sleepers === 1, 'a breath');
  await rig.clock.advance(250);
  await until(() => rig.clock.sleepers === 1, 'another one');
  return { held, answer };
}

beforeEach(async () => {
  await rig.platform.start();
  await rig.polling();
});

describe('a code that a press in a group needs', () => {
  it('is asked in the person’s own chat, and the app says so', async () => {
    await pressed(GROUP);
    expect(last()).toMatchObject({ chatId: PRIVATE.id, payload: { protect_content: true } });
    expect(last()?.text).toContain('적으신 메시지는 바로 지웁니다');
    expect(last()?.payload).not.toHaveProperty('reply_parameters');
    expect(rig.callsOf('answerCallbackQuery').at(-1)?.payload['text']).toContain('1:1 대화');
    expect(rig.server.shown.filter(({ chatId }) => chatId === GROUP.id)).toHaveLength(1);
  });

  it('is a press in that group, whose card is edited; question and answer are deleted', async () => {
    const { ticketId } = await pressed(GROUP);
    const question = last()?.id ?? 0;
    const answer = write('123456', question);
    await until(() => rig.server.shown.length === 3 && rig.desk.answers.length === 2, 'the answers');
    expect(rig.desk.received[1]).toMatchObject({
      who: { userId: String(PERSON.id) },
      where: { id: String(GROUP.id), kind: 'group' },
      content: { kind: 'press', buttonId: 't1-확인', given: { code: '123456' } },
    });
    expect(rig.server.shown.find(({ id }) => id === ticketId)).toMatchObject({
      chatId: GROUP.id,
      edits: 1,
      text: '[데모] 매수 주문\n전송됨',
    });
    expect(rig.server.deleted).toEqual([`${PRIVATE.id}/${answer}`, `${PRIVATE.id}/${question}`]);
    expect(last()).toMatchObject({ chatId: PRIVATE.id, text: expect.stringContaining('지웠습니다') });
    expect(JSON.stringify([rig.lines, rig.server.shown])).not.toContain('123456');
  });

  it('is not asked where the bot cannot write; the group is told how to let it', async () => {
    rig.server.block(PERSON.id);
    await pressed(GROUP);
    expect(last()).toMatchObject({
      chatId: GROUP.id,
      text: expect.stringContaining('민수님, 코드는 봇과의 1:1'),
    });
    write('123456');
    await until(() => rig.desk.received.length === 2, 'the digits');
    expect(rig.desk.received[1]?.content).toEqual({ kind: 'text', text: '123456' });
  });

  it('is taken of the presser alone', async () => {
    await pressed(GROUP);
    const question = last()?.id ?? 0;
    write('123456', question, GROUP);
    write('654321', question, { id: 666, type: 'private', first_name: 'x' }, { id: 666 });
    write('111111', question);
    await until(() => rig.server.deleted.length === 2, 'the end of it');
    expect(
      rig.desk.received.flatMap(({ content }) => (content.kind === 'press' ? [content.given] : [])),
    ).toEqual([{ code: '111111' }]);
  });
});

describe('a code in the person’s own chat', () => {
  it('is asked under the card, and taken with or without the reply', async () => {
    const { ticketId } = await pressed(PRIVATE);
    expect(last()?.payload).toMatchObject({ reply_parameters: { message_id: ticketId } });
    const question = last()?.id ?? 0;
    const answer = write('123 456');
    await until(() => rig.desk.answers.length === 2 && rig.server.deleted.length === 2, 'the answer');
    expect(rig.desk.received[1]?.content).toMatchObject({ given: { code: '123 456' } });
    expect(rig.server.deleted).toEqual([`${PRIVATE.id}/${answer}`, `${PRIVATE.id}/${question}`]);
    expect(rig.server.shown.find(({ id }) => id === ticketId)?.edits).toBe(1);
    expect(rig.server.shown).toHaveLength(2);
  });

  it.each([
    ['as a reply', PRIVATE, true],
    ['without one', PRIVATE, false],
    ['though the press was made in a group', GROUP, true],
  ])('is taken %s though it is there before the question counts as sent', async (_, chat, isReply) => {
    const { held, answer } = await quickAnswer(chat, '123456', isReply);
    expect(rig.desk.received).toHaveLength(1);
    rig.server.heal();
    await until(() => rig.desk.received.length === 2 && rig.server.deleted.length === 2, 'the answer');
    expect(rig.desk.received[1]).toMatchObject({
      where: { id: String(chat.id) },
      content: { kind: 'press', given: { code: '123456' } },
    });
    expect(rig.server.deleted).toEqual([`${PRIVATE.id}/${answer}`, `${PRIVATE.id}/${held}`]);
    expect(JSON.stringify([rig.lines, rig.server.shown])).not.toContain('123456');
  });

  it('is waited for by nothing else: a word that stops trading goes ahead of the question', async () => {
    const { held } = await quickAnswer(PRIVATE, '정지', true);
    await until(() => rig.desk.received.length === 2, 'the word');
    expect(rig.desk.received[1]?.content).toEqual({ kind: 'text', text: '정지' });
    rig.server.heal();
    await until(() => rig.desk.answers.length === 2, 'its answer');
    expect(rig.server.deleted).not.toContain(`${PRIVATE.id}/${held}`);
  });

  it('is taken though it replies to another message of the bot', async () => {
    const { ticketId } = await pressed(PRIVATE);
    write('123456', ticketId);
    await until(() => rig.server.deleted.length === 2, 'both gone');
    expect(rig.desk.received[1]?.content).toMatchObject({ given: { code: '123456' } });
  });

  it.each(['정지', '삼성전자', '/halt', '12345', '1234567890'])(
    'is not what stands in %s without a reply',
    async text => {
      await pressed(PRIVATE);
      write(text);
      await until(() => rig.desk.received.length === 2, 'the words');
      expect(rig.desk.received[1]?.content).toEqual({ kind: 'text', text });
      expect(rig.server.deleted).toEqual([]);
    },
  );

  it('is deleted though the desk refuses it, and under an answer of its own', async () => {
    const { ticketId } = await pressed(PRIVATE);
    const question = last()?.id ?? 0;
    rig.outcome = () => ({
      kind: 'reply',
      reply: card({ title: '인증 코드가 틀렸습니다' }),
      placement: 'new',
    });
    write('123456', question);
    await until(() => rig.server.deleted.length === 2 && rig.server.shown.length === 3, 'both');
    expect(last()?.payload).toMatchObject({ reply_parameters: { message_id: ticketId } });
  });

  it.each([
    ['취소', 0, '입력을 취소했습니다'],
    ['123456', 300_000, '받지 않았습니다'],
  ])('that is %s after %i ms goes nowhere, and is deleted all the same', async (text, ms, words) => {
    await pressed(PRIVATE);
    const question = last()?.id ?? 0;
    await rig.clock.advance(ms);
    write(text, question);
    await until(() => rig.server.shown.length === 3, 'a word');
    expect(last()?.text).toContain(words);
    expect(rig.server.deleted).toHaveLength(2);
    expect(rig.desk.received).toHaveLength(1);
  });

  it('that cannot be deleted is told to be', async () => {
    await pressed(PRIVATE);
    const question = last()?.id ?? 0;
    rig.server.fail({
      method: 'deleteMessage',
      answer: 400,
      description: "Bad Request: message can't be deleted",
    });
    write('123456', question);
    await until(() => rig.server.shown.length === 3, 'a word');
    expect(last()?.text).toContain('직접 지워');
    expect(rig.lines.map(({ event }) => event)).toContain('telegram.secretNotDeleted');
    expect(rig.desk.received).toHaveLength(2);
  });
});
