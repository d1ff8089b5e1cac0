import { addKstDays } from '../../core/index.js';
import { priceLimits } from '../../market/index.js';
import { decimal, percent } from '../decimal.js';
import { fundamentalsOf, marketCap, ratioFields } from '../fundamentals.js';
import type { Listing } from '../listings.js';
import type { Tape } from '../tape.js';
import { answered, SAID } from './answer.js';
import { gatewayRefusal } from './gateway-words.js';
import { directionOf, issueOf } from './quote-issue.js';
import { type KiwoomRoute, PATHS } from './route.js';
import { plus, signedPrice } from './values.js';

/** Kiwoom: 주식기본정보 ka10001. One flat answer. */
export function priceRoute(tape: Tape): KiwoomRoute {
  return {
    apiId: 'ka10001',
    path: PATHS.issue,
    kind: 'quote',
    required: { stk_cd: 20 },
    handle(request) {
      const code = request.field('stk_cd').trim();
      const issue = issueOf(code, request);
      if (!issue) return gatewayRefusal('1902');
      return answered({ stk_cd: code, ...basics(tape, issue, request.now) }, SAID.market);
    },
  };
}

function basics(tape: Tape, issue: Listing, now: number) {
  const { code, kind, name } = issue.instrument;
  const day = tape.day(now);
  const bar = tape.bar(code, day, now);
  const base = tape.base(code, now);
  const before = tape.dailyBars(code, '', addKstDays(day, -1), now, 1)[0] ?? bar;
  const limits = priceLimits(base, kind);
  const facts = fundamentalsOf(issue);
  const { per, pbr } = ratioFields(facts, bar.close);
  const year = tape.range(code, `${day.slice(0, 4)}0101`, now);
  const days250 = tape.range(code, addKstDays(day, -365), now);
  const today = (price: bigint) => (bar.volume === 0n ? '0' : signedPrice(price, base));
  const company = facts.eps > 0n;
  return {
    stk_nm: name,
    setl_mm: '12',
    fav: issue.faceValue.toString(),
    cap: facts.capital.toString(),
    flo_stk: (issue.listedShares / 1000n).toString(),
    crd_rt: '+0.12',
    oyr_hgst: signedPrice(year.high, base),
    oyr_lwst: signedPrice(year.low, base),
    mac: marketCap(issue, bar.close).toString(),
    mac_wght: '',
    for_exh_rt: plus(decimal(facts.foreign, 100n, 2)),
    repl_pric: (((base * 74n) / 100n / 10n) * 10n).toString(),
    per: company ? per : '',
    eps: company ? facts.eps.toString() : '',
    roe: company ? percent(facts.eps, facts.bps, 1) : '',
    pbr: company ? pbr : '',
    ev: '',
    bps: company ? facts.bps.toString() : '',
    sale_amt: '',
    bus_pro: '',
    cup_nga: '',
    '250hgst': signedPrice(days250.high, base),
    '250lwst': signedPrice(days250.low, base),
    high_pric: today(bar.high),
    open_pric: today(bar.open),
    low_pric: today(bar.low),
    upl_pric: `+${limits.upper}`,
    lst_pric: `-${limits.lower}`,
    base_pric: base.toString(),
    exp_cntr_pric: '',
    exp_cntr_qty: '',
    '250hgst_pric_dt': days250.highDate,
    '250hgst_pric_pre_rt': plus(percent(bar.close - days250.high, days250.high, 2)),
    '250lwst_pric_dt': days250.lowDate,
    '250lwst_pric_pre_rt': plus(percent(bar.close - days250.low, days250.low, 2)),
    cur_prc: signedPrice(bar.close, base),
    pre_sig: directionOf(bar.close, base, kind),
    pred_pre: plus(bar.close - base),
    flu_rt: plus(percent(bar.close - base, base, 2)),
    trde_qty: bar.volume.toString(),
    trde_pre: plus(percent(bar.volume - before.volume, before.volume, 2)),
    fav_unit: '원',
    dstr_stk: ((issue.listedShares * 3n) / 4000n).toString(),
    dstr_rt: '75.0',
  };
}
