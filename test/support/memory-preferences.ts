import type { Activity, PreferenceStore, Preferences } from '../../src/core/index.js';

/** Preferences in memory. */
export function memoryPreferences(people: Readonly<Record<string, Preferences>> = {}): PreferenceStore {
  const known = new Map(Object.entries(people));
  return {
    of: person => known.get(person) ?? {},
    async set(person, preferences) {
      known.set(person, preferences);
    },
  };
}

/** What was noted, as it came; nothing is added up. */
export function notingActivity(): Activity & {
  readonly noted: Parameters<Activity['note']>[0][];
} {
  const noted: Parameters<Activity['note']>[0][] = [];
  return { noted, note: act => void noted.push(act), read: () => [] };
}
