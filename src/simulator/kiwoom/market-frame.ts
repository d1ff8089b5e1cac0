import { type BookLevel, kstTime } from '../../core/index.js';
import { krxSession } from '../../market/index.js';
import { percent } from '../decimal.js';
import { marketCap } from '../fundamentals.js';
import type { Listing } from '../listings.js';
import type { Print, Tape } from '../tape.js';
import { totalOf } from './quote-book.js';
import { directionOf } from './quote-issue.js';
import { plus, signedPrice } from './values.js';

type Values = Readonly<Record<string, string>>;

/** Kiwoom: 주식체결 0B. One trade of the tape, and the day up to it. */
export function tradeValues(tape: Tape, issue: Listing, { at, price, volume }: Print): Values {
  const { code, kind } = issue.instrument;
  const base = tape.base(code, at);
  const bar = tape.bar(code, tape.day(at), at);
  const { asks, bids } = tape.book(code, at);
  const bought = price >= (asks[0]?.price ?? price);
  const signed = bought ? volume : -volume;
  const change = price - base;
  const amount = price * volume;
  const [sold, taken] = [(bar.volume * 9n) / 20n, bar.volume / 2n];
  return {
    '20': kstTime(at),
    '10': signedPrice(price, base),
    '11': plus(change),
    '12': plus(percent(change, base, 2)),
    '27': signedPrice(asks[0]?.price ?? 0n, base),
    '28': signedPrice(bids[0]?.price ?? 0n, base),
    '15': plus(signed),
    '13': bar.volume.toString(),
    '14': (bar.turnover / 1_000_000n).toString(),
    '16': signedPrice(bar.open, base),
    '17': signedPrice(bar.high, base),
    '18': signedPrice(bar.low, base),
    '25': directionOf(price, base, kind),
    '26': '0',
    '29': '0',
    '30': '0.00',
    '31': percent(bar.volume, issue.listedShares, 2),
    '32': '0',
    '228': percent(taken, sold, 2),
    '311': marketCap(issue, price).toString(),
    '290': '2',
    '691': '0',
    '567': '000000',
    '568': '000000',
    '851': '0',
    '1890': '090000',
    '1891': '090000',
    '1892': '090000',
    '1030': sold.toString(),
    '1031': taken.toString(),
    '1032': '52.63',
    '1071': '0',
    '1072': '0',
    '1313': plus((bought ? amount : -amount) / 1000n),
    '1315': bought ? ' 0' : plus(signed),
    '1316': bought ? plus(signed) : ' 0',
    '1314': plus(signed),
    '1497': '0',
    '1498': '0',
    '620': (bar.volume === 0n ? price : bar.turnover / bar.volume).toString(),
    '732': '0',
    '852': '0',
    '9081': 'KRX',
  };
}

const LEVELS = 10;

/** FIDs of a book that are always zero here: LP's part, the parts of either exchange, and the midpoint blocks. */
const ZEROES: Values = Object.fromEntries(
  [
    [621, 640],
    [6044, 6087],
    [6100, 6115],
  ].flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, i) => [String(from + i), '0'])),
);

/** Kiwoom: 주식호가잔량 0D. */
export function bookValues(tape: Tape, issue: Listing, now: number): Values {
  const { code } = issue.instrument;
  const base = tape.base(code, now);
  const { asks, bids } = tape.book(code, now);
  const [offered, wanted] = [totalOf(asks), totalOf(bids)];
  return {
    ...ZEROES,
    '21': kstTime(now),
    ...levels(asks, { price: 41, quantity: 61, change: 81 }, base),
    ...levels(bids, { price: 51, quantity: 71, change: 91 }, base),
    '121': offered.toString(),
    '122': '0',
    '125': wanted.toString(),
    '126': '0',
    '23': '0',
    '24': '0',
    '128': plus(wanted - offered),
    '129': percent(wanted, offered, 2),
    '138': plus(offered - wanted),
    '139': percent(offered, wanted, 2),
    '200': '0',
    '201': '0.00',
    '238': '3',
    '291': '0',
    '292': '0',
    '293': '3',
    '294': '0',
    '295': '0.00',
    '13': tape.bar(code, tape.day(now), now).volume.toString(),
    '299': '0.00',
    '215': '',
    '216': '',
  };
}

/** A side's ten levels; the FID of a level is the first one's and its place. */
function levels(
  side: readonly BookLevel[],
  first: { readonly price: number; readonly quantity: number; readonly change: number },
  base: bigint,
): Values {
  const values: Record<string, string> = {};
  for (let n = 0; n < LEVELS; n += 1) {
    const { price, quantity } = side[n] ?? { price: 0n, quantity: 0n };
    values[first.price + n] = signedPrice(price, base);
    values[first.quantity + n] = quantity.toString();
    values[first.change + n] = '0';
  }
  return values;
}

/** 장운영구분 by session of the KRX. */
const PHASES = {
  preOpenClose: 'c',
  openingAuction: '0',
  continuous: '3',
  closingAuction: '2',
  closed: '4',
  postClose: 'a',
  afterMarket: 'b',
} as const;

/** Kiwoom: 장시작시간 0s. The phase of the market; around the clock it is always open. */
export function phaseAt(now: number, alwaysOpen: boolean): string {
  return alwaysOpen ? PHASES.continuous : PHASES[krxSession(now)];
}

export function phaseValues(phase: string, now: number): Values {
  return { '215': phase, '20': kstTime(now), '214': '000000' };
}
