import { createSends, type OrderMeaning, withDeadline } from '../transport/index.js';
import { readBody } from './body.js';
import type { KisClient, OrderCall, OrderForm } from './calls.js';
import { classifyOrder } from './classify.js';
import { businessHeaders } from './headers.js';
import { isDown } from './inquiry.js';
import type { KisLine } from './line.js';
import { type ResolvedTr, resolveTr } from './tr-ids.js';

/** An order made ready: what remains is to send it. */
interface Prepared {
  readonly tr: ResolvedTr;
  readonly body: string;
  readonly hashkey: string | undefined;
  readonly token: string;
}

/** Orders to KIS, by the one rule of sends; what is KIS's own is the hash key, the headers and the codes. */
export function createOrderCall(line: KisLine): Pick<KisClient, 'prepare' | 'send'> {
  const { environment, tokens, hashKeys, clock, log, timing, closing } = line;
  const send = createSends(line);

  async function makeReady(form: OrderForm, signal: AbortSignal): Promise<Prepared> {
    const tr = resolveTr(form.tr, environment);
    const body = JSON.stringify(form.body);
    const token = await tokens.current(signal);
    const hashkey = environment.hashkey ? await hashKeys.of(body, signal) : undefined;
    return { tr, body, hashkey, token };
  }

  function judge<T>(call: OrderCall<T>, { status, text }: { status: number; text: string }) {
    const body = readBody(text);
    const meaning: OrderMeaning = classifyOrder(status, body);
    const code = body?.msgCd || `HTTP ${status}`;
    const message = body?.message ?? '';
    const verdict = { meaning, code, message, down: isDown(status, body) };
    const { id } = resolveTr(call.tr, environment);
    if (meaning !== 'ok') {
      log('warn', 'kis.order', { tr: id, status, meaning, rtCd: body?.rtCd, code, message });
      return { ...verdict, data: undefined };
    }
    const { data } = call.schema.safeParse(body?.json);
    if (data === undefined) log('error', 'kis.misfit', { tr: id, status, msgCd: body?.msgCd });
    return { ...verdict, data };
  }

  return {
    async prepare({ body }) {
      await Promise.allSettled([
        withDeadline(clock, timing.orderWaitMs, [closing], signal => tokens.current(signal)),
        environment.hashkey ? hashKeys.fetchAhead(JSON.stringify(body)) : undefined,
      ]);
    },
    send: call =>
      send({
        operation: call.tr,
        signal: call.signal,
        ready: signal => makeReady(call, signal),
        withToken: (ready, token) => ({ ...ready, token }),
        request({ tr, body, hashkey, token }) {
          const headers = businessHeaders(environment, { trId: tr.id, token });
          return {
            path: tr.path,
            headers: hashkey === undefined ? headers : { ...headers, hashkey },
            body,
            lane: tr.lane,
          };
        },
        judge: answer => judge(call, answer),
      }),
  };
}
