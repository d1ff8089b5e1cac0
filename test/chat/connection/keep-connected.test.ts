import { expect, it } from 'vitest';
import { type Connect, keepConnected } from '../../../src/chat/connection/index.js';
import { DeskError } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { logBook } from '../../support/fake-desk.js';

const gone = new DeskError('unavailable', 'gone');

/** A platform whose attempts end as the list says; after that every attempt fails. */
function scripted(plan: ('up' | 'fail')[]) {
  const clock = manualClock();
  const attempts: number[] = [];
  const ends: ((error: DeskError) => void)[] = [];
  let closed = 0;
  const connect: Connect = async () => {
    attempts.push(clock.monotonic());
    if (plan.shift() !== 'up') throw gone;
    return {
      over: new Promise(resolve => ends.push(resolve)),
      close: async () => {
        closed += 1;
      },
    };
  };
  const { log, lines } = logBook();
  const changes: string[] = [];
  const changed = ({ state }: { state: string }) => void changes.push(state);
  const kept = keepConnected({ id: 'discord', connect, changed, clock, log });
  return { clock, attempts, ends, kept, lines, changes, closed: () => closed };
}

it('waits 1 s after the first failure and twice as long after each, up to five minutes', async () => {
  const { clock, attempts, kept } = scripted([]);
  await kept.start();
  await clock.advance(1_200_000);
  const waits = attempts.slice(1).map((at, i) => (at - (attempts[i] ?? 0)) / 1000);
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  await kept.stop();
});

it('keeps waiting longer when sessions open but die young', async () => {
  const { clock, attempts, ends, kept } = scripted(['up', 'up', 'up']);
  await kept.start();
  ends[0]?.(gone);
  await clock.advance(1000);
  ends[1]?.(gone);
  await clock.advance(2000);
  expect(attempts).toEqual([0, 1000, 3000]);
  await kept.stop();
});

it('begins with short waits again after a session that lasted a minute', async () => {
  const { clock, attempts, ends, kept } = scripted(['fail', 'fail', 'up', 'up']);
  await kept.start();
  await clock.advance(3000);
  await clock.advance(60_000);
  ends[0]?.(gone);
  await clock.advance(1000);
  expect(attempts).toEqual([0, 1000, 3000, 64_000]);
  expect(kept.status()).toEqual({ id: 'discord', state: 'connected', reason: undefined });
  await kept.stop();
});

it('shows what is wrong while it is wrong, and logs and tells each change once', async () => {
  const { clock, kept, lines, changes } = scripted(['fail', 'fail', 'up']);
  await kept.start();
  expect(kept.status()).toEqual({ id: 'discord', state: 'lost', reason: 'gone' });
  await clock.advance(3000);
  expect(lines.map(line => line.event)).toEqual(['chat.lost', 'chat.connected']);
  expect(changes).toEqual(['lost', 'connected']);
  await kept.stop();
});

it('stops in the middle of a wait and closes the session that is open', async () => {
  const waiting = scripted([]);
  await waiting.kept.start();
  await waiting.kept.stop();
  expect(waiting.clock.sleepers).toBe(0);
  expect(waiting.kept.status().state).toBe('stopped');

  const open = scripted(['up']);
  await open.kept.start();
  await open.kept.stop();
  expect(open.closed()).toBe(1);
  expect(open.attempts).toHaveLength(1);
});
