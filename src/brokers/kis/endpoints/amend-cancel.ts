import type { AmendRequest, CancelRequest, OrderType, Shares, VenueOrderRef } from '../../../core/index.js';
import { orderTypeCode } from '../../../market/index.js';
import type { OrderForm } from '../calls.js';
import type { KisEnvironment } from '../environment.js';
import { accountParams, checkedPrice, checkedQuantity, malformed } from './request.js';

/** 정정취소구분코드 */
const AMEND = '01';
const CANCEL = '02';

/**
 * A change of price or type. The accepted order has a new number; an original that was amended whole is dead. Throws
 * `input` for a request that is malformed.
 *
 * KIS: 주식주문(정정취소) TTTC0013U / VTTC0013U.
 */
export function amendment(environment: KisEnvironment, request: AmendRequest): OrderForm {
  return change(environment, request, { code: AMEND, type: request.type, price: checkedPrice(request) });
}

/**
 * The cancellation of an order or of part of it. The accepted order is the cancellation itself; after a partial one the
 * rest stays open under the original number. Throws `input` for a request that is malformed.
 *
 * KIS: 주식주문(정정취소) TTTC0013U / VTTC0013U.
 */
export function cancellation(environment: KisEnvironment, request: CancelRequest): OrderForm {
  return change(environment, request, { code: CANCEL, type: 'limit', price: '0' });
}

function change(
  environment: KisEnvironment,
  request: CancelRequest,
  to: { code: string; type: OrderType; price: string },
): OrderForm {
  return {
    tr: 'amendCancel',
    body: {
      ...accountParams(environment, request.account),
      KRX_FWDG_ORD_ORGNO: request.order.branch.trim(),
      ORGN_ODNO: checkedNumber(request.order),
      ORD_DVSN: orderTypeCode(to.type),
      RVSE_CNCL_DVSN_CD: to.code,
      ORD_QTY: quantityOf(request.quantity),
      ORD_UNPR: to.price,
      QTY_ALL_ORD_YN: request.quantity === 'all' ? 'Y' : 'N',
      EXCG_ID_DVSN_CD: request.exchange,
    },
  };
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
