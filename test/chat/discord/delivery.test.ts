import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/core/index.js';
import { card, until } from '../../support/fake-desk.js';
import type { FakeInteraction } from '../../support/fake-discord.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

const answered = (interaction: FakeInteraction) =>
  until(() => interaction.original !== undefined, 'an answer');

/** Everything that the bot has sent through interactions. */
const said = () => [...rig.callsOf('POST /interactions'), ...rig.callsOf('PATCH'), ...rig.callsOf('DELETE')];

beforeEach(() => rig.platform.start());

describe('an interaction that is delivered twice', () => {
  it('has one effect and one answer, and is acknowledged once', async () => {
    const interaction = rig.server.command('balance');
    rig.server.redeliver(interaction);
    await answered(interaction);
    rig.server.redeliver(interaction);
    const later = rig.server.command('balance');
    await answered(later);
    expect(rig.desk.received.map(({ eventId }) => eventId)).toEqual([interaction.id, later.id]);
    expect(rig.callsOf('POST /interactions')).toHaveLength(2);
    expect(rig.server.violations).toEqual([]);
  });

  it('by a resumed gateway that begins too early is not answered again', async () => {
    const interaction = rig.server.command('balance');
    await answered(interaction);
    rig.server.gateway.replays = 1;
    rig.server.gateway.drop(4000);
    await rig.state('lost');
    await rig.state('connected');
    const later = rig.server.command('balance');
    await answered(later);
    expect(rig.server.gateway.resumes).toBe(1);
    expect(rig.desk.received).toHaveLength(2);
    expect(said()).toHaveLength(4);
  });

  it('on either side of a new log-in has one effect', async () => {
    const interaction = rig.server.command('balance');
    await answered(interaction);
    rig.server.gateway.drop(4004);
    await rig.state('lost');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1000);
    await rig.state('connected');
    expect(rig.server.gateway.identifies).toHaveLength(2);
    rig.server.redeliver(interaction);
    const later = rig.server.command('balance');
    await answered(later);
    expect(rig.desk.received).toHaveLength(2);
    expect(rig.server.violations).toEqual([]);
  });

  it('on either side of a session that Discord declares void has one effect, and strange guilds are left', async () => {
    const interaction = rig.server.command('balance');
    await answered(interaction);
    // 4007 ends the session but not the client: READY comes again on the same one.
    rig.server.gateway.drop(4007);
    await rig.state('lost');
    rig.server.join('899999999999999991');
    await until(() => rig.server.gateway.identifies.length === 2, 'a new log-in');
    await rig.state('connected');
    rig.server.redeliver(interaction);
    const later = rig.server.command('balance');
    await answered(later);
    expect(rig.desk.received).toHaveLength(2);
    expect(rig.callsOf('PUT')).toHaveLength(1);
    await until(() => rig.server.left.length === 1, 'the leaving');
  });
});

describe('while every answer of the desk hangs', () => {
  it('200 interactions are acknowledged all the same, each once', async () => {
    const waiting: ((outcome: Outcome) => void)[] = [];
    rig.outcome = () => new Promise(resolve => waiting.push(resolve));
    const from = performance.now();
    const asked = Array.from({ length: 200 }, (_, i) =>
      rig.server.command(i % 2 === 0 ? 'balance' : 'price', [], { id: String(7000 + i) }),
    );
    await until(
      () => asked.every(({ acknowledged }) => acknowledged !== undefined),
      'acknowledgements',
      5000,
    );
    expect(performance.now() - from).toBeLessThan(3000);
    await until(() => waiting.length === 200, 'the desk');
    expect(rig.callsOf('POST /interactions')).toHaveLength(200);
    expect(rig.server.violations).toEqual([]);
    for (const resolve of waiting) resolve({ kind: 'reply', reply: card(), placement: 'new' });
    await until(() => rig.desk.answers.length === 200, 'the answers');
  });

  it('typing is answered, and so is a press', async () => {
    const shown = rig.server.command('balance');
    await answered(shown);
    if (!shown.original) throw new Error('no card');
    const waiting: ((outcome: Outcome) => void)[] = [];
    rig.outcome = () => new Promise(resolve => waiting.push(resolve));
    rig.server.command('balance');
    await until(() => waiting.length === 1, 'the desk');
    const typing = rig.server.type('price', [{ name: 'symbol', type: 3, value: '삼', focused: true }]);
    const press = rig.server.press(shown.original, 'again');
    await until(() => Boolean(typing.acknowledged && press.acknowledged), 'acknowledgements');
    await until(() => waiting.length === 2, 'the desk');
    for (const resolve of waiting) resolve({ kind: 'ignored' });
  });
});

it('an acknowledgement that fails is not tried again, and nothing is handled', async () => {
  for (const answer of ['reset', 'lost', 429, 500] as const) {
    rig.server.fail({ on: 'POST /interactions', answer, times: 1 });
    rig.server.command('balance');
  }
  await until(() => rig.lines.filter(line => line.event === 'chat.taskFailed').length === 4, 'the log');
  expect(rig.callsOf('POST /interactions')).toHaveLength(4);
  expect(rig.desk.received).toEqual([]);
  expect(rig.clock.sleepers).toBe(0);
});

it('an event that the library cannot read is logged, and the next one is answered', async () => {
  rig.server.gateway.dispatch('INTERACTION_CREATE', {
    id: '1574227987660800008',
    type: 2,
    data: { type: 1 },
  });
  const next = rig.server.command('balance');
  await answered(next);
  expect(rig.lines.find(line => line.event === 'discord.unreadable')).toMatchObject({
    level: 'error',
    fields: { fault: 'TypeError' },
  });
});
