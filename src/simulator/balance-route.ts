import { addKstDays, kstDate, type Side, type Won } from '../core/index.js';
import { nextTradingDay, previousTradingDay } from '../market/index.js';
import { type Account, cashAfterSettlement, cashOn, type Holding } from './account.js';
import { decimal, percent } from './decimal.js';
import { listingOf } from './listings.js';
import type { Order } from './order.js';
import { sharesOnOffer } from './order-log.js';
import { pageOf } from './paging.js';
import { ACCOUNT_FIELDS, type Route, TRADING_PATH, type VenueAnswer, type VenueRequest } from './route.js';
import { accountKey, type Venue } from './venue.js';
import { queryAnswered } from './venue-answers.js';

/** KIS: 주식잔고조회 TTTC8434R / VTTC8434R. 50 rows a page live, 20 on paper; `output2` is an array of one. */
export function balanceRoute(venue: Venue): Route {
  return {
    method: 'GET',
    path: `${TRADING_PATH}/inquire-balance`,
    live: ['TTTC8434R'],
    paper: ['VTTC8434R'],
    account: true,
    required: {
      ...ACCOUNT_FIELDS,
      AFHR_FLPR_YN: 1,
      INQR_DVSN: 2,
      UNPR_DVSN: 2,
      FUND_STTL_ICLD_YN: 1,
      FNCG_AMT_AUTO_RDPT_YN: 1,
      PRCS_DVSN: 2,
    },
    handle: request => answer(venue, request),
  };
}

function answer(venue: Venue, request: VenueRequest): VenueAnswer {
  const { mode, now } = request;
  const account = venue.accounts.at(accountKey(request), now);
  const days = tradedDays(venue, account.key, now);
  const page = pageOf(request, account.holdings, {
    size: mode === 'live' ? 50 : 20,
    condition: `${request.field('CANO')}^${request.field('ACNT_PRDT_CD')}^N^N^01^01^N^`,
    keyOf: h => h.code,
  });
  const content = {
    ...page.context,
    output1: page.rows.map(h => positionRow(venue, account, h, days, now)),
    output2: [summary(venue, account, days, now)],
  };
  return queryAnswered(mode, page.kind, content, page.trCont);
}

interface TradedDays {
  readonly today: readonly Order[];
  readonly yesterday: readonly Order[];
}

/** Orders with fills of this trading day and of the one before. */
function tradedDays(venue: Venue, account: string, now: number): TradedDays {
  const today = kstDate(now);
  const yesterday = venue.switches.alwaysOpen ? addKstDays(today, -1) : previousTradingDay(today);
  const filled = venue.orders.of(account).filter(o => o.filled > 0n);
  return {
    today: filled.filter(o => o.day === today),
    yesterday: filled.filter(o => o.day === yesterday),
  };
}

function total(orders: readonly Order[], field: 'filled' | 'filledAmount' | 'costs', side?: Side): bigint {
  return orders.reduce((sum, o) => (side === undefined || o.side === side ? sum + o[field] : sum), 0n);
}

function worth(venue: Venue, holding: Holding, now: number): Won {
  return holding.quantity * venue.tape.price(holding.code, now);
}

function positionRow(venue: Venue, account: Account, holding: Holding, days: TradedDays, now: number) {
  const { code, quantity, cost } = holding;
  const live = venue.mode === 'live';
  const price = venue.tape.price(code, now);
  const change = price - venue.tape.base(code, now);
  const value = worth(venue, holding, now);
  const dayChange = percent(change, venue.tape.base(code, now), live ? 8 : 2);
  const traded = (orders: readonly Order[], side: Side) => {
    const own = orders.filter(o => o.code === code);
    return total(own, 'filled', side).toString();
  };
  return {
    pdno: code,
    prdt_name: listingOf(code)?.instrument.name ?? code,
    trad_dvsn_name: '현금',
    bfdy_buy_qty: traded(days.yesterday, 'buy'),
    bfdy_sll_qty: traded(days.yesterday, 'sell'),
    thdt_buyqty: traded(days.today, 'buy'),
    thdt_sll_qty: traded(days.today, 'sell'),
    hldg_qty: quantity.toString(),
    ord_psbl_qty: (quantity - sharesOnOffer(venue.orders, account.key, code)).toString(),
    pchs_avg_pric: averagePrice(cost, quantity, venue.mode),
    pchs_amt: cost.toString(),
    prpr: price.toString(),
    evlu_amt: value.toString(),
    evlu_pfls_amt: (value - cost).toString(),
    evlu_pfls_rt: percent(value - cost, cost, 2),
    evlu_erng_rt: live ? '0.00000000' : percent(value - cost, cost, 8),
    loan_dt: '',
    loan_amt: '0',
    stln_slng_chgs: '0',
    expd_dt: '',
    fltt_rt: live ? dayChange : `${dayChange}000000`,
    // On paper the sign is missing, as recorded.
    bfdy_cprs_icdc: (!live && change < 0n ? -change : change).toString(),
    item_mgna_rt_name: '20%',
    grta_rt_name: '',
    sbst_pric: '0',
    stck_loan_unpr: '0.0000',
  };
}

/** Live rounds to four decimals; paper cuts at three and prints four. */
export function averagePrice(cost: Won, quantity: bigint, mode: 'live' | 'paper'): string {
  return mode === 'live' ? decimal(cost, quantity, 4) : `${decimal(cost, quantity, 3, 'down')}0`;
}

function summary(venue: Venue, account: Account, days: TradedDays, now: number) {
  const stock = account.holdings.reduce((sum, h) => sum + worth(venue, h, now), 0n);
  const cost = account.holdings.reduce((sum, h) => sum + h.cost, 0n);
  const afterSettlement = cashAfterSettlement(account);
  const assets = stock + afterSettlement;
  const change = assets - account.openingAssets;
  const today = kstDate(now);
  return {
    dnca_tot_amt: cashOn(account, today).toString(),
    nxdy_excc_amt: cashOn(account, nextTradingDay(today)).toString(),
    prvs_rcdl_excc_amt: afterSettlement.toString(),
    cma_evlu_amt: '0',
    bfdy_buy_amt: total(days.yesterday, 'filledAmount', 'buy').toString(),
    thdt_buy_amt: total(days.today, 'filledAmount', 'buy').toString(),
    nxdy_auto_rdpt_amt: '0',
    bfdy_sll_amt: total(days.yesterday, 'filledAmount', 'sell').toString(),
    thdt_sll_amt: total(days.today, 'filledAmount', 'sell').toString(),
    d2_auto_rdpt_amt: '0',
    bfdy_tlex_amt: total(days.yesterday, 'costs').toString(),
    thdt_tlex_amt: total(days.today, 'costs').toString(),
    tot_loan_amt: '0',
    scts_evlu_amt: stock.toString(),
    tot_evlu_amt: assets.toString(),
    nass_amt: assets.toString(),
    fncg_gld_auto_rdpt_yn: '',
    pchs_amt_smtl_amt: cost.toString(),
    evlu_amt_smtl_amt: stock.toString(),
    evlu_pfls_smtl_amt: (stock - cost).toString(),
    tot_stln_slng_chgs: '0',
    bfdy_tot_asst_evlu_amt: account.openingAssets.toString(),
    asst_icdc_amt: change.toString(),
    asst_icdc_erng_rt: venue.mode === 'live' ? '0.00000000' : percent(change, account.openingAssets, 8),
  };
}
