import type { Language, PreferenceStore, Principal } from '../core/index.js';

/** The language in which the desk speaks to this person; to whom nobody knows, its own. */
export type LanguageOf = (who: Pick<Principal, 'id'> | undefined) => Language;

export function ownLanguage(preferences: Pick<PreferenceStore, 'of'>, desk: Language): LanguageOf {
  return who => (who === undefined ? undefined : preferences.of(who.id).language) ?? desk;
}
