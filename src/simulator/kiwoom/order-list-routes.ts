import { kstDate, kstTime, type Side } from '../../core/index.js';
import { DEFAULT_RATES, tradeCosts } from '../../market/index.js';
import { listingOf } from '../listings.js';
import { type Order, restOf } from '../order.js';
import type { Venue } from '../venue.js';
import { SAID } from './answer.js';
import { typeLabel } from './order-type.js';
import { listAnswer, pageOf } from './paging.js';
import { type KiwoomRequest, type KiwoomRoute, PATHS } from './route.js';
import { bareCode, orderNumber, signedPrice } from './values.js';

/** Kiwoom: 미체결요청 ka10075 and 체결요청 ka10076, of the day in force, newest first. */
export function orderListRoutes(venue: Venue): readonly KiwoomRoute[] {
  return [
    {
      apiId: 'ka10075',
      path: PATHS.account,
      kind: 'account',
      required: { all_stk_tp: 1, trde_tp: 1, stex_tp: 1 },
      handle(request) {
        const { field, account } = request;
        const one = field('all_stk_tp') === '1' ? bareCode(field('stk_cd')) : '';
        const open = venue.orders
          .of(account)
          .filter(
            o => restOf(o) > 0n && fits(o, { side: field('trde_tp'), code: one, exchange: field('stex_tp') }),
          )
          .reverse();
        const page = pageOf(request, open, venue.switches.kiwoomPageRows, o => o.number);
        const oso = page.rows.map(o => openRow(venue, o, request));
        return listAnswer(request, venue.switches.kiwoomEmptyLists, page, { oso }, SAID.account);
      },
    },
    {
      apiId: 'ka10076',
      path: PATHS.account,
      kind: 'account',
      required: { qry_tp: 1, sell_tp: 1, stex_tp: 1 },
      handle(request) {
        const { field, account, now } = request;
        const one = field('qry_tp') === '1' ? bareCode(field('stk_cd')) : '';
        const before = field('ord_no').trim();
        const filled = venue.orders
          .of(account)
          .filter(o => o.filled > 0n && o.day === kstDate(now))
          .filter(o => before === '' || orderNumber(o.number) < before.padStart(7, '0'))
          .filter(o => fits(o, { side: field('sell_tp'), code: one, exchange: field('stex_tp') }))
          .reverse();
        const page = pageOf(request, filled, venue.switches.kiwoomPageRows, o => o.number);
        const cntr = page.rows.map(filledRow);
        return listAnswer(request, venue.switches.kiwoomEmptyLists, page, { cntr }, SAID.account);
      },
    },
  ];
}

/** `1` sell, `2` buy, anything else both. */
export const sideFits = (order: Order, code: string) =>
  code === '1' ? order.side === 'sell' : code === '2' ? order.side === 'buy' : true;

function fits(order: Order, wanted: { side: string; code: string; exchange: string }): boolean {
  if (!sideFits(order, wanted.side)) return false;
  if (wanted.code !== '' && order.code !== wanted.code) return false;
  const exchange = { '1': 'KRX', '2': 'NXT' }[wanted.exchange];
  return exchange === undefined || order.exchange === exchange;
}

const SIDES: Readonly<Record<Side, string>> = { buy: '+매수', sell: '-매도' };
const ACTIONS = { new: '', amend: '정정', cancel: '취소' } as const;

/** `+매수`, `-매도`, `+매수정정`, and `매수취소` without a sign. */
export function sideLabel({ side, action }: Order): string {
  return action === 'cancel' ? `${SIDES[side].slice(1)}취소` : SIDES[side] + ACTIONS[action];
}

/** Fee and tax of what an order has traded so far. */
export function costFields(
  { side, code }: Order,
  amount: bigint,
): { readonly fee: bigint; readonly tax: bigint } {
  const kind = listingOf(code)?.instrument.kind ?? 'stock';
  return tradeCosts({ side, amount, kind }, DEFAULT_RATES);
}

/** Average price of the fills, cut to whole won. */
export const fillPrice = ({ filled, filledAmount }: Order) => (filled === 0n ? 0n : filledAmount / filled);

function commonFields(order: Order) {
  const { fee, tax } = costFields(order, order.filledAmount);
  const route = { KRX: '1', NXT: '2' }[order.exchange] ?? '0';
  return {
    ord_no: orderNumber(order.number),
    stk_cd: order.code,
    ord_stt: order.filled > 0n ? '체결' : order.action === 'amend' ? '확인' : '접수',
    stk_nm: listingOf(order.code)?.instrument.name ?? order.code,
    ord_qty: order.quantity.toString(),
    ord_pric: order.price.toString(),
    oso_qty: restOf(order).toString(),
    orig_ord_no: orderNumber(order.originalNumber),
    io_tp_nm: sideLabel(order),
    trde_tp: typeLabel(order.type),
    cntr_pric: fillPrice(order).toString(),
    cntr_qty: order.filled.toString(),
    tdy_trde_cmsn: fee.toString(),
    tdy_trde_tax: tax.toString(),
    stex_tp: route,
    stex_tp_txt: order.exchange,
    sor_yn: route === '0' ? 'Y' : 'N',
    stop_pric: '0',
  };
}

function openRow({ tape }: Venue, order: Order, { now }: KiwoomRequest) {
  const base = tape.base(order.code, now);
  const { asks, bids } = tape.book(order.code, now);
  return {
    acnt_no: order.account,
    ...commonFields(order),
    mang_empno: '',
    tsk_tp: '',
    cntr_tot_amt: order.filledAmount.toString(),
    tm: kstTime(order.at),
    cntr_no: '',
    cur_prc: signedPrice(tape.price(order.code, now), base),
    sel_bid: signedPrice(asks[0]?.price ?? 0n, base),
    buy_bid: signedPrice(bids[0]?.price ?? 0n, base),
    unit_cntr_pric: '',
    unit_cntr_qty: '',
    ind_invsr: '',
  };
}

function filledRow(order: Order) {
  return { ...commonFields(order), ord_tm: kstTime(order.at) };
}
