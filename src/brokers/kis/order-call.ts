import { asDeskError } from '../../core/index.js';
import { withDeadline } from '../transport/index.js';
import { readBody } from './body.js';
import { beginCall } from './call-record.js';
import type { KisClient, OrderAnswer, OrderCall, OrderForm } from './calls.js';
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
  /** Called for every POST that leaves. */
  readonly onLeave: () => void;
}

interface Verdict<T> {
  readonly answer: OrderAnswer<T>;
  /** KIS's code, or ours where KIS gave none. */
  readonly code: string;
  /** Turned away before routing, which proves that it was not taken, and for a reason that we can mend. */
  readonly again?: 'token' | 'rate';
}

/** KIS's rule for repeats, which holds for an order only after proof that it was not taken. */
const MOST_REPEATS = 2;
const REPEAT_PAUSE_MS = 1_000;

/**
 * Orders to KIS. One POST; more only when each answer before proves that it was turned away before routing: after a
 * rate refusal twice more, one second apart, after a token refusal once more with a new token, all inside one deadline.
 * Every doubt is `unknown`, and ends it: the caller asks the order list, never the order service again.
 */
export function createOrderCall(line: KisLine): Pick<KisClient, 'prepare' | 'send'> {
  const { environment, http, tokens, hashKeys, clock, log, emit, timing, vitals, maintenance, closing } =
    line;

  async function makeReady(form: OrderForm, signal: AbortSignal): Promise<Omit<Prepared, 'onLeave'>> {
    signal.throwIfAborted();
    const tr = resolveTr(form.tr, environment);
    const body = JSON.stringify(form.body);
    const token = await tokens.current(signal);
    const hashkey = environment.hashkey ? await hashKeys.of(body, signal) : undefined;
    return { tr, body, hashkey, token };
  }

  /** Never rejects. `signal` can only keep the order from leaving. */
  async function post<T>(call: OrderCall<T>, order: Prepared, signal: AbortSignal): Promise<Verdict<T>> {
    const { tr, body, hashkey, token, onLeave } = order;
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
      if (left) onLeave();
      if (result.kind === 'notSent') return notSent(call, result.code);
      if (result.kind === 'noAnswer') return unknown(result.code, result.code);
      return judge(call, tr, result);
    } catch (thrown) {
      const { kind } = asDeskError(thrown);
      return left ? unknown(kind, kind) : notSent(call, kind);
    }
  }

  function judge<T>(
    call: OrderCall<T>,
    tr: ResolvedTr,
    answer: { status: number; text: string },
  ): Verdict<T> {
    const body = readBody(answer.text);
    const meaning = classifyOrder(answer.status, body);
    maintenance.answered(call.tr, { status: answer.status, body, good: meaning === 'ok' });
    const code = body?.msgCd || `HTTP ${answer.status}`;
    const message = body?.message ?? '';
    if (meaning === 'ok') {
      vitals.lastGoodCallAt = clock.now();
      const parsed = call.schema.safeParse(body?.json);
      if (parsed.success) return { answer: { kind: 'answered', data: parsed.data }, code };
      log('error', 'kis.misfit', { tr: tr.id, status: answer.status, msgCd: body?.msgCd });
      return unknown('form', code);
    }
    log('warn', 'kis.order', { tr: tr.id, status: answer.status, meaning, rtCd: body?.rtCd, code, message });
    if (meaning === 'rate') {
      vitals.rateRefusals += 1;
      emit({ kind: 'rateRefused', at: clock.now(), operation: call.tr, code });
    }
    if (meaning === 'unknown') return unknown(`${code} ${message}`.trim(), code);
    const refused = { answer: { kind: 'refused', code, message }, code } as const;
    return meaning === 'refused' ? refused : { ...refused, again: meaning };
  }

  /** One POST, and its repeats while each answer proves that nothing was taken. */
  async function deliver<T>(call: OrderCall<T>, first: Prepared, signal: AbortSignal): Promise<Verdict<T>> {
    let order = first;
    let verdict = await post(call, order, signal);
    for (let repeats = 0; verdict.again && repeats < MOST_REPEATS; repeats += 1) {
      if (verdict.again === 'token' && order.token !== first.token) break;
      try {
        if (verdict.again === 'rate') await clock.sleep(REPEAT_PAUSE_MS, signal);
        else order = { ...order, token: await tokens.recover(order.token, signal) };
      } catch (thrown) {
        return call.signal?.aborted ? notSent(call, asDeskError(thrown).kind) : verdict;
      }
      const next = await post(call, order, signal);
      // A repeat that could not leave takes nothing from the proof of the one before.
      if (next.answer.kind === 'notSent') return call.signal?.aborted ? next : verdict;
      verdict = next;
    }
    return verdict;
  }

  function send<T>(call: OrderCall<T>, onLeave: () => void): Promise<Verdict<T>> {
    return withDeadline(clock, timing.orderWaitMs, [call.signal, closing], async signal => {
      let order: Prepared;
      try {
        order = { ...(await makeReady(call, signal)), onLeave };
      } catch (thrown) {
        const { kind, detail } = asDeskError(thrown);
        return notSent(call, detail['code'] === undefined ? kind : `${kind} ${detail['code']}`);
      }
      return deliver(call, order, signal);
    });
  }

  return {
    async prepare({ body }) {
      await Promise.allSettled([
        withDeadline(clock, timing.orderWaitMs, [closing], signal => tokens.current(signal)),
        environment.hashkey ? hashKeys.fetchAhead(JSON.stringify(body)) : undefined,
      ]);
    },
    async send(call) {
      const over = beginCall(line, call.tr);
      let attempts = 0;
      const { answer, code } = await send(call, () => {
        attempts += 1;
      });
      over(answer.kind === 'answered' ? 'ok' : answer.kind, code, attempts);
      return answer;
    },
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
