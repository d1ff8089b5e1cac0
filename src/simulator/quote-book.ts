import { type BookLevel, kstTime } from '../core/index.js';
import { decimal } from './decimal.js';
import { hash, noiseKey } from './hash-noise.js';
import type { Listing } from './listings.js';
import { changeFields, rangeOfToday } from './quote-fields.js';
import type { QuoteService } from './quote-route.js';
import type { Tape } from './tape.js';

const LEVELS = 10;
const TRADES = 30;

/** KIS: 주식현재가 호가/예상체결 FHKST01010200. */
export function bookService(tape: Tape): QuoteService {
  return {
    name: 'inquire-asking-price-exp-ccn',
    trId: 'FHKST01010200',
    fields: [],
    quote: (issue, request) => bookOf(tape, issue, request.now),
  };
}

/** KIS: 주식현재가 체결 FHKST01010300. The last trades, newest first. */
export function tradesService(tape: Tape): QuoteService {
  return {
    name: 'inquire-ccnl',
    trId: 'FHKST01010300',
    fields: [],
    quote: (issue, request) => ({ output: tradeRows(tape, issue, request.now) }),
  };
}

function bookOf(tape: Tape, issue: Listing, now: number) {
  const { code } = issue.instrument;
  const { asks, bids } = tape.book(code, now);
  const open = tape.isOpen(now);
  const bookTime = open ? now : (tape.prints(code, now, 1)[0]?.at ?? now);
  return {
    output1: bookFields(kstTime(bookTime), asks, bids, open ? '20' : '31'),
    output2: expectedFields(tape, issue, now),
  };
}

function bookFields(at: string, asks: readonly BookLevel[], bids: readonly BookLevel[], phase: string) {
  const total = (side: readonly BookLevel[]) => side.reduce((sum, level) => sum + level.quantity, 0n);
  return {
    aspr_acpt_hour: at,
    ...column('askp', asks, level => level.price),
    ...column('bidp', bids, level => level.price),
    ...column('askp_rsqn', asks, level => level.quantity),
    ...column('bidp_rsqn', bids, level => level.quantity),
    ...column('askp_rsqn_icdc', [], () => 0n),
    ...column('bidp_rsqn_icdc', [], () => 0n),
    total_askp_rsqn: total(asks).toString(),
    total_bidp_rsqn: total(bids).toString(),
    total_askp_rsqn_icdc: '0',
    total_bidp_rsqn_icdc: '0',
    ovtm_total_askp_icdc: '0',
    ovtm_total_bidp_icdc: '0',
    ovtm_total_askp_rsqn: '0',
    ovtm_total_bidp_rsqn: '0',
    ntby_aspr_rsqn: (total(bids) - total(asks)).toString(),
    new_mkop_cls_code: phase,
  };
}

/** `askp1` to `askp10` and their like; an empty level is "0". */
function column(name: string, side: readonly BookLevel[], value: (level: BookLevel) => bigint) {
  const fields: Record<string, string> = {};
  for (let i = 0; i < LEVELS; i++) {
    const level = side[i];
    fields[`${name}${i + 1}`] = level === undefined ? '0' : value(level).toString();
  }
  return fields;
}

function expectedFields(tape: Tape, issue: Listing, now: number) {
  const { code } = issue.instrument;
  const base = tape.base(code, now);
  const bar = tape.bar(code, tape.day(now), now);
  const change = changeFields(issue, bar.close, base);
  return {
    antc_mkop_cls_code: '112',
    stck_prpr: bar.close.toString(),
    ...rangeOfToday(bar),
    stck_sdpr: base.toString(),
    antc_cnpr: bar.close.toString(),
    antc_cntg_vrss_sign: change.prdy_vrss_sign,
    antc_cntg_vrss: change.prdy_vrss,
    antc_cntg_prdy_ctrt: change.prdy_ctrt,
    antc_vol: '0',
    stck_shrn_iscd: code,
    vi_cls_code: 'N',
  };
}

function tradeRows(tape: Tape, issue: Listing, now: number) {
  const { code } = issue.instrument;
  const base = tape.base(code, now);
  const key = noiseKey(code);
  return tape.prints(code, now, TRADES).map(print => {
    const strength = 6000 + (hash(key, Math.floor(print.at / 60_000)) % 9000);
    const change = changeFields(issue, print.price, base);
    return {
      stck_cntg_hour: kstTime(print.at),
      stck_prpr: print.price.toString(),
      prdy_vrss: change.prdy_vrss,
      prdy_vrss_sign: change.prdy_vrss_sign,
      cntg_vol: print.volume.toString(),
      tday_rltv: decimal(BigInt(strength), 100n, 2),
      prdy_ctrt: change.prdy_ctrt,
    };
  });
}
