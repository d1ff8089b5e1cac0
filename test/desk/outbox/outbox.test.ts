import { expect, it } from 'vitest';
import {
  DISCORD,
  isMarkedCard,
  letterOf,
  outboxRig,
  routes,
  seen,
  TELEGRAM,
} from '../../support/outbox-rig.js';

const HOUR = 3_600_000;
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const idOf = (n: number) => letterOf(n, 0).id;

it('a letter and its attempt are durable before it is sent', async () => {
  const rig = outboxRig({ flushMs: 100 });
  void rig.outbox.post(letterOf(1, rig.clock.now()));
  await rig.clock.advance(99);
  expect(rig.walls.discord.tries).toEqual([]);
  await rig.clock.advance(1);
  expect(rig.journal.written.map(({ kind }) => kind)).toEqual(['posted', 'trying', 'shown']);
  expect(seen(rig.walls.discord)).toEqual([1]);
});

it('both platforms are down for an hour with 500 letters: all are delivered later, in order, none twice', async () => {
  const rig = outboxRig({ latencyMs: 20 });
  rig.walls.discord.state = 'lost';
  rig.walls.telegram.state = 'lost';
  for (let n = 0; n < 10; n += 1) {
    await rig.post(50, { to: routes(DISCORD, TELEGRAM) }, 1 + n * 50);
    await rig.clock.advance(HOUR / 10);
  }
  expect(rig.outbox.status()).toMatchObject({ waiting: 500, nobody: 500 });
  rig.walls.discord.state = 'connected';
  rig.walls.telegram.state = 'connected';
  await rig.clock.advance(20_000);
  expect(seen(rig.walls.discord)).toEqual(upTo(500));
  expect(seen(rig.walls.telegram)).toEqual(upTo(500));
  expect(rig.outbox.status()).toEqual({ waiting: 0, oldestAt: undefined, nobody: 0 });
});

it('a full disk stops no letter: the trouble is logged once, and made good when there is room again', async () => {
  const rig = outboxRig();
  rig.journal.disk = 'full';
  await rig.post(3);
  await rig.clock.advance(0);
  expect(seen(rig.walls.discord)).toEqual([1, 2, 3]);
  expect(rig.logged.filter(({ event }) => event === 'outbox.notWritten')).toHaveLength(1);
  rig.journal.disk = 'works';
  await rig.post(1, {}, 4);
  rig.kill();
  expect([...rig.outbox.letters()].map(({ shown }) => shown.size)).toEqual([1, 1, 1, 1]);
});

it('a disk that hangs holds a letter back for seconds, not for ever', async () => {
  const rig = outboxRig();
  rig.journal.disk = 'hangs';
  void rig.post(1);
  await rig.clock.advance(2_000);
  expect(seen(rig.walls.discord)).toEqual([1]);
});

it('mutes and acknowledgements are known to the next run', async () => {
  const rig = outboxRig();
  const until = rig.clock.now() + HOUR;
  await rig.post(1);
  await rig.outbox.acknowledge(idOf(1), 'telegram:7');
  await rig.outbox.mute('broker', until, 'telegram:7');
  rig.kill(most => most);
  expect(rig.outbox.letter(idOf(1))?.acknowledged?.by).toBe('telegram:7');
  expect(rig.outbox.mutedUntil('broker')).toBe(until);
  await rig.clock.advance(HOUR);
  expect(rig.outbox.mutedUntil('broker')).toBeUndefined();
});

it('a letter that is forwarded reaches the others, and those that have it once', async () => {
  const rig = outboxRig();
  await rig.post(1);
  rig.outbox.forward(idOf(1), routes(DISCORD, TELEGRAM), 'escalated');
  await rig.clock.advance(0);
  expect([seen(rig.walls.discord), seen(rig.walls.telegram)]).toEqual([[1], [1]]);
  expect(rig.outbox.letter(idOf(1))?.escalated).toBe(true);
  expect(rig.walls.telegram.cards[0]?.silent).toBe(false);
});

it('a stop sends nothing more, and the next run delivers what it left', async () => {
  const rig = outboxRig({ latencyMs: 500 });
  await rig.post(3);
  void rig.outbox.stop();
  await rig.clock.advance(10_000);
  expect(seen(rig.walls.discord)).toEqual([1]);
  rig.kill();
  await rig.clock.advance(10_000);
  expect(seen(rig.walls.discord)).toEqual([1, 2, 3]);
  expect(rig.walls.discord.cards.some(isMarkedCard)).toBe(false);
});

it('settled comes when every destination was tried or cannot be', async () => {
  const rig = outboxRig({ latencyMs: 100 });
  rig.walls.telegram.state = 'lost';
  await rig.post(3, { to: routes(DISCORD, TELEGRAM) });
  let settledAt: number | undefined;
  void rig.outbox.settled(60_000).then(() => {
    settledAt = rig.clock.monotonic();
  });
  await rig.clock.advance(1_000);
  expect(settledAt).toBe(300);
});

it('the journal learns what it has to keep', async () => {
  const rig = outboxRig();
  await rig.post(1);
  await rig.clock.advance(8 * 24 * HOUR);
  await rig.post(1, {}, 2);
  const [old, young] = [1, 2].map(n => ({ kind: 'posted' as const, letter: letterOf(n, 0) }));
  expect([old, young].map(event => event && rig.journal.needed?.(event))).toEqual([false, true]);
});

it('a letter that is posted twice under one id is sent once', async () => {
  const rig = outboxRig();
  await rig.post(1, { to: routes(DISCORD, DISCORD) });
  await rig.post(1);
  await rig.clock.advance(HOUR);
  expect(seen(rig.walls.discord)).toEqual([1]);
});
