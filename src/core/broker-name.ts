import type { BrokerId } from './account.js';
import type { Language } from './language.js';

const NAMES: Readonly<Record<BrokerId, Readonly<Record<Language, string>>>> = {
  kis: { ko: '한국투자증권', en: 'KIS' },
  kiwoom: { ko: '키움증권', en: 'Kiwoom' },
};

/** A broker as people call it. */
export function brokerName(id: BrokerId, language: Language): string {
  return NAMES[id][language];
}
