import { z } from 'zod';
import type { AccountRef } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { signed, signedOrZero } from './fields.js';
import { checkedAccount } from './request.js';

export const depositAnswer = z.looseObject({
  entr: signed,
  d1_entra: signed,
  d2_entra: signed,
  ord_alow_amt: signedOrZero,
  '100stk_ord_alow_amt': signedOrZero,
});

/** With what today's trades will leave. */
const ESTIMATED = '3';

/** The cash of an account. Kiwoom: 예수금상세현황 kt00001. */
export async function deposit(client: KiwoomClient, account: AccountRef, signal?: AbortSignal) {
  checkedAccount(client.environment, account);
  const params = { qry_tp: ESTIMATED };
  const { data } = await client.read({ api: 'deposit', params, schema: depositAnswer, signal });
  return {
    cash: data.entr,
    nextDay: data.d1_entra,
    afterSettlement: data.d2_entra,
    orderable: data.ord_alow_amt,
    /** For an issue that must be paid in full: no credit. */
    orderableInFull: data['100stk_ord_alow_amt'],
  };
}
