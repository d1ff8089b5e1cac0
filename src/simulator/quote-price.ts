import { addKstDays, groupDigits, type Won } from '../core/index.js';
import { priceLimits, tickSize } from '../market/index.js';
import { decimal, percent } from './decimal.js';
import { fundamentalsOf, marketCap, ratioFields } from './fundamentals.js';
import type { Listing } from './listings.js';
import { dayFields, rangeOfToday } from './quote-fields.js';
import type { QuoteService } from './quote-route.js';
import type { Bar, Tape } from './tape.js';

/** KIS: 주식현재가 시세 FHKST01010100. */
export function priceService(tape: Tape): QuoteService {
  return {
    name: 'inquire-price',
    trId: 'FHKST01010100',
    fields: [],
    quote: (issue, request) => ({ output: output(tape, issue, request.now) }),
  };
}

function output(tape: Tape, issue: Listing, now: number) {
  const { code, market, kind, managed, warning } = issue.instrument;
  const day = tape.day(now);
  const bar = tape.bar(code, day, now);
  const base = tape.base(code, now);
  const before = tape.dailyBars(code, '', addKstDays(day, -1), now, 1)[0] ?? bar;
  const limits = priceLimits(base, kind);
  const facts = fundamentalsOf(issue);
  const price = bar.close;
  return {
    ...statusFields(issue),
    rprs_mrkt_kor_name: market,
    new_hgpr_lwpr_cls_code: '',
    bstp_kor_isnm: issue.sector,
    oprc_rang_cont_yn: 'N',
    clpr_rang_cont_yn: 'N',
    grmn_rate_cls_code: '40',
    elw_pblc_yn: 'N',
    ...dayFields(issue, bar, base),
    prdy_vrss_vol_rate: percent(bar.volume, before.volume, 2),
    ...rangeOfToday(bar),
    stck_mxpr: limits.upper.toString(),
    stck_llam: limits.lower.toString(),
    stck_sdpr: base.toString(),
    wghn_avrg_stck_prc: decimal(bar.turnover, bar.volume, 2),
    hts_frgn_ehrt: decimal(facts.foreign, 100n, 2),
    frgn_ntby_qty: (bar.volume / 50n).toString(),
    pgtr_ntby_qty: (bar.volume / 40n).toString(),
    ...pivotFields(before),
    cpfn: facts.capital.toString(),
    rstc_wdth_prc: (limits.upper - base).toString(),
    stck_fcam: issue.faceValue.toString(),
    stck_sspr: (((base * 76n) / 100n / 10n) * 10n).toString(),
    aspr_unit: tickSize(price, kind).toString(),
    hts_deal_qty_unit_val: '1',
    lstn_stcn: issue.listedShares.toString(),
    hts_avls: marketCap(issue, price).toString(),
    ...ratioFields(facts, price),
    stac_month: '12',
    vol_tnrt: percent(bar.volume, issue.listedShares, 2),
    ...rangeFields(tape, code, day, price, now),
    whol_loan_rmnd_rate: '0.12',
    ssts_yn: kind === 'stock' ? 'Y' : 'N',
    stck_shrn_iscd: code,
    fcam_cnnm: groupDigits(issue.faceValue),
    cpfn_cnnm: `${groupDigits(facts.capital)} 억`,
    apprch_rate: '',
    frgn_hldn_qty: ((issue.listedShares * facts.foreign) / 10_000n).toString(),
    vi_cls_code: 'N',
    ovtm_vi_cls_code: 'N',
    last_ssts_cntg_qty: (before.volume / 200n).toString(),
    invt_caful_yn: 'N',
    mrkt_warn_cls_code: { none: '00', caution: '01', warning: '02', danger: '03' }[warning],
    short_over_yn: 'N',
    sltr_yn: 'N',
    mang_issu_cls_code: managed ? 'Y' : 'N',
  };
}

/** The state KIS shows is the gravest one. 55: credit allowed, 57: full margin. */
function statusFields(issue: Listing) {
  const { halted, managed, warning, kind } = issue.instrument;
  const warned = { none: undefined, caution: '54', warning: '53', danger: '52' }[warning];
  const state = halted ? '58' : managed ? '51' : warned;
  const credit = state === undefined && kind === 'stock';
  return {
    iscd_stat_cls_code: state ?? (credit ? '55' : '57'),
    marg_rate: credit ? '20.00' : '100.00',
    temp_stop_yn: halted ? 'Y' : 'N',
    crdt_able_yn: credit ? 'Y' : 'N',
  };
}

/** Pivot prices of the day before, cut to whole won. */
function pivotFields({ high, low, close }: Bar) {
  const pivot = (high + low + close) / 3n;
  const firstUp = 2n * pivot - low;
  const firstDown = 2n * pivot - high;
  const secondDown = pivot - (high - low);
  return {
    pvt_scnd_dmrs_prc: (pivot + high - low).toString(),
    pvt_frst_dmrs_prc: firstUp.toString(),
    pvt_pont_val: pivot.toString(),
    pvt_frst_dmsp_prc: firstDown.toString(),
    pvt_scnd_dmsp_prc: secondDown.toString(),
    dmrs_val: ((pivot + firstUp) / 2n).toString(),
    dmsp_val: ((firstDown + secondDown) / 2n).toString(),
  };
}

function rangeFields(tape: Tape, code: string, day: string, price: Won, now: number) {
  const distance = (from: Won) => percent(price - from, from, 2);
  // 250 trading days are a year of the calendar.
  const days250 = tape.range(code, addKstDays(day, -365), now);
  const thisYear = tape.range(code, `${day.slice(0, 4)}0101`, now);
  const weeks52 = tape.range(code, addKstDays(day, -364), now);
  return {
    d250_hgpr: days250.high.toString(),
    d250_hgpr_date: days250.highDate,
    d250_hgpr_vrss_prpr_rate: distance(days250.high),
    d250_lwpr: days250.low.toString(),
    d250_lwpr_date: days250.lowDate,
    d250_lwpr_vrss_prpr_rate: distance(days250.low),
    stck_dryy_hgpr: thisYear.high.toString(),
    dryy_hgpr_vrss_prpr_rate: distance(thisYear.high),
    dryy_hgpr_date: thisYear.highDate,
    stck_dryy_lwpr: thisYear.low.toString(),
    dryy_lwpr_vrss_prpr_rate: distance(thisYear.low),
    dryy_lwpr_date: thisYear.lowDate,
    w52_hgpr: weeks52.high.toString(),
    w52_hgpr_vrss_prpr_ctrt: distance(weeks52.high),
    w52_hgpr_date: weeks52.highDate,
    w52_lwpr: weeks52.low.toString(),
    w52_lwpr_vrss_prpr_ctrt: distance(weeks52.low),
    w52_lwpr_date: weeks52.lowDate,
  };
}
