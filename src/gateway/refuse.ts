import type { ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { asDeskError, type DeskError } from '../core/index.js';
import type { ApiEnv } from './api.js';
import { type FailureBody, retryAfter, statusOf } from './failure.js';
import { sourceOf } from './guards/source.js';
import type { TurnedAway } from './guards/turned-away.js';
import type { GatewayParts } from './parts.js';
import { refusal, refusalOf } from './refusal.js';

type Reach = Pick<GatewayParts, 'explain' | 'newReference' | 'clock' | 'log'>;

/**
 * Every failure as an answer: kind to status, words for people, a reference that stands in the log. Whoever comes without
 * a good key is counted, and reads the same bytes whatever is wrong with it: their reference is the header x-request-id.
 */
export function answerFailures(parts: Reach, turnedAway: TurnedAway): ErrorHandler<ApiEnv> {
  const noKey = JSON.stringify({ error: wordsOf(refusal('noKey'), '-') });
  return (thrown, c) => {
    let error = fromThrown(thrown);
    if (error.kind === 'denied' && error.detail['need'] === 'key') {
      const until = turnedAway(sourceOf(c.env.incoming.socket.remoteAddress));
      if (until === undefined) return c.body(noKey, 403, { 'content-type': 'application/json' });
      error = refusal('throttled', { until });
    }
    const reference = parts.newReference();
    const own = wordsOf(error, reference);
    const body: FailureBody = { error: own ?? deskWords(parts, error, reference) };
    const status = refusalOf(error)?.status ?? statusOf(error);
    if (status >= 500) {
      const { kind } = error;
      const request = c.get('requestId');
      const { message, fault, stack } = traceOf(error);
      const level = kind === 'bug' ? 'error' : 'warn';
      parts.log(level, 'gateway_failed', { kind, reference, request, message, fault, stack });
    }
    const seconds = retryAfter(error, status, parts.clock.now());
    const headers = seconds === undefined ? {} : { 'retry-after': String(seconds) };
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });
  };
}

/** What a refusal of HTTP itself says; undefined for failures of the desk. */
function wordsOf(error: DeskError, reference: string): FailureBody['error'] | undefined {
  const row = refusalOf(error);
  return row && { code: row.code, message: `${row.ko} / ${row.en}`, reference };
}

/** The broker's own code stands where it gave one: programs that know KIS decide by it. */
function deskWords(parts: Reach, error: DeskError, reference: string): FailureBody['error'] {
  const { ko, en } = parts.explain(error, reference);
  const { code } = error.detail;
  const isBrokers = error.kind === 'refused' && typeof code === 'string' && code !== '';
  return { code: isBrokers ? code : error.kind, message: `${ko} / ${en}`, reference };
}

/** Hono's own word for a body that is no JSON is one of ours. */
function fromThrown(thrown: unknown): DeskError {
  return thrown instanceof HTTPException && thrown.status < 500 ? refusal('malformed') : asDeskError(thrown);
}

/** Our own message is clean; of what others threw only the name and the places in the code are logged. */
function traceOf({ kind, message, cause }: DeskError): {
  readonly message?: string;
  readonly fault?: string;
  readonly stack?: string;
} {
  if (kind !== 'bug') return { message };
  if (!(cause instanceof Error)) return { fault: typeof cause };
  const frames = (cause.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return { fault: cause.name, stack: frames.slice(0, 8).join(' | ') };
}
