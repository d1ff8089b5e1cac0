import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../support/clock.js';
import { until } from '../support/fake-desk.js';
import { type FakeTelegram, fakeTelegram } from '../support/fake-telegram.js';
import { callsAreNotNoted } from '../support/platform-calls.js';

callsAreNotNoted();

let clock = manualClock();
let server: FakeTelegram;

beforeEach(async () => {
  clock = manualClock();
  server = await fakeTelegram({ now: clock.now });
});
afterEach(() => server.close());

async function call(method: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`${server.url}/bot${server.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

const refused = (code: number, words: string) => ({
  ok: false,
  error_code: code,
  description: expect.stringContaining(words),
});
const send = (change: object = {}) => call('sendMessage', { chat_id: 7001, text: 'x', ...change });

describe('an edit', () => {
  const edit = (id: number | undefined, change: object = {}) =>
    call('editMessageText', { chat_id: 7001, message_id: id, text: 'y', ...change });

  it('changes the bot’s own message, and nothing that is the same', async () => {
    await send();
    const id = server.shown[0]?.id;
    expect(await edit(id)).toMatchObject({ ok: true });
    expect(await edit(id)).toMatchObject(refused(400, 'message is not modified'));
    expect(server.violations).toEqual([]);
  });

  it('of somebody else’s message is refused', async () => {
    const theirs = server.say('x').message?.message_id;
    expect(await edit(theirs)).toMatchObject(refused(400, "message can't be edited"));
    expect(server.violations).toHaveLength(1);
  });

  it('of a message that a person deleted is refused, which is no fault of the bot', async () => {
    await send();
    const [card] = server.shown;
    if (card) server.remove(card);
    expect(await edit(card?.id)).toMatchObject(refused(400, 'message to edit not found'));
    expect(server.violations).toEqual([]);
  });

  it('of a message that asks for an answer is refused', async () => {
    await send({ reply_markup: { force_reply: true } });
    expect(await edit(server.shown[0]?.id)).toMatchObject(refused(400, "message can't be edited"));
  });
});

describe('a press', () => {
  async function pressed(): Promise<string> {
    await send({ reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] } });
    const [card] = server.shown;
    if (!card) throw new Error('no card');
    return server.press(card, 'x');
  }
  const answer = (id: string) => call('answerCallbackQuery', { callback_query_id: id });

  it('is answered once', async () => {
    const id = await pressed();
    expect(await answer(id)).toMatchObject({ ok: true });
    expect(await answer(id)).toMatchObject(refused(400, 'query is too old'));
    expect(server.violations).toHaveLength(1);
  });

  it('is answered within 20 s', async () => {
    const [soon, late] = [await pressed(), await pressed()];
    clock.step(20_000);
    expect(await answer(soon)).toMatchObject({ ok: true });
    clock.step(1);
    expect(await answer(late)).toMatchObject(refused(400, 'query is too old'));
  });
});

describe('updates', () => {
  it('go to one poll at a time: a second one ends the first', async () => {
    const first = call('getUpdates', { timeout: 30 });
    await until(() => server.polls === 1, 'the first poll');
    const second = call('getUpdates', { timeout: 30 });
    expect(await first).toMatchObject(refused(409, 'terminated by other getUpdates'));
    server.say('x');
    expect(await second).toMatchObject({ ok: true, result: [{ message: { text: 'x' } }] });
  });

  it('come again until a higher offset confirms them', async () => {
    const { update_id: id } = server.say('x');
    expect(await call('getUpdates')).toMatchObject({ result: [{ update_id: id }] });
    expect(await call('getUpdates', { offset: id })).toMatchObject({ result: [{ update_id: id }] });
    expect(await call('getUpdates', { offset: id + 1 })).toMatchObject({ result: [] });
  });

  it('cannot be polled while a webhook is set', async () => {
    expect(await call('setWebhook', { url: 'https://example.com/x' })).toMatchObject({ ok: true });
    expect(await call('getUpdates')).toMatchObject(refused(409, 'webhook is active'));
    await call('deleteWebhook');
    expect(await call('getUpdates')).toMatchObject({ ok: true });
  });

  it.each([
    ['an address without encryption', { url: 'http://example.com/x' }],
    ['a secret with other signs', { url: 'https://example.com/x', secret_token: 'a b' }],
    ['101 connections', { url: 'https://example.com/x', max_connections: 101 }],
  ])('are not delivered to %s', async (_, hook) => {
    expect(await call('setWebhook', hook)).toMatchObject({ ok: false, error_code: 400 });
    expect(await call('getUpdates')).toMatchObject({ ok: true });
  });
});

describe('rates', () => {
  const sendMany = async (count: number, chat: number) => {
    const answers: unknown[] = [];
    for (let i = 0; i < count; i += 1) answers.push(await send({ chat_id: chat }));
    return answers;
  };

  it('are not kept unless asked for', async () => {
    expect(await sendMany(40, 7001)).not.toContainEqual(expect.objectContaining({ ok: false }));
  });

  it('of one chat are answered with 429 and the time to wait', async () => {
    server.enforceRates();
    const last = (await sendMany(7, 7001)).at(-1);
    expect(last).toMatchObject({ ...refused(429, 'retry after 1'), parameters: { retry_after: 1 } });
    clock.step(1000);
    expect(await send()).toMatchObject({ ok: true });
    expect(server.violations).toEqual([]);
  });

  it('of all chats together are answered likewise', async () => {
    server.enforceRates();
    for (let chat = 1; chat <= 30; chat += 1) {
      expect(await send({ chat_id: chat })).toMatchObject({ ok: true });
    }
    expect(await send({ chat_id: 31 })).toMatchObject(refused(429, 'retry after 1'));
  });
});

it('keeps what it refused, and not what it was asked to refuse', async () => {
  server.fail({ method: 'sendMessage', answer: 400, times: 1 });
  await send({ text: '' });
  await send({ text: '' });
  await call('sendPigeon');
  expect(server.violations).toEqual([
    'sendMessage: Bad Request: message text is empty',
    'sendPigeon: Not Found: method not found',
  ]);
});
