import { kstTime, type Won } from '../core/index.js';
import { ORDER_TYPES, orderTypeOf } from '../market/index.js';
import { averagePrice } from './balance-route.js';
import { decimal } from './decimal.js';
import { listingOf } from './listings.js';
import { type Order, restOf } from './order.js';
import { BRANCH } from './order-routes.js';
import { pageOf } from './paging.js';
import {
  ACCOUNT_FIELDS,
  PAGE_FIELDS,
  type Route,
  TRADING_PATH,
  type VenueAnswer,
  type VenueRequest,
} from './route.js';
import { accountKey, type Venue } from './venue.js';
import { queryAnswered } from './venue-answers.js';

/** KIS: 주식일별주문체결조회 TTTC0081R / VTTC0081R and the ids for older days. 100 rows a page live, 15 on paper. */
export function orderListRoute(venue: Venue): Route {
  return {
    method: 'GET',
    path: `${TRADING_PATH}/inquire-daily-ccld`,
    live: ['TTTC0081R', 'CTSC9215R', 'TTTC8001R', 'CTSC9115R'],
    paper: ['VTTC0081R', 'VTSC9215R', 'VTTC8001R', 'VTSC9115R'],
    account: true,
    required: {
      ...ACCOUNT_FIELDS,
      INQR_STRT_DT: 8,
      INQR_END_DT: 8,
      SLL_BUY_DVSN_CD: 2,
      ORD_GNO_BRNO: 5,
      CCLD_DVSN: 2,
      INQR_DVSN: 2,
      INQR_DVSN_1: 1,
      INQR_DVSN_3: 2,
      ...PAGE_FIELDS,
    },
    handle: request => orderList(venue, request),
  };
}

function orderList(venue: Venue, request: VenueRequest): VenueAnswer {
  const { mode, field } = request;
  const inRange = venue.orders
    .of(accountKey(request))
    .filter(o => o.day >= field('INQR_STRT_DT') && o.day <= field('INQR_END_DT'));
  const found = inRange.filter(o => wanted(o, request));
  if (field('INQR_DVSN') !== '01') found.reverse();
  const hidden = mode === 'paper' && venue.switches.emptyPaperOrderList;
  const page = pageOf(request, hidden ? [] : found, {
    size: mode === 'live' ? 100 : 15,
    condition: `${field('CANO')}^${field('ACNT_PRDT_CD')}^${field('INQR_STRT_DT')}^${field('INQR_END_DT')}^`,
    keyOf: o => o.number,
  });
  const content = {
    ...page.context,
    output1: page.rows.map(o => listRow(venue, o)),
    output2: totals(venue, found),
  };
  return queryAnswered(mode, page.rows.length === 0 ? 'nothing' : page.kind, content, page.trCont);
}

function wanted(order: Order, { field }: VenueRequest): boolean {
  const side = field('SLL_BUY_DVSN_CD');
  if (side === '01' && order.side !== 'sell') return false;
  if (side === '02' && order.side !== 'buy') return false;
  const code = field('PDNO').trim();
  if (code !== '' && order.code !== code) return false;
  const exchange = field('EXCG_ID_DVSN_CD');
  if (exchange !== '' && exchange !== 'ALL' && order.exchange !== exchange) return false;
  const number = field('ODNO').trim().replace(/^0+/, '');
  if (number !== '' && order.number.replace(/^0+/, '') !== number) return false;
  const filled = field('CCLD_DVSN');
  if (filled === '01') return order.filled > 0n;
  return filled !== '02' || restOf(order) > 0n;
}

const SIDE_CODE = { sell: '01', buy: '02' } as const;
const SIDE_NAME = { sell: '매도', buy: '매수' } as const;
const ACTION_NAME = { new: '', amend: '정정*', cancel: '취소*' } as const;

/** What both services say of an order. */
function commonFields(venue: Venue, order: Order) {
  const type = orderTypeOf(order.type);
  const instrument = listingOf(order.code)?.instrument;
  return {
    ord_gno_brno: BRANCH[venue.mode],
    odno: order.number,
    orgn_odno: order.originalNumber,
    ord_dvsn_name: type ? ORDER_TYPES[type].name.ko : '',
    pdno: order.code,
    prdt_name: instrument?.name ?? order.code,
    ord_qty: order.quantity.toString(),
    ord_unpr: order.price.toString(),
    ord_tmd: kstTime(order.at),
    tot_ccld_qty: order.filled.toString(),
    tot_ccld_amt: order.filledAmount.toString(),
    sll_buy_dvsn_cd: SIDE_CODE[order.side],
    ord_dvsn_cd: order.type,
    excg_dvsn_cd: instrument?.market === 'KOSDAQ' ? '03' : '02',
    stpm_cndt_pric: '0',
  };
}

