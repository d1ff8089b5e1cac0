import { DeskError } from '../../core/index.js';
import type { KisClient, ReadAnswer, ReadCall } from './calls.js';
import { hasMore } from './headers.js';
import { type Inquire, type Judged, refusal } from './inquiry.js';
import type { KisLine } from './line.js';
import { resolveTr } from './tr-ids.js';

/** Reads of the services that this program knows: an answer that has not the documented form is no answer. */
export function createReadCall(
  { environment, log }: Pick<KisLine, 'environment' | 'log'>,
  inquire: Inquire,
): KisClient['read'] {
  function conclude<T>(call: ReadCall<T>, judged: Judged): ReadAnswer<T> {
    const { answer, body, meaning } = judged;
    if (meaning !== 'ok' || !body) throw refusal(call.tr, judged);
    const parsed = call.schema.safeParse(body.json);
    if (parsed.success) return { data: parsed.data, more: hasMore(answer.headers) };
    const fields = parsed.error.issues.slice(0, 5).map(issue => issue.path.join('.'));
    log('error', 'kis.misfit', { tr: call.tr, msgCd: body.msgCd, fields: fields.join(' ') });
    throw new DeskError('unavailable', `${call.tr}: the answer does not have the documented form`, {
      service: call.tr,
      code: 'form',
    });
  }

  return async call => {
    const { params, continued, signal } = call;
    const tr = resolveTr(call.tr, environment);
    return inquire({ operation: call.tr, tr, params, continued, signal }, judged => conclude(call, judged));
  };
}
