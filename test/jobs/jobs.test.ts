import { expect, it } from 'vitest';
import { DeskError } from '../../src/core/index.js';
import { forever, HOUR, kst, MINUTE, noting, START, stage } from './stage.js';

it('runs a job every time its pattern says, and tells when it ran and will run', async () => {
  const job = noting(() => clock.now());
  const { clock, jobs } = stage([job]);
  const never = { name: 'job-0', deadlineMs: MINUTE, lastRunAt: undefined, lastResult: undefined };
  expect(jobs.status()).toEqual([{ ...never, nextRunAt: kst('2026-11-23T10:30:00') }]);
  await clock.advance(HOUR);
  expect(job.at).toEqual([kst('2026-11-23T10:30:00'), kst('2026-11-23T11:00:00')]);
  expect(jobs.status()).toEqual([
    { ...never, lastRunAt: job.at[1], lastResult: 'ok', nextRunAt: kst('2026-11-23T11:30:00') },
  ]);
});

it.each([
  ['rejects', () => Promise.reject(new DeskError('unavailable', 'no answer')), 'unavailable'],
  [
    'throws at once',
    () => {
      throw new Error('broken');
    },
    'bug',
  ],
  ['throws something that is no error', () => Promise.reject('text'), 'bug'],
])('survives a job that %s, says so, and runs it again', async (_, run, kind) => {
  let count = 0;
  const { clock, jobs, events, told } = stage([
    {
      run: () => {
        count++;
        return run();
      },
    },
  ]);
  await clock.advance(HOUR);
  expect(count).toBe(2);
  expect(events).toEqual(['job_failed job-0', 'job_failed job-0']);
  expect(told).toEqual([`job-0 failed ${kind}`, `job-0 failed ${kind}`]);
  expect(jobs.status()[0]?.lastResult).toBe('failed');
});

it('gives a hanging job up at its deadline, aborts it, and runs it in the next cycle', async () => {
  const signals: AbortSignal[] = [];
  const { clock, jobs, events, told } = stage([
    {
      run: signal => {
        signals.push(signal);
        return forever();
      },
    },
  ]);
  await clock.advance(25 * MINUTE + 30_000);
  expect(signals.map(signal => signal.aborted)).toEqual([false]);
  expect(jobs.status()[0]?.lastResult).toBeUndefined();
  await clock.advance(30_000);
  expect(signals[0]?.reason).toMatchObject({ name: 'TimeoutError' });
  expect(jobs.status()[0]?.lastResult).toBe('overdue');
  await clock.advance(30 * MINUTE);
  expect(signals).toHaveLength(2);
  expect(events).toEqual(['job_overdue job-0', 'job_overdue job-0']);
  expect(told).toEqual(['job-0 overdue', 'job-0 overdue']);
});

it('ignores what becomes of a run after its deadline', async () => {
  const fail: ((error: Error) => void)[] = [];
  const { clock, jobs, events, told } = stage([
    {
      deadlineMs: 1_000,
      run: () =>
        fail.length === 0 ? new Promise<void>((_, reject) => void fail.push(reject)) : Promise.resolve(),
    },
  ]);
  await clock.advance(56 * MINUTE);
  expect(jobs.status()[0]?.lastResult).toBe('ok');
  fail[0]?.(new Error('late'));
  await clock.advance(MINUTE);
  expect(jobs.status()[0]?.lastResult).toBe('ok');
  expect(events).toEqual(['job_overdue job-0']);
  expect(told).toEqual(['job-0 overdue', 'job-0 ok']);
});

it('never runs a job twice at once, and skips the cycle that finds it running', async () => {
  let running = 0;
  let most = 0;
  const { clock, events } = stage([
    {
      cron: '* * * * *',
      deadlineMs: 150_000,
      run: async signal => {
        most = Math.max(most, ++running);
        await clock.sleep(140_000, signal);
        running--;
      },
    },
  ]);
  await clock.advance(4 * MINUTE);
  expect(most).toBe(1);
  expect(events).toContain('job_skipped job-0');
});

