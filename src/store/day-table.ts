import { z } from 'zod';
import { addKstDays, type Bilingual, kstDate } from '../core/index.js';
import { type DocumentOptions, openDocument } from './document.js';

/** What is counted: lines of a day, each written as one row. */
export interface Counted<L, R> {
  /** Of the document. */
  readonly name: string;
  readonly row: z.ZodType<R>;
  toRow(line: L): R;
  fromRow(row: R): L;
  /** What tells the lines of a day apart. */
  keyOf(line: L): string;
  /** Both together. */
  sum(a: L, b: L): L;
  /** The line on which this one is counted when there are too many. */
  rest(line: L): L;
  readonly linesADay: number;
  /** What cannot be written down now, for the operator. */
  readonly unsaved: { readonly event: string; readonly remark: Bilingual };
}

/** Counts by KST day: in memory, written at most once a minute and when it is closed. A crash costs the last minute's counts. */
export interface DayTable<L> {
  /** Counted today. Returns at once. */
  add(line: L): void;
  /** From `from` to `to` (`YYYYMMDD`), both included; the last 31 days are kept. */
  read(from: string, to: string): readonly (L & { readonly day: string })[];
  close(): Promise<void>;
}

const DAYS_KEPT = 31;
/** Between two writes, ms. */
const WRITE_EVERY_MS = 60_000;

export async function openDayTable<L, R>(
  counted: Counted<L, R>,
  options: Omit<DocumentOptions<{ days: Record<string, R[]> }>, 'name' | 'schema' | 'empty'>,
): Promise<DayTable<L>> {
  const { name, row, toRow, fromRow, keyOf, sum, rest, linesADay, unsaved } = counted;
  const { clock, report } = options;
  const document = await openDocument<{ days: Record<string, R[]> }>({
    ...options,
    name,
    schema: z.object({ days: z.record(z.string().regex(/^[0-9]{8}$/), z.array(row)) }),
    empty: () => ({ days: {} }),
  });
  const days = new Map(
    Object.entries((await document.read()).days).map(([day, rows]) => [
      day,
      new Map(rows.map(fromRow).map((line): [string, L] => [keyOf(line), line])),
    ]),
  );
  const closing = new AbortController();
  let changed = false;
  let writing: Promise<void> | undefined;

  function today(): Map<string, L> {
    const date = kstDate(clock.now());
    const known = days.get(date);
    if (known) return known;
    const fresh = new Map<string, L>();
    days.set(date, fresh);
    const oldest = addKstDays(date, 1 - DAYS_KEPT);
    for (const day of days.keys()) if (day < oldest) days.delete(day);
    return fresh;
  }

  async function write(): Promise<void> {
    changed = false;
    const content = Object.fromEntries(
      [...days].map(([day, lines]) => [day, [...lines.values()].map(toRow)]),
    );
    try {
      await document.update(stored => {
        stored.days = content;
      });
    } catch {
      changed = true;
      report(unsaved.event, { document: name }, unsaved.remark);
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

  /** Beyond the bound a line is counted on the one that stands for the rest. */
  function put(lines: Map<string, L>, line: L): void {
    const known = lines.get(keyOf(line));
    const other = known === undefined && lines.size >= linesADay ? rest(line) : line;
    const there = lines.get(keyOf(other));
    lines.set(keyOf(other), there === undefined ? other : sum(there, other));
  }

  return {
    add(line) {
      put(today(), line);
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
