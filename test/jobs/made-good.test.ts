import { describe, expect, it } from 'vitest';
import { memoryRuns } from '../support/job-runs.js';
import { DAY, forever, HOUR, kst, MINUTE, noting, START, stage } from './stage.js';

const DAILY = { cron: '40 15 * * *', makeGood: 6 * HOUR };

describe('after the machine slept', () => {
  it('runs a job once, within half a minute of waking, however many of its times passed', async () => {
    const job = noting(() => clock.now());
    const { clock, jobs } = stage([job]);
    await clock.advance(MINUTE);
    clock.step(10 * HOUR);
    const woke = clock.now();
    await clock.advance(31_000);
    expect(job.at).toHaveLength(1);
    expect(job.at[0]).toBeLessThanOrEqual(woke + 30_000);
    expect(jobs.status()[0]?.nextRunAt).toBe(kst('2026-11-23T20:30:00'));
  });

  it('leaves out what is no longer worth running', async () => {
    const job = noting(() => clock.now(), DAILY);
    const { clock, events } = stage([job]);
    await clock.advance(MINUTE);
    clock.step(11 * HOUR + 50 * MINUTE);
    await clock.advance(MINUTE);
    expect(job.at).toEqual([]);
    expect(events).toEqual(['job_missed job-0']);
    await clock.advance(DAY);
    expect(job.at).toEqual([kst('2026-11-24T15:40:00')]);
  });

  it('counts the age of the latest run that was missed, not of the first', async () => {
    const job = noting(() => clock.now(), DAILY);
    const { clock } = stage([job]);
    await clock.advance(MINUTE);
    clock.step(3 * DAY + 6 * HOUR);
    await clock.advance(MINUTE);
    expect(job.at).toHaveLength(1);
  });
});

describe('when the clock is set back', () => {
  it('by a day, the old time is not waited for', async () => {
    const job = noting(() => clock.now());
    const { clock } = stage([job]);
    await clock.advance(MINUTE);
    clock.step(-DAY);
    await clock.advance(27 * MINUTE);
    expect(job.at).toEqual([kst('2026-11-22T10:30:00')]);
  });

  it('by a few minutes, nothing runs a second time', async () => {
    const job = noting(() => clock.now(), DAILY);
    const { clock, jobs } = stage([job], { at: kst('2026-11-23T15:39:00') });
    await clock.advance(2 * MINUTE);
    clock.step(-3 * MINUTE);
    expect(jobs.status()[0]?.nextRunAt).toBe(kst('2026-11-24T15:40:00'));
    await clock.advance(HOUR);
    expect(job.at).toEqual([kst('2026-11-23T15:40:00')]);
  });
});

describe('at a start', () => {
  const ranOn = (text: string, result: 'ok' | 'failed' = 'ok') =>
    memoryRuns({ 'job-0': { at: kst(text), result } });
  const begin = async (at: string, options: Parameters<typeof stage>[1], declared = DAILY) => {
    const job = noting(() => clock.now(), declared);
    const { clock, jobs } = stage([job], { at: kst(at), ...options });
    await clock.advance(MINUTE);
    return { at: job.at, jobs };
  };

  it('makes good what fell due while the program was down, once and soon', async () => {
    const { at } = await begin('2026-11-23T16:00:00', { runs: ranOn('2026-11-20T15:40:00') });
    expect(at).toEqual([kst('2026-11-23T16:00:01')]);
  });

  it('makes nothing good that ran, be it that it failed', async () => {
    const runs = ranOn('2026-11-23T15:40:00', 'failed');
    expect((await begin('2026-11-23T16:00:00', { runs })).at).toEqual([]);
  });

  it('makes nothing good that is too old, or that says nothing of being made good', async () => {
    const runs = ranOn('2026-11-20T15:40:00');
    expect((await begin('2026-11-23T21:41:00', { runs })).at).toEqual([]);
    const never = { cron: DAILY.cron };
    const job = noting(() => clock.now(), never);
    const { clock } = stage([job], { at: kst('2026-11-23T16:00:00'), runs });
    await clock.advance(MINUTE);
    expect(job.at).toEqual([]);
  });

  it('makes nothing good on a fresh data directory', async () => {
    expect((await begin('2026-11-23T16:00:00', {})).at).toEqual([]);
  });

  it('makes a job good that never ran, when its time passed after the program was last seen', async () => {
    const seen = (text: string) => begin('2026-11-23T16:00:00', { lastSeenAt: kst(text) });
    expect((await seen('2026-11-23T15:00:00')).at).toHaveLength(1);
    expect((await seen('2026-11-23T15:50:00')).at).toEqual([]);
  });

  it('is not misled by a last run that lies in the future', async () => {
    const { at, jobs } = await begin('2026-11-23T15:39:30', { runs: ranOn('2027-11-23T15:40:00') });
    expect(at).toEqual([kst('2026-11-23T15:40:00')]);
    expect(jobs.status()[0]?.nextRunAt).toBe(kst('2026-11-24T15:40:00'));
  });

  it('knows the last run and its result of an earlier run of the program', async () => {
    const { jobs } = await begin('2026-11-23T10:00:00', { runs: ranOn('2026-11-20T15:40:00', 'failed') });
    expect(jobs.status()[0]).toMatchObject({
      lastRunAt: kst('2026-11-20T15:40:00'),
      lastResult: 'failed',
      nextRunAt: kst('2026-11-23T15:40:00'),
    });
  });
});

describe('what is noted', () => {
  it('is when a run began and what came of it', async () => {
    const { clock, runs } = stage([
      { run: () => clock.sleep(5_000) },
      { run: () => Promise.reject(new Error('no')) },
      { run: forever },
    ]);
    await clock.advance(27 * MINUTE);
    const at = kst('2026-11-23T10:30:00');
    expect(Object.fromEntries(runs.all)).toEqual({
      'job-0': { at, result: 'ok' },
      'job-1': { at, result: 'failed' },
      'job-2': { at, result: 'overdue' },
    });
  });

  it('is nothing of a run that the stop cut off, and nobody is told of it', async () => {
    const { clock, jobs, runs, told } = stage([
      { run: signal => clock.sleep(HOUR, signal), deadlineMs: HOUR },
    ]);
    const cut = jobs.runNow('job-0');
    await clock.advance(MINUTE);
    jobs.stop();
    expect(await cut).toBe('failed');
    expect(runs.all.size).toBe(0);
    expect(told).toEqual([]);
  });

  it('is not waited for when it cannot be written', async () => {
    const runs = { ...memoryRuns(), note: () => Promise.reject(new Error('disk full')) };
    const job = noting(() => clock.now());
    const { clock, events } = stage([job], { runs, at: START });
    await clock.advance(HOUR);
    expect(job.at).toHaveLength(2);
    expect(events).toContain('job_not_noted job-0');
  });
});
