import { type BookLevel, kstTime } from '../../core/index.js';
import type { Listing } from '../listings.js';
import type { Tape } from '../tape.js';
import { answered, SAID } from './answer.js';
import { gatewayRefusal } from './gateway-words.js';
import { issueOf } from './quote-issue.js';
import { type KiwoomRoute, PATHS } from './route.js';
import { signedPrice } from './values.js';

const LEVELS = 10;

/** Kiwoom: 주식호가 ka10004. Flat, asks from the tenth level down to the first, then bids up again. */
export function bookRoute(tape: Tape): KiwoomRoute {
  return {
    apiId: 'ka10004',
    path: PATHS.market,
    kind: 'quote',
    required: { stk_cd: 20 },
    handle(request) {
      const issue = issueOf(request.field('stk_cd'), request);
      if (!issue) return gatewayRefusal('1902');
      return answered(bookFields(tape, issue, request.now), SAID.market);
    },
  };
}

/** When the book was last written: now, or at the last trade of the day. */
export function bookTime(tape: Tape, code: string, now: number): string {
  return kstTime(tape.isOpen(now) ? now : (tape.prints(code, now, 1)[0]?.at ?? now));
}

export const totalOf = (side: readonly BookLevel[]) => side.reduce((sum, level) => sum + level.quantity, 0n);

function bookFields(tape: Tape, issue: Listing, now: number) {
  const { code } = issue.instrument;
  const base = tape.base(code, now);
  const { asks, bids } = tape.book(code, now);
  const fields: Record<string, string> = { bid_req_base_tm: bookTime(tape, code, now) };
  for (let level = LEVELS; level >= 1; level -= 1) {
    const { price, quantity } = asks[level - 1] ?? { price: 0n, quantity: 0n };
    fields[`sel_${level}th_pre_req_pre`] = '0';
    fields[level === 1 ? 'sel_fpr_req' : `sel_${level}th_pre_req`] = quantity.toString();
    fields[level === 1 ? 'sel_fpr_bid' : `sel_${level}th_pre_bid`] = signedPrice(price, base);
  }
  for (let level = 1; level <= LEVELS; level += 1) {
    const { price, quantity } = bids[level - 1] ?? { price: 0n, quantity: 0n };
    fields[level === 1 ? 'buy_fpr_bid' : `buy_${level}th_pre_bid`] = signedPrice(price, base);
    fields[level === 1 ? 'buy_fpr_req' : `buy_${level}th_pre_req`] = quantity.toString();
    fields[`buy_${level}th_pre_req_pre`] = '0';
  }
  return {
    ...fields,
    tot_sel_req_jub_pre: '0',
    tot_sel_req: totalOf(asks).toString(),
    tot_buy_req: totalOf(bids).toString(),
    tot_buy_req_jub_pre: '0',
    ovt_sel_req_pre: '0',
    ovt_sel_req: '0',
    ovt_buy_req: '0',
    ovt_buy_req_pre: '0',
  };
}
