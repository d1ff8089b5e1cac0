import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegram, type TelegramOptions } from '../../../src/chat/telegram/telegram.js';
import type { ChatPlatform, Inbound, Outcome } from '../../../src/core/index.js';
import { Secret } from '../../../src/core/index.js';
import { type ManualClock, manualClock } from '../../support/clock.js';
import { SAMPLE_COMMANDS } from '../../support/fake-commands.js';
import { card, type FakeDesk, fakeDesk, type LogLine, logBook, until } from '../../support/fake-desk.js';
import { type FakeTelegram, fakeTelegram, GROUP } from '../../support/fake-telegram.js';

const ALERTS = '-100900';

let clock: ManualClock;
let server: FakeTelegram;
let desk: FakeDesk;
let platform: ChatPlatform;
let lines: LogLine[];
let outcome: (inbound: Inbound) => Outcome | Promise<Outcome>;

function build(change: Partial<TelegramOptions> = {}): ChatPlatform {
  const book = logBook();
  lines = book.lines;
  return createTelegram({
    token: new Secret(server.token),
    chatIds: [String(GROUP.id)],
    alertChatId: ALERTS,
    apiRoot: server.url,
    commands: SAMPLE_COMMANDS,
    dispatcher: desk,
    language: 'ko',
    clock,
    log: book.log,
    ...change,
  });
}

const callsOf = (method: string) => server.calls.filter(call => call.method === method);
const polling = () => until(() => server.polls === 1, 'a long poll');

beforeEach(async () => {
  clock = manualClock();
  server = await fakeTelegram({ now: clock.now });
  outcome = () => ({ kind: 'reply', reply: card(), placement: 'new' });
  desk = fakeDesk(inbound => outcome(inbound));
  platform = build();
});

afterEach(async () => {
  await platform.stop();
  await server.close();
});

describe('log-in', () => {
  it('registers the menu for private chats and listed groups, in both languages, then listens', async () => {
    await platform.start();
    await polling();

    expect(platform.status()).toEqual({ id: 'telegram', state: 'connected', reason: undefined });
    const menus = callsOf('setMyCommands').map(({ payload }) => [payload['scope'], payload['language_code']]);
    const personal = { type: 'all_private_chats' };
    const family = { type: 'chat', chat_id: GROUP.id };
    expect(menus).toEqual([
      [personal, undefined],
      [personal, 'ko'],
      [personal, 'en'],
      [family, undefined],
      [family, 'ko'],
      [family, 'en'],
    ]);
    expect(callsOf('setMyCommands')[2]?.payload['commands']).toEqual([
      { command: 'balance', description: 'Balance and holdings' },
      { command: 'orders', description: 'Orders of a day' },
      { command: 'price', description: 'Current price' },
    ]);
    expect(callsOf('getUpdates').map(call => call.payload['allowed_updates'])).toEqual([
      ['message', 'callback_query'],
      ['message', 'callback_query'],
    ]);
  });

  it('still listens when the menu of a group cannot be written', async () => {
    server.fail({ method: 'setMyCommands', answer: 400, description: 'Bad Request: chat not found' });
    await platform.start();
    expect(platform.status().state).toBe('connected');
    expect(lines.filter(line => line.event === 'telegram.menuNotSet')).toHaveLength(2);
  });

  it('is lost with a clean reason while the token is refused, and comes back by itself', async () => {
    server.accept('another:token');
    await platform.start();
    expect(platform.status()).toEqual({
      id: 'telegram',
      state: 'lost',
      reason: '텔레그램이 봇 토큰을 거부함 (401)',
    });
    server.accept(server.token);
    await clock.advance(1000);
    await until(() => platform.status().state === 'connected', 'recovery');
  });

  it('is lost while the server cannot be reached, and throws nothing', async () => {
    await server.close();
    await platform.start();
    expect(platform.status()).toMatchObject({
      state: 'lost',
      reason: '텔레그램에 연결할 수 없음 (ECONNREFUSED)',
    });
  });

  it('neither logs nor shows the token, whatever goes wrong', async () => {
    await platform.start();
    await polling();
    server.fail({ method: 'sendMessage', answer: 'reset' });
    server.say('/balance');
    await until(() => callsOf('sendMessage').length === 1, 'an attempt');
    const rejected = expect(platform.push(card())).rejects.toMatchObject({ kind: 'unavailable' });
    while (lines.every(line => line.event !== 'chat.taskFailed')) await clock.advance(500);
    await clock.advance(10_000);
    await rejected;
    await server.close();
    await until(() => platform.status().state === 'lost', 'loss');
    expect(JSON.stringify([lines, platform.status()])).not.toContain(server.token.split(':')[1]);
  });
});

