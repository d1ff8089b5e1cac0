import { DeskError } from '../../core/index.js';
import { resolveApi } from './api-ids.js';
import type { KiwoomClient, ReadAnswer, ReadCall } from './calls.js';
import { pageOf } from './headers.js';
import { type Inquire, type Judged, refusal } from './inquiry.js';
import type { KiwoomLine } from './line.js';
import type { Owner } from './owner.js';

/** Reads of the services that this program knows: an answer that has not the documented form is no answer. */
export function createReadCall(
  { environment, log }: Pick<KiwoomLine, 'environment' | 'log'>,
  { inquire, owner }: { readonly inquire: Inquire; readonly owner: Owner },
): KiwoomClient['read'] {
  function conclude<T>(call: ReadCall<T>, judged: Judged): ReadAnswer<T> {
    const { answer, body, meaning } = judged;
    if (meaning === 'noData' && call.none !== undefined) return { data: call.none, more: false, nextKey: '' };
    if (meaning !== 'ok' || !body) throw refusal(call.api, judged);
    const parsed = call.schema.safeParse(body.json);
    if (parsed.success) return { data: parsed.data, ...pageOf(answer.headers) };
    const fields = parsed.error.issues.slice(0, 5).map(issue => issue.path.join('.'));
    log('error', 'kiwoom.misfit', { api: call.api, fields: fields.join(' ') });
    throw new DeskError('unavailable', `${call.api}: the answer does not have the documented form`, {
      service: call.api,
      code: 'form',
    });
  }

  return async call => {
    const { api, params, nextKey, group, signal } = call;
    if (resolveApi(api, environment.mode).ofAccount) await owner.confirm(signal);
    return inquire({ operation: api, api, params, nextKey, group, signal }, judged => conclude(call, judged));
  };
}
