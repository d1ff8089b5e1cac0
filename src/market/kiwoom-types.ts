import type { BrokerId, OrderType, TradingMode } from '../core/index.js';

/**
 * How an order type is written to Kiwoom (Kiwoom: 주식 매수주문 kt10000, `trde_tp`; not padded with zeros). Types that are
 * not here have no code there: the KRX after-market's, and NXT's that end with the pre-market. Two codes are left out:
 * 28 스톱지정가 waits for a trigger price, and 62 시간외 단일가 was abolished on 14 September 2026.
 */
const KIWOOM_CODES: Partial<Record<OrderType, string>> = {
  limit: '0',
  market: '3',
  conditional: '5',
  best: '6',
  top: '7',
  limitIoc: '10',
  marketIoc: '13',
  bestIoc: '16',
  limitFok: '20',
  marketFok: '23',
  bestFok: '26',
  mid: '29',
  midIoc: '30',
  midFok: '31',
  preOpenClose: '61',
  postClose: '81',
};

/** Its practice server answers RC4026 to these. */
const NOT_ON_MOCK: ReadonlySet<OrderType> = new Set(['best', 'top']);

/** The code that Kiwoom knows this type by in this environment; undefined where it does not take it. */
export function kiwoomTypeCode(type: OrderType, mode: TradingMode): string | undefined {
  return mode === 'paper' && NOT_ON_MOCK.has(type) ? undefined : KIWOOM_CODES[type];
}

/** Whether a broker passes this type on at all. KIS passes every one on. */
export function passesOn(type: OrderType, to: { broker?: BrokerId | undefined; mode: TradingMode }): boolean {
  return to.broker !== 'kiwoom' || kiwoomTypeCode(type, to.mode) !== undefined;
}
