import { z } from 'zod';
import { type SendOutcome, sameOrderNumber, type Trading } from '../../../core/index.js';
import type { KiwoomClient, OrderCall } from '../calls.js';
import { filled } from './fields.js';
import { amendment, cancellation, isOffered, newOrder, sharesLeft } from './order-forms.js';

/**
 * The answer to an order or its change. Without an order number, or with zeros in its place as Kiwoom fills what it does
 * not have, it does not fit: then nobody knows what happened.
 */
export const orderAnswer = z.looseObject({ ord_no: filled.refine(number => !sameOrderNumber(number, '')) });

const NOT_OFFERED: SendOutcome = { kind: 'notSent', reason: 'notOffered' };

export function createTrading(client: KiwoomClient): Trading {
  const { environment } = client;

  /** `code`: by which Kiwoom names an order besides its number. */
  async function send(code: string, call: Omit<OrderCall<unknown>, 'schema'>): Promise<SendOutcome> {
    const got = await client.send({ ...call, schema: orderAnswer });
    if (got.kind !== 'answered') return got;
    return { kind: 'accepted', order: { number: got.data.ord_no, branch: code }, at: client.now() };
  }

  return {
    prepare: () => client.prepare(),
    async place(order, signal) {
      const form = newOrder(environment, order);
      if (!isOffered(environment, order, 'new')) return NOT_OFFERED;
      return send(order.code, { api: form.api, form: () => form, signal });
    },
    async amend(request, signal) {
      const checked = amendment(environment, request, 1n);
      if (!isOffered(environment, request, 'amend')) return NOT_OFFERED;
      const { order, quantity } = request;
      return send(order.branch, {
        api: 'amend',
        form: async inTime =>
          quantity === 'all'
            ? amendment(environment, request, await sharesLeft(client, order, inTime))
            : checked,
        signal,
      });
    },
    async cancel(request, signal) {
      const form = cancellation(environment, request);
      if (!isOffered(environment, request, 'cancel')) return NOT_OFFERED;
      return send(request.order.branch, { api: 'cancel', form: () => form, signal });
    },
  };
}
