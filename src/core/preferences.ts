import type { Language } from './language.js';

/** What a person chose for themselves; what is left out follows the desk. Alerts and quiet hours: AlertPreferences. */
export interface Preferences {
  readonly language?: Language;
  /** `accountKey` of the account that their commands are about. It counts only while it is theirs. */
  readonly account?: string;
}

/** Where preferences rest, by Principal.id. */
export interface PreferenceStore {
  /** What is durable, from memory. */
  of(person: string): Preferences;
  /** Durable when it resolves. Throws `storage`; then nothing has changed. */
  set(person: string, preferences: Preferences): Promise<void>;
}

/** Preferences as commands see them: the asker's own and nobody else's. */
export interface PreferenceControl {
  mine(): Preferences;
  /** undefined: the desk's. Durable when it resolves. */
  setLanguage(language: Language | undefined): Promise<void>;
}
