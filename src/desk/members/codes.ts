import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock, LinkCode } from '../../core/index.js';
import type { RandomBytes } from '../buttons.js';

/** Capitals and digits without those that look like another: 32, so ten of them hold 50 random bits. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 10;
const LIFETIME_MS = 10 * 60_000;
const MOST_WRONG = 20;

/** A code that was given out. Only its digest is kept. */
export interface IssuedCode {
  readonly digest: Buffer;
  /** The first identity of the person who asked for it. */
  readonly owner: string;
  /** By the monotonic clock. */
  readonly deadline: number;
  /** By the wall clock, which goes on while the machine sleeps. */
  readonly until: number;
  /** The identity that used it, and what came of that. */
  use: { readonly identity: string; readonly done: Promise<void> } | undefined;
}

/** Codes given out lately. They live in memory only: after a restart there is none. */
export interface LinkCodes {
  /** A new code; older ones of these identities are void. */
  issue(owner: string, ids: readonly string[]): LinkCode;
  /**
   * The code, unless it is over. A wrong one counts: at the twentieth while a code is open, every open one is void.
   * Takes as long for a wrong one as for a right one.
   */
  find(text: string, identity: string): IssuedCode | undefined;
}

export function createLinkCodes(parts: {
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Twenty wrong codes came while some were open. */
  onGuessing(): void;
}): LinkCodes {
  const { clock, random } = parts;
  let issued: readonly IssuedCode[] = [];
  let wrong = 0;

  function forgetOld(): void {
    issued = issued.filter(({ deadline, until }) => clock.monotonic() < deadline && clock.now() < until);
    if (!issued.some(isOpen)) wrong = 0;
  }

  function countWrong(): void {
    if (!issued.some(isOpen)) return;
    wrong += 1;
    if (wrong < MOST_WRONG) return;
    issued = issued.filter(code => !isOpen(code));
    wrong = 0;
    parts.onGuessing();
  }

  return {
    issue(owner, ids) {
      forgetOld();
      const code = Array.from(random(LENGTH), byte => ALPHABET[byte & 31]).join('');
      const until = clock.now() + LIFETIME_MS;
      const deadline = clock.monotonic() + LIFETIME_MS;
      const others = issued.filter(one => !isOpen(one) || !ids.includes(one.owner));
      issued = [...others, { digest: digestOf(code), owner, deadline, until, use: undefined }];
      return { code, until };
    },
    find(text, identity) {
      forgetOld();
      const digest = digestOf(text.toUpperCase().replaceAll(/[\s-]/g, ''));
      // Every code is compared to its end: how long it takes tells nothing.
      const [right] = issued.filter(code => timingSafeEqual(code.digest, digest));
      if (right && (isOpen(right) || right.use?.identity === identity)) return right;
      countWrong();
      return undefined;
    },
  };
}

const isOpen = ({ use }: IssuedCode) => use === undefined;

const digestOf = (text: string) => createHash('sha256').update(text).digest();
