import { beforeEach, describe, expect, it } from 'vitest';
import { card, until } from '../../support/fake-desk.js';
import { GROUP } from '../../support/fake-telegram.js';
import { telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

describe('a command', () => {
  beforeEach(async () => {
    await rig.platform.start();
    await rig.polling();
  });

  it('is answered under the message asked, protected, without previews, with its buttons', async () => {
    const asked = rig.server.say('/balance 2');
    await until(() => rig.server.shown.length === 1, 'an answer');

    expect(rig.desk.received[0]).toMatchObject({
      platform: 'telegram',
      who: { userId: '7001', name: '민수' },
      where: { id: '7001', kind: 'private' },
      sentAt: rig.clock.now(),
      content: { kind: 'text', text: '/balance 2' },
    });
    expect(rig.server.shown[0]).toMatchObject({
      text: '[데모] 잔고\n총평가 1,234,567원',
      keyboard: [[{ text: '새로고침', callback_data: 'again' }]],
    });
    expect(rig.server.shown[0]?.payload).toMatchObject({
      parse_mode: 'HTML',
      protect_content: true,
      link_preview_options: { is_disabled: true },
      reply_parameters: { message_id: asked.message?.message_id, allow_sending_without_reply: true },
    });
  });

  it('in a topic is answered in that topic', async () => {
    rig.server.say('/price', {}, GROUP, { message_thread_id: 77, is_topic_message: true });
    await until(() => rig.server.shown.length === 1, 'an answer');
    expect(rig.server.shown[0]?.payload['message_thread_id']).toBe(77);
  });

  it('is answered although an update before it made no sense', async () => {
    rig.server.deliver({
      message: { message_id: 9, date: 1, from: { id: 1, is_bot: false, first_name: 'x' }, text: '/x' },
    });
    rig.server.say('/balance');
    await until(() => rig.server.shown.length === 1, 'an answer');
    expect(rig.lines.filter(line => line.event === 'telegram.updateSkipped')).toHaveLength(1);
    expect(rig.platform.status().state).toBe('connected');
  });

  it('is met with silence when the desk refuses or ignores it', async () => {
    rig.outcome = ({ content }) => ({
      kind: content.kind === 'text' && content.text === '/price' ? 'ignored' : 'refused',
    });
    rig.server.say('/balance', { id: 666 });
    rig.server.say('/price');
    await until(() => rig.desk.received.length === 2, 'both');
    await rig.platform.stop();
    expect(rig.callsOf('sendMessage')).toEqual([]);
  });

  it('does not hold up the next one while the desk is still working on it', async () => {
    let release: () => void = () => undefined;
    const slow = new Promise<void>(resolve => {
      release = resolve;
    });
    rig.outcome = async ({ content }) => {
      if (content.kind === 'text' && content.text === '/slow') await slow;
      return {
        kind: 'reply',
        reply: card({ title: content.kind === 'text' ? content.text : '' }),
        placement: 'new',
      };
    };
    rig.server.say('/slow');
    rig.server.say('/fast');
    await until(() => rig.server.shown.length === 1, 'the fast one');
    expect(rig.server.shown[0]?.text).toContain('/fast');
    release();
    await until(() => rig.server.shown.length === 2, 'the slow one');
  });

  it('is sent as plain text when Telegram cannot read the markup', async () => {
    rig.outcome = () => ({
      kind: 'reply',
      reply: card({ blocks: [{ kind: 'text', text: 'R&D <b> 5 > 3' }] }),
      placement: 'new',
    });
    rig.server.fail({
      method: 'sendMessage',
      answer: 400,
      description: "Bad Request: can't parse entities",
      times: 1,
    });
    rig.server.say('/price');
    await until(() => rig.server.shown.length === 1, 'an answer');
    expect(rig.server.shown[0]?.payload['parse_mode']).toBeUndefined();
    expect(rig.server.shown[0]?.text).toBe('[데모] 잔고\nR&D <b> 5 > 3');
  });

  it('waits as long as Telegram asks before answering, and no longer than 30 s', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 429, retryAfter: 7, times: 1 });
    rig.server.say('/price');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(6999);
    expect(rig.server.shown).toHaveLength(0);
    await rig.clock.advance(1);
    await until(() => rig.server.shown.length === 1, 'an answer');
  });

  it('with a picture is answered by a photo', async () => {
    const png = Uint8Array.from([137, 80, 78, 71]);
    rig.outcome = () => ({
      kind: 'reply',
      reply: card({ blocks: [{ kind: 'image', png, alt: '3개월 <일봉>' }] }),
      placement: 'new',
    });
    rig.server.say('/chart');
    await until(() => rig.server.shown.length === 2, 'title and photo');
    expect(rig.callsOf('sendPhoto')[0]?.payload).toMatchObject({
      caption: '3개월 &lt;일봉&gt;',
      photo: expect.anything(),
    });
    expect(rig.server.shown[1]?.text).toBe('3개월 <일봉>');
  });
});

