import { z } from 'zod';
import type { BookLevel, OrderBook } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { amountOrZero } from './fields.js';
import { checkedCode } from './request.js';

const LEVELS = 10;

const levels = z.array(z.object({ price: amountOrZero, quantity: amountOrZero }));

/** Kiwoom numbers the levels in the names of the fields, all but the first (`sel_fpr_bid`, `sel_2th_pre_bid`, …). */
export const orderBookAnswer = z.preprocess(
  body => {
    const fields = new Map(Object.entries(body ?? {}));
    const side = (name: string) =>
      Array.from({ length: LEVELS }, (_, i) => {
        const level = i === 0 ? `${name}_fpr` : `${name}_${i + 1}th_pre`;
        return { price: fields.get(`${level}_bid`), quantity: fields.get(`${level}_req`) };
      });
    return {
      asks: side('sel'),
      bids: side('buy'),
      totalAsk: fields.get('tot_sel_req'),
      totalBid: fields.get('tot_buy_req'),
      at: fields.get('bid_req_base_tm'),
    };
  },
  z.object({ asks: levels, bids: levels, totalAsk: amountOrZero, totalBid: amountOrZero, at: z.string() }),
);

/**
 * Ten levels on both sides; levels without a price or without shares are left out.
 *
 * Kiwoom: 주식호가 ka10004.
 */
export async function orderBook(
  client: KiwoomClient,
  code: string,
  signal?: AbortSignal,
): Promise<OrderBook> {
  const { data } = await client.read({
    api: 'orderBook',
    params: { stk_cd: checkedCode(code) },
    schema: orderBookAnswer,
    signal,
  });
  const { asks, bids, totalAsk, totalBid } = data;
  return {
    code,
    asOf: client.now(),
    asks: asks.filter(isOffered),
    bids: bids.filter(isOffered),
    totalAsk,
    totalBid,
  };
}

const isOffered = (level: BookLevel) => level.price > 0n && level.quantity > 0n;
