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
  words,
} from '../../support/outbox-rig.js';

const HOUR = 3_600_000;
const idOf = (n: number) => letterOf(n, 0).id;

it('new words go out with what waits, and replace what is shown, also after a restart', async () => {
  const rig = outboxRig();
  rig.walls.telegram.state = 'lost';
  await rig.post(1, { to: routes(DISCORD, TELEGRAM, CONSOLE) });
  rig.walls.discord.state = 'lost';
  rig.outbox.change(idOf(1), words('알림 1 새 말'), []);
  await rig.clock.advance(0);
  rig.kill();
  rig.walls.discord.state = 'connected';
  rig.walls.telegram.state = 'connected';
  await rig.clock.advance(5_000);
  expect(rig.walls.discord.cards.map(({ reply }) => reply.title)).toEqual(['알림 1 새 말']);
  expect(rig.walls.telegram.cards.map(({ reply, edits }) => [reply.title, edits.length])).toEqual([
    ['알림 1 새 말', 0],
  ]);
  expect(rig.walls.console.cards.map(({ reply }) => reply.title)).toEqual(['알림 1']);
  expect(rig.outbox.letter(idOf(1))?.shown.get('place:discord:42')?.version).toBe(2);
});

it('many changes of one card become one edit every ten seconds, with the newest words', async () => {
  const rig = outboxRig();
  const began = rig.clock.now();
  await rig.post(1);
  for (let n = 1; n <= 25; n += 1) {
    rig.outbox.change(idOf(1), words(`알림 ${n}`), []);
    await rig.clock.advance(1_000);
  }
  await rig.clock.advance(HOUR);
  const [card] = rig.walls.discord.cards;
  expect(card?.edits.map(at => (at - began) / 1_000)).toEqual([0, 10, 20, 30]);
  expect(card?.reply.title).toBe('알림 25');
});

it('edits that fail are repeated ever more rarely and keep no post waiting; what is refused is given up', async () => {
  const rig = outboxRig();
  await rig.post(1);
  rig.walls.discord.rewriteFate = () => 'no';
  rig.outbox.change(idOf(1), words('알림 1 neu'), []);
  await rig.clock.advance(5 * HOUR);
  const { rewrites } = rig.walls.discord;
  expect(rewrites.slice(1, 5).map((at, i) => at - (rewrites[i] ?? 0))).toEqual([
    10_000, 20_000, 40_000, 80_000,
  ]);
  expect(Math.max(...rewrites.slice(1).map((at, i) => at - (rewrites[i] ?? 0)))).toBe(HOUR);
  await rig.post(1, {}, 2);
  expect(seen(rig.walls.discord)).toContain(2);
  rig.walls.discord.rewriteFate = () => 'refused';
  const before = rewrites.length;
  rig.outbox.wake('discord');
  await rig.clock.advance(10_000);
  expect(rewrites).toHaveLength(before + 1);
  await rig.clock.advance(5 * HOUR);
  expect(rewrites).toHaveLength(before + 1);
});

it('a marked repeat that gets new words keeps its mark', async () => {
  const rig = outboxRig();
  const fates = ['lostAnswer'] as const;
  let n = 0;
  rig.walls.telegram.fate = () => fates[n++] ?? 'shown';
  await rig.post(1, { to: routes(TELEGRAM) });
  await rig.clock.advance(10_000);
  rig.outbox.change(idOf(1), words('알림 1 새 말'), []);
  await rig.clock.advance(10_000);
  // Where the first one stands nobody knows.
  expect(rig.walls.telegram.cards.map(card => [card.reply.title, isMarkedCard(card)])).toEqual([
    ['알림 1', false],
    ['알림 1 새 말', true],
  ]);
});

it('words that change while an edit is on its way follow it', async () => {
  const rig = outboxRig({ latencyMs: 400 });
  await rig.post(1);
  await rig.clock.advance(1_000);
  rig.outbox.change(idOf(1), words('알림 1 b'), []);
  await rig.clock.advance(300);
  rig.outbox.change(idOf(1), words('알림 1 c'), []);
  await rig.clock.advance(11_000);
  expect(rig.walls.discord.cards.map(({ reply }) => reply.title)).toEqual(['알림 1 c']);
});

it('words that change while a letter is on its way are put there by an edit', async () => {
  const rig = outboxRig({ latencyMs: 400 });
  await rig.post(1);
  await rig.clock.advance(300);
  rig.outbox.change(idOf(1), words('알림 1 b'), []);
  await rig.clock.advance(11_000);
  expect(rig.walls.discord.cards.map(({ reply, edits }) => [reply.title, edits.length])).toEqual([
    ['알림 1 b', 1],
  ]);
});

it('an edit waits as long as the platform asks, and so do those of other cards there', async () => {
  const rig = outboxRig();
  const fates = [{ retryAfterMs: 90_000 }];
  rig.walls.discord.rewriteFate = () => fates.shift() ?? 'shown';
  await rig.post(2);
  rig.outbox.change(idOf(1), words('알림 1 b'), []);
  await rig.clock.advance(20_000);
  rig.outbox.change(idOf(2), words('알림 2 b'), []);
  await rig.clock.advance(69_999);
  expect(rig.walls.discord.rewrites).toHaveLength(1);
  await rig.clock.advance(1);
  expect(rig.walls.discord.cards.map(({ reply }) => reply.title)).toEqual(['알림 1 b', '알림 2 b']);
});
