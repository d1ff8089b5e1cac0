import { kstTime } from '../core/index.js';
import { ORDER_TYPES, orderTypeOf } from '../market/index.js';
import { listingOf } from './listings.js';
import { type Order, restOf } from './order.js';
import { BRANCH } from './order-routes.js';
import { pageOf } from './paging.js';
import type { VenueAnswer, VenueRequest } from './route.js';
import { ACCOUNT_FIELDS, PAGE_FIELDS, TRADING_PATH, type TradingRoute } from './trading-route.js';
import { accountKey, type Venue } from './venue.js';
import { queryAnswered } from './venue-answers.js';

/** KIS: 주식정정취소가능주문조회 TTTC0084R, live only. 50 rows a page. */
export function openOrdersRoute(venue: Venue): TradingRoute {
  return {
    method: 'GET',
    path: `${TRADING_PATH}/inquire-psbl-rvsecncl`,
    live: ['TTTC0084R', 'TTTC8036R'],
    paper: [],
    account: true,
    required: { ...ACCOUNT_FIELDS, ...PAGE_FIELDS, INQR_DVSN_1: 1, INQR_DVSN_2: 1 },
    handle: request => answer(venue, request),
  };
}

function answer(venue: Venue, request: VenueRequest): VenueAnswer {
  const { mode, field } = request;
  const side = { '1': 'sell', '2': 'buy' }[field('INQR_DVSN_2')];
  const open = venue.orders
    .of(accountKey(request))
    .filter(o => restOf(o) > 0n && (side === undefined || o.side === side))
    .reverse();
  if (field('INQR_DVSN_1') === '1') open.sort((a, b) => a.code.localeCompare(b.code));
  const page = pageOf(request, open, {
    size: 50,
    condition: `${field('CANO')}^${field('ACNT_PRDT_CD')}^`,
    keyOf: o => o.number,
  });
  const content = { ...page.context, output: page.rows.map(o => row(venue, o)) };
  return queryAnswered(mode, page.rows.length === 0 ? 'nothing' : page.kind, content, page.trCont);
}

function row(venue: Venue, order: Order) {
  const type = orderTypeOf(order.type);
  const instrument = listingOf(order.code)?.instrument;
  return {
    ord_gno_brno: BRANCH[venue.mode],
    odno: order.number,
    orgn_odno: order.originalNumber,
    ord_dvsn_name: type ? ORDER_TYPES[type].name.ko : '',
    pdno: order.code,
    prdt_name: instrument?.name ?? order.code,
    rvse_cncl_dvsn_name: order.action === 'amend' ? `${order.side === 'buy' ? '매수' : '매도'}정정*` : '',
    ord_qty: order.quantity.toString(),
    ord_unpr: order.price.toString(),
    ord_tmd: kstTime(order.at),
    tot_ccld_qty: order.filled.toString(),
    tot_ccld_amt: order.filledAmount.toString(),
    psbl_qty: restOf(order).toString(),
    sll_buy_dvsn_cd: order.side === 'buy' ? '02' : '01',
    ord_dvsn_cd: order.type,
    mgco_aptm_odno: '',
    excg_dvsn_cd: instrument?.market === 'KOSDAQ' ? '03' : '02',
    excg_id_dvsn_cd: order.exchange,
    excg_id_dvsn_name: order.exchange,
    stpm_cndt_pric: '0',
    stpm_efct_occr_yn: 'N',
  };
}
