import { createRoute, z } from '@hono/zod-openapi';
import { addKstDays, type Candle, type CandlePeriod, DeskError, kstDate, kstTime } from '../../core/index.js';
import { ALWAYS, failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { day, exact, shares, won } from './amounts.js';
import { guarded } from './guarded.js';
import { INTERVALS, wholeBars } from './minute-bars.js';
import { reading } from './reading.js';
import { requireListed, stockCode } from './symbols.js';

/** How far back a chart goes, days: what the broker gives in one answer, about a hundred candles. */
const CHART_DAYS: Readonly<Record<CandlePeriod, number>> = { D: 145, W: 690, M: 3_020, Y: 10_950 };
/** From 08:00, when the first exchange opens, to 20:00, when the last one closes. */
const DAY_MINUTES = 720;
const LONGEST_DAYS = 3_653;

const period = z.enum(['D', 'W', 'M', 'Y']).openapi({ description: 'Days, weeks, months or years.' });
const interval = z
  .enum(['1', '5', '10', '30', '60'])
  .openapi({ description: 'Minutes of a bar, of today; not together with `period`.' });
const candleSchema = z
  .object({
    date: z.string().openapi({ description: '`YYYYMMDD`, KST' }),
    time: z
      .string()
      .optional()
      .openapi({ description: '`HHMMSS`, KST: when the span of a minute bar begins.' }),
    open: won,
    high: won,
    low: won,
    close: won,
    volume: shares,
  })
  .openapi('Candle');

const chartSchema = z
  .object({
    code: z.string(),
    period: period.nullable(),
    interval: z.int().nullable().openapi({ description: 'minutes' }),
    adjusted: z.boolean().openapi({
      description: 'Whether prices are adjusted for splits and the like: candles of days and longer are.',
    }),
    candles: z.array(candleSchema).openapi({ description: 'Oldest first.' }),
  })
  .openapi('Chart');

const FAILURES = failures(...ALWAYS, 404, 501, 502, 504);

/** Prices over time. */
export function addCharts(api: Api, parts: GatewayParts): void {
  const { desk, market, clock } = parts;
  const reads = { ...guarded(parts, 'market', 'read'), method: 'get' as const };
  const chart = createRoute({
    ...reads,
    path: '/api/v1/charts/{code}',
    summary: 'The last hundred candles or so, or today in minutes',
    description:
      'Candles of days and longer have adjusted prices (수정주가). Minute bars are of today, made of one-minute candles ' +
      'and aligned to the clock; the newest may still grow, and a span without a trade has no bar.',
    request: {
      params: z.object({ code: stockCode }),
      query: z
        .strictObject({
          period: period.optional(),
          interval: interval.optional(),
          count: z.coerce
            .number()
            .int()
            .min(1)
            .max(DAY_MINUTES)
            .optional()
            .openapi({ description: 'The newest so many; left out: all there are.' }),
        })
        .refine(query => query.period === undefined || query.interval === undefined, { path: ['interval'] }),
    },
    responses: { 200: json(chartSchema, 'Oldest first.'), ...FAILURES },
  });
  const bars = createRoute({
    ...reads,
    path: '/api/v1/history/bars',
    summary: 'Candles of a range of days, at most ten years',
    description: 'Prices are adjusted (수정주가) as of today, so that they change after a split.',
    request: {
      query: z.strictObject({ code: stockCode, from: day, to: day, period: period.default('D') }),
    },
    responses: { 200: json(chartSchema, 'Oldest first.'), ...FAILURES },
  });

  api.openapi(chart, async c => {
    const { code } = c.req.valid('param');
    const query = c.req.valid('query');
    const answer = await reading(clock, c.req.raw.signal, async signal => {
      await requireListed(desk, code, signal);
      if (query.interval !== undefined) {
        const minutes = INTERVALS.find(one => String(one) === query.interval) ?? 1;
        return {
          code,
          period: null,
          interval: minutes,
          ...(await today(code, minutes, query.count, signal)),
        };
      }
      const wanted = query.period ?? 'D';
      const to = kstDate(clock.now());
      const range = { period: wanted, from: addKstDays(to, -CHART_DAYS[wanted]), to };
      const candles = await market.candles(code, range, signal);
      return { code, period: wanted, interval: null, ...oldestFirst(candles.slice(0, query.count)) };
    });
    return c.json(answer, 200);
  });
  api.openapi(bars, async c => {
    const { code, ...range } = c.req.valid('query');
    requireRange(range);
    const answer = await reading(clock, c.req.raw.signal, async signal => {
      await requireListed(desk, code, signal);
      const candles = await market.candles(code, range, signal);
      return { code, period: range.period, interval: null, ...oldestFirst(candles) };
    });
    return c.json(answer, 200);
  });

  /** Even where the newest bar is whole, so many minutes reach back to the first of the oldest one. */
  async function today(code: string, minutes: number, most: number | undefined, signal: AbortSignal) {
    const count = Math.min(DAY_MINUTES, (most ?? DAY_MINUTES) * minutes);
    const range = { until: kstTime(clock.now()), count };
    const candles = await market.minuteCandles(code, range, signal);
    const found = wholeBars(candles, minutes, { cut: candles.length >= count, most: most ?? DAY_MINUTES });
    return { adjusted: false, candles: found.map(candleJson) };
  }
}

const oldestFirst = (newestFirst: readonly Candle[]) => ({
  adjusted: true,
  candles: newestFirst.map(candleJson).reverse(),
});

function requireRange({ from, to }: { readonly from: string; readonly to: string }): void {
  const wrong = (problem: string) => new DeskError('input', 'no such range', { problem, argument: 'to' });
  if (to < from) throw wrong('reversed');
  if (to > addKstDays(from, LONGEST_DAYS)) throw wrong('malformed');
}

function candleJson({ date, time, open, high, low, close, volume }: Candle): z.infer<typeof candleSchema> {
  return {
    date,
    ...(time === undefined ? {} : { time }),
    open: exact(open),
    high: exact(high),
    low: exact(low),
    close: exact(close),
    volume: exact(volume),
  };
}
