import { asDeskError, type Clock, type DeskErrorKind, type Quote } from '../../core/index.js';

/** A quote as it goes over the wire, without when it was asked for. */
export type QuoteFields = Readonly<Record<string, unknown>>;

/** Hears of a code: a quote that is another one than before, or that there is none at the moment. */
export type Follower = (
  news: { readonly quote: QuoteFields; readonly asOf: number } | { readonly failure: DeskErrorKind },
) => void;

/** One feed for everybody who looks on. */
export interface QuoteFeed {
  /** Returns what ends it. */
  follow(code: string, heard: Follower): () => void;
  /** The last one, while somebody follows the code. */
  newest(code: string): { readonly quote: QuoteFields; readonly asOf: number } | undefined;
  close(): void;
}

export interface FeedParts {
  readonly clock: Clock;
  quote(code: string, signal: AbortSignal): Promise<Quote>;
  /** What goes over the wire. Throws rather than round. */
  fieldsOf(quote: Quote): QuoteFields;
  limiter(): { readonly perSecond: number; readonly waiting: number };
  /** Something that cannot be went wrong: nobody hears of quotes until somebody follows anew. */
  stopped(thrown: unknown): void;
}

interface Followed {
  readonly code: string;
  readonly followers: Set<{ readonly heard: Follower }>;
  dueAt: number;
  waitMs: number;
  last: { readonly quote: QuoteFields; readonly asOf: number; readonly text: string } | undefined;
  failing: boolean;
}

/** A code is asked for no more often. */
const SOONEST_MS = 2_000;
/** And one that does not move no less often. */
const LATEST_MS = 10_000;
/** Of every second the broker grants, so much is for looking on. */
const SHARE = 1 / 4;
/** While others wait for the broker, ms until the next look. */
const MAKE_WAY_MS = 250;
const WORST_PAUSE_MS = 30_000;

/**
 * Asks the broker for one code after the other, politely: a quarter of its rate at most, never while anybody else
 * waits, ever more rarely while it fails, and not at all when nobody follows.
 */
export function createQuoteFeed({ clock, quote, fieldsOf, limiter, stopped }: FeedParts): QuoteFeed {
  const codes = new Map<string, Followed>();
  const ending = new AbortController();
  let nap = new AbortController();
  let failures = 0;
  let freeAt = -Infinity;
  let running = false;

  function tell({ followers }: Followed, news: Parameters<Follower>[0]): void {
    for (const { heard } of [...followers]) heard(news);
  }

  function took(entry: Followed, given: Quote): void {
    const fields = fieldsOf(given);
    const text = JSON.stringify(fields);
    const same = entry.last?.text === text;
    entry.last = { quote: fields, asOf: given.asOf, text };
    entry.waitMs = same ? Math.min(entry.waitMs * 2, LATEST_MS) : SOONEST_MS;
    if (!same || entry.failing) tell(entry, { quote: fields, asOf: given.asOf });
    entry.failing = false;
  }

  async function ask(entry: Followed): Promise<void> {
    try {
      took(entry, await quote(entry.code, ending.signal));
      failures = 0;
    } catch (thrown) {
      failures += 1;
      entry.waitMs = LATEST_MS;
      if (!entry.failing && !ending.signal.aborted) tell(entry, { failure: asDeskError(thrown).kind });
      entry.failing = true;
    }
    const now = clock.monotonic();
    const pause = 1_000 / (limiter().perSecond * SHARE);
    freeAt = now + (failures === 0 ? pause : Math.max(pause, backOff(failures)));
    entry.dueAt = now + entry.waitMs;
  }

  /** Ends early when somebody begins to follow, or at the end; what is to be done is looked at anew. */
  async function rest(ms: number): Promise<void> {
    nap = new AbortController();
    await clock.sleep(ms, AbortSignal.any([nap.signal, ending.signal])).catch(() => undefined);
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      const [next] = [...codes.values()].sort((a, b) => a.dueAt - b.dueAt);
      if (!next) return;
      const wait = Math.max(next.dueAt, freeAt) - clock.monotonic();
      if (wait > 0) await rest(wait);
      else if (next.followers.size === 0) codes.delete(next.code);
      else if (limiter().waiting > 0) await rest(MAKE_WAY_MS);
      else await ask(next);
    }
  }

  function begin(): void {
    if (running) return;
    running = true;
    run()
      .catch(stopped)
      .finally(() => {
        running = false;
      });
  }

  return {
    follow(code, heard) {
      const known = codes.get(code);
      const entry = known ?? {
        code,
        followers: new Set(),
        dueAt: -Infinity,
        waitMs: SOONEST_MS,
        last: undefined,
        failing: false,
      };
      if (!known) codes.set(code, entry);
      const follower = { heard };
      entry.followers.add(follower);
      nap.abort();
      begin();
      return () => {
        entry.followers.delete(follower);
        // One that was asked for just now stays until it would be asked for again: who comes back must not hurry it.
        const over = entry.followers.size === 0 && entry.dueAt <= clock.monotonic();
        if (over && codes.get(code) === entry) codes.delete(code);
      };
    },
    newest: code => codes.get(code)?.last,
    close: () => ending.abort(),
  };
}

const backOff = (failures: number) => Math.min(1_000 * 2 ** failures, WORST_PAUSE_MS);
