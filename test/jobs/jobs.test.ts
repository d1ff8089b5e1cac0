import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { DeskError, type Log, systemClock } from '../../src/core/index.js';
import { type Job, startJobs } from '../../src/jobs/index.js';

const MINUTE = 60_000;
const start = Date.parse('2026-11-23T10:05:00+09:00');
const kst = (text: string) => Date.parse(`${text}+09:00`);

beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

function begin(...declared: (Partial<Job> & Pick<Job, 'run'>)[]) {
  const events: string[] = [];
  const log: Log = (_, event, fields) => events.push(`${event} ${fields?.['job']}`);
  const complete = declared.map((job, n) => ({
    name: `job-${n}`,
    cron: '*/30 * * * *',
    deadlineMs: MINUTE,
    ...job,
  }));
  const jobs = startJobs(complete, { clock: systemClock, log, timezone: 'Asia/Seoul' });
  onTestFinished(() => jobs.stop());
  return { jobs, events };
}

const forever = () => new Promise<void>(() => undefined);

it('runs a job every time its pattern says, and tells when it ran and will run', async () => {
  const runs: number[] = [];
  const { jobs } = begin({ run: async () => void runs.push(Date.now()) });
  expect(jobs.status()).toEqual([
    { name: 'job-0', lastRunAt: undefined, lastResult: undefined, nextRunAt: kst('2026-11-23T10:30:00') },
  ]);
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(runs.map(at => Math.floor(at / 1_000) * 1_000)).toEqual([
    kst('2026-11-23T10:30:00'),
    kst('2026-11-23T11:00:00'),
  ]);
  expect(jobs.status()).toEqual([
    { name: 'job-0', lastRunAt: runs[1], lastResult: 'ok', nextRunAt: kst('2026-11-23T11:30:00') },
  ]);
});

it('reads patterns as Korean time, wherever the machine stands', () => {
  const { jobs } = begin({ cron: '30 7 * * 1-5', run: async () => undefined });
  expect(jobs.status()[0]?.nextRunAt).toBe(kst('2026-11-24T07:30:00'));
});

it.each([
  ['rejects', () => Promise.reject(new DeskError('unavailable', 'no answer'))],
  [
    'throws at once',
    () => {
      throw new Error('broken');
    },
  ],
  ['throws something that is no error', () => Promise.reject('text')],
])('survives a job that %s, says so, and runs it again', async (_, run) => {
  let runs = 0;
  const { jobs, events } = begin({
    run: () => {
      runs++;
      return run();
    },
  });
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(runs).toBe(2);
  expect(events).toEqual(['job_failed job-0', 'job_failed job-0']);
  expect(jobs.status()[0]?.lastResult).toBe('failed');
});

it('gives a hanging job up at its deadline, aborts it, and runs it in the next cycle', async () => {
  const signals: AbortSignal[] = [];
  const { jobs, events } = begin({
    run: signal => {
      signals.push(signal);
      return forever();
    },
  });
  await vi.advanceTimersByTimeAsync(25 * MINUTE + 30_000);
  expect(signals.map(signal => signal.aborted)).toEqual([false]);
  expect(jobs.status()[0]?.lastResult).toBeUndefined();
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(signals[0]?.reason).toMatchObject({ name: 'TimeoutError' });
  expect(jobs.status()[0]?.lastResult).toBe('overdue');
  await vi.advanceTimersByTimeAsync(30 * MINUTE);
  expect(signals).toHaveLength(2);
  expect(events).toEqual(['job_overdue job-0', 'job_overdue job-0']);
});

it('ignores what becomes of a run after its deadline', async () => {
  const fail: ((error: Error) => void)[] = [];
  const { jobs, events } = begin({
    deadlineMs: 1_000,
    run: () =>
      fail.length === 0 ? new Promise<void>((_, reject) => void fail.push(reject)) : Promise.resolve(),
  });
  await vi.advanceTimersByTimeAsync(56 * MINUTE);
  expect(jobs.status()[0]?.lastResult).toBe('ok');
  fail[0]?.(new Error('late'));
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(jobs.status()[0]?.lastResult).toBe('ok');
  expect(events).toEqual(['job_overdue job-0']);
});

