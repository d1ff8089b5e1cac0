/** An exchange-listed issue as the master file describes it. */
export interface Instrument {
  /** Six characters, digits and capitals (`005930`, `0126Z0`); ETN: `Q` and six. */
  code: string;
  name: string;
  market: Market;
  kind: InstrumentKind;
  /** Base price of the day (won): the previous close, adjusted. */
  basePrice: bigint;
  halted: boolean;
  /** 관리종목 */
  managed: boolean;
  /** 정리매매 */
  liquidation: boolean;
  /** 시장경고: none, 주의, 경고, 위험 */
  warning: 'none' | 'caution' | 'warning' | 'danger';
}

export type Market = 'KOSPI' | 'KOSDAQ' | 'KONEX';
export type InstrumentKind = 'stock' | 'etf' | 'etn' | 'elw' | 'reit' | 'other';

/** Codes may contain capitals since 2024; never expect six digits. */
export const SYMBOL_CODE = /^(?:[0-9A-Z]{6}|Q[0-9A-Z]{6})$/;

/** What a search for a name or code found. Several candidates are a choice for the person, never a guess. */
export type SymbolMatch =
  | { kind: 'one'; instrument: Instrument }
  | { kind: 'many'; candidates: readonly Instrument[] }
  | { kind: 'none'; query: string };
