import {
  asDeskError,
  type BrokerEventSink,
  type Clock,
  DeskError,
  type DeskErrorKind,
} from '../../core/index.js';
import { recorded } from './call-record.js';
import { withDeadline } from './deadline.js';
import type { Http, HttpAnswer, ReadRequest, Tally } from './http-port.js';
import type { MaintenanceWatch } from './maintenance.js';
import type { Renewal } from './renewal-port.js';
import type { Vitals } from './vitals.js';

/** Everything a read needs of a line, whichever broker it leads to. */
export interface InquiryLine<L extends string> {
  readonly http: Http<L>;
  readonly tokens: Pick<Renewal, 'current' | 'recover'>;
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
  /** A whole read: queue, attempts and pauses, ms. */
  readonly timing: { readonly readMs: number };
  readonly vitals: Vitals;
  readonly maintenance: MaintenanceWatch;
  readonly closing: AbortSignal;
}

/** What an answer asks of us. `transient` and `rate`: to be asked again; `token`: with a new token; `other`: no more. */
export type Hearing = 'good' | 'token' | 'rate' | 'transient' | 'other';

export interface Heard<J> {
  readonly hearing: Hearing;
  /** The broker's own code; '' where it gave none. */
  readonly code: string;
  /** As this broker answers under maintenance. */
  readonly down: boolean;
  /** The answer as its broker's adapter understands it. */
  readonly judged: J;
}

/** A read as it goes out. */
export interface Asked {
  /** Its name in logs and events. */
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
}

/** How one broker is asked and understood. */
export interface InquiryWire<L extends string, Q extends Asked, J> {
  request(inquiry: Q, token: string): Pick<ReadRequest<L>, 'path' | 'headers' | 'lane' | 'body'>;
  hear(inquiry: Q, answer: HttpAnswer, token: string): Heard<J>;
}

/** Resolves to what `conclude` makes of the final answer, whatever that means; what it throws counts as the outcome. */
export type Inquire<Q extends Asked, J> = <R>(inquiry: Q, conclude: (judged: J) => R) => Promise<R>;

/** Failures that end a read for good; the others say that the broker, or we, did not want it. */
const GIVEN_UP: ReadonlySet<DeskErrorKind> = new Set(['unavailable', 'timeout', 'rateLimited', 'bug']);
const NOTHING: ReadonlySet<DeskErrorKind> = new Set();

/**
 * Reads of a broker. Repeated on 5xx, network faults and rate refusals; a token failure is followed by one recovery and
 * one replay. A read that is given up, whichever way, raises exactly one `retriesExhausted`.
 */
export function createInquire<L extends string, Q extends Asked, J>(
  line: InquiryLine<L>,
  wire: InquiryWire<L, Q, J>,
): Inquire<Q, J> {
  const { http, tokens, clock, emit, timing, vitals, maintenance, closing } = line;

  function hear(inquiry: Q, answer: HttpAnswer, token: string): Heard<J> {
    const heard = wire.hear(inquiry, answer, token);
    const { operation } = inquiry;
    const good = heard.hearing === 'good';
    maintenance.answered(operation, { good, down: heard.down });
    if (good) vitals.lastGoodCallAt = clock.now();
    if (heard.hearing === 'rate') {
      vitals.rateRefusals += 1;
      emit({ kind: 'rateRefused', at: clock.now(), operation, code: heard.code });
    }
    return heard;
  }

  async function ask(
    inquiry: Q,
    request: { token: string; tally: Tally; signal: AbortSignal },
  ): Promise<Heard<J>> {
    const { token, tally, signal } = request;
    let last: Heard<J> | undefined;
    const result = await http.read({
      ...wire.request(inquiry, token),
      signal,
      tally,
      examine(answer) {
        last = hear(inquiry, answer, token);
        const again = last.hearing === 'rate' || last.hearing === 'transient';
        return again ? last.code || `HTTP ${answer.status}` : undefined;
      },
    });
    if (result.kind === 'answered' && last) return last;
    throw unanswered(inquiry.operation, result.kind === 'answered' ? 'FAILED' : result.code);
  }

  /** Passes a failure on; raises the one event when it means that the read was given up. */
  function guard({ operation }: Q, tally: Tally, began: number) {
    return async <R>(givenUp: ReadonlySet<DeskErrorKind>, work: () => Promise<R>): Promise<R> => {
      try {
        return await work();
      } catch (thrown) {
        const error = asDeskError(thrown);
        const spent = tally.failures > 0 || (tally.attempts > 0 && givenUp.has(error.kind));
        if (spent && !closing.aborted) {
          emit({
            kind: 'retriesExhausted',
            at: clock.now(),
            operation,
            attempts: tally.attempts,
            lastError: tally.lastFailure || String(error.detail['code'] ?? error.kind),
            elapsedMs: Math.round(clock.monotonic() - began),
          });
        }
        throw error;
      }
    };
  }

  async function inquire<R>(inquiry: Q, tally: Tally, conclude: (judged: J) => R): Promise<R> {
    const guarded = guard(inquiry, tally, clock.monotonic());
    return withDeadline(clock, timing.readMs, [inquiry.signal, closing], async signal => {
      const token = await guarded(NOTHING, () => tokens.current(signal));
      const first = await guarded(GIVEN_UP, () => ask(inquiry, { token, tally, signal }));
      if (first.hearing !== 'token') return guarded(GIVEN_UP, async () => conclude(first.judged));
      // A failed recovery has its own event.
      const newer = await guarded(NOTHING, () => tokens.recover(token, signal));
      return guarded(GIVEN_UP, async () =>
        conclude((await ask(inquiry, { token: newer, tally, signal })).judged),
      );
    });
  }

  return async (inquiry, conclude) => {
    const tally: Tally = { attempts: 0, failures: 0, lastFailure: '' };
    return recorded(
      line,
      inquiry.operation,
      () => tally.attempts,
      () => inquire(inquiry, tally, conclude),
    );
  };
}

function unanswered(service: string, code: string): DeskError {
  if (code === 'CANCELLED') return new DeskError('cancelled', `${service}: cancelled`);
  if (code === 'TIMEOUT') return new DeskError('timeout', `${service}: no answer in time`, { service, code });
  return new DeskError('unavailable', `${service}: no answer`, { service, code });
}