/**
 * An order as a row. A cancelled quantity stands as `cncl_cfrm_qty` both with the order that lost it and with the
 * cancel, which is a row of its own with `cncl_yn` Y (the combination at KIS is not on record).
 */
function listRow(venue: Venue, order: Order) {
  const type = orderTypeOf(order.type) ?? '';
  return {
    ord_dt: order.day,
    ...commonFields(venue, order),
    sll_buy_dvsn_cd_name: `${SIDE_NAME[order.side]}${ACTION_NAME[order.action]}`,
    avg_prvs: averageFill(order.filledAmount, order.filled),
    cncl_yn: order.action === 'cancel' ? 'Y' : '',
    loan_dt: '',
    ordr_empno: 'OpnAPI',
    cncl_cfrm_qty: order.withdrawn.toString(),
    rmn_qty: restOf(order).toString(),
    rjct_qty: '0',
    ccld_cndt_name: type.endsWith('Ioc') ? 'IOC' : type.endsWith('Fok') ? 'FOK' : '없음',
    inqr_ip_addr: '',
    cpbc_ordp_ord_rcit_dvsn_cd: '',
    cpbc_ordp_infm_mthd_dvsn_cd: '',
    infm_tmd: '',
    ctac_tlno: '',
    prdt_type_cd: '300',
    cpbc_ordp_mtrl_dvsn_cd: '',
    ord_orgno: BRANCH[venue.mode],
    rsvn_ord_end_dt: '',
    excg_id_dvsn_Cd: order.exchange,
    stpm_efct_occr_dtmd: '',
  };
}

/** Whole when it is; otherwise with four decimals. */
function averageFill(amount: Won, quantity: bigint): string {
  if (quantity === 0n) return '0';
  return amount % quantity === 0n ? (amount / quantity).toString() : decimal(amount, quantity, 4);
}

/** Totals of new and amending orders; a cancel orders nothing. */
function totals(venue: Venue, found: readonly Order[]) {
  const orders = found.filter(o => o.action !== 'cancel');
  const sum = (part: (order: Order) => bigint) => orders.reduce((total, o) => total + part(o), 0n);
  const [filled, amount] = [sum(o => o.filled), sum(o => o.filledAmount)];
  return {
    tot_ord_qty: sum(o => o.quantity).toString(),
    tot_ccld_qty: filled.toString(),
    tot_ccld_amt: amount.toString(),
    prsm_tlex_smtl: sum(o => o.costs).toString(),
    pchs_avg_pric: averagePrice(amount, filled, venue.mode),
  };
}

/** KIS: 주식정정취소가능주문조회 TTTC0084R, live only. 50 rows a page. */
export function openOrdersRoute(venue: Venue): Route {
  return {
    method: 'GET',
    path: `${TRADING_PATH}/inquire-psbl-rvsecncl`,
    live: ['TTTC0084R', 'TTTC8036R'],
    paper: [],
    account: true,
    required: { ...ACCOUNT_FIELDS, ...PAGE_FIELDS, INQR_DVSN_1: 1, INQR_DVSN_2: 1 },
    handle: request => openOrders(venue, request),
  };
}

function openOrders(venue: Venue, request: VenueRequest): VenueAnswer {
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
  const content = { ...page.context, output: page.rows.map(o => openRow(venue, o)) };
  return queryAnswered(mode, page.rows.length === 0 ? 'nothing' : page.kind, content, page.trCont);
}

function openRow(venue: Venue, order: Order) {
  return {
    ...commonFields(venue, order),
    rvse_cncl_dvsn_name: order.action === 'amend' ? `${SIDE_NAME[order.side]}정정*` : '',
    psbl_qty: restOf(order).toString(),
    mgco_aptm_odno: '',
    excg_id_dvsn_cd: order.exchange,
    excg_id_dvsn_name: order.exchange,
    stpm_efct_occr_yn: 'N',
  };
}
