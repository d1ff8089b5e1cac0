const MAX_LENGTH = 200;
/** They take no room on a screen, and would hide a run from what follows. */
const INVISIBLE = /\p{Cf}/gu;
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
/** A request or its headers, given back: no sentence holds a brace. */
const BODY_LIKE = /[{[]\s*["{].*$/s;
/** Keys and tokens are long unbroken runs, URL-encoded ones too; account numbers are eight digits or more. */
const KEY_LIKE = /[A-Za-z0-9+/=_.%~-]{24,}/g;
const ACCOUNT_LIKE = /\d{8,}/g;

/**
 * A broker's own words (`msg1`, padded to 80 bytes on trading services), fit for logs and people: one line, trimmed,
 * at most 200 characters, and without anything that looks like a key, a token, an account
 * number or a request given back.
 */
export function cleanMessage(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(CONTROLS, ' ')
    .replace(BODY_LIKE, '***')
    .replace(KEY_LIKE, '***')
    .replace(ACCOUNT_LIKE, '****')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_LENGTH);
}
