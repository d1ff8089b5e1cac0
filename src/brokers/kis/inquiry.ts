import { asDeskError, DeskError, type DeskErrorKind } from '../../core/index.js';
import { type HttpAnswer, type Tally, withDeadline } from '../transport/index.js';
import { type KisBody, readBody } from './body.js';
import { recorded } from './call-record.js';
import { classifyRead, type ReadClass } from './classify.js';
import { businessHeaders } from './headers.js';
import type { KisLine } from './line.js';
import type { ResolvedTr } from './tr-ids.js';

/** A read of KIS as it goes out. */
export interface Inquiry {
  /** Its name in logs and events. */
  readonly operation: string;
  readonly tr: ResolvedTr;
  readonly params: Readonly<Record<string, string>>;
  readonly continued?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer with its meaning. */
export interface Judged {
  readonly answer: HttpAnswer;
  readonly body: KisBody | undefined;
  readonly meaning: ReadClass;
  /** With which it was asked for. */
  readonly token: string;
}

/** Resolves to what `conclude` makes of the final answer, whatever that means; what it throws counts as the outcome. */
export type Inquire = <R>(inquiry: Inquiry, conclude: (judged: Judged) => R) => Promise<R>;

/** Failures that end a read for good; the others say that the broker, or we, did not want it. */
const GIVEN_UP: ReadonlySet<DeskErrorKind> = new Set(['unavailable', 'timeout', 'rateLimited', 'bug']);
const NOTHING: ReadonlySet<DeskErrorKind> = new Set();

/**
 * Reads of KIS. Repeated on 5xx, network faults and rate refusals; a token failure is followed by one recovery and
 * one replay. A read that is given up, whichever way, raises exactly one `retriesExhausted`.
 */
export function createInquire(line: KisLine): Inquire {
  const { environment, http, tokens, clock, log, emit, timing, vitals, maintenance, closing } = line;

  function judge({ operation, tr }: Inquiry, answer: HttpAnswer, token: string): Judged {
    const body = readBody(answer.text);
    const meaning = classifyRead(answer.status, body);
    maintenance.answered(operation, { status: answer.status, body, good: meaning === 'ok' });
    if (meaning === 'ok') {
      vitals.lastGoodCallAt = clock.now();
    } else {
      const { rtCd, msgCd, message } = body ?? {};
      log('warn', 'kis.refused', { tr: tr.id, status: answer.status, meaning, rtCd, msgCd, message });
    }
    if (meaning === 'rate') {
      vitals.rateRefusals += 1;
      emit({ kind: 'rateRefused', at: clock.now(), operation, code: body?.msgCd ?? '' });
    }
    return { answer, body, meaning, token };
  }

  async function ask(
    inquiry: Inquiry,
    request: { token: string; tally: Tally; signal: AbortSignal },
  ): Promise<Judged> {
    const { operation, tr, params, continued } = inquiry;
    const { token, tally, signal } = request;
    let last: Judged | undefined;
    const result = await http.read({
      path: `${tr.path}?${new URLSearchParams(params).toString()}`,
      headers: businessHeaders(environment, { trId: tr.id, token, continued }),
      lane: tr.lane,
      signal,
      tally,
      examine(answer) {
        last = judge(inquiry, answer, token);
        const again = last.meaning === 'rate' || last.meaning === 'transient';
        return again ? last.body?.msgCd || `HTTP ${answer.status}` : undefined;
      },
    });
    if (result.kind === 'answered' && last) return last;
    throw unanswered(operation, result.kind === 'answered' ? 'FAILED' : result.code);
  }

  /** Passes a failure on; raises the one event when it means that the read was given up. */
  function guard({ operation }: Inquiry, tally: Tally, began: number) {
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

  async function inquire<R>(inquiry: Inquiry, tally: Tally, conclude: (judged: Judged) => R): Promise<R> {
    const guarded = guard(inquiry, tally, clock.monotonic());
    return withDeadline(clock, timing.readMs, [inquiry.signal, closing], async signal => {
      const token = await guarded(NOTHING, () => tokens.current(signal));
      const first = await guarded(GIVEN_UP, () => ask(inquiry, { token, tally, signal }));
      if (first.meaning !== 'token') return guarded(GIVEN_UP, async () => conclude(first));
      // A failed recovery has its own event.
      const newer = await guarded(NOTHING, () => tokens.recover(token, signal));
      return guarded(GIVEN_UP, async () => conclude(await ask(inquiry, { token: newer, tally, signal })));
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

/** The failure that an answer's meaning amounts to, with the broker's words. */
export function refusal(service: string, { answer, body, meaning }: Judged): DeskError {
  const code = body?.msgCd || `HTTP ${answer.status}`;
  const detail = { service, code, message: body?.message ?? '' };
  switch (meaning) {
    case 'rate':
      return new DeskError('rateLimited', `${service}: too many calls`, detail);
    case 'credentials':
      return new DeskError('credentials', `${service}: the app key or secret is not accepted`, detail);
    case 'notOffered':
      return new DeskError('notOffered', `${service}: not offered in this environment`, detail);
    case 'refused':
      return new DeskError('refused', `${service}: refused`, detail);
    case 'token':
      return new DeskError('unavailable', `${service}: a new token was refused, too`, detail);
    case 'ok':
    case 'transient':
    case 'unreadable':
      return new DeskError('unavailable', `${service}: no sensible answer`, detail);
  }
}
