import type { Language } from '../core/index.js';

/** Somebody else's text on one line: hidden and control characters and padding gone, at most `max` characters. */
export function plain(text: string, max: number): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (clean.length <= max) return clean;
  // A cut between the halves of a surrogate pair would leave half a character.
  return `${clean.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/**
 * A broker's own words, in quotation marks so that they cannot pass for ours. In a Korean text, words without a
 * Korean letter are a library's jargon and are left out: the log has them.
 */
export function brokerWords(text: string, language: Language): string | undefined {
  const clean = plain(text, 160).replace(/[“”]/g, '"');
  if (clean === '' || (language === 'ko' && !/[가-힣]/.test(clean))) return undefined;
  return `“${clean}”`;
}
