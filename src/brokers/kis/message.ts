const MAX_LENGTH = 200;
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Keys and tokens are long unbroken runs; account numbers are eight digits or more. */
const KEY_LIKE = /[A-Za-z0-9+/=_.-]{24,}/g;
const ACCOUNT_LIKE = /\d{8,}/g;

/**
 * A broker's own words (`msg1`, padded to 80 bytes on trading services), fit for logs and people: one line, trimmed,
 * at most 200 characters, and without anything that looks like a key, a token or an account number.
 */
export function cleanMessage(text: string): string {
  return text
    .replace(CONTROLS, ' ')
    .replace(KEY_LIKE, '***')
    .replace(ACCOUNT_LIKE, '****')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_LENGTH);
}
