import { kstDate, kstTime, startOfKstDate } from '../../core/index.js';
import { listingOf } from '../listings.js';
import { type Order, restOf } from '../order.js';
import type { Venue } from '../venue.js';
import { SAID } from './answer.js';
import { badField } from './gateway-words.js';
import { fillPrice, sideFits } from './order-list-routes.js';
import { typeLabel } from './order-type.js';
import { listAnswer, pageOf } from './paging.js';
import { type KiwoomRequest, type KiwoomRoute, PATHS } from './route.js';
import { bareCode, markedCode, orderNumber, padded, withColons } from './values.js';

/** Kiwoom: 계좌별주문체결내역상세 kt00007 and 계좌별주문체결현황 kt00009, of one day. */
export function dayListRoutes(venue: Venue): readonly KiwoomRoute[] {
  return [
    {
      apiId: 'kt00007',
      path: PATHS.account,
      kind: 'account',
      required: { qry_tp: 1, stk_bond_tp: 1, sell_tp: 1, dmst_stex_tp: 6 },
      handle(request) {
        const query = request.field('qry_tp');
        const found = ordersOfDay(venue, request, query === '2');
        if (found === undefined) return badField('ord_dt');
        const wanted = found
          .filter(o => query !== '3' || restOf(o) > 0n)
          .filter(o => query !== '4' || o.filled > 0n);
        const page = pageOf(request, wanted, venue.switches.kiwoomPageRows, o => orderNumber(o.number));
        const content = { acnt_ord_cntr_prps_dtl: page.rows.map(detailRow) };
        return listAnswer(request, venue.switches.kiwoomEmptyLists, page, content, SAID.detail);
      },
    },
    {
      apiId: 'kt00009',
      path: PATHS.account,
      kind: 'account',
      required: { stk_bond_tp: 1, mrkt_tp: 1, sell_tp: 1, qry_tp: 1, dmst_stex_tp: 6 },
      handle(request) {
        const found = ordersOfDay(venue, request, false);
        if (found === undefined) return badField('ord_dt');
        const wanted = found.filter(o => request.field('qry_tp') !== '1' || o.filled > 0n);
        const page = pageOf(request, wanted, venue.switches.kiwoomPageRows, o => orderNumber(o.number));
        const traded = (side?: 'buy' | 'sell') =>
          padded(
            wanted.reduce(
              (sum, o) => (side === undefined || o.side === side ? sum + o.filledAmount : sum),
              0n,
            ),
            12,
          );
        const content = {
          sell_grntl_engg_amt: traded('sell'),
          buy_engg_amt: traded('buy'),
          engg_amt: traded(),
          acnt_ord_cntr_prst_array: page.rows.map(statusRow),
        };
        return listAnswer(request, venue.switches.kiwoomEmptyLists, page, content, SAID.detail);
      },
    },
  ];
}

/**
 * The account's orders of the day asked for (today when none is), of a side, a code, an exchange, from an order number
 * on; undefined for a day that is none. Bonds are not played: `stk_bond_tp` 2 finds nothing.
 */
function ordersOfDay(venue: Venue, request: KiwoomRequest, backwards: boolean): readonly Order[] | undefined {
  const { field, account, now } = request;
  const day = field('ord_dt').trim() || kstDate(now);
  if (startOfKstDate(day) === undefined) return undefined;
  if (field('stk_bond_tp') === '2') return [];
  const code = bareCode(field('stk_cd'));
  const exchange = field('dmst_stex_tp');
  const from = field('fr_ord_no').trim();
  const found = venue.orders
    .of(account)
    .filter(o => o.day === day && sideFits(o, field('sell_tp')))
    .filter(o => code === '' || o.code === code)
    .filter(o => exchange === '%' || o.exchange === exchange);
  if (backwards) found.reverse();
  if (from === '') return found;
  const first = from.padStart(7, '0');
  return found.filter(o => (backwards ? orderNumber(o.number) <= first : orderNumber(o.number) >= first));
}

const CHANGES = { new: '', amend: '정정', cancel: '취소' } as const;

/** What both services say of an order. */
function commonFields(order: Order) {
  const side = order.side === 'buy' ? '매수' : '매도';
  return {
    ord_no: orderNumber(order.number),
    stk_cd: markedCode(order.code),
    trde_tp: typeLabel(order.type),
    ord_qty: padded(order.quantity, 10),
    ord_uv: padded(order.price, 10),
    cnfm_qty: padded(order.action === 'new' ? 0n : order.quantity, 10),
    acpt_tp: order.action === 'new' ? '접수' : '확인',
    stk_nm: listingOf(order.code)?.instrument.name ?? order.code,
    io_tp_nm: order.action === 'new' ? `현금${side}` : `${side}${CHANGES[order.action]}`,
    cntr_qty: padded(order.filled, 10),
    cntr_uv: padded(fillPrice(order), 10),
    comm_ord_tp: 'REST API',
    dmst_stex_tp: order.exchange,
    cond_uv: padded(0n, 10),
  };
}

function detailRow(order: Order) {
  const time = withColons(kstTime(order.at));
  return {
    ...commonFields(order),
    crd_tp: '보통매매',
    rsrv_tp: '',
    ord_tm: time,
    ori_ord: orderNumber(order.originalNumber),
    loan_dt: '',
    ord_remnq: padded(restOf(order), 10),
    mdfy_cncl: CHANGES[order.action],
    cnfm_tm: order.action === 'new' ? '' : time,
  };
}

function statusRow(order: Order) {
  const filled = order.filled > 0n;
  return {
    stk_bond_tp: '1',
    ...commonFields(order),
    rsrv_oppo: '',
    cntr_no: filled ? orderNumber(order.number) : '',
    orig_ord_no: orderNumber(order.originalNumber),
    setl_tp: '삼일결제',
    crd_deal_tp: '보통매매',
    mdfy_cncl_tp: CHANGES[order.action],
    cntr_tm: filled ? withColons(kstTime(order.lookedAt)) : '',
  };
}
