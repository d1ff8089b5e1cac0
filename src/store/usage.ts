import { z } from 'zod';
import { addKstDays, kstDate, type Usage, type UsageLine } from '../core/index.js';
import { type DocumentOptions, openDocument } from './document.js';

/** Caller, endpoint, status, count, all ms, the longest ms. */
const row = z.tuple([z.string(), z.string(), z.int(), z.int(), z.number(), z.number()]);
const contentSchema = z.object({ days: z.record(z.string().regex(/^[0-9]{8}$/), z.array(row)) });

type Content = z.infer<typeof contentSchema>;
type Line = { -readonly [K in keyof Omit<UsageLine, 'day'>]: UsageLine[K] };
type Day = Map<string, Line>;

const DAYS_KEPT = 31;
/** So few that a month of them is written within some milliseconds. */
const LINES_A_DAY = 300;
/** The name of everything that goes beyond that. */
const REST = '…';
/** Between two writes, ms. */
const WRITE_EVERY_MS = 60_000;

/** Counts in memory; written at most once a minute and when it is closed. A crash costs the last minute's counts. */
export async function openUsage(
  options: Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty'>,
): Promise<Usage & { close(): Promise<void> }> {
  const { clock, report } = options;
  const document = await openDocument<Content>({
    ...options,
    name: 'usage',
    schema: contentSchema,
    empty: () => ({ days: {} }),
  });
  const days = new Map(Object.entries((await document.read()).days).map(([day, rows]) => [day, dayOf(rows)]));
  const closing = new AbortController();
  let changed = false;
  let writing: Promise<void> | undefined;

  function today(): Day {
    const date = kstDate(clock.now());
    const known = days.get(date);
    if (known) return known;
    const fresh: Day = new Map();
    days.set(date, fresh);
    const oldest = addKstDays(date, 1 - DAYS_KEPT);
    for (const day of days.keys()) if (day < oldest) days.delete(day);
    return fresh;
  }

  async function write(): Promise<void> {
    changed = false;
    const content = Object.fromEntries([...days].map(([day, lines]) => [day, rowsOf(lines)]));
    try {
      await document.update(stored => {
        stored.days = content;
      });
    } catch {
      changed = true;
      report(
        'usage_not_saved',
        { document: 'usage' },
        {
          ko: 'API 사용량을 저장하지 못했습니다. 디스크 상태를 확인하세요.',
          en: 'How much the API is used could not be written down. Check the disk.',
        },
      );
    }
  }

  async function writeLater(): Promise<void> {
    try {
      await clock.sleep(WRITE_EVERY_MS, closing.signal);
    } catch {
      return;
    }
    await write();
    writing = undefined;
    if (changed) begin();
  }

  function begin(): void {
    changed = true;
    if (!closing.signal.aborted) writing ??= writeLater();
  }

  return {
    note({ caller, endpoint, status, ms }) {
      const lines = today();
      const line = lineFor(lines, { caller, endpoint, status });
      line.count += 1;
      line.totalMs += ms;
      line.maxMs = Math.max(line.maxMs, ms);
      begin();
    },
    read: (from, to) =>
      [...days]
        .filter(([day]) => day >= from && day <= to)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([day, lines]) => [...lines.values()].map(line => ({ day, ...line }))),
    async close() {
      closing.abort();
      await writing;
      if (changed) await write();
      await document.close();
    },
  };
}

type Called = Pick<UsageLine, 'caller' | 'endpoint' | 'status'>;

const keyOf = ({ caller, endpoint, status }: Called) => `${status}\n${caller}\n${endpoint}`;

/** The line to count on; beyond the bound one for each status. */
function lineFor(lines: Day, called: Called): Line {
  const known = lines.get(keyOf(called));
  if (known) return known;
  if (lines.size >= LINES_A_DAY && called.caller !== REST)
    return lineFor(lines, { caller: REST, endpoint: REST, status: called.status });
  const fresh = { ...called, count: 0, totalMs: 0, maxMs: 0 };
  lines.set(keyOf(called), fresh);
  return fresh;
}

function rowsOf(lines: Day): Content['days'][string] {
  return [...lines.values()].map(({ caller, endpoint, status, count, totalMs, maxMs }) => [
    caller,
    endpoint,
    status,
    count,
    Math.round(totalMs),
    Math.round(maxMs),
  ]);
}

function dayOf(rows: Content['days'][string]): Day {
  return new Map(
    rows.map(([caller, endpoint, status, count, totalMs, maxMs]) => {
      const line = { caller, endpoint, status, count, totalMs, maxMs };
      return [keyOf(line), line];
    }),
  );
}
