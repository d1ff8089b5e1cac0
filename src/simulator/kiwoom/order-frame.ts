import { kstDate, kstTime } from '../../core/index.js';
import { percent } from '../decimal.js';
import type { Execution } from '../execution.js';
import { listingOf } from '../listings.js';
import { sharesOnOffer } from '../order-log.js';
import type { Venue } from '../venue.js';
import { entryOf, type RealEntry } from './frame.js';
import { costFields, sideLabel } from './order-list-routes.js';
import { typeLabel } from './order-type.js';
import { orderNumber, signedPrice } from './values.js';

type Status = '접수' | '체결' | '확인' | '취소' | '거부';

/** Kiwoom: 주문체결 00. What one execution is told as: an amendment and a cancellation are received, then confirmed. */
export function orderEntries(venue: Venue, execution: Execution): readonly RealEntry[] {
  const { code } = execution.order;
  return statusesOf(venue, execution).map(status =>
    entryOf('00', code, orderValues(venue, execution, status)),
  );
}

const ONE_STATUS = { filled: '체결', cancelled: '취소', rejected: '거부' } as const;

function statusesOf({ switches }: Venue, { what, order }: Execution): readonly Status[] {
  if (what !== 'received') return [ONE_STATUS[what]];
  if (order.action === 'new') return ['접수'];
  return ['접수', order.action === 'cancel' ? switches.kiwoomCancelStatus : '확인'];
}

function orderValues(venue: Venue, execution: Execution, status: Status) {
  const { order, quantity, price, at, rest, amount } = execution;
  const { code } = order;
  const base = venue.tape.base(code, at);
  const { asks, bids } = venue.tape.book(code, at);
  const last = price > 0n ? price : venue.tape.price(code, at);
  const route = { KRX: '1', NXT: '2' }[order.exchange] ?? '0';
  const { fee, tax } = costFields(order, amount);
  return {
    '9201': order.account,
    '9203': orderNumber(order.number),
    '9205': '',
    '9001': venue.switches.kiwoomMarkedFrames ? `A${code}` : code,
    '912': 'JJ',
    '913': status,
    '302': listingOf(code)?.instrument.name ?? code,
    '900': order.quantity.toString(),
    '901': order.price.toString(),
    '902': (status === '접수' ? quantity : rest).toString(),
    '903': amount.toString(),
    '904': orderNumber(order.originalNumber),
    '905': sideLabel(order),
    '906': typeLabel(order.type),
    '907': order.side === 'sell' ? '1' : '2',
    '908': kstTime(at),
    ...fillValues(venue, execution),
    '10': signedPrice(last, base),
    '27': signedPrice(asks[0]?.price ?? 0n, base),
    '28': signedPrice(bids[0]?.price ?? 0n, base),
    '938': fee.toString(),
    '939': tax.toString(),
    '919': status === '거부' ? '거래소 거부' : '0',
    '920': '',
    '921': '6801005',
    '922': '00',
    '923': '',
    '10010': ` ${venue.tape.price(code, at)}`,
    '2134': route,
    '2135': order.exchange,
    '2136': route === '0' ? 'Y' : 'N',
  };
}

/** Of this fill alone in 914 and 915; 910 and 911 are as the switch says. Blank where nothing was filled. */
function fillValues({ switches }: Venue, { what, order, quantity, price, rest, amount }: Execution) {
  if (what !== 'filled') return { '909': '', '910': '', '911': '', '914': '', '915': '' };
  const filled = order.quantity - rest;
  const each = switches.kiwoomFillFields === 'each';
  return {
    // Grows with every fill of an order, so that no two of them are alike.
    '909': `${Number(order.number)}${filled}`,
    '910': (each || filled === 0n ? price : amount / filled).toString(),
    '911': (each ? quantity : filled).toString(),
    '914': price.toString(),
    '915': quantity.toString(),
  };
}

/** Kiwoom: 잔고 04. The holding as it stands after a fill. */
export function holdingEntry(venue: Venue, { order, at }: Execution): RealEntry {
  const { code, account: key } = order;
  const account = venue.accounts.at(key, at);
  const { quantity, cost } = account.holdings.find(h => h.code === code) ?? { quantity: 0n, cost: 0n };
  const [base, price] = [venue.tape.base(code, at), venue.tape.price(code, at)];
  const { asks, bids } = venue.tape.book(code, at);
  const today = venue.orders.of(key).filter(o => o.code === code && o.day === kstDate(at) && o.filled > 0n);
  const net = today.reduce((sum, o) => sum + (o.side === 'buy' ? o.filled : -o.filled), 0n);
  const realised = today.reduce((sum, o) => {
    const { fee, tax } = costFields(o, o.filledAmount);
    return o.side === 'sell' ? sum + o.filledAmount - o.basis - fee - tax : sum;
  }, 0n);
  const values = {
    '9201': key,
    '9001': venue.switches.kiwoomMarkedFrames ? `A${code}` : code,
    '917': '00',
    '916': '00000000',
    '302': listingOf(code)?.instrument.name ?? code,
    '10': signedPrice(price, base),
    '930': quantity.toString(),
    '931': (quantity === 0n ? 0n : cost / quantity).toString(),
    '932': cost.toString(),
    '933': (quantity - sharesOnOffer(venue.orders, key, code)).toString(),
    '945': net.toString(),
    '946': order.side === 'sell' ? '1' : '2',
    '950': realised.toString(),
    '951': '0',
    '27': signedPrice(asks[0]?.price ?? 0n, base),
    '28': signedPrice(bids[0]?.price ?? 0n, base),
    '307': base.toString(),
    '8019': percent(quantity * price - cost, cost, 2),
    '957': '0',
    '958': '0',
    '918': '00000000',
    '990': realised.toString(),
    '991': '0.00',
    '992': '0',
    '993': '0.00',
    '959': '0',
    '924': '0',
  };
  return entryOf('04', code, values);
}
