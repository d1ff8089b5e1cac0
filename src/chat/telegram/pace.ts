import { type Clock, DeskError } from '../../core/index.js';

/** Answers to people go ahead of edits and alerts. */
export type Lane = 'answer' | 'update';

/** Spacing of calls: `burst` at once, then one every `everyMs`. */
interface Rate {
  readonly burst: number;
  readonly everyMs: number;
}

/**
 * Telegram: about one message a second in a chat, with bursts tolerated, 20 a minute in a group, about 30 a second
 * over all (core.telegram.org/bots/faq). Burst and spacing together stay below the last two in every window.
 */
const PRIVATE: Rate = { burst: 5, everyMs: 1000 };
const GROUP: Rate = { burst: 5, everyMs: 4000 };
const OVERALL: Rate = { burst: 5, everyMs: 40 };

/** A chat that Telegram closes for longer is not waited for. */
const PATIENCE_MS = 30_000;

export interface Pace {
  /**
   * Resolves when the chat may have one more call. Throws `rateLimited` when Telegram keeps it closed for more than
   * 30 s, `cancelled` when the program stops; then only what need not wait still goes out. `leave` takes the caller out of
   * the line: `cancelled`, too.
   */
  turn(chat: number, lane: Lane, leave?: AbortSignal): Promise<void>;
  /** How long the chat stays closed at least, ms. */
  opensInMs(chat: number): number;
  /** Telegram asked for this much silence in the chat. */
  hold(chat: number, ms: number): void;
}

interface Waiting {
  readonly chat: number;
  readonly lane: Lane;
  go(): void;
  fail(error: DeskError): void;
}

/** When calls may go out. By the clock's monotonic time alone. */
export function createPace(clock: Clock, signal: AbortSignal): Pace {
  const overall = createBucket(OVERALL);
  const chats = new Map<number, Bucket>();
  let waiting: Waiting[] = [];
  let alarm = new AbortController();

  function bucketOf(chat: number): Bucket {
    const known = chats.get(chat);
    if (known) return known;
    const fresh = createBucket(chat < 0 ? GROUP : PRIVATE);
    chats.set(chat, fresh);
    return fresh;
  }

  const openAt = (chat: number) => Math.max(overall.openAt(), bucketOf(chat).openAt());

  /** Lets go whoever may, the first of the better lane first, and wakes when the next one may. */
  function pump(): void {
    alarm.abort();
    for (;;) {
      const now = clock.monotonic();
      const ready = waiting.filter(({ chat }) => openAt(chat) <= now);
      const next = ready.find(({ lane }) => lane === 'answer') ?? ready[0];
      if (!next) break;
      waiting = waiting.filter(one => one !== next);
      overall.take(now);
      bucketOf(next.chat).take(now);
      next.go();
    }
    if (waiting.length === 0) return;
    alarm = new AbortController();
    const soonest = Math.min(...waiting.map(({ chat }) => openAt(chat)));
    clock.sleep(soonest - clock.monotonic(), alarm.signal).then(pump, () => undefined);
  }

  function letGo(): void {
    alarm.abort();
    for (const { fail } of waiting.splice(0)) fail(new DeskError('cancelled', 'stopping'));
  }

  signal.addEventListener('abort', letGo);

  return {
    turn(chat, lane, leave) {
      const closedMs = bucketOf(chat).heldUntil() - clock.monotonic();
      if (closedMs > PATIENCE_MS) {
        return Promise.reject(
          new DeskError('rateLimited', 'Telegram keeps the chat closed', { retryAfterMs: closedMs }),
        );
      }
      return new Promise((resolve, reject) => {
        const one: Waiting = { chat, lane, go: resolve, fail: reject };
        waiting.push(one);
        leave?.addEventListener('abort', () => {
          if (!waiting.includes(one)) return;
          waiting = waiting.filter(other => other !== one);
          reject(new DeskError('cancelled', 'left the line'));
          pump();
        });
        pump();
        if (signal.aborted) letGo();
      });
    },
    opensInMs: chat => Math.max(0, openAt(chat) - clock.monotonic()),
    hold: (chat, ms) => bucketOf(chat).hold(clock.monotonic() + ms),
  };
}

interface Bucket {
  /** When the next call may go, by the monotonic clock. */
  openAt(): number;
  take(now: number): void;
  hold(until: number): void;
  heldUntil(): number;
}

/** A token bucket, kept as the one instant at which it is full again. */
function createBucket({ burst, everyMs }: Rate): Bucket {
  let fullAt = Number.NEGATIVE_INFINITY;
  let heldUntil = Number.NEGATIVE_INFINITY;
  return {
    openAt: () => Math.max(heldUntil, fullAt - (burst - 1) * everyMs),
    take(now) {
      fullAt = Math.max(fullAt, now) + everyMs;
    },
    hold(until) {
      heldUntil = Math.max(heldUntil, until);
    },
    heldUntil: () => heldUntil,
  };
}
