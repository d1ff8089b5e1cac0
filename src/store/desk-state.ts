import { z } from 'zod';
import {
  type AlertPreferences,
  type AlertSettings,
  DeskError,
  type JobResult,
  type JobRuns,
  type KnownDays,
  kstDate,
  type LifeLine,
  LOUDNESS,
  NOTICE_KINDS,
} from '../core/index.js';
import { type DocumentOptions, openDocument } from './document.js';

const loudness = z.enum(LOUDNESS);
const minute = z.int().min(0).max(1_439);
const preferences: z.ZodType<AlertPreferences> = z.object({
  loudness: z.object(Object.fromEntries(NOTICE_KINDS.map(kind => [kind, loudness.exactOptional()]))),
  quiet: z.object({ from: minute, to: minute, closedDays: z.boolean() }).exactOptional(),
});
const contentSchema = z.object({
  alerts: z.record(z.string(), preferences),
  jobs: z.record(z.string(), z.object({ at: z.number(), result: z.enum(['ok', 'failed', 'overdue']) })),
  life: z
    .object({ startedAt: z.number(), lastSeenAt: z.number(), stoppedAt: z.number().exactOptional() })
    .exactOptional(),
  days: z.record(z.string().regex(/^[0-9]{8}$/), z.boolean()),
});

type Content = z.infer<typeof contentSchema>;

/** Between two notes that the program is alive, ms. */
const SEEN_EVERY_MS = 60_000;
/** Beyond this a day of the calendar is asked about no more, ms. */
const DAYS_KEPT_MS = 400 * 86_400_000;

/** Small things that the desk must know after a restart. */
export interface DeskState {
  readonly alertSettings: AlertSettings;
  readonly jobRuns: JobRuns;
  readonly lifeLine: LifeLine;
  readonly knownDays: KnownDays;
  close(): Promise<void>;
}

/** Settings, runs of jobs, the line of life and the exchange's days in one encrypted document, read from memory. */
export async function openDeskState(
  options: Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty'>,
): Promise<DeskState> {
  const { clock, report } = options;
  const document = await openDocument<Content>({
    ...options,
    name: 'desk',
    schema: contentSchema,
    empty: () => ({ alerts: {}, jobs: {}, days: {} }),
  });
  const stored = await document.read();
  const alerts = new Map(Object.entries(stored.alerts));
  const jobs = new Map<string, { readonly at: number; readonly result: JobResult }>(
    Object.entries(stored.jobs),
  );
  let days: ReadonlyMap<string, boolean> = new Map(Object.entries(stored.days));
  const before = stored.life && { ...stored.life, stoppedAt: stored.life.stoppedAt };
  const startedAt = clock.now();
  let seenAt = clock.monotonic();

  /** For what at worst is done once more: a full disk must not stop the desk for it. */
  async function tryUpdate(change: (content: Content) => void): Promise<void> {
    await document.update(change).catch(() =>
      report(
        'desk_not_saved',
        { document: 'desk' },
        {
          ko: '마지막 실행 기록을 저장하지 못했습니다. 디스크 상태를 확인하세요.',
          en: 'When things ran last could not be written down. Check the disk.',
        },
      ),
    );
  }

  await tryUpdate(content => {
    content.life = { startedAt, lastSeenAt: startedAt };
  });

  return {
    alertSettings: {
      of: subject => alerts.get(subject),
      async set(subject, wanted) {
        const checked = preferences.safeParse(wanted);
        // Stored, it would make the whole document unreadable to the next start.
        if (!checked.success) throw new DeskError('bug', 'alert preferences that cannot be');
        await document.update(content => {
          content.alerts[subject] = checked.data;
        });
        alerts.set(subject, checked.data);
      },
    },
    jobRuns: {
      last: name => jobs.get(name),
      note(name, at, result) {
        // Known from here on whatever the disk says: a run must not be repeated because it could not be noted.
        jobs.set(name, { at, result });
        return tryUpdate(content => {
          content.jobs[name] = { at, result };
        });
      },
    },
    lifeLine: {
      before,
      async seen(at) {
        const now = clock.monotonic();
        if (now - seenAt < SEEN_EVERY_MS) return;
        seenAt = now;
        await tryUpdate(content => {
          content.life = { startedAt, lastSeenAt: at };
        });
      },
      stopped: at =>
        tryUpdate(content => {
          content.life = { startedAt, lastSeenAt: at, stoppedAt: at };
        }),
    },
    knownDays: {
      all: () => days,
      async learn(more) {
        const oldest = kstDate(clock.now() - DAYS_KEPT_MS);
        await document.update(content => {
          const known = [...Object.entries(content.days), ...more].filter(([day]) => day >= oldest);
          content.days = Object.fromEntries(known);
        });
        days = new Map(Object.entries((await document.read()).days));
      },
    },
    close: () => document.close(),
  };
}
