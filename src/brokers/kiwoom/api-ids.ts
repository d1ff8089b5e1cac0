import { DeskError, type TradingMode } from '../../core/index.js';

interface Api {
  readonly id: string;
  readonly path: string;
  /** It tells of the account that the token stands for. */
  readonly ofAccount?: boolean;
  /** 모의투자 does not offer it. */
  readonly liveOnly?: boolean;
}

const ACCOUNT = '/api/dostk/acnt';
const CHART = '/api/dostk/chart';
const ISSUES = '/api/dostk/stkinfo';
const ORDERS = '/api/dostk/ordr';

const own = (id: string) => ({ id, path: ACCOUNT, ofAccount: true });

/**
 * Every Kiwoom service this program calls (state of May 2026). The path names a group of services, the `api-id` header
 * the one that is meant; a wrong pair is refused (1504).
 */
const TABLE = {
  accountNumber: { id: 'ka00001', path: ACCOUNT },
  price: { id: 'ka10001', path: ISSUES },
  prices: { id: 'ka10095', path: ISSUES },
  stockInfo: { id: 'ka10100', path: ISSUES },
  orderBook: { id: 'ka10004', path: '/api/dostk/mrkcond' },
  ticks: { id: 'ka10079', path: CHART },
  minuteCandles: { id: 'ka10080', path: CHART },
  days: { id: 'ka10081', path: CHART },
  weeks: { id: 'ka10082', path: CHART },
  months: { id: 'ka10083', path: CHART },
  years: { id: 'ka10094', path: CHART },
  deposit: own('kt00001'),
  balance: own('kt00018'),
  buyingPower: { ...own('kt00010'), liveOnly: true },
  orders: own('kt00007'),
  openOrders: own('ka10075'),
  executions: own('ka10076'),
  realisedProfit: own('ka10074'),
  buy: { id: 'kt10000', path: ORDERS },
  sell: { id: 'kt10001', path: ORDERS },
  amend: { id: 'kt10002', path: ORDERS },
  cancel: { id: 'kt10003', path: ORDERS },
} as const satisfies Record<string, Api>;

export type ApiName = keyof typeof TABLE;
export type OrderApiName = 'buy' | 'sell' | 'amend' | 'cancel';
export type ReadApiName = Exclude<ApiName, OrderApiName>;

/** Kiwoom counts by service; orders of all kinds and the token services have lanes of their own. */
export type Lane = 'order' | 'oauth' | ReadApiName;

export interface ResolvedApi {
  readonly id: string;
  readonly path: string;
  readonly ofAccount: boolean;
}

/** Throws `notOffered` for what 모의투자 lacks. */
export function resolveApi(name: ApiName, mode: TradingMode): ResolvedApi {
  const { id, path, ofAccount = false, liveOnly = false }: Api = TABLE[name];
  if (liveOnly && mode === 'paper')
    throw new DeskError('notOffered', `${name} is not offered on paper`, { service: name });
  return { id, path, ofAccount };
}
