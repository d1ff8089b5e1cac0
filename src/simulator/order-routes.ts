import { kstTime } from '../core/index.js';
import type { Exchange } from './exchange.js';
import type { Ledger } from './ledger.js';
import { natural } from './natural.js';
import type { Order } from './order.js';
import type { Refused } from './refusal.js';
import { ACCOUNT_FIELDS, type Route, TRADING_PATH, type VenueAnswer, type VenueRequest } from './route.js';
import { accountKey, type Venue } from './venue.js';
import { type Accepted, orderTaken, refused } from './venue-answers.js';

interface OrderDesk {
  readonly venue: Venue;
  readonly exchange: Exchange;
  readonly ledger: Ledger;
}

const BUY = new Set(['TTTC0012U', 'TTTC0802U', 'VTTC0012U', 'VTTC0802U']);

/** Paper always answers with this branch; live branches differ from customer to customer. */
export const BRANCH = { live: '03930', paper: '00950' } as const;

/** KIS: 주식주문(현금) TTTC0012U / TTTC0011U, 주식주문(정정취소) TTTC0013U, with paper and legacy ids. */
export function orderRoutes(desk: OrderDesk): readonly Route[] {
  return [
    {
      method: 'POST',
      path: `${TRADING_PATH}/order-cash`,
      live: ['TTTC0011U', 'TTTC0012U', 'TTTC0801U', 'TTTC0802U'],
      paper: ['VTTC0011U', 'VTTC0012U', 'VTTC0801U', 'VTTC0802U'],
      account: true,
      required: { ...ACCOUNT_FIELDS, PDNO: 12, ORD_DVSN: 2, ORD_QTY: 10, ORD_UNPR: 19 },
      handle: request => orderCash(desk, request),
    },
    {
      method: 'POST',
      path: `${TRADING_PATH}/order-rvsecncl`,
      live: ['TTTC0013U', 'TTTC0803U'],
      paper: ['VTTC0013U', 'VTTC0803U'],
      account: true,
      required: {
        ...ACCOUNT_FIELDS,
        KRX_FWDG_ORD_ORGNO: 5,
        ORGN_ODNO: 10,
        ORD_DVSN: 2,
        RVSE_CNCL_DVSN_CD: 2,
        ORD_QTY: 10,
        ORD_UNPR: 19,
        QTY_ALL_ORD_YN: 1,
      },
      handle: request => amendOrCancel(desk, request),
    },
  ];
}

function orderCash({ venue, exchange, ledger }: OrderDesk, request: VenueRequest): VenueAnswer {
  const { field, now } = request;
  const side = BUY.has(request.trId) ? 'buy' : 'sell';
  const [quantity, price] = [natural(field('ORD_QTY')), natural(field('ORD_UNPR'))];
  const result: Order | Refused =
    quantity === undefined || price === undefined
      ? 'quantity'
      : exchange.place(
          {
            account: accountKey(request),
            side,
            code: field('PDNO').trim(),
            type: field('ORD_DVSN'),
            quantity,
            price,
            exchange: field('EXCG_ID_DVSN_CD') || 'KRX',
          },
          now,
        );
  if (typeof result !== 'string') ledger.ordersAccepted += 1;
  return outcome(venue, ledger, result, side);
}

function amendOrCancel({ venue, exchange, ledger }: OrderDesk, request: VenueRequest): VenueAnswer {
  const { field, now } = request;
  const original = venue.orders.find(field('ORGN_ODNO'), accountKey(request));
  if (!original) return outcome(venue, ledger, 'noOriginal', 'cancel');
  const all = field('QTY_ALL_ORD_YN') === 'Y';
  const quantity = natural(field('ORD_QTY'));
  const wanted = all ? undefined : (quantity ?? 0n);
  if (field('RVSE_CNCL_DVSN_CD') === '02') {
    const result = exchange.cancel(original, wanted, now);
    if (typeof result !== 'string') ledger.cancelsAccepted += 1;
    return outcome(venue, ledger, result, 'cancel');
  }
  const price = natural(field('ORD_UNPR'));
  const result =
    price === undefined || field('RVSE_CNCL_DVSN_CD') !== '01'
      ? 'quantity'
      : exchange.amend(original, { type: field('ORD_DVSN'), price, quantity: wanted }, now);
  if (typeof result !== 'string') ledger.amendsAccepted += 1;
  return outcome(venue, ledger, result, 'amend');
}

function outcome(venue: Venue, ledger: Ledger, result: Order | Refused, kind: Accepted): VenueAnswer {
  if (typeof result === 'string') {
    ledger.ordersRefused += 1;
    return refused(venue.mode, result);
  }
  const output = {
    KRX_FWDG_ORD_ORGNO: BRANCH[venue.mode],
    ODNO: result.number,
    ORD_TMD: kstTime(result.at),
  };
  return orderTaken(venue.mode, kind, output);
}
