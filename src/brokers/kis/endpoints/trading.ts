import type { Exchange, SendOutcome, TradeAct, Trading } from '../../../core/index.js';
import type { KisClient, OrderForm } from '../calls.js';
import type { KisEnvironment } from '../environment.js';
import { amendment, cancellation } from './amend-cancel.js';
import { exchangeRefusal, orderAnswer, toOutcome } from './order-answer.js';
import { cashOrder } from './order-cash.js';

export function createTrading(client: KisClient): Trading {
  const { environment } = client;

  async function send(form: OrderForm, exchange: Exchange, signal?: AbortSignal): Promise<SendOutcome> {
    const refusal = exchangeRefusal(environment, exchange);
    if (refusal !== undefined) return refusal;
    return toOutcome(client, await client.send({ ...form, schema: orderAnswer, signal }));
  }

  return {
    async prepare(act) {
      const form = formOf(environment, act);
      if (form !== undefined) await client.prepare(form);
    },
    place: async (order, signal) => send(cashOrder(environment, order), order.exchange, signal),
    amend: async (request, signal) => send(amendment(environment, request), request.exchange, signal),
    cancel: async (request, signal) => send(cancellation(environment, request), request.exchange, signal),
  };
}

/** The form the send will take; undefined for an act that will not leave, which is for the send to say. */
function formOf(environment: KisEnvironment, act: TradeAct): OrderForm | undefined {
  try {
    const { exchange } = act.kind === 'place' ? act.order : act.request;
    if (exchangeRefusal(environment, exchange) !== undefined) return undefined;
    if (act.kind === 'place') return cashOrder(environment, act.order);
    return act.kind === 'amend'
      ? amendment(environment, act.request)
      : cancellation(environment, act.request);
  } catch {
    return undefined;
  }
}
