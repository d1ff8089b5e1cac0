import { z } from 'zod';
import { DeskError, type StepUpRecord, type StepUpStore } from '../core/index.js';
import { type DocumentOptions, openDocument } from './document.js';

const ms = z.number().nonnegative();

const record = z.object({
  secret: z.string().regex(/^[A-Z2-7]{16,64}$/),
  enrolledAt: ms,
  lastStep: z.int(),
  failures: z.array(ms).max(20),
  lockedUntil: ms.exactOptional(),
});

const contentSchema = z.object({ people: z.record(z.string().min(1), record) });

type Content = z.infer<typeof contentSchema>;
type Kept = z.infer<typeof record>;

/** Second factors in one encrypted document of their own. */
export async function openStepUp(
  options: Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty'>,
): Promise<StepUpStore & { close(): Promise<void> }> {
  const { report } = options;
  const document = await openDocument<Content>({
    ...options,
    name: 'step-up',
    schema: contentSchema,
    empty: () => ({ people: {} }),
  });
  const known = new Map(Object.entries((await document.read()).people));

  async function write(person: string, kept: Kept | undefined): Promise<void> {
    await document.update(content => {
      const people = new Map(Object.entries(content.people));
      if (kept) people.set(person, kept);
      else people.delete(person);
      content.people = Object.fromEntries(people);
    });
  }

  return {
    of(person) {
      const kept = known.get(person);
      return kept && { ...kept, lockedUntil: kept.lockedUntil };
    },
    async set(person, wanted) {
      const kept = wanted && checked(wanted);
      const before = known.get(person);
      await write(person, kept);
      if (kept) known.set(person, kept);
      else known.delete(person);
      if (before === undefined || before.secret === kept?.secret) return;
      // The previous generation becomes a copy too: a factor that was taken away must not come back with it.
      await document
        .update(() => {})
        .catch(() =>
          report(
            'store_copy_failed',
            { document: 'step-up' },
            {
              ko: '인증 수단 파일의 예비 사본을 쓰지 못했습니다. 디스크 상태를 확인하세요.',
              en: 'The spare copy of the second factors could not be written. Check the disk.',
            },
          ),
        );
    },
    close: () => document.close(),
  };
}

/** Stored, what cannot be would make the whole document unreadable to the next start. */
function checked({ lockedUntil, ...rest }: StepUpRecord): Kept {
  const kept = record.safeParse({ ...rest, ...(lockedUntil === undefined ? {} : { lockedUntil }) });
  if (!kept.success) throw new DeskError('bug', 'a second factor that cannot be');
  return kept.data;
}
