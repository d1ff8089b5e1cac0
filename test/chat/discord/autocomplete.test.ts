import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { choicesOf } from '../../../src/chat/discord/choices.js';
import { until } from '../../support/fake-desk.js';
import type { FakeInteraction } from '../../support/fake-discord.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

const type = (typed: string, by = {}) =>
  rig.server.type('price', [{ name: 'symbol', type: 3, value: typed, focused: true }], by);
const proposed = (interaction: FakeInteraction) =>
  until(() => interaction.acknowledged !== undefined, 'an answer');

describe('somebody typing an argument', () => {
  beforeEach(() => rig.platform.start());

  it('is shown what the desk proposes, and nothing is handled or acknowledged otherwise', async () => {
    rig.desk.proposals = () => [
      { value: '005930', label: '삼성전자 005930 · 보유 10주' },
      { value: '005935', label: '삼성전자우 005935' },
    ];
    const interaction = type('ㅅㅅ');
    await proposed(interaction);
    expect(interaction.acknowledged).toMatchObject({
      type: 8,
      data: {
        choices: [
          { name: '삼성전자 005930 · 보유 10주', value: '005930' },
          { name: '삼성전자우 005935', value: '005935' },
        ],
      },
    });
    expect(rig.desk.typings).toEqual([
      {
        platform: 'discord',
        who: { userId: '700000000000000001', name: '민수' },
        where: { platform: 'discord', id: rig.server.channelId, group: rig.server.guildId, kind: 'group' },
        command: 'price',
        argument: 'symbol',
        typed: 'ㅅㅅ',
      },
    ]);
    expect(rig.desk.received).toEqual([]);
    expect(rig.callsOf('POST')).toHaveLength(1);
    expect(rig.clock.sleepers).toBe(0);
  });

  it.each([
    ['has nothing to propose', () => []],
    ['fails', () => Promise.reject(new Error('bug'))],
  ])('gets an empty list when the desk %s', async (_, proposals) => {
    rig.desk.proposals = proposals;
    const interaction = type('x');
    await proposed(interaction);
    expect(interaction.acknowledged?.data).toEqual({ choices: [] });
    expect(rig.lines.filter(line => line.level === 'error')).toEqual([]);
  });

  it('gets an empty list after 300 ms when the desk says nothing by then', async () => {
    rig.desk.proposals = () => new Promise(() => undefined);
    const interaction = type('x');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(299);
    expect(interaction.acknowledged).toBeUndefined();
    await rig.clock.advance(1);
    await proposed(interaction);
    expect(interaction.acknowledged?.data).toEqual({ choices: [] });
  });

  it('for whom the answer fails costs a line of the log for whoever looks for it, and no second try', async () => {
    rig.server.fail({ on: 'POST /interactions', answer: 500 });
    type('x');
    await until(() => rig.lines.some(line => line.event === 'discord.notProposed'), 'the log');
    expect(rig.lines.find(line => line.event === 'discord.notProposed')?.level).toBe('debug');
    expect(rig.callsOf('POST')).toHaveLength(1);
    expect(rig.platform.status().state).toBe('connected');
  });

  it('is not asked about when it is another bot', async () => {
    type('x', { bot: true });
    const person = type('y');
    await proposed(person);
    expect(rig.desk.typings.map(({ typed }) => typed)).toEqual(['y']);
  });
});

describe('choices', () => {
  const suggestion = fc.record({
    value: fc.string({ maxLength: 120 }),
    label: fc.string({ unit: 'grapheme', maxLength: 160 }),
  });

  it('keep to what Discord lists: 25, each a name and another value of 100 characters at most', () => {
    fc.assert(
      fc.property(fc.array(suggestion, { maxLength: 60 }), suggestions => {
        const choices = choicesOf(suggestions);
        expect(choices.length).toBeLessThanOrEqual(25);
        expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
        for (const { name, value } of choices) {
          expect(name.trim().length).toBeGreaterThan(0);
          expect(name.length).toBeLessThanOrEqual(100);
          expect(value.length).toBeLessThanOrEqual(100);
          expect(suggestions.map(given => given.value)).toContain(value);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never show half a number where a label is too long', () => {
    const [choice] = choicesOf([{ value: '1', label: `${'가'.repeat(92)} 1,234,567원` }]);
    expect(choice?.name).toBe(`${'가'.repeat(92)}…`);
  });
});
