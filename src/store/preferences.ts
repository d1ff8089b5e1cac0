import { z } from 'zod';
import { DeskError, type PreferenceStore, type Preferences } from '../core/index.js';
import { type DocumentOptions, openDocument } from './document.js';

const preferences: z.ZodType<Preferences> = z.object({
  language: z.enum(['ko', 'en']).exactOptional(),
  account: z
    .string()
    .regex(/^[0-9]{8}-[0-9]{2}$/)
    .exactOptional(),
});
const contentSchema = z.object({ people: z.record(z.string().min(1), preferences) });

type Content = z.infer<typeof contentSchema>;

const NOTHING: Preferences = Object.freeze({});

/** What people chose for themselves, in one encrypted document, read from memory. */
export async function openPreferences(
  options: Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty'>,
): Promise<PreferenceStore & { close(): Promise<void> }> {
  const document = await openDocument<Content>({
    ...options,
    name: 'preferences',
    schema: contentSchema,
    empty: () => ({ people: {} }),
  });
  const known = new Map(Object.entries((await document.read()).people));

  return {
    of: person => known.get(person) ?? NOTHING,
    async set(person, wanted) {
      const checked = preferences.safeParse(wanted);
      // Stored, it would make the whole document unreadable to the next start.
      if (!checked.success || person === '') throw new DeskError('bug', 'preferences that cannot be');
      const isNothing = Object.keys(checked.data).length === 0;
      await document.update(content => {
        const others = Object.entries(content.people).filter(([one]) => one !== person);
        content.people = Object.fromEntries(isNothing ? others : [...others, [person, checked.data]]);
      });
      if (isNothing) known.delete(person);
      else known.set(person, checked.data);
    },
    close: () => document.close(),
  };
}
