import { expect, it } from 'vitest';
import { until } from '../../support/fake-desk.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

const STRANGE = '899999999999999991';
const leftOnes = () =>
  rig.lines.filter(line => line.event === 'discord.left').map(({ fields }) => fields['guild']);

it('a guild that is not listed is left on start, and nothing is told there', async () => {
  rig.server.join(STRANGE);
  await rig.platform.start();
  await until(() => leftOnes().length === 1, 'the leaving');
  expect(rig.server.left).toEqual([STRANGE]);
  expect(leftOnes()).toEqual([STRANGE]);
  expect(rig.server.commands.has(STRANGE)).toBe(false);
  expect(rig.server.posted).toEqual([]);
});

it('a guild that somebody adds the bot to later is left at once', async () => {
  await rig.platform.start();
  rig.server.join(STRANGE);
  await until(() => rig.server.left.length === 1, 'the leaving');
  expect(rig.callsOf('DELETE')).toEqual([`DELETE /users/@me/guilds/${STRANGE}`]);
});

it('a guild that the bot came into while it was away is left when it is back', async () => {
  await rig.platform.start();
  rig.server.gateway.drop(4000);
  await rig.state('lost');
  rig.server.join(STRANGE);
  await until(() => rig.server.left.length === 1, 'the leaving');
});

it('leaving is tried again after a passing failure, and a listed guild is never left', async () => {
  rig.server.fail({ on: 'DELETE', answer: 502, times: 1 });
  await rig.platform.start();
  rig.server.join(STRANGE);
  await until(() => rig.clock.sleepers === 1, 'the wait');
  await rig.clock.advance(1000);
  await until(() => rig.server.left.length === 1, 'the leaving');
  expect(rig.server.left).toEqual([STRANGE]);
  expect(rig.platform.status().state).toBe('connected');
});
