import type { Route } from './route.js';

/** A trading service: its fields must be present (values may be blank) and no longer than KIS documents. */
export interface TradingRoute extends Route {
  readonly required: Readonly<Record<string, number>>;
}

export const TRADING_PATH = '/uapi/domestic-stock/v1/trading';

/** Fields of every trading service. */
export const ACCOUNT_FIELDS = { CANO: 8, ACNT_PRDT_CD: 2 } as const;
export const PAGE_FIELDS = { CTX_AREA_FK100: 100, CTX_AREA_NK100: 100 } as const;
