import {
  type Block,
  type CommandContext,
  formatKst,
  type JobStatus,
  jobTitle,
  spanText,
} from '../src/core/index.js';
import { jobResult } from './job-name.js';

/** Each job with its last run and what came of it, its next run, and how long a run may take. */
export function jobTable({ say, language }: CommandContext, jobs: readonly JobStatus[]): Block {
  if (jobs.length === 0) {
    return { kind: 'text', text: say('예약된 작업이 없습니다.', 'No jobs are scheduled.') };
  }
  const never = say('아직', 'never');
  return {
    kind: 'table',
    columns: [
      { label: say('작업', 'Job'), align: 'left' },
      { label: say('마지막', 'Last run'), align: 'left' },
      { label: say('결과', 'Result'), align: 'left' },
      { label: say('다음', 'Next run'), align: 'left' },
      { label: say('기한', 'Deadline'), align: 'left' },
    ],
    rows: jobs.map(job => [
      jobTitle(job.name, language),
      job.lastRunAt === undefined ? never : formatKst(job.lastRunAt),
      job.lastResult === undefined ? '-' : jobResult(job.lastResult, language),
      job.nextRunAt === undefined ? '-' : formatKst(job.nextRunAt),
      spanText(job.deadlineMs, language),
    ]),
  };
}

/** Whether its last run did not end well. */
export const isTroubled = ({ lastResult }: JobStatus): boolean =>
  lastResult === 'failed' || lastResult === 'overdue';
