import { expect, it } from 'vitest';
import {
  CONSOLE,
  DISCORD,
  isMarkedCard,
  letterOf,
  outboxRig,
  routes,
  seen,
  TELEGRAM,
} from '../../support/outbox-rig.js';

const HOUR = 3_600_000;
const idOf = (n: number) => letterOf(n, 0).id;

it('an attempt of unknown outcome is repeated under its key while the platform knows it', async () => {
  const rig = outboxRig();
  const fates = ['lostAnswer', 'lostAnswer', 'shown'] as const;
  let n = 0;
  rig.walls.discord.fate = () => fates[n++] ?? 'shown';
  await rig.post(2);
  await rig.clock.advance(10_000);
  expect(seen(rig.walls.discord)).toEqual([1, 2]);
  expect(rig.walls.discord.cards.some(isMarkedCard)).toBe(false);
});

it('where keys mean nothing, a letter of unknown outcome is posted again more and more rarely, and says so', async () => {
  const rig = outboxRig();
  rig.walls.telegram.fate = key => (key === idOf(1) ? 'lostAnswer' : 'shown');
  await rig.post(2, { to: routes(TELEGRAM) });
  await rig.clock.advance(4 * HOUR);
  const copies = rig.walls.telegram.cards.filter(({ key }) => key === idOf(1));
  expect(copies).toHaveLength(21);
  expect(copies.map(isMarkedCard)).toEqual([false, ...Array.from({ length: 20 }, () => true)]);
  expect(seen(rig.walls.telegram).at(-1)).toBe(2);
  expect(rig.outbox.letter(idOf(1))?.dropped.get('place:telegram:-100')).toBe('doubtful');
});

it('a letter whose every attempt was cut off for an hour stands there once afterwards', async () => {
  const rig = outboxRig();
  rig.walls.telegram.fate = () => 'lostRequest';
  await rig.post(1, { to: routes(TELEGRAM) });
  await rig.clock.advance(HOUR);
  rig.walls.telegram.fate = () => 'shown';
  await rig.clock.advance(6 * 60_000);
  expect(seen(rig.walls.telegram)).toEqual([1]);
});

it('two places in doubt about the same letter do not both rely on the other', async () => {
  const rig = outboxRig();
  rig.walls.telegram.fate = () => 'lostRequest';
  rig.walls.discord.fate = () => 'lostRequest';
  await rig.post(1, { to: routes(TELEGRAM, DISCORD) });
  await rig.clock.advance(10 * 60_000);
  rig.walls.telegram.fate = () => 'shown';
  rig.walls.discord.fate = () => 'shown';
  await rig.clock.advance(10 * 60_000);
  expect([...seen(rig.walls.telegram), ...seen(rig.walls.discord)]).toContain(1);
});

it('where keys mean nothing, a letter of unknown outcome is given up when people have it elsewhere', async () => {
  const rig = outboxRig();
  rig.walls.telegram.fate = () => 'lostRequest';
  await rig.post(1, { to: routes(TELEGRAM, DISCORD) });
  await rig.clock.advance(HOUR);
  expect([seen(rig.walls.telegram), seen(rig.walls.discord)]).toEqual([[], [1]]);
  expect(rig.walls.telegram.tries).toHaveLength(1);
});

it.each([
  ['where keys mean something, a kill before the answer leads to no second message', DISCORD, [false]],
  ['where keys mean nothing, a kill before the answer leads to a marked repeat', TELEGRAM, [false, true]],
] as const)('%s', async (_, to, marks) => {
  const rig = outboxRig({ latencyMs: 200 });
  await rig.post(1, { to: routes(to) });
  await rig.clock.advance(150);
  rig.kill();
  await rig.clock.advance(60_000);
  const wall = rig.walls[to.platform];
  expect(wall.cards.map(isMarkedCard)).toEqual(marks);
  expect(rig.outbox.letter(idOf(1))?.waiting).toEqual([]);
});

it('where keys mean something, a run that begins after the platform forgot the key marks its repeat', async () => {
  const rig = outboxRig({ latencyMs: 200 });
  await rig.post(1);
  await rig.clock.advance(150);
  rig.walls.discord.state = 'lost';
  rig.kill();
  await rig.clock.advance(2 * HOUR);
  rig.walls.discord.state = 'connected';
  await rig.clock.advance(60_000);
  expect(rig.walls.discord.cards.map(isMarkedCard)).toEqual([false, true]);
});

it('a terminal that shows the letter is no reason to give it up where people look', async () => {
  const rig = outboxRig();
  const fates = ['lostRequest'] as const;
  let n = 0;
  rig.walls.telegram.fate = () => fates[n++] ?? 'shown';
  await rig.post(1, { to: routes(CONSOLE, TELEGRAM) });
  await rig.clock.advance(10_000);
  expect([seen(rig.walls.console), seen(rig.walls.telegram)]).toEqual([[1], [1]]);
});
