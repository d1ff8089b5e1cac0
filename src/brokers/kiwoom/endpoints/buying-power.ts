import { z } from 'zod';
import {
  type AccountRef,
  asDeskError,
  type BuyingPower,
  type OrderType,
  type Won,
} from '../../../core/index.js';
import { ORDER_TYPES } from '../../../market/index.js';
import type { KiwoomClient } from '../calls.js';
import { deposit } from './deposit.js';
import { amountOrZero, signed, signedOrZero } from './fields.js';
import { upperLimit } from './price.js';
import { checkedAccount, checkedCode, checkedPrice } from './request.js';

export const buyingPowerAnswer = z.looseObject({
  ord_alowa: signed,
  profa_100ord_alow_amt: signedOrZero,
  profa_100ord_alowq: amountOrZero,
});

const BUY = '2';
/** The practice server's fee of a purchase, in hundred-thousandths: 0.35 %. */
const PRACTICE_FEE = 350n;
const WHOLE = 100_000n;

/**
 * What an order of this type and price could buy paid in full. An order without a price is reckoned at the upper limit
 * price. 모의투자 does not offer the service: there it is reckoned from the deposit, the practice fee included. Throws
 * `input` for a price that does not go with the type.
 *
 * Kiwoom: 주문인출가능금액 kt00010; on paper 예수금상세현황 kt00001.
 */
export async function buyingPower(
  client: KiwoomClient,
  account: AccountRef,
  order: { code: string; price: Won; type: OrderType },
  signal?: AbortSignal,
): Promise<BuyingPower> {
  checkedAccount(client.environment, account);
  checkedPrice(order);
  const stk_cd = checkedCode(order.code);
  const { priced } = ORDER_TYPES[order.type];
  const pricedAt = priced ? order.price : await upperLimit(client, order.code, signal);
  try {
    const { data } = await client.read({
      api: 'buyingPower',
      params: { io_amt: '', stk_cd, trde_tp: BUY, trde_qty: '', uv: pricedAt.toString(), exp_buy_unp: '' },
      schema: buyingPowerAnswer,
      signal,
    });
    return {
      cash: data.ord_alowa,
      pricedAt,
      amount: data.profa_100ord_alow_amt,
      quantity: data.profa_100ord_alowq,
    };
  } catch (thrown) {
    if (asDeskError(thrown).kind !== 'notOffered') throw thrown;
    return fromDeposit(client, account, pricedAt, signal);
  }
}

async function fromDeposit(
  client: KiwoomClient,
  account: AccountRef,
  pricedAt: Won,
  signal?: AbortSignal,
): Promise<BuyingPower> {
  const { orderable, orderableInFull } = await deposit(client, account, signal);
  const each = pricedAt * (WHOLE + PRACTICE_FEE);
  const quantity = each > 0n && orderableInFull > 0n ? (orderableInFull * WHOLE) / each : 0n;
  return { cash: orderable, pricedAt, amount: orderableInFull, quantity };
}
