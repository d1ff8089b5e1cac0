import type { Exchange, OrderType, TradingMode } from '../core/index.js';
import { ORDER_TYPES } from './order-types.js';
import { type KrxSession, krxSessions, type NxtSession, nxtSessions } from './session.js';

/** The types that an exchange takes at one time, in the order of their codes. */
export interface Taking {
  readonly types: readonly OrderType[];
  /** The KRX after-market, which does not trade every kind of issue. */
  readonly evening: boolean;
}

/** A stretch of a day in which it takes them: from `from` until just before `to` (ms). */
export interface TakingSpan extends Taking {
  readonly from: number;
  readonly to: number;
}

/**
 * Auctions only collect: 최유리 and 최우선 have no opposite price to look at there, IOC and FOK nothing to trade with
 * at once, so the KRX refuses them. A conditional limit turns into a market order where the closing auction begins:
 * in that auction it comes too late.
 */
const KRX_TYPES: Readonly<Record<Exclude<KrxSession, 'closed'>, readonly OrderType[]>> = {
  preOpenClose: ['limit', 'market', 'conditional', 'preOpenClose'],
  openingAuction: ['limit', 'market', 'conditional'],
  continuous: [
    'limit',
    'market',
    'conditional',
    'best',
    'top',
    'limitIoc',
    'limitFok',
    'marketIoc',
    'marketFok',
    'bestIoc',
    'bestFok',
    'mid',
    'midIoc',
    'midFok',
  ],
  closingAuction: ['limit', 'market'],
  postClose: ['postClose'],
  afterMarket: [
    'afterLimit',
    'afterIoc',
    'afterFok',
    'afterBest',
    'afterBestIoc',
    'afterBestFok',
    'afterTop',
  ],
};

/** 시장가 and 중간가 belong to NXT's main market; outside it KIS refuses them (APBK0918, APBK3013). */
const NXT_LIMITS: readonly OrderType[] = [
  'limit',
  'best',
  'top',
  'limitIoc',
  'limitFok',
  'bestIoc',
  'bestFok',
];

const NXT_TYPES: Readonly<Record<NxtSession, readonly OrderType[]>> = {
  preMarket: [...NXT_LIMITS, 'preMarketLimit', 'preMarketBest', 'preMarketTop'],
  main: regularTypes('NXT'),
  afterMarket: NXT_LIMITS,
};

const REGULAR: ReadonlySet<KrxSession> = new Set(['continuous', 'closingAuction']);

/** What an exchange takes while its market trades continuously. */
export function regularTypes(exchange: Exchange): readonly OrderType[] {
  return KRX_TYPES.continuous.filter(type => ORDER_TYPES[type].exchanges.includes(exchange));
}

/** Whether this type is for the KRX after-market alone. */
export function isEveningType(type: OrderType): boolean {
  return KRX_TYPES.afterMarket.includes(type);
}

/** The stretches of a trading day `YYYYMMDD` in which an exchange takes orders, in order. */
export function takings(exchange: Exchange, date: string, mode: TradingMode): readonly TakingSpan[] {
  if (exchange === 'NXT') {
    return nxtSessions(date).map(({ session, from, to }) => ({
      types: NXT_TYPES[session],
      evening: false,
      from,
      to,
    }));
  }
  const regularOnly = exchange === 'SOR' || mode === 'paper';
  return krxSessions(date)
    .filter(({ session }) => !regularOnly || REGULAR.has(session))
    .map(({ session, from, to }) => ({
      types: KRX_TYPES[session].filter(type => ORDER_TYPES[type].exchanges.includes(exchange)),
      evening: session === 'afterMarket',
      from,
      to,
    }));
}
