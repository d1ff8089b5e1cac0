import { timingSafeEqual } from 'node:crypto';

/** RFC 6238 as every authenticator speaks it: SHA-1, six digits, 30 seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
const SECRET_BYTES = 20;
const ISSUER = 'kis-chatops';

/** A phone's clock may be one step off, either way. */
const WINDOW = [-1, 0, 1] as const;

const shape = { algorithm: 'SHA1', digits: DIGITS, period: STEP_SECONDS };

/** Loaded with the first code that anybody gives: most desks start many times before that. */
const otpauth = () => import('otpauth');

/** Six digits, blanks aside; undefined for anything else. */
export function sixDigits(text: string): string | undefined {
  const bare = text.replaceAll(/\s/g, '');
  return /^[0-9]{6}$/.test(bare) ? bare : undefined;
}

/**
 * The 30-second steps around `now` (ms) whose code this is, in rising order. Every candidate is compared to its end: how
 * long it takes tells nothing of the code.
 */
export async function stepsOf(secret: string, code: string, now: number): Promise<readonly number[]> {
  const { Secret, TOTP } = await otpauth();
  const totp = new TOTP({ ...shape, secret: Secret.fromBase32(secret) });
  const given = Buffer.from(code);
  const current = Math.floor(now / (STEP_SECONDS * 1_000));
  const near = WINDOW.map(off => {
    const step = current + off;
    const right = Buffer.from(totp.generate({ timestamp: step * STEP_SECONDS * 1_000 }));
    return { step, isIt: right.length === given.length && timingSafeEqual(right, given) };
  });
  return near.filter(({ isIt }) => isIt).map(({ step }) => step);
}

/** A new secret in base32, and the address that an authenticator reads; `whose` is what it shows beside the code. */
export async function newSecret(
  random: (count: number) => Uint8Array,
  whose: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const { Secret, TOTP } = await otpauth();
  const bytes = Uint8Array.from(random(SECRET_BYTES));
  const secret = new Secret({ buffer: bytes.buffer });
  const label = whose.replaceAll(':', ' ').trim() || ISSUER;
  return { secret: secret.base32, uri: new TOTP({ ...shape, issuer: ISSUER, label, secret }).toString() };
}

/** `ABCD EFGH …`, to be typed. */
export const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;
