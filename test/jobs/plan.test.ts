import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/jobs/plan.js';
import { isTradingDay } from '../../src/market/index.js';
import { DAY, kst, MINUTE, noting, stage } from './stage.js';

const options = { timezone: 'Asia/Seoul', isTradingDay: (date: string) => isTradingDay(date) } as const;

describe('patterns', () => {
  it('are read as Korean time, wherever the machine stands', () => {
    const plan = planOf({ cron: '30 7 * * 1-5' }, options);
    expect(plan.next(kst('2026-11-23T10:05:00'))).toBe(kst('2026-11-24T07:30:00'));
  });

  it('may be read as UTC', () => {
    const plan = planOf({ cron: '30 7 * * *' }, { ...options, timezone: 'UTC' });
    expect(plan.next(kst('2026-11-23T10:05:00'))).toBe(Date.parse('2026-11-23T07:30:00Z'));
  });

  it.each(['America/New_York', 'Europe/London', 'Pacific/Auckland', 'UTC'])(
    'give one run a day all year on a machine in %s',
    zone => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        const plan = planOf({ cron: '30 2 * * *' }, options);
        let at = kst('2026-01-01T00:00:00');
        for (let day = 0; day < 365; day++) {
          const next = plan.next(at);
          expect(next).toBe(kst('2026-01-01T02:30:00') + day * DAY);
          at = next ?? 0;
        }
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    },
  );

  it('that never match are never due', () => {
    const plan = planOf({ cron: '0 0 30 2 *' }, options);
    expect([plan.next(kst('2026-11-23T10:05:00')), plan.latest(kst('2026-11-23T10:05:00'))]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('the latest planned run', () => {
  it('is at most as late as asked, and none lies between', () => {
    const instants = fc.integer({ min: kst('2026-01-01T00:00:00'), max: kst('2027-12-31T00:00:00') });
    const crons = fc.constantFrom('*/30 * * * *', '*/5 * * * *', '50 8 * * *', '40 7 * * 1-5');
    fc.assert(
      fc.property(instants, crons, fc.boolean(), (at, cron, trading) => {
        const plan = planOf({ cron, ...(trading ? { days: 'trading' } : {}) }, options);
        const latest = plan.latest(at) ?? Number.NaN;
        const next = plan.next(latest) ?? Number.NaN;
        expect(latest).toBeLessThanOrEqual(at);
        expect(next).toBeGreaterThan(at);
        expect(plan.latest(next)).toBe(next);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('a job of trading days', () => {
  const job = { cron: '50 8 * * *', days: 'trading' } as const;

  it('is left out at weekends and on holidays', async () => {
    const noted = noting(() => clock.now(), job);
    const { clock, jobs } = stage([noted], { at: kst('2026-12-24T08:49:00') });
    await clock.advance(2 * MINUTE);
    expect(jobs.status()[0]?.nextRunAt).toBe(kst('2026-12-28T08:50:00'));
    for (let day = 0; day < 3; day++) {
      clock.step(DAY);
      await clock.advance(MINUTE);
    }
    expect(noted.at).toEqual([kst('2026-12-24T08:50:00')]);
  });

  it('runs on weekdays of which nobody knows whether the exchange trades', () => {
    const plan = planOf(job, options);
    expect(plan.next(kst('2028-01-03T00:00:00'))).toBe(kst('2028-01-03T08:50:00'));
  });

  it('may be planned for midnight', () => {
    const plan = planOf({ ...job, cron: '0 0 * * *' }, options);
    expect(plan.next(kst('2026-12-24T12:00:00'))).toBe(kst('2026-12-28T00:00:00'));
    expect(plan.latest(kst('2026-12-27T12:00:00'))).toBe(kst('2026-12-24T00:00:00'));
  });

  it('runs by hand on any day', async () => {
    const noted = noting(() => clock.now(), job);
    const { clock, jobs } = stage([noted], { at: kst('2026-12-25T12:00:00') });
    expect(await jobs.runNow('job-0')).toBe('ok');
    expect(noted.at).toHaveLength(1);
  });

  it('is left out on a day that became known as a holiday that morning', async () => {
    const closed = new Set<string>();
    const noted = noting(() => clock.now(), job);
    const { clock } = stage([noted], {
      at: kst('2026-11-24T08:00:00'),
      isTradingDay: date => !closed.has(date),
    });
    await clock.advance(30 * MINUTE);
    closed.add('20261124');
    await clock.advance(30 * MINUTE);
    expect(noted.at).toEqual([]);
    clock.step(DAY - 30 * MINUTE);
    await clock.advance(20 * MINUTE);
    expect(noted.at).toEqual([kst('2026-11-25T08:50:00')]);
  });

  it('is never due where the exchange trades no more', () => {
    const plan = planOf(job, { ...options, isTradingDay: () => false });
    expect([plan.next(kst('2026-11-23T00:00:00')), plan.latest(kst('2026-11-23T00:00:00'))]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
