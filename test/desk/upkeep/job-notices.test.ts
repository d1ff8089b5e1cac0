import { describe, expect, it } from 'vitest';
import {
  DeskError,
  type JobResult,
  type JobStatus,
  type Language,
  type Notice,
} from '../../../src/core/index.js';
import { createJobNotices } from '../../../src/desk/upkeep/job-notices.js';
import { declareJobs } from '../../../src/job-list.js';
import { manualClock } from '../../support/clock.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function stage(language: Language = 'ko') {
  const clock = manualClock();
  const told: Notice[] = [];
  const notices = createJobNotices({ tell: notice => told.push(notice), clock, language });
  return {
    clock,
    told,
    /** What is told of one run. */
    run(name: string, everyMs: number, result: JobResult, reason?: DeskError): readonly string[] {
      const job: JobStatus = {
        name,
        deadlineMs: MINUTE,
        lastRunAt: clock.now(),
        lastResult: result,
        nextRunAt: clock.now() + everyMs,
      };
      notices.onResult(job, result, reason);
      return told
        .splice(0)
        .map(n => [n.incident, n.stage ?? '-', n.urgency, n.over ? 'over' : 'on'].join(' '));
    },
  };
}

const noAnswer = new DeskError('unavailable', 'no answer');
const fullDisk = new DeskError('storage', 'disk full');

describe('a job that fails', () => {
  it('is told at once when it runs once a day', () => {
    const { run } = stage();
    expect(run('compaction', DAY, 'failed', fullDisk)).toEqual(['job:compaction failed warning on']);
  });

  it('is told from the second time in a row when it runs often', () => {
    const { run } = stage();
    run('self check', 5 * MINUTE, 'ok');
    expect(run('self check', 5 * MINUTE, 'failed', fullDisk)).toEqual([]);
    expect(run('self check', 5 * MINUTE, 'ok')).toEqual(['job:self check - info over']);
    expect(run('self check', 5 * MINUTE, 'failed', fullDisk)).toEqual([]);
    expect(run('self check', 5 * MINUTE, 'failed', fullDisk)).toEqual(['job:self check failed warning on']);
  });

  it('is not told when the broker has told of the same failure', () => {
    const { run } = stage();
    for (let n = 0; n < 4; n++) {
      for (const reason of [noAnswer, fullDisk]) {
        expect(run('token renewal', 30 * MINUTE, 'failed', reason)).toEqual([]);
      }
      expect(run('self check', 5 * MINUTE, 'failed', noAnswer)).toEqual([]);
    }
  });

  it('is told at once when it hung, whatever it is', () => {
    const { run } = stage();
    expect(run('token renewal', 30 * MINUTE, 'overdue')).toEqual(['job:token renewal overdue warning on']);
    expect(run('self check', 5 * MINUTE, 'overdue')).toEqual(['job:self check overdue warning on']);
  });
});

describe('a job that works', () => {
  it('ends its trouble once, that of the run before this start too', () => {
    const { run } = stage();
    expect(run('compaction', DAY, 'ok')).toEqual(['job:compaction - info over']);
    expect(run('compaction', DAY, 'ok')).toEqual([]);
    run('compaction', DAY, 'failed', fullDisk);
    expect(run('compaction', DAY, 'ok')).toEqual(['job:compaction - info over']);
    expect(run('compaction', DAY, 'ok')).toEqual([]);
  });
});

describe('the card', () => {
  const cardOf = (language: Language) => {
    const { clock, told, run } = stage(language);
    const notices = createJobNotices({ tell: notice => told.push(notice), clock, language });
    run('symbol master', DAY, 'failed', noAnswer);
    notices.onResult(
      {
        name: 'symbol master',
        deadlineMs: MINUTE,
        lastRunAt: 0,
        lastResult: 'failed',
        nextRunAt: clock.now() + DAY,
      },
      'failed',
      noAnswer,
    );
    return told.at(-1);
  };

  it('says in Korean what happened, what it means, what comes next and what to do', () => {
    expect(cardOf('ko')).toMatchObject({
      draft: {
        title: '작업이 실패했습니다: 종목 목록',
        tone: 'warning',
        blocks: [
          {
            text: '종목 목록 작업이 실패했습니다. 상대 서버에서 쓸 수 있는 답을 받지 못했습니다.',
          },
          {
            fields: [
              { label: '지금', value: '조회 가능 / 주문 가능. 종목 이름은 지난번 목록에서 찾습니다.' },
              { label: '봇이 할 일', value: '2026-11-24 10:00:00에 다시 합니다.' },
              { label: '할 수 있는 일', value: '관리자는 아래 다시 시도를 누르거나 /jobs 로 살펴봅니다.' },
            ],
          },
        ],
      },
      actions: [{ label: '다시 시도', call: { command: 'jobs', args: { name: 'symbol master' } } }],
    });
  });

  it('shows no word of the error itself', () => {
    for (const language of ['ko', 'en'] as const) {
      const secret = new DeskError('bug', 'token eyJhbGciOi at /some/place/x.ts:3');
      const { run, told, clock } = stage(language);
      run('compaction', DAY, 'ok');
      createJobNotices({ tell: notice => told.push(notice), clock, language }).onResult(
        { name: 'compaction', deadlineMs: 1, lastRunAt: 0, lastResult: 'failed', nextRunAt: undefined },
        'failed',
        secret,
      );
      expect(JSON.stringify(told)).not.toMatch(/eyJ|x\.ts/);
      expect(told).toHaveLength(1);
    }
  });
});

it('knows every declared job in Korean, and what it means when it fails', () => {
  const idle = async () => undefined;
  const jobs = declareJobs({
    renewToken: idle,
    settleOrders: idle,
    refreshSymbols: idle,
    refreshCalendar: idle,
    morningBrief: idle,
    dailyReport: idle,
    checkAudit: idle,
    tidy: idle,
    checkSelf: idle,
    isOpen: () => false,
  });
  for (const { name } of jobs) {
    const { clock, told } = stage();
    createJobNotices({ tell: notice => told.push(notice), clock, language: 'ko' }).onResult(
      { name, deadlineMs: 1, lastRunAt: 0, lastResult: 'overdue', nextRunAt: undefined },
      'overdue',
      undefined,
    );
    expect(told[0]?.draft.title).toMatch(/^작업이 제때 끝나지 않았습니다: [가-힣 ]+$/);
  }
  expect(jobs).toHaveLength(9);
});
