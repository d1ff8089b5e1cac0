import type { OrderRequest, SendOutcome } from '../../../core/index.js';
import { orderTypeCode } from '../../../market/index.js';
import type { KisClient } from '../calls.js';
import { exchangeRefusal, orderAnswer, toOutcome } from './order-answer.js';
import { accountParams, checkedCode, checkedPrice, checkedQuantity } from './request.js';

/** 매도유형 01: an ordinary sale. */
const ORDINARY_SALE = { SLL_TYPE: '01' };

/**
 * Sends a buy or sell order, at most once. `accepted` means received by the exchange, not filled. Rejects with `input`,
 * before anything left, for an order that is malformed.
 *
 * KIS: 주식주문(현금) TTTC0012U / TTTC0011U, on paper VTTC0012U / VTTC0011U.
 */
export async function placeOrder(client: KisClient, order: OrderRequest): Promise<SendOutcome> {
  const body = {
    ...accountParams(client.environment, order.account),
    PDNO: checkedCode(order.code),
    ...(order.side === 'sell' ? ORDINARY_SALE : {}),
    ORD_DVSN: orderTypeCode(order.type),
    ORD_QTY: checkedQuantity(order.quantity),
    ORD_UNPR: checkedPrice(order),
    EXCG_ID_DVSN_CD: order.exchange,
  };
  const refusal = exchangeRefusal(client.environment, order.exchange);
  if (refusal !== undefined) return refusal;
  return toOutcome(client, await client.send({ tr: order.side, body, schema: orderAnswer }));
}
