import type { OrderRequest } from '../../../core/index.js';
import { orderTypeCode } from '../../../market/index.js';
import type { OrderForm } from '../calls.js';
import type { KisEnvironment } from '../environment.js';
import { accountParams, checkedCode, checkedPrice, checkedQuantity } from './request.js';

/** 매도유형 01: an ordinary sale. */
const ORDINARY_SALE = { SLL_TYPE: '01' };

/**
 * A buy or sell order. Throws `input` for an order that is malformed.
 *
 * KIS: 주식주문(현금) TTTC0012U / TTTC0011U, on paper VTTC0012U / VTTC0011U.
 */
export function cashOrder(environment: KisEnvironment, order: OrderRequest): OrderForm {
  return {
    tr: order.side,
    body: {
      ...accountParams(environment, order.account),
      PDNO: checkedCode(order.code),
      ...(order.side === 'sell' ? ORDINARY_SALE : {}),
      ORD_DVSN: orderTypeCode(order.type),
      ORD_QTY: checkedQuantity(order.quantity),
      ORD_UNPR: checkedPrice(order),
      EXCG_ID_DVSN_CD: order.exchange,
    },
  };
}
