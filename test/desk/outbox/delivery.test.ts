import { expect, it } from 'vitest';
import { letterOf, outboxRig, seen } from '../../support/outbox-rig.js';

const HOUR = 3_600_000;
const idOf = (n: number) => letterOf(n, 0).id;

it('what the last run left waiting goes on in order, urgent ones first', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(2, { lane: 'bulk' });
  await rig.post(2, {}, 3);
  await rig.post(2, { lane: 'urgent' }, 5);
  rig.kill();
  rig.walls.discord.state = 'connected';
  rig.outbox.wake('discord');
  await rig.clock.advance(0);
  expect(seen(rig.walls.discord)).toEqual([5, 6, 3, 4, 1, 2]);
});

it('what a platform asks to wait is waited, even when it comes back or something urgent comes', async () => {
  const rig = outboxRig();
  const fates = [{ retryAfterMs: 30_000 }];
  rig.walls.discord.fate = () => fates.shift() ?? 'shown';
  await rig.post(1);
  await rig.post(1, { lane: 'urgent' }, 2);
  rig.outbox.wake('discord');
  await rig.clock.advance(29_999);
  expect(rig.walls.discord.tries).toHaveLength(1);
  await rig.clock.advance(1);
  expect(seen(rig.walls.discord)).toEqual([2, 1]);
});

it('attempts that surely failed are repeated after 1, 2, 4 … 60 seconds, and at once when the platform is back', async () => {
  const rig = outboxRig();
  const began = rig.clock.now();
  rig.walls.discord.fate = () => 'no';
  await rig.post(1);
  await rig.clock.advance(200_000);
  const at = rig.walls.discord.tries.map(one => (one.at - began) / 1_000);
  expect(at).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
  rig.walls.discord.fate = () => 'shown';
  rig.outbox.wake('discord');
  await rig.clock.advance(0);
  expect(seen(rig.walls.discord)).toEqual([1]);
});

it('what is refused is sent once more as plain words, then given up, and the next letter follows', async () => {
  const rig = outboxRig();
  let refusals = 3;
  rig.walls.discord.fate = () => (refusals-- > 0 ? 'refused' : 'shown');
  await rig.post(3);
  await rig.clock.advance(0);
  expect(rig.walls.discord.cards.map(({ plain }) => plain)).toEqual([true, false]);
  expect(seen(rig.walls.discord)).toEqual([2, 3]);
  expect(rig.outbox.letter(idOf(1))?.dropped).toEqual(new Map([['place:discord:42', 'refused']]));
});

it('letters older than a day are given up, and do not keep younger ones waiting', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(1);
  await rig.clock.advance(2 * HOUR);
  await rig.post(1, {}, 2);
  await rig.clock.advance(23 * HOUR);
  expect(rig.outbox.letter(idOf(1))?.dropped.get('place:discord:42')).toBe('tooOld');
  rig.walls.discord.state = 'connected';
  await rig.clock.advance(5_000);
  expect(seen(rig.walls.discord)).toEqual([2]);
});

it('more than 5,000 that wait at one place: the oldest of the least urgent go, with one line in the log', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(1, { lane: 'urgent' });
  await rig.post(2, { lane: 'bulk' }, 2);
  await rig.post(5_000, {}, 4);
  expect(rig.outbox.status().waiting).toBe(5_000);
  expect(rig.outbox.letter(idOf(1))?.waiting).toHaveLength(1);
  expect([2, 3, 4, 5].map(n => rig.outbox.letter(idOf(n))?.waiting.length ?? 0)).toEqual([0, 0, 0, 1]);
  expect(rig.logged.filter(({ event }) => event === 'outbox.full')).toHaveLength(1);
});

it('who waits for a letter learns that it stands somewhere, or will not, or that the time is over', async () => {
  const rig = outboxRig();
  const ends: string[] = [];
  const wait = (n: number, ms: number) =>
    void rig.outbox.resolved(idOf(n), ms).then(() => ends.push(`${n} after ${rig.clock.monotonic()}`));
  rig.walls.discord.fate = key => (key === idOf(1) ? 'notOffered' : 'no');
  await rig.post(2);
  wait(1, 10_000);
  wait(2, 10_000);
  await rig.clock.advance(20_000);
  expect(ends).toEqual(['1 after 0', '2 after 10000']);
});

it('a platform that was away is tried as soon as it is seen to be back, however often it had failed before', async () => {
  const rig = outboxRig();
  rig.walls.discord.fate = () => 'no';
  await rig.post(1);
  // The next attempt would be at 123 s.
  await rig.clock.advance(64_000);
  rig.walls.discord.fate = () => 'shown';
  rig.walls.discord.state = 'lost';
  await rig.clock.advance(10_000);
  expect(seen(rig.walls.discord)).toEqual([]);
  await rig.post(1, {}, 2);
  rig.walls.discord.state = 'connected';
  await rig.clock.advance(5_000);
  expect(seen(rig.walls.discord)).toEqual([1, 2]);
});

it('a platform that is not connected is not tried, and is seen to be back within five seconds', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(1);
  await rig.clock.advance(HOUR);
  expect(rig.walls.discord.tries).toEqual([]);
  rig.walls.discord.state = 'connected';
  await rig.clock.advance(5_000);
  expect(seen(rig.walls.discord)).toEqual([1]);
});

it('a letter that our own code cannot render is tried as plain words, then given up: it blocks nobody', async () => {
  const rig = outboxRig();
  let bugs = 3;
  rig.walls.discord.fate = () => (bugs-- > 0 ? 'bug' : 'shown');
  await rig.post(3);
  await rig.clock.advance(10_000);
  expect(rig.walls.discord.cards.map(({ plain }) => plain)).toEqual([true, false]);
  expect(seen(rig.walls.discord)).toEqual([2, 3]);
  expect(rig.outbox.letter(idOf(1))?.dropped.get('place:discord:42')).toBe('refused');
});
