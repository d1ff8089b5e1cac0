import type { PreferenceControl, PreferenceStore, Principal } from '../core/index.js';

/** What this person chose for themselves; nobody else's is in reach. */
export function preferenceControl(store: PreferenceStore, { id }: Pick<Principal, 'id'>): PreferenceControl {
  return {
    mine: () => store.of(id),
    async setLanguage(language) {
      const { language: _, ...others } = store.of(id);
      await store.set(id, { ...others, ...(language === undefined ? {} : { language }) });
    },
  };
}
