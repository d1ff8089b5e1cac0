import { answered, type KiwoomAnswer } from './answer.js';
import { refused } from './business-words.js';
import type { KiwoomRequest } from './route.js';

/** The rows of one page and where the next begins. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | undefined;
}

/** The page a request asks for; a key that names no row begins anew. */
export function pageOf<T>(
  { next }: KiwoomRequest,
  rows: readonly T[],
  size: number,
  keyOf: (row: T) => string,
): Page<T> {
  const begin = next === '' ? 0 : rows.findIndex(row => keyOf(row) === next) + 1;
  const shown = rows.slice(begin, begin + size);
  const last = shown.at(-1);
  const more = last !== undefined && begin + shown.length < rows.length;
  return { rows: shown, next: more ? keyOf(last) : undefined };
}

/** An account's list; without a row it is what the switch says. */
export function listAnswer(
  request: KiwoomRequest,
  empty: 'empty' | 'refused',
  page: { readonly rows: readonly unknown[]; readonly next: string | undefined },
  content: Readonly<Record<string, unknown>>,
  message: string,
): KiwoomAnswer {
  if (page.rows.length === 0 && empty === 'refused') return refused(request.mode, 'noData');
  return answered(content, message, page.next);
}