it('a file is a document that may be kept, even with a private answer', async () => {
  await rig.platform.start();
  await rig.polling();
  rig.outcome = () => ({
    kind: 'reply',
    reply: card({ blocks: [{ kind: 'file', name: '감사 기록.csv', text: '시각,행위\n10:03,매수\n' }] }),
    placement: 'new',
  });
  rig.server.say('/audit');
  await until(() => rig.server.shown.length === 2, 'title and file');
  const [title, file] = rig.server.shown;
  expect(title?.payload['protect_content']).toBe(true);
  expect(file?.payload['protect_content']).toBeUndefined();
  expect(file?.file?.filename).toBe('감사_기록.csv');
  expect(file?.file?.bytes.toString()).toBe('\ufeff시각,행위\n10:03,매수\n');
});

describe('a press', () => {
  beforeEach(async () => {
    await rig.platform.start();
    await rig.polling();
    rig.server.say('/balance');
    await until(() => rig.server.shown.length === 1, 'a card');
    rig.outcome = () => ({
      kind: 'reply',
      reply: card({ blocks: [{ kind: 'text', text: '2쪽' }] }),
      placement: 'replace',
    });
  });

  const shownCard = () => {
    const [first] = rig.server.shown;
    if (!first) throw new Error('no card');
    return first;
  };

  it('is acknowledged before the desk works on it, then the card is edited in place', async () => {
    let acknowledgedFirst = false;
    const change = rig.outcome;
    rig.outcome = inbound => {
      acknowledgedFirst = rig.server.answered.size === 1;
      return change(inbound);
    };
    const id = rig.server.press(shownCard(), 'again');
    await until(() => shownCard().edits === 1, 'an edit');

    expect(acknowledgedFirst).toBe(true);
    expect(rig.server.answered.has(id)).toBe(true);
    expect(rig.desk.received[1]).toMatchObject({
      eventId: `press:${id}`,
      content: { kind: 'press', buttonId: 'again' },
    });
    expect(shownCard()).toMatchObject({ text: '[데모] 잔고\n2쪽', keyboard: [] });
    expect(rig.server.shown).toHaveLength(1);
  });

  it('that changes nothing is not an error', async () => {
    rig.outcome = () => ({ kind: 'reply', reply: card(), placement: 'replace' });
    rig.server.press(shownCard(), 'again');
    await until(() => rig.callsOf('editMessageText').length === 1, 'an edit');
    await rig.platform.stop();
    expect(rig.lines.filter(line => line.level === 'error')).toEqual([]);
    expect(rig.server.shown).toHaveLength(1);
  });

  it('on a card that can no longer be edited is answered by a new message', async () => {
    rig.server.fail({
      method: 'editMessageText',
      answer: 400,
      description: "Bad Request: message can't be edited",
    });
    rig.server.press(shownCard(), 'again');
    await until(() => rig.server.shown.length === 2, 'a new message');
    expect(rig.server.shown[1]?.text).toContain('2쪽');
  });

  it('that Telegram calls too old is not acted on, however new it looked', async () => {
    rig.server.fail({ method: 'getUpdates', answer: 500 });
    await until(() => rig.platform.status().state === 'lost', 'loss');
    rig.server.press(shownCard(), 'again');
    rig.clock.step(3_600_000);
    rig.server.heal();
    await rig.clock.advance(1000);
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(rig.desk.received).toHaveLength(1);
    expect(rig.server.answered.size).toBe(0);
  });

  it('of a stranger is not even acknowledged, and the desk hears of it', async () => {
    rig.desk.admits = () => false;
    rig.outcome = () => ({ kind: 'refused' });
    rig.server.press(shownCard(), 'again', { id: 666 });
    await until(() => rig.desk.received.length === 2, 'the press');
    await rig.platform.stop();
    expect(rig.callsOf('answerCallbackQuery')).toEqual([]);
    expect(rig.server.shown).toHaveLength(1);
  });

  it('whose acknowledgement fails is logged and not acted on', async () => {
    rig.server.fail({
      method: 'answerCallbackQuery',
      answer: 400,
      description: 'Bad Request: query is too old',
    });
    rig.server.press(shownCard(), 'again');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(rig.desk.received).toHaveLength(1);
  });

  it('that waited while we were away counts from before we left, not from when it arrived', async () => {
    const before = rig.clock.now();
    rig.server.fail({ method: 'getUpdates', answer: 500 });
    await until(() => rig.platform.status().state === 'lost', 'loss');
    rig.server.press(shownCard(), 'again');
    rig.clock.step(15_000);
    rig.server.heal();
    await rig.clock.advance(1000);
    await until(() => rig.desk.received.length === 2, 'the press');
    expect(rig.desk.received[1]?.sentAt).toBe(before);
  });
});
