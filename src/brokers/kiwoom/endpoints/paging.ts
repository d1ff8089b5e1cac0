import { DeskError } from '../../../core/index.js';
import type { KiwoomClient, ReadCall } from '../calls.js';

export interface Pages<T> {
  readonly pages: readonly T[];
  /** False when Kiwoom promised another page without naming it. */
  readonly whole: boolean;
}

const MAX_PAGES = 100;

/**
 * Pages of a read, in order, until the last or until `enough`. Kiwoom: `cont-yn` Y in the headers says that another page
 * follows, and `next-key` asks for it. A walk that cannot be finished (a key that came before, more pages than any account
 * has) throws `unavailable`.
 */
export async function walkPages<T>(
  client: KiwoomClient,
  call: Omit<ReadCall<T>, 'nextKey'>,
  enough: (pages: readonly T[]) => boolean = () => false,
): Promise<Pages<T>> {
  const pages: T[] = [];
  const seen = new Set<string>();
  let key: string | undefined;
  while (pages.length < MAX_PAGES) {
    const { data, more, nextKey } = await client.read({ ...call, nextKey: key });
    pages.push(data);
    if (!more || enough(pages)) return { pages, whole: true };
    if (nextKey === '') return { pages, whole: false };
    if (seen.has(nextKey)) throw unfinished(call.api, pages.length, 'stuckCursor');
    seen.add(nextKey);
    key = nextKey;
  }
  throw unfinished(call.api, pages.length, 'tooManyPages');
}

/** Every page of a read: part of an account is never shown as the whole. */
export async function readPages<T>(
  client: KiwoomClient,
  call: Omit<ReadCall<T>, 'nextKey'>,
): Promise<readonly T[]> {
  const { pages, whole } = await walkPages(client, call);
  if (!whole) throw unfinished(call.api, pages.length, 'noCursor');
  return pages;
}

/** A walk over pages that broke off: `unavailable`, with what went wrong. */
export function unfinished(service: string, pages: number, problem: string): DeskError {
  return new DeskError('unavailable', `${service}: pages did not end (${problem})`, {
    service,
    pages,
    problem,
  });
}
