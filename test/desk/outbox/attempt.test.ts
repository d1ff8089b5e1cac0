import { expect, it } from 'vitest';
import { DeskError, type DeskErrorKind, type ErrorDetail } from '../../../src/core/index.js';
import { afterFailure, isMarked, markedRepeat, planTry } from '../../../src/desk/outbox/attempt.js';
import { words } from '../../support/outbox-rig.js';

const WINDOW = 300_000;
const tries = (...at: number[]) => at.map(one => ({ at: one, version: 1 }));
const known = { now: 1_000, sameKeyMs: WINDOW, elsewhere: false, doubtfulMs: 0 };

it.each([
  ['a first attempt is sent', [], {}, { kind: 'send', marked: false }],
  ['in doubt, the same key is used while it is known', [0], {}, { kind: 'send', marked: false }],
  ['… even when others show it', [0], { elsewhere: true }, { kind: 'send', marked: false }],
  [
    'the window counts from the first attempt',
    [0, 299_000],
    { now: WINDOW, elsewhere: true },
    { kind: 'drop' },
  ],
  ['a clock that was set back proves nothing', [5_000], { elsewhere: true }, { kind: 'drop' }],
  [
    'without keys, others get five seconds to show it',
    [0],
    { sameKeyMs: 0, doubtfulMs: 1_500 },
    { kind: 'wait', ms: 3_500 },
  ],
  ['… and then it is sent, marked', [0], { sameKeyMs: 0, doubtfulMs: 5_000 }, { kind: 'send', marked: true }],
  [
    'without keys the next one waits twice as long',
    [0, 500],
    { sameKeyMs: 0, now: 1_500, doubtfulMs: 9_000 },
    { kind: 'wait', ms: 9_000 },
  ],
  [
    '… and is sent, marked again',
    [0, 500],
    { sameKeyMs: 0, now: 10_500, doubtfulMs: 9_000 },
    { kind: 'send', marked: true },
  ],
  [
    '… unless people have it elsewhere by then',
    [0, 500],
    { sameKeyMs: 0, elsewhere: true },
    { kind: 'drop' },
  ],
  [
    'after twenty marked repeats it is given up',
    Array.from({ length: 21 }, (_, n) => n * 300_000),
    { sameKeyMs: 0, now: 9_000_000, doubtfulMs: 9_000_000 },
    { kind: 'drop' },
  ],
  ['a marked repeat has its own window', [0, WINDOW], { now: WINDOW + 5 }, { kind: 'send', marked: true }],
  [
    '… and so has the one after it',
    [0, WINDOW],
    { now: 2 * WINDOW, doubtfulMs: 9_000 },
    { kind: 'send', marked: true },
  ],
])('%s', (_, at, over, plan) => {
  expect(planTry(tries(...at), { ...known, ...over })).toEqual(plan);
});

it('what stands there is a marked repeat only when it was posted anew', () => {
  expect([isMarked(tries(0, 100), WINDOW), isMarked(tries(0, WINDOW), WINDOW)]).toEqual([false, true]);
  expect([isMarked(tries(0), 0), isMarked(tries(0, 100), 0)]).toEqual([false, true]);
});

const failure = (kind: DeskErrorKind, detail: ErrorDetail = {}, how = { plain: false, failures: 0 }) =>
  afterFailure(new DeskError(kind, 'x', detail), how);

it('what the platform will never take is tried plain once; where there is no way, nothing is', () => {
  expect(failure('refused')).toEqual({ kind: 'plain', surely: true });
  expect(failure('refused', {}, { plain: true, failures: 0 })).toEqual({
    kind: 'drop',
    why: 'refused',
    surely: true,
  });
  expect(failure('notOffered')).toEqual({ kind: 'drop', why: 'notOffered', surely: true });
});

it('every other failure is tried again: surely unposted only with proof, and after the time that was asked for', () => {
  const again = { kind: 'again', ordered: false, waitMs: 1_000 };
  expect(failure('timeout')).toEqual({ ...again, surely: false });
  expect(failure('bug')).toEqual({ ...again, surely: false });
  expect(failure('credentials', { posted: 'no' })).toEqual({ ...again, surely: true });
  expect(failure('rateLimited', { posted: 'no', retryAfterMs: 777_000 })).toEqual({
    kind: 'again',
    surely: true,
    ordered: true,
    waitMs: 777_000,
  });
});

it('a mark stands beside the small print that is there', () => {
  const reply = { ...words('x'), footer: '참조 ABC' };
  expect(markedRepeat(reply, 'ko').footer).toBe('참조 ABC · 앞에 같은 알림이 있으면 한 번만 세십시오');
  expect(markedRepeat(words('x'), 'en').footer).toBe('if the same alert stands above, count it once');
});
