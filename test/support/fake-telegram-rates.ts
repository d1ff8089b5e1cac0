import { Refusal } from './fake-telegram-rules.js';

const MINUTE_MS = 60_000;
const SECOND_MS = 1000;
/** "One message a second in a chat, short bursts may go over"; 20 a minute in a group; about 30 a second over all. */
const PER_CHAT_BURST = 6;
const PER_CHAT_MINUTE = 65;
const PER_GROUP_MINUTE = 20;
const OVERALL_SECOND = 30;

/** The rates that the makers name, for calls that post or edit. */
export interface Rates {
  /** From now on they are kept to. */
  enforce(): void;
  /** Counts a call; throws 429 when it is one too many. */
  count(chat: number): void;
}

export function rateBook(now: () => number): Rates {
  const calls: { chat: number; at: number }[] = [];
  let enforced = false;

  function requireFewer(chat: number | undefined, spanMs: number, most: number): void {
    const recent = calls.filter(one => (chat === undefined || one.chat === chat) && one.at > now() - spanMs);
    if (recent.length < most) return;
    const opensInMs = (recent.at(-most)?.at ?? now()) + spanMs - now();
    const seconds = Math.max(1, Math.ceil(opensInMs / 1000));
    throw new Refusal(429, `Too Many Requests: retry after ${seconds}`, seconds);
  }

  return {
    enforce: () => {
      enforced = true;
    },
    count(chat) {
      if (!enforced) return;
      requireFewer(undefined, SECOND_MS, OVERALL_SECOND);
      if (chat < 0) requireFewer(chat, MINUTE_MS, PER_GROUP_MINUTE);
      else requireFewer(chat, MINUTE_MS, PER_CHAT_MINUTE);
      requireFewer(chat, SECOND_MS, PER_CHAT_BURST);
      calls.push({ chat, at: now() });
    },
  };
}
