import type { Language } from './language.js';
import type { PlatformId } from './principal.js';

const NAMES: Readonly<Record<PlatformId, Readonly<Record<Language, string>>>> = {
  console: { ko: '터미널', en: 'the terminal' },
  discord: { ko: 'Discord', en: 'Discord' },
  web: { ko: '웹 콘솔', en: 'the web console' },
  telegram: { ko: 'Telegram', en: 'Telegram' },
};

/** A chat platform as people call it. */
export function platformName(id: PlatformId, language: Language): string {
  return NAMES[id][language];
}
