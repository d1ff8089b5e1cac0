import { expect, test } from 'vitest';
import { DeskError, type Reply, type ShownCard } from '../../../src/core/index.js';
import { createCards } from '../../../src/desk/confirmations/cards.js';
import { manualClock } from '../../support/clock.js';
import { card as reply } from '../../support/fake-desk.js';

const PLACE: ShownCard = { platform: 'discord', place: '10', message: '20' };

function rig(rewrite: (place: ShownCard, reply: Reply) => Promise<void>) {
  const clock = manualClock();
  const cards = createCards({
    platforms: [{ id: 'discord', rewrite }],
    clock,
    log: () => undefined,
  });
  return { clock, cards };
}

/** A platform that finishes a rewrite when told to. */
function slowPlatform() {
  const begun: string[] = [];
  const finish: (() => void)[] = [];
  return {
    begun,
    rewrite: (_: ShownCard, { title }: Reply) =>
      new Promise<void>(resolve => {
        begun.push(title);
        finish.push(resolve);
      }),
    finish: () => finish.shift()?.(),
  };
}

test('of writes that come while one is under way, only the latest is put there, after it', async () => {
  const platform = slowPlatform();
  const { cards, clock } = rig(platform.rewrite);
  cards.shown('c', PLACE);
  for (const title of ['1', '2', '3']) cards.write('c', () => reply({ title }));
  expect(platform.begun).toEqual(['1']);
  platform.finish();
  await clock.advance(0);
  expect(platform.begun).toEqual(['1', '3']);
  platform.finish();
  await cards.stop();
});

test('what is written before the card stands anywhere is put there once it does', async () => {
  const platform = slowPlatform();
  const { cards } = rig(platform.rewrite);
  cards.write('c', () => reply({ title: 'filled' }));
  expect(platform.begun).toEqual([]);
  cards.shown('c', PLACE);
  expect(platform.begun).toEqual(['filled']);
  platform.finish();
  await cards.stop();
});

test('a held card is not overtaken by what the platform is about to put there itself', async () => {
  const platform = slowPlatform();
  const { cards, clock } = rig(platform.rewrite);
  cards.shown('c', PLACE);
  cards.hold('c');
  cards.write('c', () => reply({ title: 'filled' }));
  await clock.advance(5_000);
  expect(platform.begun).toEqual([]);
  cards.shown('c', PLACE);
  expect(platform.begun).toEqual(['filled']);
  platform.finish();
  await cards.stop();
});

test('a hold that nobody releases ends by itself', async () => {
  const platform = slowPlatform();
  const { cards, clock } = rig(platform.rewrite);
  cards.shown('c', PLACE);
  cards.hold('c');
  cards.write('c', () => reply({ title: 'filled' }));
  await clock.advance(30_000);
  expect(platform.begun).toEqual(['filled']);
  platform.finish();
  await cards.stop();
});

test('a rewrite that fails is tried again until it gets there', async () => {
  let failures = 3;
  const shown: string[] = [];
  const { cards, clock } = rig(async (_, { title }) => {
    if (failures-- > 0) throw new Error('offline');
    shown.push(title);
  });
  cards.shown('c', PLACE);
  cards.write('c', () => reply({ title: 'expired' }));
  await clock.advance(30_000);
  expect(shown).toEqual(['expired']);
  await cards.stop();
});

test('a card whose place went to another one is left alone', async () => {
  const platform = slowPlatform();
  const { cards } = rig(platform.rewrite);
  cards.shown('c', PLACE);
  cards.forget('c', ({ place }) => place === PLACE.place);
  cards.write('c', () => reply({ title: 'late' }));
  expect(platform.begun).toEqual([]);
  await cards.stop();
});

test('a place that refuses for good is not asked again, and the other places of the card are not written twice', async () => {
  const asked: string[] = [];
  const { cards, clock } = rig(async ({ place }) => {
    asked.push(place);
    if (place === 'gone') throw new DeskError('refused', 'unknown message');
    if (place === 'away' && asked.length < 6) throw new DeskError('unavailable', 'not connected');
  });
  for (const place of ['gone', 'away', 'here']) cards.shown('c', { ...PLACE, place });
  cards.write('c', () => reply({ title: 'filled' }));
  await clock.advance(120_000);
  expect(asked).toEqual(['gone', 'away', 'here', 'away', 'away', 'away']);
  await cards.stop();
});

test('a stop while a platform is away ends the attempts, and does not begin them anew for ever', async () => {
  let attempts = 0;
  const { cards, clock } = rig(async () => {
    attempts += 1;
    if (attempts < 50) throw new DeskError('unavailable', 'not connected');
  });
  cards.shown('c', PLACE);
  cards.write('c', () => reply({ title: 'expired' }));
  await clock.advance(0);
  await cards.stop();
  await clock.advance(600_000);
  expect(attempts).toBe(1);
});

test('a card that is held in one chat is kept true in its others, and there once the platform has put it', async () => {
  const written: string[] = [];
  const { cards, clock } = rig(async ({ place }, { title }) => void written.push(`${place} ${title}`));
  const other: ShownCard = { platform: 'discord', place: '11', message: '21' };
  cards.shown('c', PLACE);
  cards.stands('c', other);
  cards.hold('c', PLACE);
  cards.write('c', place => reply({ title: `for ${place.place}` }));
  await clock.advance(5_000);
  expect(written).toEqual(['11 for 11']);
  cards.shown('c', PLACE);
  await clock.advance(0);
  expect(written).toEqual(['11 for 11', '10 for 10']);
  await cards.stop();
});
