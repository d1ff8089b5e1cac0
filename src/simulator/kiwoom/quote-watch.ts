import { addKstDays, kstTime } from '../../core/index.js';
import { priceLimits } from '../../market/index.js';
import { percent } from '../decimal.js';
import { fundamentalsOf, marketCap } from '../fundamentals.js';
import type { Listing } from '../listings.js';
import type { Tape } from '../tape.js';
import { answered, SAID } from './answer.js';
import { gatewayRefusal } from './gateway-words.js';
import { bookTime, totalOf } from './quote-book.js';
import { directionOf, issueOf } from './quote-issue.js';
import { type KiwoomRoute, PATHS } from './route.js';
import { plus, signedPrice } from './values.js';

const MOST_CODES = 100;

/** Kiwoom: 관심종목정보 ka10095. Up to a hundred codes, joined by `|`; an unknown one has a blank row in its place. */
export function watchRoute(tape: Tape): KiwoomRoute {
  return {
    apiId: 'ka10095',
    path: PATHS.issue,
    kind: 'quote',
    // The document's 20 characters would hold two codes.
    required: { stk_cd: 60_000 },
    handle(request) {
      const codes = request.field('stk_cd').split('|');
      if (codes.length > MOST_CODES) return gatewayRefusal('1634');
      const rows = codes.map(code => {
        const issue = issueOf(code, request);
        return issue ? watchRow(tape, issue, code.trim(), request.now) : BLANK;
      });
      return answered({ atn_stk_infr: rows }, SAID.market);
    },
  };
}

const BLANK = blankOf([
  'stk_cd stk_nm cur_prc base_pric pred_pre pred_pre_sig flu_rt trde_qty trde_prica cntr_qty cntr_str',
  'pred_trde_qty_pre sel_bid buy_bid sel_1th_bid sel_2th_bid sel_3th_bid sel_4th_bid sel_5th_bid buy_1th_bid',
  'buy_2th_bid buy_3th_bid buy_4th_bid buy_5th_bid upl_pric lst_pric open_pric high_pric low_pric close_pric',
  'cntr_tm exp_cntr_pric exp_cntr_qty cap fav mac stkcnt bid_tm dt pri_sel_req pri_buy_req pri_sel_cnt',
  'pri_buy_cnt tot_sel_req tot_buy_req tot_sel_cnt tot_buy_cnt prty gear pl_qutr cap_support elwexec_pric',
  'cnvt_rt elwexpr_dt cntr_engg cntr_pred_pre theory_pric innr_vltl delta gam theta vega law',
]);

function blankOf(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.flatMap(line => line.split(' ')).map(name => [name, '']));
}

function watchRow(tape: Tape, issue: Listing, asked: string, now: number) {
  const { code, kind, name } = issue.instrument;
  const day = tape.day(now);
  const bar = tape.bar(code, day, now);
  const base = tape.base(code, now);
  const before = tape.dailyBars(code, '', addKstDays(day, -1), now, 1)[0] ?? bar;
  const limits = priceLimits(base, kind);
  const { asks, bids } = tape.book(code, now);
  const last = tape.prints(code, now, 1)[0];
  const today = (price: bigint) => (bar.volume === 0n ? '0' : signedPrice(price, base));
  const level = (side: typeof asks, n: number) => signedPrice(side[n - 1]?.price ?? 0n, base);
  const levels: Record<string, string> = { sel_bid: level(asks, 1), buy_bid: level(bids, 1) };
  for (let n = 1; n <= 5; n += 1) levels[`sel_${n}th_bid`] = level(asks, n);
  for (let n = 1; n <= 5; n += 1) levels[`buy_${n}th_bid`] = level(bids, n);
  return {
    ...BLANK,
    stk_cd: asked,
    stk_nm: name,
    cur_prc: signedPrice(bar.close, base),
    base_pric: base.toString(),
    pred_pre: plus(bar.close - base),
    pred_pre_sig: directionOf(bar.close, base, kind),
    flu_rt: plus(percent(bar.close - base, base, 2)),
    trde_qty: bar.volume.toString(),
    trde_prica: (bar.turnover / 1_000_000n).toString(),
    cntr_qty: plus(last?.volume ?? 0n),
    cntr_str: '100.00',
    pred_trde_qty_pre: plus(percent(bar.volume - before.volume, before.volume, 2)),
    ...levels,
    upl_pric: `+${limits.upper}`,
    lst_pric: `-${limits.lower}`,
    open_pric: today(bar.open),
    high_pric: today(bar.high),
    low_pric: today(bar.low),
    close_pric: signedPrice(bar.close, base),
    cntr_tm: last === undefined ? '' : kstTime(last.at),
    exp_cntr_pric: '',
    exp_cntr_qty: '',
    cap: fundamentalsOf(issue).capital.toString(),
    fav: issue.faceValue.toString(),
    mac: marketCap(issue, bar.close).toString(),
    stkcnt: (issue.listedShares / 1000n).toString(),
    bid_tm: bookTime(tape, code, now),
    dt: day,
    pri_sel_req: (asks[0]?.quantity ?? 0n).toString(),
    pri_buy_req: (bids[0]?.quantity ?? 0n).toString(),
    tot_sel_req: totalOf(asks).toString(),
    tot_buy_req: totalOf(bids).toString(),
    prty: '0.00',
    gear: '0.00',
    pl_qutr: '0.00',
    cap_support: '0.00',
    elwexec_pric: '0',
    cnvt_rt: '0.0000',
    elwexpr_dt: '00000000',
  };
}
