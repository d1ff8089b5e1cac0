import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHalts } from '../../../src/desk/halt/halts.js';
import { openHaltFile } from '../../../src/store/halt-file.js';
import { reports, scratch } from '../../store/scratch.js';
import { manualClock } from '../../support/clock.js';
import { actOf } from './halt-rig.js';

/** The kill switch on a directory of the disk, as after a start. */
async function start(directory: string) {
  const clock = manualClock();
  const store = await openHaltFile({ directory, clock, language: 'ko', report: reports().report });
  onTestFinished(() => store.close());
  let ids = 0;
  const halts = await createHalts({
    store,
    clock,
    log: () => undefined,
    language: 'ko',
    tell: () => undefined,
    newId: () => {
      ids += 1;
      return `H${ids}`;
    },
  });
  return { clock, store, halts };
}

test('a halt is found again after a restart, and not after it was lifted', async () => {
  const directory = await scratch();
  const first = await start(directory);
  const order = {
    scope: { kind: 'symbol', code: '005930', name: '삼성전자' },
    forMs: undefined,
    reason: '급락',
  } as const;
  const { halt, durable } = await first.halts.set(order, 'discord:1001');
  expect(durable).toBe(true);
  await first.store.close();
  const second = await start(directory);
  expect(second.halts.list()).toEqual([halt]);
  expect(second.halts.blocking(actOf('place'))).toEqual(halt);
  await second.halts.lift('all');
  await second.store.close();
  const third = await start(directory);
  expect(third.halts.list()).toEqual([]);
});

test('a file named HALT that appears while an order is on its way stops it', async () => {
  const directory = await scratch();
  const { halts, clock } = await start(directory);
  const guard = halts.guard(actOf('place'));
  await writeFile(join(directory, 'HALT'), '');
  await clock.advance(250);
  expect(guard.signal.aborted).toBe(true);
  guard.release();
  expect(halts.blocking(actOf('amend'))?.by).toBe('file');
  await rm(join(directory, 'HALT'));
  expect(halts.blocking(actOf('amend'))).toBeUndefined();
});
