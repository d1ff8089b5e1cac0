import type { Clock, CommandCall, Place, Principal } from '../core/index.js';

/** 16 random bytes or more from the system's generator; an argument so that tests can be repeated. */
export type RandomBytes = (count: number) => Uint8Array;

/** What an offered button means, and to whom. */
export interface Offer {
  readonly owner: string;
  readonly place: string;
  readonly call: CommandCall;
  /** Arguments that the press is asked for before the call is complete. */
  readonly ask: readonly string[];
  /** By the monotonic clock, ms. */
  readonly expiresAt: number;
}

export type Press =
  | { readonly kind: 'valid'; readonly call: CommandCall; readonly ask: readonly string[] }
  | { readonly kind: 'expired'; readonly call: CommandCall }
  /** Offered to somebody else, or in another place. */
  | { readonly kind: 'notYours' }
  | { readonly kind: 'unknown' };

/** The buttons offered lately. They do not survive a restart: an old card then says what to type instead. */
export interface OfferedButtons {
  /** A new opaque id: 128 random bits as 22 base64url characters, legal on every platform. */
  offer(who: Principal, where: Place, call: CommandCall, ask?: readonly string[]): string;
  /** Looks, and changes nothing: a button that only shows something may be pressed again and again. */
  press(buttonId: string, who: Principal, where: Place): Press;
  /** The call behind an id, whoever asks; for what must be known before the press is handled. */
  peek(buttonId: string): CommandCall | undefined;
}

const LIFETIME_MS = 30 * 60_000;
const MOST_OFFERS = 5_000;

export function createButtons(clock: Clock, random: RandomBytes): OfferedButtons {
  const offers = new Map<string, Offer>();
  const placeKey = (where: Place) => `${where.platform}:${where.group ?? ''}:${where.id}`;

  return {
    offer(who, where, call, ask = []) {
      const id = Buffer.from(random(16)).toString('base64url');
      offers.set(id, {
        owner: who.id,
        place: placeKey(where),
        call,
        ask,
        expiresAt: clock.monotonic() + LIFETIME_MS,
      });
      // Expired offers stay until the room is needed: their owner is told exactly what to type instead.
      for (const oldest of offers.keys()) {
        if (offers.size <= MOST_OFFERS) break;
        offers.delete(oldest);
      }
      return id;
    },
    press(buttonId, who, where) {
      const offer = offers.get(buttonId);
      if (!offer) return { kind: 'unknown' };
      if (!who.ids.includes(offer.owner) || offer.place !== placeKey(where)) return { kind: 'notYours' };
      const { call, ask } = offer;
      return clock.monotonic() < offer.expiresAt ? { kind: 'valid', call, ask } : { kind: 'expired', call };
    },
    peek: buttonId => offers.get(buttonId)?.call,
  };
}
