import { z } from 'zod';
import type { AccountRef, BuyingPower, OrderType, Won } from '../../../core/index.js';
import { orderTypeCode } from '../../../market/index.js';
import type { KisClient } from '../calls.js';
import { answer, one, whole } from './fields.js';
import { accountParams, checkedCode, checkedPrice } from './request.js';

export const buyingPowerAnswer = answer({
  output: one(
    z.object({
      ord_psbl_cash: whole,
      psbl_qty_calc_unpr: whole,
      nrcvb_buy_amt: whole,
      nrcvb_buy_qty: whole,
    }),
  ),
});

/**
 * What an order of this type and price could buy without credit (미수 없는 매수). The order's own type is sent: a market
 * order is reckoned at the upper limit price, a limit order at its price. Throws `input` for a price that does not
 * go with the type.
 *
 * KIS: 매수가능조회 TTTC8908R / VTTC8908R.
 */
export async function buyingPower(
  client: KisClient,
  account: AccountRef,
  order: { code: string; price: Won; type: OrderType },
  signal?: AbortSignal,
): Promise<BuyingPower> {
  const { data } = await client.read({
    tr: 'buyingPower',
    params: {
      ...accountParams(client.environment, account),
      PDNO: checkedCode(order.code),
      ORD_UNPR: checkedPrice(order),
      ORD_DVSN: orderTypeCode(order.type),
      CMA_EVLU_AMT_ICLD_YN: 'N',
      OVRS_ICLD_YN: 'N',
    },
    schema: buyingPowerAnswer,
    signal,
  });
  return {
    cash: data.output.ord_psbl_cash,
    pricedAt: data.output.psbl_qty_calc_unpr,
    amount: data.output.nrcvb_buy_amt,
    quantity: data.output.nrcvb_buy_qty,
  };
}
