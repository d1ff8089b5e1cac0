import type { PageEntry, Reply } from '../../core/index.js';

/** What is put into a page: an entry without its place and its numbers. */
export type NewEntry = PageEntry extends infer E
  ? E extends PageEntry
    ? Omit<E, 'id' | 'n' | 'change' | 'at'>
    : never
  : never;

const MOST_ENTRIES = 200;

/** The conversation of one page, as it stands now. What is beyond 200 entries is forgotten, the oldest first. */
export interface Entries {
  latest(): number;
  since(change: number): readonly PageEntry[];
  /** Puts it at the end, or in the place of what has this id. Gives the id. */
  put(entry: NewEntry, at: number, id?: string): string;
  has(id: string): boolean;
  /** The card on which this button is now. */
  withButton(buttonId: string): string | undefined;
}

export function createEntries(): Entries {
  const entries = new Map<string, PageEntry>();
  let changes = 0;
  let places = 0;
  return {
    latest: () => changes,
    since: change => [...entries.values()].filter(entry => entry.change > change),
    put(entry, at, given) {
      const known = given === undefined ? undefined : entries.get(given);
      if (!known) places += 1;
      changes += 1;
      const { id, n, at: first } = known ?? { id: given ?? `e${places}`, n: places, at };
      entries.set(id, { ...entry, id, n, change: changes, at: first });
      for (const oldest of entries.keys()) {
        if (entries.size <= MOST_ENTRIES) break;
        entries.delete(oldest);
      }
      return id;
    },
    has: id => entries.has(id),
    withButton: buttonId =>
      [...entries.values()].findLast(entry => entry.kind === 'card' && hasButton(entry.reply, buttonId))?.id,
  };
}

function hasButton({ blocks }: Reply, buttonId: string): boolean {
  return blocks.some(block => block.kind === 'buttons' && block.buttons.some(({ id }) => id === buttonId));
}
