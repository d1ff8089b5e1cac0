import { z } from 'zod';
import table from '../../data/tables/simulator-listings.json' with { type: 'json' };
import { type Instrument, type Shares, SYMBOL_CODE, type Won } from '../core/index.js';

/**
 * One issue of the simulated exchange. Codes and names are real; prices, share counts and the flags (halted,
 * managed, warning) are the simulator's own and say nothing about the company.
 */
export interface Listing {
  /** `basePrice` is the level around which the tape moves. */
  readonly instrument: Instrument;
  readonly isin: string;
  readonly englishName: string;
  readonly listedShares: Shares;
  /** 액면가, won; 0 for funds and notes. */
  readonly faceValue: Won;
  readonly sector: string;
}

const rowSchema = z.strictObject({
  code: z.string().regex(SYMBOL_CODE),
  isin: z.string().length(12),
  name: z.string().min(1),
  englishName: z.string().min(1),
  market: z.enum(['KOSPI', 'KOSDAQ']),
  kind: z.enum(['stock', 'etf', 'etn', 'reit']),
  basePrice: z.int().positive().transform(BigInt),
  listedShares: z.int().positive().transform(BigInt),
  faceValue: z.int().nonnegative().transform(BigInt),
  sector: z.string().min(1),
  halted: z.boolean().default(false),
  managed: z.boolean().default(false),
  warning: z.enum(['none', 'caution', 'warning', 'danger']).default('none'),
});

/** Every issue of the simulated exchange, KOSPI first, in the table's order. */
export const LISTINGS: readonly Listing[] = z
  .array(rowSchema)
  .parse(table)
  .map(({ isin, englishName, listedShares, faceValue, sector, ...instrument }) => ({
    instrument: { ...instrument, liquidation: false },
    isin,
    englishName,
    listedShares,
    faceValue,
    sector,
  }));

/** 모의투자 sells issues below this price but does not buy them, won. */
export const PAPER_FLOOR = 1000n;

const byCode = new Map(LISTINGS.map(listing => [listing.instrument.code, listing]));

export function listingOf(code: string): Listing | undefined {
  return byCode.get(code);
}
