import { createHash } from 'node:crypto';
import {
  asDeskError,
  type Destination,
  type Draft,
  type Principal,
  type ShownCard,
} from '../../core/index.js';
import { everyChat } from '../remote/own-chats.js';
import type { Living } from './living.js';
import type { TradeParts } from './parts.js';
import type { Pending } from './pending.js';

/** Puts what others are asked where each of them alone reads it. Returns at once; tries again where a platform is away. */
export interface Copies {
  /** A copy of the ticket's card for each of them, on every platform, for as long as an answer is waited for. */
  ask(pending: Pending, people: readonly Principal[]): void;
  /** Words for each of them, once, with a sound; `about` tells one telling from another. */
  tell(
    pending: Pending,
    people: readonly Principal[],
    draftFor: (who: Principal) => Draft,
    about: string,
  ): void;
}

const AGAIN_MS = 2_000;
const AGAIN_AT_MOST_MS = 30_000;

interface Letter {
  readonly draft: Draft;
  /** undefined: nothing follows from it. */
  readonly stands?: (place: ShownCard) => void;
}

export function createCopies(
  { platforms, clock, log }: Pick<TradeParts, 'platforms' | 'clock' | 'log'>,
  { living, signal }: { readonly living: Living; readonly signal: AbortSignal },
): Copies {
  const isWaiting = ({ stage }: Pending) => stage === 'asked' || stage === 'broken';

  async function keepPosting(pending: Pending, to: Destination, key: string, letter: () => Letter) {
    for (let pause = AGAIN_MS; isWaiting(pending); pause = Math.min(pause * 2, AGAIN_AT_MOST_MS)) {
      const platform = platforms.find(({ id }) => id === to.platform);
      if (!platform) return;
      const { draft, stands } = letter();
      try {
        const how = { key, silent: false, plain: false };
        const place = await platform.post(to, living.asReply(draft), how);
        if (place) stands?.(place);
        return;
      } catch (thrown) {
        const { kind, message } = asDeskError(thrown);
        // A browser is open or it is not; chats should be there.
        const level = to.platform === 'web' ? 'info' : 'warn';
        log(level, 'copy.notShown', { ticket: pending.ticket, platform: to.platform, kind, reason: message });
        if (kind === 'refused' || kind === 'notOffered') return;
      }
      await clock.sleep(pause, signal);
    }
  }

  function post(
    pending: Pending,
    people: readonly Principal[],
    about: string,
    letterFor: (who: Principal) => Letter,
  ): void {
    for (const who of people) {
      const key = keyOf(pending.ticket, who.id, about);
      for (const to of everyChat(who)) {
        // A stop ends it in the middle of a pause.
        keepPosting(pending, to, key, () => letterFor(who)).catch(() => undefined);
      }
    }
  }

  return {
    ask: (pending, people) => post(pending, people, 'ask', ({ id }) => living.copy(pending.ticket, id)),
    tell: (pending, people, draftFor, about) =>
      post(pending, people, about, who => ({ draft: draftFor(who) })),
  };
}

/** The requester's card and that of every reader are messages of their own, also where one page shows several. */
const keyOf = (...parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');