describe('another program with the same token', () => {
  it('is reported as lost while it takes the messages, and overcome when it stops', async () => {
    await platform.start();
    await polling();
    server.fail({ method: 'getUpdates', answer: 409, description: 'Conflict' });
    await until(() => platform.status().state === 'lost', 'the conflict');
    expect(platform.status().reason).toContain('409');

    server.heal();
    await clock.advance(1000);
    await until(() => platform.status().state === 'connected', 'recovery');
    server.say('/balance');
    await until(() => server.shown.length === 1, 'an answer');
  });

  it('does not keep alerts from being sent', async () => {
    server.fail({ method: 'getUpdates', answer: 409, description: 'Conflict' });
    await platform.start();
    expect(platform.status().state).toBe('lost');
    await platform.push(card({ title: '토큰 갱신 실패' }));
    expect(server.shown[0]).toMatchObject({ chatId: Number(ALERTS) });
  });
});

describe('a command', () => {
  beforeEach(async () => {
    await platform.start();
    await polling();
  });

  it('is answered under the message asked, protected, without previews, with its buttons', async () => {
    const asked = server.say('/balance 2');
    await until(() => server.shown.length === 1, 'an answer');

    expect(desk.received[0]).toMatchObject({
      platform: 'telegram',
      who: { userId: '7001', name: '민수' },
      where: { id: '7001', kind: 'private' },
      sentAt: clock.now(),
      content: { kind: 'text', text: '/balance 2' },
    });
    expect(server.shown[0]).toMatchObject({
      text: '[데모] 잔고\n총평가 1,234,567원',
      keyboard: [[{ text: '새로고침', callback_data: 'again' }]],
    });
    expect(server.shown[0]?.payload).toMatchObject({
      parse_mode: 'HTML',
      protect_content: true,
      link_preview_options: { is_disabled: true },
      reply_parameters: { message_id: asked.message?.message_id, allow_sending_without_reply: true },
    });
  });

  it('in a topic is answered in that topic', async () => {
    server.say('/price', {}, GROUP, { message_thread_id: 77, is_topic_message: true });
    await until(() => server.shown.length === 1, 'an answer');
    expect(server.shown[0]?.payload['message_thread_id']).toBe(77);
  });

  it('is answered although an update before it made no sense', async () => {
    server.deliver({
      message: { message_id: 9, date: 1, from: { id: 1, is_bot: false, first_name: 'x' }, text: '/x' },
    });
    server.say('/balance');
    await until(() => server.shown.length === 1, 'an answer');
    expect(lines.filter(line => line.event === 'telegram.updateSkipped')).toHaveLength(1);
    expect(platform.status().state).toBe('connected');
  });

  it('is met with silence when the desk refuses or ignores it', async () => {
    outcome = ({ content }) => ({
      kind: content.kind === 'text' && content.text === '/price' ? 'ignored' : 'refused',
    });
    server.say('/balance', { id: 666 });
    server.say('/price');
    await until(() => desk.received.length === 2, 'both');
    await platform.stop();
    expect(callsOf('sendMessage')).toEqual([]);
  });

  it('does not hold up the next one while the desk is still working on it', async () => {
    let release: () => void = () => undefined;
    const slow = new Promise<void>(resolve => {
      release = resolve;
    });
    outcome = async ({ content }) => {
      if (content.kind === 'text' && content.text === '/slow') await slow;
      return {
        kind: 'reply',
        reply: card({ title: content.kind === 'text' ? content.text : '' }),
        placement: 'new',
      };
    };
    server.say('/slow');
    server.say('/fast');
    await until(() => server.shown.length === 1, 'the fast one');
    expect(server.shown[0]?.text).toContain('/fast');
    release();
    await until(() => server.shown.length === 2, 'the slow one');
  });

  it('is sent as plain text when Telegram cannot read the markup', async () => {
    outcome = () => ({
      kind: 'reply',
      reply: card({ blocks: [{ kind: 'text', text: 'R&D <b> 5 > 3' }] }),
      placement: 'new',
    });
    server.fail({
      method: 'sendMessage',
      answer: 400,
      description: "Bad Request: can't parse entities",
      times: 1,
    });
    server.say('/price');
    await until(() => server.shown.length === 1, 'an answer');
    expect(server.shown[0]?.payload['parse_mode']).toBeUndefined();
    expect(server.shown[0]?.text).toBe('[데모] 잔고\nR&D <b> 5 > 3');
  });

  it('waits as long as Telegram asks before answering, and no longer than 30 s', async () => {
    server.fail({ method: 'sendMessage', answer: 429, retryAfter: 7, times: 1 });
    server.say('/price');
    await until(() => clock.sleepers === 1, 'the wait');
    await clock.advance(6999);
    expect(server.shown).toHaveLength(0);
    await clock.advance(1);
    await until(() => server.shown.length === 1, 'an answer');
  });

  it('with a picture is answered by a photo', async () => {
    const png = Uint8Array.from([137, 80, 78, 71]);
    outcome = () => ({
      kind: 'reply',
      reply: card({ blocks: [{ kind: 'image', png, alt: '3개월 <일봉>' }] }),
      placement: 'new',
    });
    server.say('/chart');
    await until(() => server.shown.length === 2, 'title and photo');
    expect(callsOf('sendPhoto')[0]?.payload).toMatchObject({
      caption: '3개월 &lt;일봉&gt;',
      photo: expect.anything(),
    });
    expect(server.shown[1]?.text).toBe('3개월 <일봉>');
  });
});

