import { DeskError, type TradingMode } from '../../core/index.js';
import type { KisEnvironment } from './environment.js';

/** Orders and cancels pass the limiter ahead of account reads, those ahead of quotes, all ahead of what programs read. */
export type Lane = 'order' | 'account' | 'quote' | 'program';

interface Tr {
  readonly path: string;
  readonly lane: Lane;
  readonly live: string;
  /** undefined: 모의투자 does not offer it (KIS: API 목록). */
  readonly paper: string | undefined;
  readonly legacyLive?: string;
  readonly legacyPaper?: string;
}

const TRADING = '/uapi/domestic-stock/v1/trading';
const QUOTES = '/uapi/domestic-stock/v1/quotations';
const same = (id: string) => ({ live: id, paper: id });

/** Every KIS service this program calls, by its TR ids (state of June 2026; legacy ids may end without notice). */
const TABLE = {
  balance: { path: `${TRADING}/inquire-balance`, lane: 'account', live: 'TTTC8434R', paper: 'VTTC8434R' },
  buyingPower: {
    path: `${TRADING}/inquire-psbl-order`,
    lane: 'account',
    live: 'TTTC8908R',
    paper: 'VTTC8908R',
  },
  sellable: { path: `${TRADING}/inquire-psbl-sell`, lane: 'account', live: 'TTTC8408R', paper: undefined },
  orders: {
    path: `${TRADING}/inquire-daily-ccld`,
    lane: 'account',
    live: 'TTTC0081R',
    paper: 'VTTC0081R',
    legacyLive: 'TTTC8001R',
    legacyPaper: 'VTTC8001R',
  },
  /** Orders older than three months. */
  oldOrders: {
    path: `${TRADING}/inquire-daily-ccld`,
    lane: 'account',
    live: 'CTSC9215R',
    paper: 'VTSC9215R',
    legacyLive: 'CTSC9115R',
    legacyPaper: 'VTSC9115R',
  },
  openOrders: {
    path: `${TRADING}/inquire-psbl-rvsecncl`,
    lane: 'account',
    live: 'TTTC0084R',
    paper: undefined,
    legacyLive: 'TTTC8036R',
  },
  price: { path: `${QUOTES}/inquire-price`, lane: 'quote', ...same('FHKST01010100') },
  orderBook: { path: `${QUOTES}/inquire-asking-price-exp-ccn`, lane: 'quote', ...same('FHKST01010200') },
  dailyPrices: { path: `${QUOTES}/inquire-daily-price`, lane: 'quote', ...same('FHKST01010400') },
  candles: { path: `${QUOTES}/inquire-daily-itemchartprice`, lane: 'quote', ...same('FHKST03010100') },
  minuteCandles: { path: `${QUOTES}/inquire-time-itemchartprice`, lane: 'quote', ...same('FHKST03010200') },
  stockInfo: { path: `${QUOTES}/search-stock-info`, lane: 'quote', live: 'CTPF1002R', paper: undefined },
  holidays: { path: `${QUOTES}/chk-holiday`, lane: 'quote', live: 'CTCA0903R', paper: undefined },
  sell: {
    path: `${TRADING}/order-cash`,
    lane: 'order',
    live: 'TTTC0011U',
    paper: 'VTTC0011U',
    legacyLive: 'TTTC0801U',
    legacyPaper: 'VTTC0801U',
  },
  buy: {
    path: `${TRADING}/order-cash`,
    lane: 'order',
    live: 'TTTC0012U',
    paper: 'VTTC0012U',
    legacyLive: 'TTTC0802U',
    legacyPaper: 'VTTC0802U',
  },
  amendCancel: {
    path: `${TRADING}/order-rvsecncl`,
    lane: 'order',
    live: 'TTTC0013U',
    paper: 'VTTC0013U',
    legacyLive: 'TTTC0803U',
    legacyPaper: 'VTTC0803U',
  },
} as const satisfies Record<string, Tr>;

export type TrName = keyof typeof TABLE;
export type OrderTrName = 'buy' | 'sell' | 'amendCancel';
export type ReadTrName = Exclude<TrName, OrderTrName>;

export interface ResolvedTr {
  readonly id: string;
  readonly path: string;
  readonly lane: Lane;
}

/** The TR id of this environment. Throws `notOffered` for what 모의투자 lacks. */
export function resolveTr(name: TrName, environment: Pick<KisEnvironment, 'mode' | 'trIds'>): ResolvedTr {
  const tr: Tr = TABLE[name];
  const id = idOf(tr, environment.mode, environment.trIds === 'legacy');
  if (id === undefined)
    throw new DeskError('notOffered', `${name} is not offered on paper`, { service: name });
  return { id, path: tr.path, lane: tr.lane };
}

/** All ids to which a read answers in this environment, current and legacy; none where it is not offered. */
export function readIds(name: ReadTrName, mode: TradingMode): { path: string; ids: readonly string[] } {
  const tr: Tr = TABLE[name];
  const ids = mode === 'live' ? [tr.live, tr.legacyLive] : [tr.paper, tr.legacyPaper];
  return { path: tr.path, ids: ids.filter(id => id !== undefined) };
}

function idOf(tr: Tr, mode: TradingMode, legacy: boolean): string | undefined {
  if (mode === 'live') return (legacy ? tr.legacyLive : undefined) ?? tr.live;
  return (legacy ? tr.legacyPaper : undefined) ?? tr.paper;
}
