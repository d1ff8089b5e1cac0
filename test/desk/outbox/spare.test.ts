import { expect, it } from 'vitest';
import { CONSOLE, DISCORD, letterOf, outboxRig, routes, seen, TELEGRAM } from '../../support/outbox-rig.js';

const HOUR = 3_600_000;
const idOf = (n: number) => letterOf(n, 0).id;

it('platform A is down: B shows the letter within ten seconds, and A has it silently when it is back', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(1, { spare: routes(TELEGRAM) });
  await rig.clock.advance(0);
  expect(rig.walls.telegram.cards.map(({ silent }) => silent)).toEqual([false]);
  rig.walls.discord.state = 'connected';
  rig.outbox.wake('discord');
  await rig.clock.advance(0);
  expect(rig.walls.discord.cards.map(({ silent }) => silent)).toEqual([true]);
});

it('platform A answers nothing: B shows the letter after five seconds', async () => {
  const rig = outboxRig();
  rig.walls.discord.fate = () => 'no';
  await rig.post(1, { spare: routes(TELEGRAM) });
  await rig.clock.advance(4_999);
  expect(seen(rig.walls.telegram)).toEqual([]);
  await rig.clock.advance(1);
  expect(seen(rig.walls.telegram)).toEqual([1]);
  expect(rig.journal.written).toContainEqual(
    expect.objectContaining({ kind: 'forwarded', why: 'spare', to: routes(TELEGRAM) }),
  );
});

it('a terminal that shows the letter does not keep it from the spare', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(1, { to: routes(CONSOLE, DISCORD), spare: routes(TELEGRAM) });
  await rig.clock.advance(0);
  expect([seen(rig.walls.console), seen(rig.walls.telegram)]).toEqual([[1], [1]]);
});

it('a destination that there is no way to is given up, and the spare is called at once', async () => {
  const rig = outboxRig();
  rig.walls.discord.fate = () => 'notOffered';
  await rig.post(1, { spare: routes(TELEGRAM) });
  await rig.clock.advance(0);
  expect(seen(rig.walls.telegram)).toEqual([1]);
  expect(rig.outbox.letter(idOf(1))?.dropped.get('place:discord:42')).toBe('notOffered');
});

it('a letter that nobody shows for a minute is recorded as such, and still delivered later', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(1);
  await rig.clock.advance(59_999);
  expect(rig.outbox.status()).toMatchObject({ waiting: 1, nobody: 0 });
  await rig.clock.advance(1);
  expect(rig.outbox.status()).toMatchObject({ waiting: 1, nobody: 1 });
  expect(rig.logged.filter(({ level }) => level === 'error').map(({ event }) => event)).toEqual([
    'outbox.nobody',
  ]);
  rig.walls.discord.state = 'connected';
  await rig.clock.advance(5_000);
  expect(rig.outbox.status()).toMatchObject({ waiting: 0, nobody: 0 });
  expect(rig.outbox.letter(idOf(1))?.nobody).toBe(true);
});

it('a letter without any destination is recorded at once as one that reached nobody', async () => {
  const rig = outboxRig();
  await rig.post(1, { to: [] });
  expect(rig.outbox.letter(idOf(1))?.nobody).toBe(true);
  await rig.outbox.acknowledge(idOf(1), 'telegram:7');
  expect(rig.outbox.status().nobody).toBe(0);
});

it('those whom an alert is carried to because nobody acknowledged it hear it, though the spare shows it', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(1, { spare: routes(TELEGRAM) });
  const person = { platform: 'telegram', kind: 'person', id: '7' } as const;
  rig.outbox.forward(idOf(1), routes(person), 'escalated');
  await rig.clock.advance(0);
  expect(rig.walls.telegram.cards.map(({ to, silent }) => [to, silent])).toEqual([
    ['place:telegram:-100', false],
    ['person:telegram:7', false],
  ]);
});

it('a run that takes over calls the spare, and records what reached nobody', async () => {
  const rig = outboxRig();
  for (const wall of Object.values(rig.walls)) wall.state = 'lost';
  await rig.post(1, { spare: routes(TELEGRAM) });
  await rig.post(1, {}, 2);
  rig.kill();
  await rig.clock.advance(60_000);
  expect(rig.outbox.status().nobody).toBe(2);
  rig.walls.telegram.state = 'connected';
  rig.outbox.wake('telegram');
  await rig.clock.advance(0);
  expect(seen(rig.walls.telegram)).toEqual([1]);
});

it('while no spare is there either none is called: the first to be back shows the letter, and it alone', async () => {
  const rig = outboxRig();
  for (const wall of Object.values(rig.walls)) wall.state = 'lost';
  await rig.post(1, { spare: routes(TELEGRAM) });
  await rig.clock.advance(HOUR);
  for (const wall of [rig.walls.discord, rig.walls.telegram]) {
    wall.state = 'connected';
    rig.outbox.wake(wall === rig.walls.discord ? 'discord' : 'telegram');
    await rig.clock.advance(0);
  }
  await rig.clock.advance(HOUR);
  expect([seen(rig.walls.discord), seen(rig.walls.telegram)]).toEqual([[1], []]);
});

it('a platform that is only starting gets its five seconds before the spare is called', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'starting';
  await rig.post(1, { spare: routes(TELEGRAM) });
  await rig.clock.advance(2_000);
  rig.walls.discord.state = 'connected';
  rig.outbox.wake('discord');
  await rig.clock.advance(HOUR);
  expect([seen(rig.walls.discord), seen(rig.walls.telegram)]).toEqual([[1], []]);
});

it('each letter has its own five seconds', async () => {
  const rig = outboxRig();
  rig.walls.discord.fate = () => 'no';
  const over = { spare: routes(TELEGRAM) };
  await rig.post(1, over);
  await rig.clock.advance(2_000);
  await rig.post(1, over, 2);
  await rig.clock.advance(4_999);
  expect(seen(rig.walls.telegram)).toEqual([1]);
  await rig.clock.advance(1);
  expect(seen(rig.walls.telegram)).toEqual([1, 2]);
});

it('a letter that lay for more than a day without a run is recorded as one that reached nobody', async () => {
  const rig = outboxRig();
  rig.walls.discord.state = 'lost';
  await rig.post(1);
  const past = [...rig.journal.written];
  const last = outboxRig({ past, startsLater: 25 * HOUR });
  await last.clock.advance(5_000);
  expect(last.outbox.letter(idOf(1))).toMatchObject({ nobody: true, waiting: [] });
  expect(last.walls.discord.tries).toEqual([]);
});
