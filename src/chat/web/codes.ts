import { createHash } from 'node:crypto';

export type RandomBytes = (count: number) => Uint8Array;

/** How many bytes a code and a session's token have: 256 random bits, nothing to be guessed. */
const SECRET_BYTES = 32;
const CODE_LIFE_MS = 5 * 60_000;
/** Of more the oldest are void. */
const MOST_OPEN = 20;

export const newSecret = (random: RandomBytes): string => Buffer.from(random(SECRET_BYTES)).toString('hex');

/** Only digests are kept: whoever reads this memory can open nothing with what they find. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Codes that open the console once. */
export interface OneTimeCodes {
  issue(owner: string): { readonly code: string; readonly until: number };
  /** Whose code it was; it is spent with this call, whatever comes of it. undefined: wrong, used or over. */
  take(code: string): string | undefined;
}

export function createOneTimeCodes(clock: { now(): number }, random: RandomBytes): OneTimeCodes {
  const open = new Map<string, { readonly owner: string; readonly until: number }>();
  return {
    issue(owner) {
      const code = newSecret(random);
      const until = clock.now() + CODE_LIFE_MS;
      open.set(digestOf(code), { owner, until });
      for (const oldest of open.keys()) {
        if (open.size <= MOST_OPEN) break;
        open.delete(oldest);
      }
      return { code, until };
    },
    take(code) {
      const digest = digestOf(code);
      const found = open.get(digest);
      open.delete(digest);
      return found && clock.now() < found.until ? found.owner : undefined;
    },
  };
}
