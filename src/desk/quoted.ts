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

/** A broker's own code (`EGW00201`, `APBK0919`); others are a library's, such as `ECONNREFUSED`. */
const BROKER_CODE = /^[A-Z]{2,6}[0-9]{3,}$/;

/**
 * A broker's code and words as `(EGW00201) “…”`, or ''. The words stand in quotation marks so that they cannot pass
 * for ours. A library's code, and in a Korean text words without a Korean letter, are jargon and are left out: the
 * log has them.
 */
export function brokerReply(
  { code = '', message }: { readonly code?: string | undefined; readonly message: string },
  language: Language,
): string {
  const words = plain(message, 160).replace(/[“”]/g, '"');
  const readable = words !== '' && (language === 'en' || /[가-힣]/.test(words));
  return [...(BROKER_CODE.test(code) ? [`(${code})`] : []), ...(readable ? [`“${words}”`] : [])].join(' ');
}
