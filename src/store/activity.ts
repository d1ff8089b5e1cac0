import { z } from 'zod';
import type { Activity, ActivityLine } from '../core/index.js';
import { type Counted, openDayTable } from './day-table.js';
import type { DocumentOptions } from './document.js';

/** Person, account, act, count, how many failed. */
const row = z.tuple([z.string(), z.string(), z.string(), z.int(), z.int()]);
type Row = z.infer<typeof row>;
type Line = Omit<ActivityLine, 'day'>;

/** The person and the account of everything that goes beyond the bound. */
const REST = '…';

const ACTIVITY: Counted<Line, Row> = {
  name: 'activity',
  row,
  toRow: ({ person, account, act, count, failed }) => [person, account, act, count, failed],
  fromRow: ([person, account, act, count, failed]) => ({ person, account, act, count, failed }),
  keyOf: ({ person, account, act }) => `${act}\n${account}\n${person}`,
  sum: (a, b) => ({ ...a, count: a.count + b.count, failed: a.failed + b.failed }),
  rest: line => ({ ...line, person: REST, account: REST }),
  // Two hundred people with a handful of commands each.
  linesADay: 1_000,
  unsaved: {
    event: 'activity_not_saved',
    remark: {
      ko: '누가 무엇을 얼마나 썼는지 저장하지 못했습니다. 디스크 상태를 확인하세요.',
      en: 'Who used what how much could not be written down. Check the disk.',
    },
  },
};

type Options = Omit<DocumentOptions<{ days: Record<string, Row[]> }>, 'name' | 'schema' | 'empty'>;

/** How much each person uses each account; see DayTable for what a crash costs. */
export async function openActivity(options: Options): Promise<Activity & { close(): Promise<void> }> {
  const table = await openDayTable(ACTIVITY, options);
  return {
    note: ({ failed, ...act }) => table.add({ ...act, count: 1, failed: failed ? 1 : 0 }),
    read: (from, to) => table.read(from, to),
    close: () => table.close(),
  };
}
