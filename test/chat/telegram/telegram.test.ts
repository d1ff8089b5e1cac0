import { describe, expect, it } from 'vitest';
import { card, until } from '../../support/fake-desk.js';
import { GROUP } from '../../support/fake-telegram.js';
import { ALERTS, telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

describe('log-in', () => {
  it('registers the menu for private chats and listed groups, in both languages, then listens', async () => {
    await rig.platform.start();
    await rig.polling();

    expect(rig.platform.status()).toEqual({ id: 'telegram', state: 'connected', reason: undefined });
    const menus = rig
      .callsOf('setMyCommands')
      .map(({ payload }) => [payload['scope'], payload['language_code']]);
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
    expect(rig.callsOf('setMyCommands')[2]?.payload['commands']).toEqual([
      { command: 'balance', description: 'Balance and holdings' },
      { command: 'orders', description: 'Orders of a day' },
      { command: 'price', description: 'Current price' },
    ]);
    expect(rig.callsOf('getUpdates').map(call => call.payload['allowed_updates'])).toEqual([
      ['message', 'callback_query'],
      ['message', 'callback_query'],
    ]);
  });

  it('still listens when the menu of a group cannot be written', async () => {
    rig.server.fail({ method: 'setMyCommands', answer: 400, description: 'Bad Request: chat not found' });
    await rig.platform.start();
    expect(rig.platform.status().state).toBe('connected');
    expect(rig.lines.filter(line => line.event === 'telegram.menuNotSet')).toHaveLength(2);
  });

  it('is lost with a clean reason while the token is refused, and comes back by itself', async () => {
    rig.server.accept('another:token');
    await rig.platform.start();
    expect(rig.platform.status()).toEqual({
      id: 'telegram',
      state: 'lost',
      reason: '텔레그램이 봇 토큰을 거부함 (401)',
    });
    rig.server.accept(rig.server.token);
    await rig.clock.advance(1000);
    await until(() => rig.platform.status().state === 'connected', 'recovery');
  });

  it('is lost while the server cannot be reached, and throws nothing', async () => {
    await rig.server.close();
    await rig.platform.start();
    expect(rig.platform.status()).toMatchObject({
      state: 'lost',
      reason: '텔레그램에 연결할 수 없음 (ECONNREFUSED)',
    });
  });

  it('neither logs nor shows the token, whatever goes wrong', async () => {
    await rig.platform.start();
    await rig.polling();
    rig.server.fail({ method: 'sendMessage', answer: 'reset' });
    rig.server.say('/balance');
    await until(() => rig.callsOf('sendMessage').length === 1, 'an attempt');
    const rejected = expect(rig.platform.push(card())).rejects.toMatchObject({ kind: 'unavailable' });
    while (rig.lines.every(line => line.event !== 'chat.taskFailed')) await rig.clock.advance(500);
    await rig.clock.advance(10_000);
    await rejected;
    await rig.server.close();
    await until(() => rig.platform.status().state === 'lost', 'loss');
    expect(JSON.stringify([rig.lines, rig.platform.status()])).not.toContain(rig.server.token.split(':')[1]);
  });
});

describe('another program with the same token', () => {
  it('is reported as lost while it takes the messages, and overcome when it stops', async () => {
    await rig.platform.start();
    await rig.polling();
    rig.server.fail({ method: 'getUpdates', answer: 409, description: 'Conflict' });
    await until(() => rig.platform.status().state === 'lost', 'the conflict');
    expect(rig.platform.status().reason).toContain('409');

    rig.server.heal();
    await rig.clock.advance(1000);
    await until(() => rig.platform.status().state === 'connected', 'recovery');
    rig.server.say('/balance');
    await until(() => rig.server.shown.length === 1, 'an answer');
  });

  it('does not keep alerts from being sent', async () => {
    rig.server.fail({ method: 'getUpdates', answer: 409, description: 'Conflict' });
    await rig.platform.start();
    expect(rig.platform.status().state).toBe('lost');
    await rig.platform.push(card({ title: '토큰 갱신 실패' }));
    expect(rig.server.shown[0]).toMatchObject({ chatId: Number(ALERTS) });
  });
});

it('stops at once in the middle of a long poll, and says so', async () => {
  await rig.platform.start();
  await rig.polling();
  const from = performance.now();
  await rig.platform.stop();
  expect(performance.now() - from).toBeLessThan(500);
  expect(rig.platform.status().state).toBe('stopped');
  expect(rig.clock.sleepers).toBe(0);
});

it('lets an answer under way arrive before it stops', async () => {
  await rig.platform.start();
  await rig.polling();
  let release: () => void = () => undefined;
  const slow = new Promise<void>(resolve => {
    release = resolve;
  });
  rig.outcome = async () => {
    await slow;
    return { kind: 'reply', reply: card(), placement: 'new' };
  };
  rig.server.say('/balance');
  await until(() => rig.desk.received.length === 1, 'the command');
  const stopped = rig.platform.stop();
  release();
  await stopped;
  expect(rig.server.shown).toHaveLength(1);
});
