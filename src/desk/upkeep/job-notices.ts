import {
  type Clock,
  type DeskError,
  formatKst,
  type JobResult,
  type JobStatus,
  jobTitle,
  type Language,
  type Notice,
  type NoticeAction,
  spanText,
  type Tell,
} from '../../core/index.js';
import { sayIn } from '../teller.js';
import { isBrokerFailure, meaningOf, reasonOf } from './job-meaning.js';
import { plainDraft } from './plain-draft.js';

export interface JobNotices {
  /** For the jobs: returns at once and never throws. */
  onResult(job: JobStatus, result: JobResult, reason: DeskError | undefined): void;
}

/** A job that runs again so soon may fail once before it is news, ms. */
const FREQUENT_MS = 60 * 60_000;

/** A failure of these is told by the broker's own events. */
const WATCHED_BY_BROKER: ReadonlySet<string> = new Set(['token renewal', 'self check']);

/**
 * Tells of jobs that did not do their work: at once of one that hung, and of one that runs seldom; of a frequent one
 * from its second failure in a row. When it works again, that is told once.
 */
export function createJobNotices({
  tell,
  clock,
  language,
}: {
  readonly tell: Tell;
  readonly clock: Clock;
  readonly language: Language;
}): JobNotices {
  /** Failures in a row, of jobs that ran since the start. */
  const failures = new Map<string, number>();

  return {
    onResult(job, result, reason) {
      const { name } = job;
      const now = clock.now();
      const before = failures.get(name);
      if (result === 'ok') {
        failures.set(name, 0);
        // The run before this start may have told of trouble: so the first success ends it too.
        if (before !== 0) tell(recovered(name, now, language));
        return;
      }
      const inARow = (before ?? 0) + 1;
      failures.set(name, inARow);
      if (result === 'failed' && !isNews(job, inARow, reason, now)) return;
      tell(troubled(job, result, reason, inARow, now, language));
    },
  };
}

function isNews(
  { name, nextRunAt }: JobStatus,
  inARow: number,
  reason: DeskError | undefined,
  now: number,
): boolean {
  if (name === 'token renewal') return false;
  if (WATCHED_BY_BROKER.has(name) && reason !== undefined && isBrokerFailure(reason.kind)) return false;
  const frequent = nextRunAt !== undefined && nextRunAt - now <= FREQUENT_MS;
  return !frequent || inARow >= 2;
}

const incidentOf = (name: string) => `job:${name}`;

function troubled(
  job: JobStatus,
  result: Exclude<JobResult, 'ok'>,
  reason: DeskError | undefined,
  inARow: number,
  now: number,
  language: Language,
): Notice {
  const say = sayIn(language);
  const { name, nextRunAt, deadlineMs } = job;
  const title = jobTitle(name, language);
  const within = spanText(deadlineMs, language);
  const times = inARow > 1 ? say(` (${inARow}번 연속)`, ` (${inARow} times in a row)`) : '';
  const happened =
    result === 'overdue'
      ? say(
          `${title} 작업이 ${within} 안에 끝나지 않아 중단했습니다${times}.`,
          `${title} did not end within ${within} and was given up${times}.`,
        )
      : say(
          `${title} 작업이 실패했습니다${times}. ${reasonText(reason, language)}`,
          `${title} failed${times}. ${reasonText(reason, language)}`,
        );
  return {
    kind: 'job',
    urgency: 'warning',
    incident: incidentOf(name),
    stage: result,
    at: now,
    draft: plainDraft(
      {
        tone: 'warning',
        title:
          result === 'overdue'
            ? say(`작업이 제때 끝나지 않았습니다: ${title}`, `A job is overdue: ${title}`)
            : say(`작업이 실패했습니다: ${title}`, `A job failed: ${title}`),
        happened,
        now: meaningOf(name)[language],
        next:
          nextRunAt === undefined
            ? say('이 작업은 더 예정되어 있지 않습니다.', 'Not run it again by itself.')
            : say(`${formatKst(nextRunAt)}에 다시 합니다.`, `Run it again at ${formatKst(nextRunAt)}.`),
        todo: say(
          '관리자는 아래 다시 시도를 누르거나 /jobs 로 살펴봅니다.',
          'An admin can press Try again below, or look at /jobs.',
        ),
      },
      language,
    ),
    actions: [retry(name, language)],
  };
}

const reasonText = (reason: DeskError | undefined, language: Language) =>
  reasonOf(reason?.kind ?? 'bug')[language];

const retry = (name: string, language: Language): NoticeAction => ({
  label: sayIn(language)('다시 시도', 'Try again'),
  call: { command: 'jobs', args: { name } },
  style: 'primary',
});

function recovered(name: string, now: number, language: Language): Notice {
  const say = sayIn(language);
  const title = jobTitle(name, language);
  return {
    kind: 'job',
    urgency: 'info',
    incident: incidentOf(name),
    over: true,
    at: now,
    draft: {
      title: say(`작업이 다시 됩니다: ${title}`, `A job works again: ${title}`),
      tone: 'good',
      blocks: [{ kind: 'text', text: say(`${title} 작업이 정상으로 끝났습니다.`, `${title} ended well.`) }],
    },
  };
}
