import { expect, it } from 'vitest';
import type { JobActs } from '../../src/job-list.js';
import { declareJobs } from '../../src/job-list.js';
import { planOf } from '../../src/jobs/plan.js';
import { isTradingDay } from '../../src/market/index.js';
import { kst } from './stage.js';

/** Acts that note that they were asked for. */
function acting(isOpen = false) {
  const asked: string[] = [];
  const note = (name: string) => async () => void asked.push(name);
  const acts: JobActs = {
    renewToken: note('renewToken'),
    settleOrders: note('settleOrders'),
    refreshSymbols: note('refreshSymbols'),
    refreshCalendar: note('refreshCalendar'),
    morningBrief: note('morningBrief'),
    dailyReport: note('dailyReport'),
    checkAudit: note('checkAudit'),
    tidy: note('tidy'),
    checkSelf: async (_, { askBroker }) => void asked.push(askBroker ? 'checkSelf and broker' : 'checkSelf'),
    isOpen: () => isOpen,
  };
  return { asked, jobs: declareJobs(acts) };
}

const signal = new AbortController().signal;

it('does each thing once, and asks the broker in a planned self-check only while the exchange trades', async () => {
  for (const [isOpen, checked] of [
    [false, 'checkSelf'],
    [true, 'checkSelf and broker'],
  ] as const) {
    const { asked, jobs } = acting(isOpen);
    for (const job of jobs) await job.run(signal, 'planned');
    expect(asked).toEqual([
      'renewToken',
      'settleOrders',
      'refreshSymbols',
      'refreshCalendar',
      'morningBrief',
      'dailyReport',
      'checkAudit',
      'tidy',
      checked,
    ]);
  }
});

it('asks the broker in a self-check by hand at any hour', async () => {
  const { asked, jobs } = acting();
  await jobs.find(({ name }) => name === 'self check')?.run(signal, 'asked');
  expect(asked).toEqual(['checkSelf and broker']);
});

it('plans the mornings in their order and the report after the close, on days of trading', () => {
  const { jobs } = acting();
  const options = { timezone: 'Asia/Seoul', isTradingDay: (date: string) => isTradingDay(date) } as const;
  const from = kst('2026-12-25T00:00:00');
  const planned = jobs.map(job => [job.name, planOf(job, options).next(from)]);
  expect(Object.fromEntries(planned)).toEqual({
    'token renewal': kst('2026-12-25T00:30:00'),
    settlement: kst('2026-12-25T00:10:00'),
    'symbol master': kst('2026-12-28T07:40:00'),
    calendar: kst('2026-12-25T07:50:00'),
    'morning brief': kst('2026-12-28T08:50:00'),
    'daily report': kst('2026-12-28T15:40:00'),
    'audit check': kst('2026-12-25T06:10:00'),
    compaction: kst('2026-12-25T05:30:00'),
    'self check': kst('2026-12-25T00:05:00'),
  });
});

it('gives every run less time than there is until the next', () => {
  const { jobs } = acting();
  const options = { timezone: 'Asia/Seoul', isTradingDay: () => true } as const;
  for (const job of jobs) {
    const plan = planOf(job, options);
    const first = plan.next(kst('2026-12-21T00:00:00')) ?? Number.NaN;
    expect((plan.next(first) ?? Number.NaN) - first).toBeGreaterThan(job.deadlineMs);
  }
});
