import type { Clock } from '../../core/index.js';
import type { HeldToken } from './held-token.js';

/** The token that a broker handed out a second time: until its end there is no other. */
export interface RepeatedToken {
  mark(token: string): void;
  is(held: HeldToken): boolean;
  /** How long a held token may be used, ms: the repeated one to its very end. */
  lasts(held: HeldToken): number;
  /** Right after the end of the repeated token: resolves when the broker's clock has passed it, too. */
  passed(held: HeldToken | undefined): Promise<void>;
  /** When another can be had in the place of this one, ms. */
  endOf(held: HeldToken): number;
}

const AFTER_END_MS = 3_000;

export function createRepeatedToken(clock: Clock, closing: AbortSignal): RepeatedToken {
  let repeated: string | undefined;
  const is = (held: HeldToken) => held.record.token === repeated;
  return {
    mark(token) {
      repeated = token;
    },
    is,
    lasts: held => (is(held) ? held.left() : held.remaining()),
    async passed(held) {
      if (!held || !is(held) || held.left() > 0) return;
      const wait = held.left() + AFTER_END_MS;
      if (wait > 0) await clock.sleep(wait, closing);
    },
    endOf: held => held.record.expiresAt + AFTER_END_MS,
  };
}
