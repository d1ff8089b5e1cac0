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
  readonly tokens: Pick<Renewal, 'current' | 'peek' | 'recover'>;
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

/** Reads that are one to whoever asked, and leave together. */
export interface ReadGroup {
  /** That one of them was given up; of the others it is not told again. */
  told: boolean;
}

/** A read as it goes out. */
export interface Asked {
  /** Its name in logs and events. */
  readonly operation: string;
  readonly group?: ReadGroup | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How one broker is asked and understood. */
export interface InquiryWire<L extends string, Q extends Asked, J> {
  request(inquiry: Q): Pick<ReadRequest<L>, 'path' | 'lane' | 'body'>;
  headers(inquiry: Q, token: string): Readonly<Record<string, string>>;
  hear(inquiry: Q, answer: HttpAnswer, token: string): Heard<J>;
}

/** Resolves to what `conclude` makes of the final answer, whatever that means; what it throws counts as the outcome. */
export type Inquire<Q extends Asked, J> = <R>(inquiry: Q, conclude: (judged: J) => R) => Promise<R>;

/** Failures that end a read for good; the others say that the broker, or we, did not want it. */
const GIVEN_UP: ReadonlySet<DeskErrorKind> = new Set(['unavailable', 'timeout', 'rateLimited', 'bug']);

type Asking = Pick<ReadRequest<string>, 'tally' | 'signal' | 'ready'>;

/** What was heard, and of which token. */
interface Told<J> extends Heard<J> {
  readonly token: string;
}

/**
 * Reads of a broker. Repeated on 5xx, network faults and rate refusals; a token failure is followed by one recovery and
 * one replay. A read that is given up, whichever way, raises exactly one `retriesExhausted`, and so does a group.
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

  /** One question with its repeats. However long an attempt waits for its turn, it takes the token as it is by then. */
  async function ask(inquiry: Q, { tally, signal, ready }: Asking): Promise<Told<J>> {
    let token = '';
    let heard: Heard<J> | undefined;
    const result = await http.read({
      ...wire.request(inquiry),
      headers() {
        const usable = tokens.peek();
        if (usable === undefined) return undefined;
        token = usable;
        return wire.headers(inquiry, token);
      },
      ready,
      signal,
      tally,
      examine(answer) {
        heard = hear(inquiry, answer, token);
        const again = heard.hearing === 'rate' || heard.hearing === 'transient';
        return again ? heard.code || `HTTP ${answer.status}` : undefined;
      },
    });
    if (result.kind === 'answered' && heard) return { ...heard, token };
    throw unanswered(inquiry.operation, result.kind === 'answered' ? 'FAILED' : result.code);
  }

  async function inquire<R>(inquiry: Q, tally: Tally, conclude: (judged: J) => R): Promise<R> {
    const began = clock.monotonic();
    // What keeps a token from us has an event of its own.
    let tokenless: unknown;
    async function token(wanted: Promise<string>): Promise<void> {
      try {
        await wanted;
      } catch (thrown) {
        tokenless = thrown;
        throw thrown;
      }
    }
    try {
      return await withDeadline(clock, timing.readMs, [inquiry.signal, closing], async signal => {
        const ready = () => token(tokens.current(signal));
        await ready();
        const first = await ask(inquiry, { tally, signal, ready });
        if (first.hearing !== 'token') return conclude(first.judged);
        await token(tokens.recover(first.token, signal));
        return conclude((await ask(inquiry, { tally, signal, ready })).judged);
      });
    } catch (thrown) {
      const error = asDeskError(thrown);
      const givenUp = tally.attempts > 0 && GIVEN_UP.has(error.kind) && thrown !== tokenless;
      const { group = { told: false }, operation } = inquiry;
      if ((tally.failures > 0 || givenUp) && !closing.aborted && !group.told) {
        group.told = true;
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