describe('a press', () => {
  beforeEach(async () => {
    await platform.start();
    await polling();
    server.say('/balance');
    await until(() => server.shown.length === 1, 'a card');
    outcome = () => ({
      kind: 'reply',
      reply: card({ blocks: [{ kind: 'text', text: '2쪽' }] }),
      placement: 'replace',
    });
  });

  const shownCard = () => {
    const [first] = server.shown;
    if (!first) throw new Error('no card');
    return first;
  };

  it('is acknowledged before the desk works on it, then the card is edited in place', async () => {
    let acknowledgedFirst = false;
    const change = outcome;
    outcome = inbound => {
      acknowledgedFirst = server.answered.size === 1;
      return change(inbound);
    };
    const id = server.press(shownCard(), 'again');
    await until(() => shownCard().edits === 1, 'an edit');

    expect(acknowledgedFirst).toBe(true);
    expect(server.answered.has(id)).toBe(true);
    expect(desk.received[1]).toMatchObject({
      eventId: `press:${id}`,
      content: { kind: 'press', buttonId: 'again' },
    });
    expect(shownCard()).toMatchObject({ text: '[데모] 잔고\n2쪽', keyboard: [] });
    expect(server.shown).toHaveLength(1);
  });

  it('that changes nothing is not an error', async () => {
    outcome = () => ({ kind: 'reply', reply: card(), placement: 'replace' });
    server.press(shownCard(), 'again');
    await until(() => callsOf('editMessageText').length === 1, 'an edit');
    await platform.stop();
    expect(lines.filter(line => line.level === 'error')).toEqual([]);
    expect(server.shown).toHaveLength(1);
  });

  it('on a card that can no longer be edited is answered by a new message', async () => {
    server.fail({
      method: 'editMessageText',
      answer: 400,
      description: "Bad Request: message can't be edited",
    });
    server.press(shownCard(), 'again');
    await until(() => server.shown.length === 2, 'a new message');
    expect(server.shown[1]?.text).toContain('2쪽');
  });

  it('whose acknowledgement fails is logged and not acted on', async () => {
    server.fail({ method: 'answerCallbackQuery', answer: 400, description: 'Bad Request: query is too old' });
    server.press(shownCard(), 'again');
    await until(() => lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(desk.received).toHaveLength(1);
  });

  it('that waited while we were away counts from before we left, not from when it arrived', async () => {
    const before = clock.now();
    server.fail({ method: 'getUpdates', answer: 500 });
    await until(() => platform.status().state === 'lost', 'loss');
    server.press(shownCard(), 'again');
    clock.step(3_600_000);
    server.heal();
    await clock.advance(1000);
    await until(() => desk.received.length === 2, 'the press');
    expect(desk.received[1]?.sentAt).toBe(before);
  });
});

describe('an alert', () => {
  it('goes to the alert chat', async () => {
    await platform.push(card({ visibility: 'public' }));
    expect(server.shown[0]).toMatchObject({ chatId: Number(ALERTS), payload: { protect_content: false } });
  });

  it('rejects when there is no alert chat', async () => {
    await expect(build({ alertChatId: undefined }).push(card())).rejects.toMatchObject({
      kind: 'notOffered',
    });
  });

  it('rejects without waiting when Telegram asks for more patience than 30 s', async () => {
    server.fail({ method: 'sendMessage', answer: 429, retryAfter: 31 });
    await expect(platform.push(card())).rejects.toMatchObject({ kind: 'rateLimited' });
    expect(clock.sleepers).toBe(0);
  });

  it('is tried four times while the server fails, then rejects', async () => {
    server.fail({ method: 'sendMessage', answer: 502 });
    const rejected = expect(platform.push(card())).rejects.toMatchObject({ kind: 'unavailable' });
    for (const [attempt, wait] of [1000, 2000, 4000].entries()) {
      await until(() => callsOf('sendMessage').length === attempt + 1 && clock.sleepers === 1, 'a wait');
      await clock.advance(wait);
    }
    await rejected;
    expect(callsOf('sendMessage')).toHaveLength(4);
  });
});

it('stops at once in the middle of a long poll, and says so', async () => {
  await platform.start();
  await polling();
  const from = performance.now();
  await platform.stop();
  expect(performance.now() - from).toBeLessThan(500);
  expect(platform.status().state).toBe('stopped');
  expect(clock.sleepers).toBe(0);
});

it('lets an answer under way arrive before it stops', async () => {
  await platform.start();
  await polling();
  let release: () => void = () => undefined;
  const slow = new Promise<void>(resolve => {
    release = resolve;
  });
  outcome = async () => {
    await slow;
    return { kind: 'reply', reply: card(), placement: 'new' };
  };
  server.say('/balance');
  await until(() => desk.received.length === 1, 'the command');
  const stopped = platform.stop();
  release();
  await stopped;
  expect(server.shown).toHaveLength(1);
});
