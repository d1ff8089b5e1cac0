import { z } from 'zod';
import type { BookLevel, OrderBook } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, one, whole, wholeOrZero } from './fields.js';
import { issueParams } from './request.js';

const LEVELS = 10;

const levels = z.array(z.object({ price: wholeOrZero, quantity: wholeOrZero }));

/** KIS numbers the levels in the names of the fields (`askp1`, `askp_rsqn1`, …), best first. */
const book = z.preprocess(
  block => {
    const fields = new Map(Object.entries(block ?? {}));
    const side = (name: string) =>
      Array.from({ length: LEVELS }, (_, i) => ({
        price: fields.get(`${name}${i + 1}`),
        quantity: fields.get(`${name}_rsqn${i + 1}`),
      }));
    return {
      asks: side('askp'),
      bids: side('bidp'),
      totalAsk: fields.get('total_askp_rsqn'),
      totalBid: fields.get('total_bidp_rsqn'),
    };
  },
  z.object({ asks: levels, bids: levels, totalAsk: whole, totalBid: whole }),
);

export const orderBookAnswer = answer({ output1: one(book) });

/**
 * Ten levels on both sides; levels without a price or without shares are left out.
 *
 * KIS: 주식현재가 호가/예상체결 FHKST01010200.
 */
export async function orderBook(client: KisClient, code: string, signal?: AbortSignal): Promise<OrderBook> {
  const { data } = await client.read({
    tr: 'orderBook',
    params: issueParams(code),
    schema: orderBookAnswer,
    signal,
  });
  const { asks, bids, totalAsk, totalBid } = data.output1;
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
