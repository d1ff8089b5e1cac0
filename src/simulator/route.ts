import type { TradingMode } from '../core/index.js';

/** A request after the gateway's checks (key, token, rate, TR id) have passed. */
export interface VenueRequest {
  readonly trId: string;
  /** Query or body fields; names in upper case whatever the caller wrote. Missing ones are ''. */
  field(name: string): string;
  /** The request header `tr_cont`: 'N' asks for a following page. */
  readonly trCont: string;
  /** The simulator's clock, ms. */
  readonly now: number;
  readonly mode: TradingMode;
}

/** An answer as KIS gives it: business refusals are HTTP 200 with `rt_cd` other than "0". */
export interface VenueAnswer {
  readonly status: number;
  /** Response header `tr_cont`: F or M when another page follows, D or E on the last. */
  readonly trCont?: 'F' | 'M' | 'D' | 'E';
  readonly body: Readonly<Record<string, unknown>>;
}

/** One KIS service. `live` and `paper` list the TR ids it answers to, legacy ones included; paper [] = not offered. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly live: readonly string[];
  readonly paper: readonly string[];
  /** Whether CANO and ACNT_PRDT_CD must name an account. */
  readonly account: boolean;
  /** Fields that must be present (values may be blank) and no longer than KIS documents. */
  readonly required?: Readonly<Record<string, number>>;
  handle(request: VenueRequest): VenueAnswer;
}

export const TRADING_PATH = '/uapi/domestic-stock/v1/trading';

/** Required by every trading service, and by most of those that answer in pages. */
export const ACCOUNT_FIELDS = { CANO: 8, ACNT_PRDT_CD: 2 } as const;
export const PAGE_FIELDS = { CTX_AREA_FK100: 100, CTX_AREA_NK100: 100 } as const;
