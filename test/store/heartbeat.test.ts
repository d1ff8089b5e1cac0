import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isFresh, readHeartbeat, startHeartbeat } from '../../src/store/heartbeat.js';
import { manualClock } from '../support/clock.js';
import { scratch } from './scratch.js';

async function beating(health = () => ({ healthy: true, why: [] as string[] })) {
  const directory = await scratch();
  const clock = manualClock();
  const logged: string[] = [];
  const heart = startHeartbeat({
    directory,
    version: '1.2.3',
    clock,
    health,
    log: (_, event) => logged.push(event),
  });
  onTestFinished(() => heart.stop());
  const path = join(directory, 'heartbeat.json');
  const next = async (at: number) => {
    for (let look = 0; look < 500; look++) {
      const beat = await readHeartbeat(directory);
      if (beat?.at === at) return beat;
      await new Promise(resolve => setTimeout(resolve, 2));
    }
    throw new Error('no beat');
  };
  return { directory, clock, heart, logged, path, next };
}

it('says every half minute that the desk is alive, in a file for its owner alone', async () => {
  const { clock, path, next } = await beating();
  const first = await next(clock.now());
  expect(first).toMatchObject({ pid: process.pid, version: '1.2.3', healthy: true, why: [] });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await clock.advance(30_000);
  await next(clock.now());
});

it('counts as fresh for a minute and a half, and not after', async () => {
  const { clock, next } = await beating();
  const beat = await next(clock.now());
  clock.step(90_000);
  expect(isFresh(beat, clock)).toBe(true);
  clock.step(1);
  expect(isFresh(beat, clock)).toBe(false);
});

it('keeps its size whatever it has to say, so that a full disk does not stop it', async () => {
  const why = Array.from({ length: 40 }, () => '디스크가 가득 찼습니다. '.repeat(30));
  const { clock, path, next } = await beating(() => ({ healthy: false, why }));
  expect((await next(clock.now())).why).toHaveLength(5);
  expect((await readFile(path)).length).toBe(4_096);
});

it('goes on when the health cannot be told or the file was removed, and complains once', async () => {
  let broken = true;
  const { clock, path, next, logged } = await beating(() => {
    if (broken) throw new Error('no health');
    return { healthy: true, why: [] };
  });
  await clock.advance(30_000);
  await clock.advance(30_000);
  expect(logged).toEqual(['heartbeat not written']);
  broken = false;
  await clock.advance(30_000);
  await next(clock.now());
  await rm(path);
  await clock.advance(30_000);
  await next(clock.now());
});

it('is gone when the desk has stopped in good order', async () => {
  const { directory, clock, heart, next } = await beating();
  await next(clock.now());
  await heart.stop();
  expect(await readHeartbeat(directory)).toBeUndefined();
});

it('is not taken from a file that somebody else wrote', async () => {
  const directory = await scratch();
  await writeFile(join(directory, 'heartbeat.json'), '{"at":"now"}');
  expect(await readHeartbeat(directory)).toBeUndefined();
});