it('never runs a job twice at once, and skips the cycle that finds it running', async () => {
  let running = 0;
  let most = 0;
  const { events } = begin({
    cron: '* * * * *',
    deadlineMs: 150_000,
    run: async signal => {
      most = Math.max(most, ++running);
      await systemClock.sleep(140_000, signal);
      running--;
    },
  });
  await vi.advanceTimersByTimeAsync(4 * MINUTE);
  expect(most).toBe(1);
  expect(events).toContain('job_skipped job-0');
});

it('keeps other jobs going while one hangs', async () => {
  let runs = 0;
  begin({ run: forever }, { run: async () => void runs++ });
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(runs).toBe(2);
});

it('runs a job once, soon after the machine slept through many of its times', async () => {
  const runs: number[] = [];
  const { jobs } = begin({ run: async () => void runs.push(Date.now()) });
  await vi.advanceTimersByTimeAsync(MINUTE);
  const woke = start + 10 * 60 * MINUTE;
  vi.setSystemTime(woke);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toBeLessThanOrEqual(woke + 30_000);
  expect(jobs.status()[0]?.nextRunAt).toBe(kst('2026-11-23T20:30:00'));
});

it('does not wait for the old time when the clock was set back', async () => {
  let runs = 0;
  begin({ run: async () => void runs++ });
  await vi.advanceTimersByTimeAsync(MINUTE);
  vi.setSystemTime(start - 24 * 60 * MINUTE);
  await vi.advanceTimersByTimeAsync(27 * MINUTE);
  expect(runs).toBe(1);
});

it('runs a job on demand and answers with what came of it', async () => {
  const { jobs } = begin(
    { run: async () => undefined },
    { run: () => Promise.reject(new Error('no')) },
    { run: forever, deadlineMs: 1_000 },
  );
  expect(await jobs.runNow('job-0')).toBe('ok');
  expect(await jobs.runNow('job-1')).toBe('failed');
  const overdue = jobs.runNow('job-2');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await overdue).toBe('overdue');
  expect(jobs.status().map(status => status.lastRunAt)).toEqual([start, start, start]);
});

it('joins the run under way instead of starting another', async () => {
  let runs = 0;
  const { jobs } = begin({
    run: async signal => {
      runs++;
      await systemClock.sleep(5_000, signal);
    },
  });
  const both = Promise.all([jobs.runNow('job-0'), jobs.runNow('job-0')]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await both).toEqual(['ok', 'ok']);
  expect(runs).toBe(1);
});

it('knows only declared jobs', async () => {
  const { jobs } = begin({ run: async () => undefined });
  await expect(jobs.runNow('other')).rejects.toMatchObject({ kind: 'notFound', detail: { job: 'other' } });
});

it('aborts what is running and starts nothing more once stopped', async () => {
  let runs = 0;
  let aborted = false;
  const { jobs } = begin({
    run: async signal => {
      runs++;
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      await forever();
    },
  });
  const under = jobs.runNow('job-0');
  await vi.advanceTimersByTimeAsync(100);
  jobs.stop();
  expect(await under).toBe('failed');
  expect(aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(120 * MINUTE);
  expect(runs).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
  expect(jobs.status()[0]?.nextRunAt).toBeUndefined();
  await expect(jobs.runNow('job-0')).rejects.toMatchObject({ kind: 'cancelled' });
});

it('leaves no timer behind after a run that ended in time', async () => {
  const { jobs } = begin({ run: async () => undefined });
  const timers = vi.getTimerCount();
  await jobs.runNow('job-0');
  expect(vi.getTimerCount()).toBe(timers);
});

it('starts nothing when one pattern is malformed', () => {
  expect(() => begin({ run: forever }, { cron: '61 * * * *', run: forever })).toThrow(
    'Invalid value for minute',
  );
  expect(vi.getTimerCount()).toBe(0);
});

it('survives a log that throws', async () => {
  let runs = 0;
  const jobs = startJobs(
    [
      {
        name: 'a',
        cron: '*/30 * * * *',
        deadlineMs: 1_000,
        run: async () => {
          runs++;
          throw new Error('no');
        },
      },
    ],
    {
      clock: systemClock,
      timezone: 'Asia/Seoul',
      log: () => {
        throw new Error('disk full');
      },
    },
  );
  onTestFinished(() => jobs.stop());
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(runs).toBe(2);
});
