import { kstDate } from '../../core/index.js';
import { nextTradingDay } from '../../market/index.js';
import { cashAfterSettlement, cashOn } from '../account.js';
import { decimal, percent } from '../decimal.js';
import { orderableCash } from '../means.js';
import type { Venue } from '../venue.js';
import { answered, type KiwoomAnswer, SAID } from './answer.js';
import { refused } from './business-words.js';
import { badField } from './gateway-words.js';
import { type HoldingFigures, holdingsOf, sumOf } from './holdings.js';
import { pageOf } from './paging.js';
import { type KiwoomRequest, type KiwoomRoute, PATHS } from './route.js';
import { markedCode, padded } from './values.js';

/** Kiwoom: 계좌평가잔고내역 kt00018, 계좌평가현황 kt00004, 체결잔고 kt00005. */
export function balanceRoutes(venue: Venue): readonly KiwoomRoute[] {
  const route = (
    apiId: string,
    required: Readonly<Record<string, number>>,
    handle: (request: KiwoomRequest) => KiwoomAnswer,
  ): KiwoomRoute => ({
    apiId,
    path: PATHS.account,
    kind: 'account',
    required,
    handle: request => wrongExchange(request) ?? handle(request),
  });
  return [
    route('kt00018', { qry_tp: 1, dmst_stex_tp: 6 }, request => evaluation(venue, request)),
    route('kt00004', { qry_tp: 1, dmst_stex_tp: 6 }, request => status(venue, request)),
    route('kt00005', { dmst_stex_tp: 6 }, request => executed(venue, request)),
  ];
}

function wrongExchange({ field, mode }: KiwoomRequest): KiwoomAnswer | undefined {
  const exchange = field('dmst_stex_tp');
  if (exchange === 'KRX') return undefined;
  if (exchange !== 'NXT') return badField('dmst_stex_tp');
  return mode === 'paper' ? refused(mode, 'exchange') : undefined;
}

function evaluation(venue: Venue, request: KiwoomRequest): KiwoomAnswer {
  const { now } = request;
  const account = venue.accounts.at(request.account, now);
  const holdings = holdingsOf(venue, account, now);
  const page = pageOf(request, holdings, venue.switches.kiwoomPageRows, h => h.code);
  const [cost, value, profit] = [
    sumOf(holdings, 'cost'),
    sumOf(holdings, 'value'),
    sumOf(holdings, 'profit'),
  ];
  const content = {
    tot_pur_amt: padded(cost, 15),
    tot_evlt_amt: padded(value, 15),
    tot_evlt_pl: padded(profit, 15),
    tot_prft_rt: percent(profit, cost, 2),
    prsm_dpst_aset_amt: padded(value + cashAfterSettlement(account), 15),
    tot_loan_amt: padded(0n, 15),
    tot_crd_loan_amt: padded(0n, 15),
    tot_crd_ls_amt: padded(0n, 15),
    acnt_evlt_remn_indv_tot: page.rows.map(h => evaluationRow(h, cost)),
  };
  return answered(content, SAID.detail, page.next);
}

function evaluationRow(holding: HoldingFigures, whole: bigint) {
  const { quantity, cost, buyFee, sellFee } = holding;
  return {
    stk_cd: markedCode(holding.code),
    stk_nm: holding.name,
    evltv_prft: padded(holding.profit, 15),
    prft_rt: percent(holding.profit, cost, 2),
    pur_pric: padded(cost / quantity, 15),
    pred_close_pric: padded(holding.base, 12),
    rmnd_qty: padded(quantity, 15),
    trde_able_qty: padded(holding.sellable, 15),
    cur_prc: padded(holding.price, 12),
    pred_buyq: padded(holding.boughtBefore, 15),
    pred_sellq: padded(holding.soldBefore, 15),
    tdy_buyq: padded(holding.boughtToday, 15),
    tdy_sellq: padded(holding.soldToday, 15),
    pur_amt: padded(cost, 15),
    pur_cmsn: padded(buyFee, 15),
    evlt_amt: padded(holding.value, 15),
    sell_cmsn: padded(sellFee, 15),
    tax: padded(holding.tax, 15),
    sum_cmsn: padded(buyFee + sellFee, 15),
    poss_rt: percent(cost, whole, 2),
    crd_tp: '00',
    crd_tp_nm: '',
    crd_loan_dt: '',
  };
}

const ZERO = padded(0n, 12);

