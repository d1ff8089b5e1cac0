import { createRoute, z } from '@hono/zod-openapi';
import {
  DeskError,
  type DeskReads,
  type Instrument,
  type Quote,
  type StockInfo,
  SYMBOL_CODE,
} from '../../core/index.js';
import { ALWAYS, failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { exact, exactOrNull, instant, isoKst, percent, shares, won } from './amounts.js';
import { guarded } from './guarded.js';
import { reading } from './reading.js';

export const stockCode = z.string().regex(SYMBOL_CODE).openapi({
  description: 'Six characters, digits and capitals; an ETN has a Q before them.',
  example: '005930',
});

const symbolSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    market: z.enum(['KOSPI', 'KOSDAQ', 'KONEX']),
    kind: z.enum(['stock', 'etf', 'etn', 'elw', 'reit', 'other']),
    base_price: won.openapi({ description: 'The previous close, adjusted, won.' }),
    halted: z.boolean(),
    managed: z.boolean().openapi({ description: '관리종목' }),
    liquidation: z.boolean().openapi({ description: '정리매매' }),
    warning: z.enum(['none', 'caution', 'warning', 'danger']).openapi({ description: '시장경고' }),
  })
  .openapi('Symbol');

const stockSchema = z
  .object({
    code: z.string(),
    name: z.string().nullable(),
    english_name: z.string().nullable(),
    market: z.string().nullable(),
    listed_shares: shares.nullable(),
    face_value: won.nullable(),
    quote: z.object({
      as_of: instant,
      price: won,
      change: won.openapi({ description: 'Signed, against the base price, won.' }),
      change_rate: percent,
      open: won,
      high: won,
      low: won,
      base: won,
      upper_limit: won,
      lower_limit: won,
      tick: won.openapi({ description: '호가단위 at this price, won.' }),
      volume: shares,
      turnover: won,
      market_cap: won,
      per: z.number().nullable(),
      pbr: z.number().nullable(),
      year_high: won.nullable(),
      year_low: won.nullable(),
      warnings: z.array(z.string()),
    }),
  })
  .openapi('Stock', { description: '`null`: this environment’s broker does not tell.' });

/** Finding an issue, and what is known of it. */
export function addSymbols(api: Api, parts: GatewayParts): void {
  const { desk, market, clock, searchSymbols } = parts;
  const reads = { ...guarded(parts, 'market', 'read'), method: 'get' as const };
  const symbols = createRoute({
    ...reads,
    path: '/api/v1/symbols',
    summary: 'Listed issues whose name, initials or code fit, best first',
    request: {
      query: z.strictObject({
        q: z.string().trim().min(1).max(40).openapi({ example: '삼성전자' }),
        limit: z.coerce.number().int().min(1).max(50).default(20),
      }),
    },
    responses: {
      200: json(z.object({ symbols: z.array(symbolSchema) }).openapi('Symbols'), 'Empty when nothing fits.'),
      ...failures(...ALWAYS),
    },
  });
  const stock = createRoute({
    ...reads,
    path: '/api/v1/stocks/{code}',
    summary: 'Quote and facts of an issue',
    request: { params: z.object({ code: stockCode }) },
    responses: {
      200: json(stockSchema, 'As the broker answered just now.'),
      ...failures(...ALWAYS, 404, 501, 502, 504),
    },
  });

  api.openapi(symbols, c => {
    const { q, limit } = c.req.valid('query');
    return c.json({ symbols: searchSymbols(q, limit).map(symbolJson) }, 200);
  });
  api.openapi(stock, async c => {
    const { code } = c.req.valid('param');
    const answer = await reading(clock, c.req.raw.signal, async signal => {
      await requireListed(desk, code, signal);
      const [quote, info] = await Promise.all([
        market.quote(code, signal),
        market.stockInfo(code, signal).catch(unlessOffered),
      ]);
      return stockJson(quote, info);
    });
    return c.json(answer, 200);
  });
}

/** Throws `notFound` for a code that is on no list; without a list the broker is asked. */
export async function requireListed(
  desk: Pick<DeskReads, 'findSymbol'>,
  code: string,
  signal: AbortSignal,
): Promise<void> {
  const match = await desk.findSymbol(code, signal).catch((thrown: unknown) => {
    if (thrown instanceof DeskError && thrown.detail['what'] === 'symbols') return undefined;
    throw thrown;
  });
  if (match && codeOf(match, code) === undefined) throw new DeskError('notFound', 'no such issue', { code });
}

/** The issue of exactly this code. */
export function codeOf(
  match: Awaited<ReturnType<DeskReads['findSymbol']>>,
  code: string,
): Instrument | undefined {
  return match.kind === 'one' && match.instrument.code === code ? match.instrument : undefined;
}

function unlessOffered(thrown: unknown): undefined {
  if (thrown instanceof DeskError && thrown.kind === 'notOffered') return undefined;
  throw thrown;
}

function symbolJson({ basePrice, ...instrument }: Instrument): z.infer<typeof symbolSchema> {
  const { code, name, market, kind, halted, managed, liquidation, warning } = instrument;
  return { code, name, market, kind, base_price: exact(basePrice), halted, managed, liquidation, warning };
}

function stockJson(quote: Quote, info: StockInfo | undefined): z.infer<typeof stockSchema> {
  return {
    code: quote.code,
    name: info?.name ?? null,
    english_name: info?.englishName ?? null,
    market: info?.market ?? null,
    listed_shares: exactOrNull(info?.listedShares),
    face_value: exactOrNull(info?.faceValue),
    quote: quoteJson(quote),
  };
}

/** Throws `bug` rather than round. */
export function quoteJson(quote: Quote): z.infer<typeof stockSchema>['quote'] {
  return {
    as_of: isoKst(quote.asOf),
    price: exact(quote.price),
    change: exact(quote.change),
    change_rate: quote.changeRate,
    open: exact(quote.open),
    high: exact(quote.high),
    low: exact(quote.low),
    base: exact(quote.base),
    upper_limit: exact(quote.upperLimit),
    lower_limit: exact(quote.lowerLimit),
    tick: exact(quote.tick),
    volume: exact(quote.volume),
    turnover: exact(quote.turnover),
    market_cap: exact(quote.marketCap),
    per: quote.per ?? null,
    pbr: quote.pbr ?? null,
    year_high: exactOrNull(quote.yearHigh),
    year_low: exactOrNull(quote.yearLow),
    warnings: [...quote.warnings],
  };
}
