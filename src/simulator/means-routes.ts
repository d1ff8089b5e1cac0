import { parseWhole } from '../core/index.js';
import { ORDER_TYPES, orderTypeOf, priceLimits } from '../market/index.js';
import { averagePrice } from './balance-route.js';
import { percent } from './decimal.js';
import { listingOf } from './listings.js';
import { buyableAmount, orderableCash, sellableShares } from './means.js';
import { ACCOUNT_FIELDS, type Route, TRADING_PATH, type VenueAnswer, type VenueRequest } from './route.js';
import { accountKey, type Venue } from './venue.js';
import { queryAnswered, refused } from './venue-answers.js';

/** KIS: 매수가능조회 TTTC8908R / VTTC8908R and 매도가능수량조회 TTTC8408R (live only). */
export function meansRoutes(venue: Venue): readonly Route[] {
  return [
    {
      method: 'GET',
      path: `${TRADING_PATH}/inquire-psbl-order`,
      live: ['TTTC8908R'],
      paper: ['VTTC8908R'],
      account: true,
      required: {
        ...ACCOUNT_FIELDS,
        PDNO: 12,
        ORD_UNPR: 19,
        ORD_DVSN: 2,
        CMA_EVLU_AMT_ICLD_YN: 1,
        OVRS_ICLD_YN: 1,
      },
      handle: request => buyable(venue, request),
    },
    {
      method: 'GET',
      path: `${TRADING_PATH}/inquire-psbl-sell`,
      live: ['TTTC8408R'],
      paper: [],
      account: true,
      required: { ...ACCOUNT_FIELDS, PDNO: 12 },
      handle: request => sellable(venue, request),
    },
  ];
}

/** 종목증거금율 20%. Orders beyond the cash are refused all the same: `max_*` is a trap KIS documents. */
const MARGIN_MULTIPLE = 5n;

function buyable(venue: Venue, request: VenueRequest): VenueAnswer {
  const { mode, field, now } = request;
  const code = field('PDNO').trim();
  const cash = orderableCash(venue, accountKey(request), now);
  const amount = buyableAmount(cash);
  if (code !== '' && !listingOf(code)) return refused(mode, 'unknownIssue', '7');
  const pricedAt = code === '' ? 0n : calculationPrice(venue, request, code);
  const shares = (money: bigint) => (pricedAt === 0n ? 0n : money / pricedAt).toString();
  const output = {
    ord_psbl_cash: cash.toString(),
    ord_psbl_sbst: '0',
    ruse_psbl_amt: '0',
    fund_rpch_chgs: '0',
    psbl_qty_calc_unpr: pricedAt.toString(),
    nrcvb_buy_amt: amount.toString(),
    nrcvb_buy_qty: shares(amount),
    max_buy_amt: (cash * MARGIN_MULTIPLE).toString(),
    max_buy_qty: shares(cash * MARGIN_MULTIPLE),
    cma_evlu_amt: '0',
    ovrs_re_use_amt_wcrc: '0',
    ord_psbl_frcr_amt_wcrc: '0',
  };
  return queryAnswered(mode, 'found', { output });
}

/** The given price for a limit order; otherwise the upper limit, whatever price was given with it. */
function calculationPrice(venue: Venue, request: VenueRequest, code: string): bigint {
  const given = parseWhole(request.field('ORD_UNPR')) ?? 0n;
  const type = orderTypeOf(request.field('ORD_DVSN'));
  const priced = type !== undefined && ORDER_TYPES[type].priced;
  if (priced && given > 0n) return given;
  const kind = listingOf(code)?.instrument.kind ?? 'stock';
  return priceLimits(venue.tape.base(code, request.now), kind).upper;
}

function sellable(venue: Venue, request: VenueRequest): VenueAnswer {
  const { mode, now } = request;
  const code = request.field('PDNO').trim();
  const listing = listingOf(code);
  if (!listing) return refused(mode, 'unknownIssue');
  const key = accountKey(request);
  const holding = venue.accounts.at(key, now).holdings.find(h => h.code === code);
  const [quantity, cost] = [holding?.quantity ?? 0n, holding?.cost ?? 0n];
  const price = venue.tape.price(code, now);
  const sold = venue.orders
    .of(key)
    .filter(o => o.code === code && o.side === 'sell')
    .reduce((sum, o) => sum + o.filled, 0n);
  const output = {
    pdno: code,
    prdt_name: listing.instrument.name,
    // Positions an account was opened with count as bought.
    buy_qty: (quantity + sold).toString(),
    sll_qty: sold.toString(),
    cblc_qty: quantity.toString(),
    nsvg_qty: '0',
    ord_psbl_qty: sellableShares(venue, key, code, now).toString(),
    pchs_avg_pric: averagePrice(cost, quantity, mode),
    pchs_amt: cost.toString(),
    now_pric: price.toString(),
    evlu_amt: (quantity * price).toString(),
    evlu_pfls_amt: (quantity * price - cost).toString(),
    evlu_pfls_rt: percent(quantity * price - cost, cost, 2),
  };
  return queryAnswered(mode, 'sellable', { output });
}
