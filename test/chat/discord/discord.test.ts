import { beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_COMMANDS } from '../../support/fake-commands.js';
import { until } from '../../support/fake-desk.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

describe('log-in', () => {
  it('identifies with the Guilds intent alone and registers the commands in one write', async () => {
    await rig.platform.start();
    expect(rig.platform.status()).toEqual({ id: 'discord', state: 'connected', reason: undefined });
    expect(rig.server.gateway.identifies.map(identify => identify['intents'])).toEqual([1]);
    expect(rig.callsOf('PUT')).toHaveLength(1);
    expect(
      rig.server.commands.get(rig.server.guildId)?.map(command => command['name_localizations']),
    ).toEqual([{ ko: '잔고' }, { ko: '주문' }, { ko: '현재가' }]);
  });

  it('tells each change of its state once', async () => {
    await rig.platform.start();
    rig.server.gateway.drop(4000);
    await rig.state('lost');
    await rig.state('connected');
    await rig.platform.stop();
    expect(rig.states.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'discord connected',
      'discord lost',
      'discord connected',
      'discord stopped',
    ]);
    expect(rig.states[1]?.reason).toBe('디스코드 연결이 끊겨 다시 잇는 중');
  });

  it('writes the commands only when they changed', async () => {
    await rig.platform.start();
    await rig.platform.stop();
    rig.platform = rig.build();
    await rig.platform.start();
    expect(rig.callsOf('PUT')).toHaveLength(1);
    await rig.platform.stop();
    rig.platform = rig.build({ commands: SAMPLE_COMMANDS.slice(1) });
    await rig.platform.start();
    expect(rig.callsOf('PUT')).toHaveLength(2);
  });

  it('serves the other guilds when the bot is not in one of them', async () => {
    rig.platform = rig.build({ guildIds: ['899999999999999999', rig.server.guildId] });
    await rig.platform.start();
    expect(rig.platform.status().state).toBe('connected');
    expect(rig.server.commands.get(rig.server.guildId)).toHaveLength(3);
    expect(rig.lines.find(line => line.event === 'discord.notRegistered')?.fields).toMatchObject({
      kind: 'refused',
    });
  });

  it('is lost with a clean reason while the token is refused, and comes back by itself', async () => {
    rig.server.accept('another');
    await rig.platform.start();
    expect(rig.platform.status()).toEqual({
      id: 'discord',
      state: 'lost',
      reason: '디스코드가 봇 토큰을 거부함 (401)',
    });
    rig.server.accept(rig.server.token);
    await rig.clock.advance(1000);
    await rig.state('connected');
  });

  it('is lost while the server cannot be reached, and throws nothing', async () => {
    await rig.server.close();
    await rig.platform.start();
    expect(rig.platform.status()).toMatchObject({
      state: 'lost',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('neither logs nor shows the token, whatever goes wrong', async () => {
    rig.server.fail({ on: 'GET /gateway', answer: 500 });
    await rig.platform.start();
    rig.server.heal();
    await rig.clock.advance(1000);
    await rig.state('connected');
    rig.server.fail({ on: 'POST', answer: 'reset' });
    const interaction = rig.server.command('balance');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(JSON.stringify([rig.lines, rig.platform.status()])).not.toContain(rig.server.token);
    expect(JSON.stringify(rig.lines)).not.toContain(interaction.token);
  });
});

it('logs in anew when the registration is refused with 401', async () => {
  rig.server.fail({ on: 'PUT', answer: 401, times: 1 });
  await rig.platform.start();
  await rig.state('lost');
  await until(() => rig.clock.sleepers === 1, 'the wait');
  await rig.clock.advance(1000);
  await until(() => rig.server.commands.size === 1, 'the commands');
  await rig.state('connected');
});

describe('the gateway', () => {
  beforeEach(() => rig.platform.start());

  it('that drops is resumed, and what was said meanwhile is answered', async () => {
    rig.server.gateway.drop(4000);
    await rig.state('lost');
    const missed = rig.server.command('balance');
    await rig.state('connected');
    await until(() => missed.original !== undefined, 'an answer');
    expect(rig.server.gateway.resumes).toBe(1);
    expect(rig.server.gateway.identifies).toHaveLength(1);
  });

  it('that closes for good is opened anew', async () => {
    rig.server.gateway.drop(4004);
    await rig.state('lost');
    expect(rig.platform.status().reason).toBe('디스코드가 봇 토큰을 거부함 (401)');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1000);
    await rig.state('connected');
    const interaction = rig.server.command('balance');
    await until(() => interaction.original !== undefined, 'an answer');
  });

  it('that cannot be resumed within a minute is given up, and a new log-in follows', async () => {
    rig.server.gateway.open = false;
    rig.server.gateway.drop(4000);
    await rig.state('lost');
    await until(() => rig.clock.sleepers > 0, 'the limit');
    await rig.clock.advance(60_000);
    await until(() => rig.platform.status().reason === '디스코드에 다시 연결하지 못함', 'giving up');
    rig.server.gateway.open = true;
    await rig.clock.advance(1000);
    await rig.state('connected');
    expect(rig.server.gateway.identifies).toHaveLength(2);
  });
});

describe('stopping', () => {
  it('ends the connection at once and says so', async () => {
    await rig.platform.start();
    const from = performance.now();
    await rig.platform.stop();
    expect(performance.now() - from).toBeLessThan(500);
    expect(rig.platform.status().state).toBe('stopped');
    await until(() => rig.server.gateway.connections === 0, 'no connection');
    expect(rig.clock.sleepers).toBe(0);
  });

  it('between two connections leaves nothing that connects again', async () => {
    await rig.platform.start();
    rig.server.gateway.drop(4000);
    await rig.state('lost');
    await rig.platform.stop();
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(rig.server.gateway.connections).toBe(0);
    expect(rig.server.gateway.resumes).toBe(0);
  });

  it('ends a connection that is only greeted after the stop', async () => {
    rig.server.gateway.silent = true;
    const started = rig.platform.start();
    await until(() => rig.server.gateway.connections === 1, 'the connection');
    await rig.platform.stop();
    await started;
    rig.server.gateway.silent = false;
    await until(() => rig.server.gateway.connections === 0, 'its end');
  });

  it('in the middle of a log-in ends that too', async () => {
    rig.server.gateway.open = false;
    const started = rig.platform.start();
    await until(() => rig.callsOf('GET /gateway').length > 0, 'the log-in');
    await rig.platform.stop();
    await started;
    expect(rig.platform.status().state).toBe('stopped');
    rig.server.gateway.open = true;
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(rig.server.gateway.connections).toBe(0);
  });
});
