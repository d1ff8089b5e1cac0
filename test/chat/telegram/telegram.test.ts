import { describe, expect, it } from 'vitest';
import { card, until } from '../../support/fake-desk.js';
import { ALERTS, telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

describe('log-in', () => {
  it('listens for messages and presses alone', async () => {
    await rig.platform.start();
    await rig.polling();
    expect(rig.platform.status()).toEqual({ id: 'telegram', state: 'connected', reason: undefined });
    expect(rig.callsOf('getUpdates').map(call => call.payload['allowed_updates'])).toEqual([
      ['message', 'callback_query'],
      ['message', 'callback_query'],
    ]);
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

  it('that ends in the middle, with the token, begins again by itself and loses nothing', async () => {
    await rig.platform.start();
    await rig.polling();
    rig.server.accept('another:token');
    await until(() => rig.platform.status().state === 'lost', 'loss');
    rig.server.say('/balance');
    rig.server.accept(rig.server.token);
    await rig.clock.advance(1000);
    await until(() => rig.server.shown.length === 1, 'an answer');
    expect(rig.changes.map(({ state, reason }) => [state, reason])).toEqual([
      ['connected', undefined],
      ['lost', '텔레그램이 봇 토큰을 거부함 (401)'],
      ['connected', undefined],
    ]);
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
    await expect(rig.post()).rejects.toMatchObject({ kind: 'unavailable' });
    while (rig.lines.every(line => line.event !== 'chat.taskFailed')) await rig.clock.advance(500);
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

  it('is told to whoever asked to know, and costs and doubles no message', async () => {
    await rig.platform.start();
    await rig.polling();
    rig.server.fail({ method: 'getUpdates', answer: 409, description: 'Conflict', times: 3 });
    await until(() => rig.platform.status().state === 'lost', 'the conflict');
    rig.server.say('/balance');
    rig.server.say('/price');
    for (const wait of [1000, 2000, 4000]) {
      await until(() => rig.clock.sleepers === 1, 'the wait');
      await rig.clock.advance(wait);
    }
    await until(() => rig.server.pending.length === 0, 'both confirmed');
    expect(rig.desk.received.map(({ content }) => content)).toEqual([
      { kind: 'text', text: '/balance' },
      { kind: 'text', text: '/price' },
    ]);
    expect(rig.changes.map(({ state }) => state)).toEqual(['connected', 'lost', 'connected']);
    expect(rig.changes[1]?.reason).toContain('409');
  });

  it('takes turns with it, as Telegram ends the older poll, and has the messages to itself afterwards', async () => {
    await rig.platform.start();
    await rig.polling();
    const other = rig.build();
    await other.start();
    await until(() => rig.platform.status().state === 'lost', 'the conflict');
    rig.server.say('/balance');
    await until(() => rig.desk.received.length === 1, 'the other one takes it');
    await other.stop();
    await rig.clock.advance(1000);
    await until(() => rig.platform.status().state === 'connected', 'recovery');
    rig.server.say('/price');
    await until(() => rig.desk.answers.length >= 2 && rig.server.pending.length === 0, 'an answer');
    const asked = rig.desk.received.map(({ eventId }) => eventId);
    expect(new Set(asked).size).toBe(2);
  });

  it('does not keep alerts from being sent', async () => {
    rig.server.fail({ method: 'getUpdates', answer: 409, description: 'Conflict' });
    await rig.platform.start();
    expect(rig.platform.status().state).toBe('lost');
    await rig.post(card({ title: '토큰 갱신 실패' }));
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
