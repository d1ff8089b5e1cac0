import { kstDate, startOfKstDate, type Won } from '../../core/index.js';
import type { Order } from '../order.js';
import type { Venue } from '../venue.js';
import { answered, type KiwoomAnswer, SAID } from './answer.js';
import { refused } from './business-words.js';
import { badField } from './gateway-words.js';
import { holdingsOf } from './holdings.js';
import { costFields } from './order-list-routes.js';
import { listAnswer, pageOf } from './paging.js';
import { type KiwoomRequest, type KiwoomRoute, PATHS } from './route.js';
import { signedPrice } from './values.js';

/** Kiwoom: 일자별실현손익 ka10074 and 계좌수익률 ka10085. */
export function profitRoutes(venue: Venue): readonly KiwoomRoute[] {
  return [
    {
      apiId: 'ka10074',
      path: PATHS.account,
      kind: 'account',
      required: { strt_dt: 8, end_dt: 8 },
      handle: request => realised(venue, request),
    },
    {
      apiId: 'ka10085',
      path: PATHS.account,
      kind: 'account',
      required: { stex_tp: 1 },
      handle: request => profitOfHoldings(venue, request),
    },
  ];
}

/** What orders of one day came to. */
interface DayTotals {
  readonly bought: Won;
  readonly sold: Won;
  /** Of the sales, after what the shares had cost, fee and tax. */
  readonly profit: Won;
  readonly fee: Won;
  readonly tax: Won;
}

function totalsOf(orders: readonly Order[]): DayTotals {
  let [bought, sold, profit, fees, taxes] = [0n, 0n, 0n, 0n, 0n];
  for (const order of orders) {
    const { fee, tax } = costFields(order, order.filledAmount);
    fees += fee;
    taxes += tax;
    if (order.side === 'buy') bought += order.filledAmount;
    else {
      sold += order.filledAmount;
      profit += order.filledAmount - order.basis - fee - tax;
    }
  }
  return { bought, sold, profit, fee: fees, tax: taxes };
}

function realised(venue: Venue, request: KiwoomRequest): KiwoomAnswer {
  const { field, account, mode } = request;
  const [from, to] = [field('strt_dt'), field('end_dt')];
  if (startOfKstDate(from) === undefined) return badField('strt_dt');
  if (startOfKstDate(to) === undefined) return badField('end_dt');
  const traded = venue.orders.of(account).filter(o => o.filled > 0n && o.day >= from && o.day <= to);
  const dates = [...new Set(traded.map(o => o.day))].sort().reverse();
  const page = pageOf(request, dates, venue.switches.kiwoomPageRows, date => date);
  if (dates.length === 0 && venue.switches.kiwoomEmptyLists === 'refused') return refused(mode, 'noData');
  const all = totalsOf(traded);
  const content = {
    tot_buy_amt: all.bought.toString(),
    tot_sell_amt: all.sold.toString(),
    rlzt_pl: all.profit.toString(),
    trde_cmsn: all.fee.toString(),
    trde_tax: all.tax.toString(),
    dt_rlzt_pl: page.rows.map(date => dayRow(date, totalsOf(traded.filter(o => o.day === date)))),
  };
  return answered(content, SAID.account, page.next);
}

function dayRow(date: string, day: DayTotals) {
  return {
    dt: date,
    buy_amt: day.bought.toString(),
    sell_amt: day.sold.toString(),
    tdy_sel_pl: day.profit.toString(),
    tdy_trde_cmsn: day.fee.toString(),
    tdy_trde_tax: day.tax.toString(),
  };
}

function profitOfHoldings(venue: Venue, request: KiwoomRequest): KiwoomAnswer {
  const { account: key, now } = request;
  const holdings = holdingsOf(venue, venue.accounts.at(key, now), now);
  const page = pageOf(request, holdings, venue.switches.kiwoomPageRows, h => h.code);
  const today = venue.orders.of(key).filter(o => o.filled > 0n && o.day === kstDate(now));
  const rows = page.rows.map(holding => {
    const { code, quantity, cost } = holding;
    const day = totalsOf(today.filter(o => o.code === code));
    return {
      dt: '',
      stk_cd: code,
      stk_nm: holding.name,
      cur_prc: signedPrice(holding.price, holding.base),
      pur_pric: ((cost + quantity / 2n) / quantity).toString(),
      pur_amt: cost.toString(),
      rmnd_qty: quantity.toString(),
      tdy_sel_pl: day.profit.toString(),
      tdy_trde_cmsn: day.fee.toString(),
      tdy_trde_tax: day.tax.toString(),
      crd_tp: '00',
      loan_dt: '00000000',
      setl_remn: (quantity - holding.boughtToday + holding.soldToday).toString(),
      clrn_alow_qty: holding.sellable.toString(),
      crd_amt: '0',
      crd_int: '0',
      expr_dt: '00000000',
    };
  });
  return listAnswer(
    request,
    venue.switches.kiwoomEmptyLists,
    { rows, next: page.next },
    { acnt_prft_rt: rows },
    SAID.account,
  );
}
