import { z } from 'zod';
import type { Exchange, SendOutcome } from '../../../core/index.js';
import type { OrderAnswer } from '../../transport/index.js';
import type { KisClient } from '../calls.js';
import type { KisEnvironment } from '../environment.js';
import { answer, filled, one, text } from './fields.js';

/** The answer to an order or its change. Without an order number it does not fit: then nobody knows what happened. */
export const orderAnswer = answer({ output: one(z.object({ odno: filled, krx_fwdg_ord_orgno: text })) });

/** What an order's answer means to the desk; `at` is when the client had it. */
export function toOutcome(client: KisClient, got: OrderAnswer<z.output<typeof orderAnswer>>): SendOutcome {
  if (got.kind !== 'answered') return got;
  const { odno, krx_fwdg_ord_orgno } = got.data.output;
  return { kind: 'accepted', order: { number: odno, branch: krx_fwdg_ord_orgno }, at: client.now() };
}

/** Why an order for this exchange must not leave: 모의투자 knows the KRX only, and might take it for a KRX order. */
export function exchangeRefusal(environment: KisEnvironment, exchange: Exchange): SendOutcome | undefined {
  if (environment.mode === 'live' || exchange === 'KRX') return undefined;
  return { kind: 'notSent', reason: 'notOffered' };
}
