import { createSends, withDeadline } from '../transport/index.js';
import { resolveApi } from './api-ids.js';
import { codeOf, isDown, readBody } from './body.js';
import type { KiwoomClient, OrderCall } from './calls.js';
import { classifyOrder } from './classify.js';
import { businessHeaders } from './headers.js';
import type { KiwoomLine } from './line.js';
import type { Owner } from './owner.js';

/** Orders to Kiwoom, by the one rule of sends. */
export function createOrderCall(line: KiwoomLine, owner: Owner): Pick<KiwoomClient, 'prepare' | 'send'> {
  const { environment, tokens, clock, log, timing, closing } = line;
  const send = createSends(line);

  function judge<T>({ api, schema }: OrderCall<T>, { status, text }: { status: number; text: string }) {
    const body = readBody(text);
    const meaning = classifyOrder(status, body);
    const code = codeOf(status, body);
    const message = body?.message ?? '';
    const verdict = { meaning, code, message, down: isDown(status, body) };
    if (meaning !== 'ok') {
      log('warn', 'kiwoom.order', { api, status, meaning, returnCode: body?.returnCode, code, message });
      return { ...verdict, data: undefined };
    }
    const { data } = schema.safeParse(body?.json);
    if (data === undefined) log('error', 'kiwoom.misfit', { api, status });
    return { ...verdict, data };
  }

  return {
    async prepare() {
      const ready = withDeadline(clock, timing.orderWaitMs, [closing], async signal => {
        await tokens.current(signal);
        await owner.confirm(signal);
      });
      await Promise.allSettled([ready]);
    },
    send: call =>
      send({
        operation: call.api,
        signal: call.signal,
        async ready(signal) {
          await owner.confirm(signal);
          const body = JSON.stringify((await call.form(signal)).body);
          return { body, token: await tokens.current(signal) };
        },
        withToken: (ready, token) => ({ ...ready, token }),
        request({ body, token }) {
          const { id, path } = resolveApi(call.api, environment.mode);
          return { path, headers: businessHeaders({ apiId: id, token }), body, lane: 'order' };
        },
        judge: answer => judge(call, answer),
      }),
  };
}
