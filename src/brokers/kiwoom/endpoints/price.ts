import { z } from 'zod';
import { DeskError, type Quote } from '../../../core/index.js';
import { tickSize } from '../../../market/index.js';
import type { KiwoomClient } from '../calls.js';
import {
  amount,
  amountOrZero,
  decimalOrZero,
  issueCode,
  positiveIfAny,
  ratioIfAny,
  rows,
  signedOrZero,
} from './fields.js';
import { issueFacts, kindOf, warningsOf } from './issue-facts.js';
import { checkedCode } from './request.js';

const HUNDRED_MILLION = 100_000_000n;
const MILLION = 1_000_000n;

const listed = z.looseObject({
  cur_prc: amount.refine(price => price > 0n),
  pred_pre: signedOrZero,
  flu_rt: decimalOrZero,
  open_pric: amountOrZero,
  high_pric: amountOrZero,
  low_pric: amountOrZero,
  base_pric: amount,
  upl_pric: amount,
  lst_pric: amount,
  trde_qty: amountOrZero,
  mac: amountOrZero,
  per: ratioIfAny,
  pbr: ratioIfAny,
  '250hgst': positiveIfAny,
  '250lwst': positiveIfAny,
});

/** What Kiwoom says of a code that it does not know: a blank price. An answer that does not speak of it says nothing. */
const unlisted = z.looseObject({ cur_prc: z.string().regex(/^\s*[+-]?0*\s*$/) }).transform(() => undefined);

export const priceAnswer = z.union([unlisted, listed]);

export const pricesAnswer = z.looseObject({
  atn_stk_infr: rows(z.looseObject({ stk_cd: issueCode, trde_prica: amountOrZero })),
});

/**
 * The current price of an issue on the KRX. Neither service tells all: price, limits and fundamentals are of ka10001, the
 * turnover (in millions) of ka10095, warnings and the kind of issue of ka10100. They count apart, so all leave at once, and
 * are one read to whoever is told. The year's range is that of 250 days. Throws `notFound` for a code that Kiwoom does not
 * know.
 *
 * Kiwoom: 주식기본정보 ka10001, 관심종목정보 ka10095, 종목정보 조회 ka10100.
 */
export async function price(client: KiwoomClient, code: string, signal?: AbortSignal): Promise<Quote> {
  const params = { stk_cd: checkedCode(code) };
  const asked = { signal, group: { told: false } };
  const beside = Promise.all([
    client.read({ api: 'prices', params, schema: pricesAnswer, ...asked }),
    issueFacts(client, code, asked),
  ]);
  // Whether there is such an issue, the price tells; only then it matters what became of the others.
  beside.catch(() => undefined);
  const { data: found } = await client.read({ api: 'price', params, schema: priceAnswer, ...asked });
  if (found === undefined) throw new DeskError('notFound', 'no such issue', { code });
  const asOf = client.now();
  const [{ data: several }, facts] = await beside;
  const millions = several.atn_stk_infr.find(row => row.stk_cd === code)?.trde_prica ?? 0n;
  return {
    code,
    asOf,
    price: found.cur_prc,
    change: found.pred_pre,
    changeRate: found.flu_rt,
    open: found.open_pric,
    high: found.high_pric,
    low: found.low_pric,
    base: found.base_pric,
    upperLimit: found.upl_pric,
    lowerLimit: found.lst_pric,
    tick: tickSize(found.cur_prc, kindOf(facts)),
    volume: found.trde_qty,
    turnover: millions * MILLION,
    marketCap: found.mac * HUNDRED_MILLION,
    per: found.per,
    pbr: found.pbr,
    yearHigh: found['250hgst'],
    yearLow: found['250lwst'],
    warnings: warningsOf(facts),
  };
}

/** The day's upper price limit, at which Kiwoom reckons what an order without a price may cost. */
export async function upperLimit(client: KiwoomClient, code: string, signal?: AbortSignal) {
  const params = { stk_cd: checkedCode(code) };
  const { data: found } = await client.read({ api: 'price', params, schema: priceAnswer, signal });
  if (found === undefined) throw new DeskError('notFound', 'no such issue', { code });
  return found.upl_pric;
}
