import { Refusal } from './fake-discord-refusal.js';

/** How many calls a stretch of time takes. */
export interface Rate {
  readonly calls: number;
  readonly perMs: number;
}

/** Discord's rates by the server's clock. Nothing is limited until a test asks; refused calls are always counted. */
export interface DiscordLimits {
  /** Limits all calls but answers to interactions, as Discord's 50 a second do. */
  global(rate: Rate): void;
  /** Limits the calls of one route: the method, then the beginning of the path below `/api/v10`. */
  route(beginning: string, rate: Rate): void;
  /** Throws 429 when a limit is reached. */
  check(method: string, path: string): void;
  /** Counts an answer of 401, 403 or 429, and tells how many there were within ten minutes. */
  refused(status: number): void;
  readonly invalidRequests: number;
}

const INVALID_WINDOW_MS = 10 * 60_000;
/** With more invalid requests than this in ten minutes Discord shuts out the whole address. */
const MOST_INVALID = 10_000;

interface Bucket {
  readonly rate: Rate;
  readonly beginning: string | undefined;
  calls: number[];
}

export function discordLimits(now: () => number): DiscordLimits {
  const buckets: Bucket[] = [];
  let invalid: number[] = [];

  const recent = (times: readonly number[], ms: number) => times.filter(at => now() - at < ms);
  const add = (rate: Rate, beginning?: string) => void buckets.push({ rate, beginning, calls: [] });

  return {
    global: rate => add(rate),
    route: (beginning, rate) => add(rate, beginning),
    check(method, path) {
      if (recent(invalid, INVALID_WINDOW_MS).length >= MOST_INVALID) {
        throw new Refusal(429, 0, 'temporarily banned for invalid requests', { isForbidden: true });
      }
      const isInteraction = /^\/(interactions|webhooks)\//.test(path);
      const hit = buckets.filter(({ beginning }) =>
        beginning === undefined ? !isInteraction : `${method} ${path}`.startsWith(beginning),
      );
      for (const bucket of hit) {
        const { rate, beginning } = bucket;
        bucket.calls = recent(bucket.calls, rate.perMs);
        const [oldest = 0] = bucket.calls;
        if (bucket.calls.length < rate.calls) continue;
        throw tooMany((oldest + rate.perMs - now()) / 1000, beginning === undefined);
      }
      for (const bucket of hit) bucket.calls.push(now());
    },
    refused(status) {
      if (status === 401 || status === 403 || status === 429) {
        invalid = [...recent(invalid, INVALID_WINDOW_MS), now()];
      }
    },
    get invalidRequests() {
      return recent(invalid, INVALID_WINDOW_MS).length;
    },
  };
}

function tooMany(seconds: number, global: boolean): Refusal {
  const headers = {
    'retry-after': String(Math.ceil(seconds)),
    'x-ratelimit-scope': global ? 'global' : 'user',
    ...(global ? { 'x-ratelimit-global': 'true' } : {}),
  };
  return new Refusal(429, 0, 'You are being rate limited.', {
    isForbidden: false,
    more: { retry_after: seconds, global },
    headers,
  });
}
