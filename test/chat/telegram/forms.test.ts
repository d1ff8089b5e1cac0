import { beforeEach, describe, expect, it } from 'vitest';
import { questionOf, valuesOf } from '../../../src/chat/telegram/forms.js';
import type { Form, FormField } from '../../../src/core/index.js';
import { card, ticket, until } from '../../support/fake-desk.js';
import { GROUP, PERSON } from '../../support/fake-telegram.js';
import { telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

const field = (name: string, change: Partial<FormField> = {}): FormField => ({
  name,
  label: name,
  hint: '',
  required: true,
  rest: false,
  secret: false,
  ...change,
});
const AMEND: Form = {
  title: '매수 정정',
  fields: [
    field('price', { label: '가격', hint: '71,900' }),
    field('quantity', { label: '수량', hint: '10주', required: false }),
  ],
};
const REASON: Form = { title: '거부', fields: [field('reason', { label: '사유', rest: true })] };
const TOPIC = { message_thread_id: 77, is_topic_message: true };

const last = () => rig.server.shown.at(-1);
const given = () =>
  rig.desk.received.map(({ content }) => (content.kind === 'press' ? content.given : undefined));

/** A reply by hand to a message of the bot. */
function replyTo(id: number | undefined, text: string, from = {}): void {
  const original = { message_id: id, date: 1, chat: GROUP, from: rig.server.me };
  rig.server.say(text, from, GROUP, {
    ...TOPIC,
    ...JSON.parse(JSON.stringify({ reply_to_message: original })),
  });
}

/** A card in a topic of the group whose button was pressed, and the question that it led to. */
async function asked(form: Form): Promise<{ ticketId: number; questionId: number }> {
  rig.outcome = () => ({ kind: 'reply', reply: ticket('삼성전자 10주'), placement: 'new' });
  rig.server.say('/buy', {}, GROUP, TOPIC);
  await until(() => rig.desk.answers.length === 1, 'a card');
  const shown = last();
  if (!shown) throw new Error('no card');
  rig.desk.form = ({ content }) => (content.kind === 'press' && !content.given ? form : undefined);
  rig.outcome = () => ({ kind: 'reply', reply: ticket('정정됨', []), placement: 'replace' });
  const id = rig.server.press(shown, 't1-확인');
  await until(() => rig.server.shown.length === 2, 'a question');
  expect(rig.server.answered.has(id)).toBe(true);
  return { ticketId: shown.id, questionId: last()?.id ?? 0 };
}

beforeEach(async () => {
  await rig.platform.start();
  await rig.polling();
});

describe('a press that has to be asked something first', () => {
  it('leads to a question that opens the presser’s reply box, under the card, in its topic', async () => {
    const { ticketId } = await asked(AMEND);
    expect(rig.desk.received).toHaveLength(1);
    expect(last()?.text.split('\n').slice(0, 3)).toEqual([
      '민수님, 매수 정정',
      '· 가격: 71,900',
      '· 수량 (선택): 10주',
    ]);
    expect(last()?.payload).toMatchObject({
      message_thread_id: 77,
      reply_parameters: { message_id: ticketId },
      reply_markup: { force_reply: true, selective: true, input_field_placeholder: '71,900 10주' },
      entities: [{ type: 'text_mention', offset: 0, length: 2, user: { id: PERSON.id } }],
    });
  });

  it('comes before the desk with what the person replied, dated by the reply; the card is edited', async () => {
    const { ticketId, questionId } = await asked(AMEND);
    rig.clock.step(60_000);
    replyTo(questionId, ' 71,000  5 ');
    await until(() => rig.desk.answers.length === 2, 'the answer');
    expect(rig.desk.received[1]).toMatchObject({
      eventId: expect.stringMatching(/^message:-100500:\d+$/),
      who: { userId: String(PERSON.id) },
      sentAt: rig.clock.now(),
      content: { kind: 'press', buttonId: 't1-확인', given: { price: '71,000', quantity: '5' } },
    });
    const shown = rig.server.shown.find(({ id }) => id === ticketId);
    expect(shown).toMatchObject({ edits: 1, text: '[데모] 매수 주문\n정정됨' });
    expect(rig.server.shown).toHaveLength(2);
  });

  it('is answered, where the card does not take the answer, under the reply', async () => {
    const { questionId } = await asked(AMEND);
    rig.outcome = () => ({ kind: 'reply', reply: card({ title: '거부됨' }), placement: 'new' });
    replyTo(questionId, 'x');
    await until(() => rig.desk.answers.length === 2, 'the answer');
    expect(last()?.payload['message_thread_id']).toBe(77);
    expect(last()?.payload['reply_parameters']).not.toMatchObject({ message_id: questionId });
    expect(rig.desk.received[1]?.origin).toContain(
      String(JSON.parse(JSON.stringify(last()?.payload['reply_parameters'])).message_id),
    );
  });

  it.each(['취소', 'cancel', ' Cancel '])('ends with %s, and says that nothing has changed', async word => {
    const { questionId } = await asked(AMEND);
    replyTo(questionId, word);
    await until(() => rig.server.shown.length === 3, 'a word');
    expect(last()?.text).toBe('입력을 취소했습니다. 바뀐 것은 없습니다.');
    replyTo(questionId, '71,000 5');
    await until(() => rig.server.pending.length === 0, 'the reply');
    expect(rig.desk.received).toHaveLength(1);
  });

  it('takes one reply alone', async () => {
    const { questionId } = await asked(AMEND);
    replyTo(questionId, '71,000 5');
    replyTo(questionId, '72,000 5');
    await until(() => rig.desk.answers.length === 2 && rig.server.pending.length === 0, 'both');
    expect(given()).toEqual([undefined, { price: '71,000', quantity: '5' }]);
  });

  it('does not take what somebody else replies, or a reply to something else', async () => {
    const { ticketId, questionId } = await asked(AMEND);
    replyTo(questionId, '71,000 5', { id: 666 });
    replyTo(ticketId, '71,000 5');
    replyTo(questionId, '72,000 5');
    await until(() => rig.desk.answers.length === 2 && rig.server.pending.length === 0, 'all three');
    expect(given()).toEqual([undefined, { price: '72,000', quantity: '5' }]);
  });

  it('does not take a slash command for an answer: it is one', async () => {
    const { questionId } = await asked(AMEND);
    replyTo(questionId, '/halt');
    await until(() => rig.desk.received.length === 2, 'the command');
    expect(rig.desk.received[1]?.content).toEqual({ kind: 'text', text: '/halt' });
  });

  it('waits five minutes and no longer', async () => {
    const { questionId } = await asked(AMEND);
    await rig.clock.advance(300_000);
    replyTo(questionId, '71,000 5');
    await until(() => rig.server.pending.length === 0, 'the reply');
    expect(rig.desk.received).toHaveLength(1);
  });

  it('does not take a forward for an answer', async () => {
    const { questionId } = await asked(AMEND);
    const original = { message_id: questionId, date: 1, chat: GROUP };
    rig.server.deliver({
      message: {
        message_id: 900,
        date: Math.floor(rig.clock.now() / 1000),
        chat: GROUP,
        from: PERSON,
        text: '71,000 5',
        reply_to_message: original,
        forward_origin: { type: 'user', date: 1, sender_user: PERSON },
      },
    });
    await until(() => rig.server.pending.length === 0, 'the forward');
    expect(rig.desk.received).toHaveLength(1);
  });

  it('is not asked of a stranger', async () => {
    await asked(AMEND);
    const [shown] = rig.server.shown;
    if (!shown) throw new Error('no card');
    rig.desk.admits = () => false;
    rig.desk.form = () => undefined;
    rig.outcome = () => ({ kind: 'refused' });
    rig.server.press(shown, 't1-확인', { id: 666 });
    await until(() => rig.desk.received.length === 2, 'the press');
    await until(() => rig.server.pending.length === 0, 'its end');
    expect(rig.server.shown).toHaveLength(2);
  });

  it('with one field takes the whole text', async () => {
    const { questionId } = await asked(REASON);
    replyTo(questionId, '가격이  너무 높음');
    await until(() => rig.desk.answers.length === 2, 'the answer');
    expect(given()[1]).toEqual({ reason: '가격이  너무 높음' });
  });
});

describe('a text for a form', () => {
  const fields = [field('price'), field('quantity'), field('note', { rest: true })];

  it.each([
    ['71,900', { price: '71,900' }],
    ['71,900 10', { price: '71,900', quantity: '10' }],
    ['71,900 10 오늘만  한다', { price: '71,900', quantity: '10', note: '오늘만  한다' }],
    ['71,900\n10\n메모', { price: '71,900', quantity: '10', note: '메모' }],
  ])('is read by position: %j', (text, values) => {
    expect(valuesOf(fields, text)).toEqual(values);
  });

  it('never loses a word that is too much: it goes to the last field, which refuses it', () => {
    expect(valuesOf([field('price'), field('quantity')], '71,900 10 20')).toEqual({
      price: '71,900',
      quantity: '10 20',
    });
  });

  it('is asked for with a placeholder of 1 to 64 characters, whatever the hints', () => {
    const long = { title: 't', fields: [field('x', { hint: '가'.repeat(200) })] };
    expect(questionOf(long, '', 'ko').placeholder).toHaveLength(64);
    const empty = { title: 't', fields: [field('', { label: '' })] };
    expect(questionOf(empty, '', 'ko')).toMatchObject({ placeholder: '…', mention: { length: 2 } });
  });
});