it('keeps other jobs going while one hangs', async () => {
  const job = noting(() => clock.now());
  const { clock } = stage([{ run: forever }, job]);
  await clock.advance(HOUR);
  expect(job.at).toHaveLength(2);
});

it('keeps other jobs going when the plan of one cannot be told', async () => {
  const job = noting(() => clock.now());
  let broken = false;
  const { clock, events } = stage([{ run: forever, days: 'trading' }, job], {
    isTradingDay() {
      if (broken) throw new RangeError('no such day');
      return true;
    },
  });
  await clock.advance(MINUTE);
  broken = true;
  await clock.advance(HOUR);
  expect(job.at).toHaveLength(2);
  expect(events).toContain('job_broken job-0');
});

it('tells a run on demand from a planned one, and answers with what came of it', async () => {
  const occasions: string[] = [];
  const { clock, jobs } = stage([
    { run: async (_, occasion) => void occasions.push(occasion) },
    { run: () => Promise.reject(new Error('no')) },
    { run: forever, deadlineMs: 1_000 },
  ]);
  expect(await jobs.runNow('job-0')).toBe('ok');
  expect(await jobs.runNow('job-1')).toBe('failed');
  const overdue = jobs.runNow('job-2');
  await clock.advance(1_000);
  expect(await overdue).toBe('overdue');
  expect(jobs.status().map(status => status.lastRunAt)).toEqual([START, START, START]);
  await clock.advance(25 * MINUTE);
  expect(occasions).toEqual(['asked', 'planned']);
});

it('joins the run under way instead of starting another', async () => {
  let runs = 0;
  const { clock, jobs } = stage([
    {
      run: async signal => {
        runs++;
        await clock.sleep(5_000, signal);
      },
    },
  ]);
  const both = Promise.all([jobs.runNow('job-0'), jobs.runNow('job-0')]);
  await clock.advance(5_000);
  expect(await both).toEqual(['ok', 'ok']);
  expect(runs).toBe(1);
});

it('knows only declared jobs', async () => {
  const { jobs } = stage([{ run: async () => undefined }]);
  await expect(jobs.runNow('other')).rejects.toMatchObject({ kind: 'notFound', detail: { job: 'other' } });
});

it('aborts what is running and starts nothing more once stopped', async () => {
  let count = 0;
  let aborted = false;
  const { clock, jobs } = stage([
    {
      run: async signal => {
        count++;
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        await forever();
      },
    },
  ]);
  const under = jobs.runNow('job-0');
  await clock.advance(100);
  jobs.stop();
  expect(await under).toBe('failed');
  expect(aborted).toBe(true);
  await clock.advance(2 * HOUR);
  expect(count).toBe(1);
  expect(clock.sleepers).toBe(0);
  expect(jobs.status()[0]?.nextRunAt).toBeUndefined();
  await expect(jobs.runNow('job-0')).rejects.toMatchObject({ kind: 'cancelled' });
});

it('leaves no timer behind after a run that ended in time', async () => {
  const { clock, jobs } = stage([{ run: async () => undefined }]);
  const timers = clock.sleepers;
  await jobs.runNow('job-0');
  expect(clock.sleepers).toBe(timers);
});

it('starts nothing when one pattern is malformed', () => {
  const bad = () => stage([{ run: forever }, { cron: '61 * * * *', run: forever }]);
  expect(bad).toThrow('Invalid value for minute');
});

it('survives a log that throws, and somebody who cannot hear the result', async () => {
  const broken = (): never => {
    throw new Error('disk full');
  };
  let count = 0;
  const { clock } = stage(
    [
      {
        run: async () => {
          count++;
          throw new Error('no');
        },
      },
    ],
    { log: broken, onResult: broken },
  );
  await clock.advance(HOUR);
  expect(count).toBe(2);
});
