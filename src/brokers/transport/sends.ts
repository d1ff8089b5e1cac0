import { asDeskError, type BrokerEventSink, type Clock } from '../../core/index.js';
import { beginCall } from './call-record.js';
import { withDeadline } from './deadline.js';
import type { Http, HttpAnswer, OnceRequest } from './http-port.js';
import type { MaintenanceWatch } from './maintenance.js';
import type { Renewal } from './renewal-port.js';
import type { Vitals } from './vitals.js';

/** Everything an order needs of a line, whichever broker it leads to. */
export interface SendLine<L extends string> {
  readonly http: Http<L>;
  readonly tokens: Pick<Renewal, 'recover'>;
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
  /** How long an order may wait for its turn, repeated attempts too, before it is given up unsent, ms. */
  readonly timing: { readonly orderWaitMs: number };
  readonly vitals: Vitals;
  readonly maintenance: MaintenanceWatch;
  readonly closing: AbortSignal;
}

/**
 * What an order POST came to; the same four ways as the desk's SendOutcome. `notSent` gives as its reason `halted` (the
 * caller's signal), the kind of a DeskError (`busy`, `cooldown`…), after which the broker's code may stand, or the code
 * of a connection that was never established (`ECONNREFUSED`, `TIMEOUT`…).
 */
export type OrderAnswer<T> =
  | { readonly kind: 'answered'; readonly data: T }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'notSent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * What an order's answer means. `token`, `rate` and `refused` prove that nothing was ordered; the first two were
 * turned away before routing, for a reason that we can mend. Everything that proves nothing is `unknown`.
 */
export type OrderMeaning = 'ok' | 'token' | 'rate' | 'refused' | 'unknown';

export interface OrderVerdict<T> {
  readonly meaning: OrderMeaning;
  /** The broker's code, or ours where it gave none. */
  readonly code: string;
  readonly message: string;
  /** Of an `ok`; undefined when the answer has not the documented form: then nobody knows what happened. */
  readonly data: T | undefined;
  /** As this broker answers under maintenance. */
  readonly down: boolean;
}

/** An order as one broker's adapter knows it; `R` is made ready for the POST and holds the token. */
export interface Sending<L extends string, T, R extends { readonly token: string }> {
  readonly operation: string;
  /** Aborted, it keeps what has not left from leaving; on what has left it has no effect. */
  readonly signal?: AbortSignal | undefined;
  /** Throws DeskError; then nothing leaves. */
  ready(signal: AbortSignal): Promise<R>;
  withToken(ready: R, token: string): R;
  request(ready: R): Pick<OnceRequest<L>, 'path' | 'headers' | 'body' | 'lane'>;
  judge(answer: HttpAnswer): OrderVerdict<T>;
}

interface Verdict<T> {
  readonly answer: OrderAnswer<T>;
  readonly code: string;
  readonly again?: 'token' | 'rate';
}

/** The rule for repeats, which holds for an order only after proof that it was not taken. */
const MOST_REPEATS = 2;
const REPEAT_PAUSE_MS = 1_000;

/**
 * Orders. One POST; more only when each answer before proves that it was turned away before routing: after a rate
 * refusal twice more, one second apart, after a token refusal once more with a new token, all inside one deadline.
 * Every doubt is `unknown`, and ends it: the caller asks the order list, never the order service again. Never rejects.
 */
export function createSends<L extends string>(line: SendLine<L>) {
  const { http, tokens, clock, emit, timing, vitals, maintenance, closing } = line;

  /** Never rejects. `signal` can only keep the order from leaving. */
  async function post<T, R extends { readonly token: string }>(
    call: Sending<L, T, R>,
    order: R,
    { signal, onLeave }: { readonly signal: AbortSignal; readonly onLeave: () => void },
  ): Promise<Verdict<T>> {
    let left = false;
    try {
      const result = await http.once({ ...call.request(order), signal });
      left = result.kind !== 'notSent';
      if (left) onLeave();
      if (result.kind === 'notSent') return notSent(call, result.code);
      if (result.kind === 'noAnswer') return unknown(result.code, result.code);
      return conclude(call, call.judge(result));
    } catch (thrown) {
      const { kind } = asDeskError(thrown);
      return left ? unknown(kind, kind) : notSent(call, kind);
    }
  }

  function conclude<T, R extends { readonly token: string }>(
    { operation }: Sending<L, T, R>,
    { meaning, code, message, data, down }: OrderVerdict<T>,
  ): Verdict<T> {
    maintenance.answered(operation, { good: meaning === 'ok', down });
    if (meaning === 'ok') {
      vitals.lastGoodCallAt = clock.now();
      return data === undefined ? unknown('form', code) : { answer: { kind: 'answered', data }, code };
    }
    if (meaning === 'rate') {
      vitals.rateRefusals += 1;
      emit({ kind: 'rateRefused', at: clock.now(), operation, code });
    }
    if (meaning === 'unknown') return unknown(`${code} ${message}`.trim(), code);
    const refused = { answer: { kind: 'refused', code, message }, code } as const;
    return meaning === 'refused' ? refused : { ...refused, again: meaning };
  }

  /** One POST, and its repeats while each answer proves that nothing was taken. */
  async function deliver<T, R extends { readonly token: string }>(
    call: Sending<L, T, R>,
    first: R,
    leaving: { readonly signal: AbortSignal; readonly onLeave: () => void },
  ): Promise<Verdict<T>> {
    const { signal } = leaving;
    let order = first;
    let verdict = await post(call, order, leaving);
    for (let repeats = 0; verdict.again && repeats < MOST_REPEATS; repeats += 1) {
      if (verdict.again === 'token' && order.token !== first.token) break;
      try {
        if (verdict.again === 'rate') await clock.sleep(REPEAT_PAUSE_MS, signal);
        else order = call.withToken(order, await tokens.recover(order.token, signal));
      } catch (thrown) {
        return call.signal?.aborted ? notSent(call, asDeskError(thrown).kind) : verdict;
      }
      const next = await post(call, order, leaving);
      // A repeat that could not leave takes nothing from the proof of the one before.
      if (next.answer.kind === 'notSent') return call.signal?.aborted ? next : verdict;
      verdict = next;
    }
    return verdict;
  }

  function send<T, R extends { readonly token: string }>(
    call: Sending<L, T, R>,
    onLeave: () => void,
  ): Promise<Verdict<T>> {
    return withDeadline(clock, timing.orderWaitMs, [call.signal, closing], async signal => {
      let order: R;
      try {
        signal.throwIfAborted();
        order = await call.ready(signal);
      } catch (thrown) {
        const { kind, detail } = asDeskError(thrown);
        return notSent(call, detail['code'] === undefined ? kind : `${kind} ${detail['code']}`);
      }
      return deliver(call, order, { signal, onLeave });
    });
  }

  return async <T, R extends { readonly token: string }>(call: Sending<L, T, R>): Promise<OrderAnswer<T>> => {
    const over = beginCall(line, call.operation);
    let attempts = 0;
    const { answer, code } = await send(call, () => {
      attempts += 1;
    });
    over(answer.kind === 'answered' ? 'ok' : answer.kind, code, attempts);
    return answer;
  };
}

/** Nothing left; once the caller's signal has aborted, that is the reason. */
function notSent(call: { readonly signal?: AbortSignal | undefined }, why: string) {
  const reason = call.signal?.aborted ? 'halted' : why;
  return { answer: { kind: 'notSent', reason }, code: reason } as const;
}

function unknown(reason: string, code: string) {
  return { answer: { kind: 'unknown', reason }, code } as const;
}
