import { z } from 'zod';
import type { Usage, UsageLine } from '../core/index.js';
import { type Counted, openDayTable } from './day-table.js';
import type { DocumentOptions } from './document.js';

/** Caller, endpoint, status, count, all ms, the longest ms. */
const row = z.tuple([z.string(), z.string(), z.int(), z.int(), z.number(), z.number()]);
type Row = z.infer<typeof row>;
type Line = Omit<UsageLine, 'day'>;

/** The name of everything that goes beyond the bound. */
const REST = '…';

const USAGE: Counted<Line, Row> = {
  name: 'usage',
  row,
  toRow: ({ caller, endpoint, status, count, totalMs, maxMs }) => [
    caller,
    endpoint,
    status,
    count,
    Math.round(totalMs),
    Math.round(maxMs),
  ],
  fromRow: ([caller, endpoint, status, count, totalMs, maxMs]) => ({
    caller,
    endpoint,
    status,
    count,
    totalMs,
    maxMs,
  }),
  keyOf: ({ caller, endpoint, status }) => `${status}\n${caller}\n${endpoint}`,
  sum: (a, b) => ({
    ...a,
    count: a.count + b.count,
    totalMs: a.totalMs + b.totalMs,
    maxMs: Math.max(a.maxMs, b.maxMs),
  }),
  rest: line => ({ ...line, caller: REST, endpoint: REST }),
  // So few that a month of them is written within some milliseconds.
  linesADay: 300,
  unsaved: {
    event: 'usage_not_saved',
    remark: {
      ko: 'API 사용량을 저장하지 못했습니다. 디스크 상태를 확인하세요.',
      en: 'How much the API is used could not be written down. Check the disk.',
    },
  },
};

type Options = Omit<DocumentOptions<{ days: Record<string, Row[]> }>, 'name' | 'schema' | 'empty'>;

/** How much the gateway is used; see DayTable for what a crash costs. */
export async function openUsage(options: Options): Promise<Usage & { close(): Promise<void> }> {
  const table = await openDayTable(USAGE, options);
  return {
    note: ({ caller, endpoint, status, ms }) =>
      table.add({ caller, endpoint, status, count: 1, totalMs: ms, maxMs: ms }),
    read: (from, to) => table.read(from, to),
    close: () => table.close(),
  };
}