function status(venue: Venue, request: KiwoomRequest): KiwoomAnswer {
  const { now } = request;
  const account = venue.accounts.at(request.account, now);
  const holdings = holdingsOf(venue, account, now);
  const page = pageOf(request, holdings, venue.switches.kiwoomPageRows, h => h.code);
  const settled = cashAfterSettlement(account);
  const net = (h: HoldingFigures) => h.value - h.sellFee - h.tax;
  const worth = holdings.reduce((sum, h) => sum + net(h), 0n);
  const content = {
    acnt_nm: '홍길동',
    brch_nm: '키움증권',
    entr: padded(cashOn(account, kstDate(now)), 12),
    d2_entra: padded(settled, 12),
    tot_est_amt: padded(worth, 12),
    aset_evlt_amt: padded(worth + settled, 12),
    tot_pur_amt: padded(sumOf(holdings, 'cost'), 12),
    prsm_dpst_aset_amt: padded(worth + settled, 12),
    tot_grnt_sella: ZERO,
    tdy_lspft_amt: ZERO,
    invt_bsamt: ZERO,
    lspft_amt: ZERO,
    tdy_lspft: ZERO,
    lspft2: ZERO,
    lspft: ZERO,
    tdy_lspft_rt: '0.00',
    lspft_ratio: '0.00',
    lspft_rt: '0.00',
    stk_acnt_evlt_prst: page.rows.map(h => ({
      stk_cd: markedCode(h.code),
      stk_nm: h.name,
      rmnd_qty: padded(h.quantity, 12),
      avg_prc: padded(h.cost / h.quantity, 12),
      cur_prc: padded(h.price, 12),
      evlt_amt: padded(net(h), 12),
      pl_amt: padded(net(h) - h.cost, 12),
      pl_rt: percent(net(h) - h.cost, h.cost, 4),
      loan_dt: '',
      pur_amt: padded(h.cost, 12),
      setl_remn: padded(h.quantity - h.boughtToday + h.soldToday, 12),
      pred_buyq: padded(h.boughtBefore, 12),
      pred_sellq: padded(h.soldBefore, 12),
      tdy_buyq: padded(h.boughtToday, 12),
      tdy_sellq: padded(h.soldToday, 12),
    })),
  };
  return answered(content, SAID.deposit, page.next);
}

function executed(venue: Venue, request: KiwoomRequest): KiwoomAnswer {
  const { now } = request;
  const account = venue.accounts.at(request.account, now);
  const holdings = holdingsOf(venue, account, now);
  const page = pageOf(request, holdings, venue.switches.kiwoomPageRows, h => h.code);
  const orderable = padded(orderableCash(venue, account.key, now), 12);
  const net = (h: HoldingFigures) => h.value - h.sellFee - h.tax;
  const [cost, worth] = [sumOf(holdings, 'cost'), holdings.reduce((sum, h) => sum + net(h), 0n)];
  const today = kstDate(now);
  const content = {
    entr: padded(cashOn(account, today), 12),
    entr_d1: padded(cashOn(account, nextTradingDay(today)), 12),
    entr_d2: padded(cashAfterSettlement(account), 12),
    pymn_alow_amt: orderable,
    uncl_stk_amt: ZERO,
    repl_amt: ZERO,
    rght_repl_amt: ZERO,
    ord_alowa: orderable,
    ch_uncla: ZERO,
    crd_int_npay_gold: ZERO,
    etc_loana: ZERO,
    nrpy_loan: ZERO,
    profa_ch: ZERO,
    repl_profa: ZERO,
    stk_buy_tot_amt: padded(cost, 12),
    evlt_amt_tot: padded(worth, 12),
    tot_pl_tot: padded(worth - cost, 12),
    tot_pl_rt: decimal((worth - cost) * 100n, cost, 4),
    tot_re_buy_alowa: ZERO,
    '20ord_alow_amt': orderable,
    '30ord_alow_amt': orderable,
    '40ord_alow_amt': orderable,
    '50ord_alow_amt': orderable,
    '60ord_alow_amt': orderable,
    '100ord_alow_amt': orderable,
    crd_loan_tot: ZERO,
    crd_loan_ls_tot: ZERO,
    crd_grnt_rt: '0.00',
    dpst_grnt_use_amt_amt: ZERO,
    grnt_loan_amt: ZERO,
    stk_cntr_remn: page.rows.map(h => ({
      crd_tp: '00',
      loan_dt: '',
      expr_dt: '',
      stk_cd: markedCode(h.code),
      stk_nm: h.name,
      setl_remn: padded(h.quantity - h.boughtToday + h.soldToday, 12),
      cur_qty: padded(h.quantity, 12),
      cur_prc: padded(h.price, 12),
      buy_uv: padded(h.cost / h.quantity, 12),
      pur_amt: padded(h.cost, 12),
      evlt_amt: padded(net(h), 12),
      evltv_prft: padded(net(h) - h.cost, 12),
      pl_rt: percent(net(h) - h.cost, h.cost, 4),
    })),
  };
  return answered(content, SAID.deposit, page.next);
}
