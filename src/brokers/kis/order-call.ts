import { asDeskError } from '../../core/index.js';
import { withDeadline } from '../transport/index.js';
import { readBody } from './body.js';
import type { KisClient, OrderAnswer, OrderCall } from './calls.js';
import { classifyOrder } from './classify.js';
import { businessHeaders } from './headers.js';
import type { KisLine } from './line.js';
import { type ResolvedTr, resolveTr } from './tr-ids.js';

/** An order made ready: what remains is to send it. */
interface Prepared {
  readonly tr: ResolvedTr;
  readonly body: string;
  readonly hashkey: string | undefined;
  readonly token: string;
}

/** `again`: turned away before routing for a reason that we can mend. */
interface Verdict<T> {
  readonly answer: OrderAnswer<T>;
  readonly again?: 'token' | 'rate';
}

/** A re-send belongs to the same confirmation, so it must come quickly or not at all. */
const RATE_PAUSE_MS = 1_000;
const RATE_WINDOW_MS = 2_000;
/** A token issue and the order, each with its turn on a line of one call a second. */
const TOKEN_WINDOW_MS = 3_000;

/**
 * Orders to KIS. One POST; a second only when the first answer proves that it was turned away before routing (token,
 * rate). Every other doubt is `unknown`: the caller asks the order list, never the order service again.
 */
export function createOrderCall(line: KisLine): KisClient['send'] {
  const { environment, http, tokens, oauth, clock, log, emit, timing, vitals, closing } = line;

  async function prepare(call: OrderCall<unknown>, signal: AbortSignal): Promise<Prepared> {
    const tr = resolveTr(call.tr, environment);
    const body = JSON.stringify(call.body);
    const token = await tokens.current(signal);
    const hashkey = environment.hashkey ? await oauth.hashkey(body, signal) : undefined;
    return { tr, body, hashkey, token };
  }

  /** Never rejects. `signal` can only keep the order from leaving. */
  async function post<T>(call: OrderCall<T>, order: Prepared, signal: AbortSignal): Promise<Verdict<T>> {
    const { tr, body, hashkey, token } = order;
    let left = false;
    try {
      const headers = businessHeaders(environment, { trId: tr.id, token });
      const result = await http.once({
        path: tr.path,
        headers: hashkey === undefined ? headers : { ...headers, hashkey },
        body,
        lane: tr.lane,
        signal,
      });
      left = result.kind !== 'notSent';
      if (result.kind === 'notSent') return { answer: { kind: 'notSent', reason: result.code } };
      if (result.kind === 'noAnswer') return { answer: { kind: 'unknown', reason: result.code } };
      return judge(call, tr, result);
    } catch (thrown) {
      const reason = asDeskError(thrown).kind;
      return { answer: { kind: left ? 'unknown' : 'notSent', reason } };
    }
  }

  function judge<T>(
    call: OrderCall<T>,
    tr: ResolvedTr,
    answer: { status: number; text: string },
  ): Verdict<T> {
    const body = readBody(answer.text);
    const meaning = classifyOrder(answer.status, body);
    const code = body?.msgCd || `HTTP ${answer.status}`;
    const message = body?.message ?? '';
    if (meaning === 'ok') {
      vitals.lastGoodCallAt = clock.now();
      const parsed = call.schema.safeParse(body?.json);
      if (parsed.success) return { answer: { kind: 'answered', data: parsed.data } };
      log('error', 'kis.misfit', { tr: tr.id, status: answer.status, msgCd: body?.msgCd });
      return { answer: { kind: 'unknown', reason: 'form' } };
    }
    log('warn', 'kis.order', { tr: tr.id, status: answer.status, meaning, rtCd: body?.rtCd, code, message });
    if (meaning === 'rate') {
      vitals.rateRefusals += 1;
      emit({ kind: 'rateRefused', at: clock.now(), operation: call.tr, code });
    }
    if (meaning === 'unknown') return { answer: { kind: 'unknown', reason: `${code} ${message}`.trim() } };
    const refused = { kind: 'refused', code, message } as const;
    return meaning === 'refused' ? { answer: refused } : { answer: refused, again: meaning };
  }

  /** The second POST; undefined when it could not be made ready in time. */
  function sendAgain<T>(
    call: OrderCall<T>,
    order: Prepared,
    why: 'token' | 'rate',
  ): Promise<Verdict<T> | undefined> {
    const window = why === 'rate' ? RATE_WINDOW_MS : TOKEN_WINDOW_MS;
    return withDeadline(clock, window, [closing], async signal => {
      try {
        if (why === 'rate') await clock.sleep(RATE_PAUSE_MS, signal);
        const token = why === 'token' ? await tokens.recover(order.token, signal) : order.token;
        return await post(call, { ...order, token }, signal);
      } catch {
        return undefined;
      }
    });
  }

  return call =>
    withDeadline(clock, timing.orderWaitMs, [closing], async signal => {
      let order: Prepared;
      try {
        order = await prepare(call, signal);
      } catch (thrown) {
        const error = asDeskError(thrown);
        const reason = [error.kind, error.detail['code']].filter(word => word !== undefined).join(' ');
        return { kind: 'notSent', reason };
      }
      const first = await post(call, order, signal);
      if (!first.again) return first.answer;
      const second = await sendAgain(call, order, first.again);
      return !second || second.answer.kind === 'notSent' ? first.answer : second.answer;
    });
}
