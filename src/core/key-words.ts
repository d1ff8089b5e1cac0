import { KEY_SCOPES, type KeyLimits, type KeyScope } from './api-key.js';
import type { Bilingual, Language } from './language.js';
import { groupDigits } from './money.js';

const SCOPE_NAMES: Readonly<Record<KeyScope, Bilingual>> = {
  token: { ko: '토큰', en: 'token' },
  read: { ko: '조회', en: 'read' },
  trade: { ko: '거래', en: 'trade' },
  unattended: { ko: '무인', en: 'unattended' },
  control: { ko: '관리', en: 'control' },
};

/** `토큰, 조회`; in the order in which scopes are listed everywhere. */
export function scopesText(scopes: Iterable<KeyScope>, language: Language): string {
  const held = new Set(scopes);
  return KEY_SCOPES.filter(scope => held.has(scope))
    .map(scope => SCOPE_NAMES[scope][language])
    .join(', ');
}

/** A scope by its name in either language. */
export function readScope(word: string): KeyScope | undefined {
  const wanted = word.toLowerCase();
  return KEY_SCOPES.find(scope => Object.values(SCOPE_NAMES[scope]).includes(wanted));
}

/** What a key may order without a person, in one line. */
export function keyLimitsText({ orderAmount, dayAmount, dayCount }: KeyLimits, language: Language): string {
  const [order, day] = [groupDigits(orderAmount), groupDigits(dayAmount)];
  return language === 'ko'
    ? `한 번에 ${order}원, 하루 ${day}원, 하루 ${dayCount}번`
    : `₩${order} an order, ₩${day} a day, ${dayCount} orders a day`;
}
