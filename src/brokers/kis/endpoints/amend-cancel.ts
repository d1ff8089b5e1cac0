import type {
  AmendRequest,
  CancelRequest,
  OrderType,
  SendOutcome,
  Shares,
  VenueOrderRef,
} from '../../../core/index.js';
import { orderTypeCode } from '../../../market/index.js';
import type { KisClient } from '../calls.js';
import { exchangeRefusal, orderAnswer, toOutcome } from './order-answer.js';
import { accountParams, checkedPrice, checkedQuantity, malformed } from './request.js';

/**
 * Changes price or type of an order, at most once. The accepted order has a new number; an original that was amended
 * whole is dead. Rejects with `input`, before anything left, for a request that is malformed.
 *
 * KIS: 주식주문(정정취소) TTTC0013U / VTTC0013U.
 */
export async function amendOrder(client: KisClient, request: AmendRequest): Promise<SendOutcome> {
  return change(client, request, { code: AMEND, type: request.type, price: checkedPrice(request) });
}

/**
 * Cancels an order or part of it, at most once. The accepted order is the cancellation itself; after a partial one
 * the rest stays open under the original number. Rejects with `input`, before anything left, for a request that is
 * malformed.
 *
 * KIS: 주식주문(정정취소) TTTC0013U / VTTC0013U.
 */
export async function cancelOrder(client: KisClient, request: CancelRequest): Promise<SendOutcome> {
  return change(client, request, { code: CANCEL, type: 'limit', price: '0' });
}

/** 정정취소구분코드 */
const AMEND = '01';
const CANCEL = '02';

async function change(
  client: KisClient,
  request: CancelRequest,
  to: { code: string; type: OrderType; price: string },
): Promise<SendOutcome> {
  const body = {
    ...accountParams(client.environment, request.account),
    KRX_FWDG_ORD_ORGNO: request.order.branch.trim(),
    ORGN_ODNO: checkedNumber(request.order),
    ORD_DVSN: orderTypeCode(to.type),
    RVSE_CNCL_DVSN_CD: to.code,
    ORD_QTY: quantityOf(request.quantity),
    ORD_UNPR: to.price,
    QTY_ALL_ORD_YN: request.quantity === 'all' ? 'Y' : 'N',
    EXCG_ID_DVSN_CD: request.exchange,
  };
  const refusal = exchangeRefusal(client.environment, request.exchange);
  if (refusal !== undefined) return refusal;
  return toOutcome(client, await client.send({ tr: 'amendCancel', body, schema: orderAnswer }));
}

/** KIS ignores the quantity when the whole remainder is meant. */
function quantityOf(quantity: Shares | 'all'): string {
  return quantity === 'all' ? '0' : checkedQuantity(quantity);
}

function checkedNumber(order: VenueOrderRef): string {
  const number = order.number.trim();
  if (!/^[0-9A-Za-z]{1,10}$/.test(number)) throw malformed('order', 'not an order number');
  return number;
}
