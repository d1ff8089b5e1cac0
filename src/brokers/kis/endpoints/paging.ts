import type { z } from 'zod';
import { DeskError } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import type { ReadTrName } from '../tr-ids.js';
import { cursor } from './fields.js';

/** The keys of an answer that is continued with the 100-character cursor. Goes into the shape of its schema. */
export const CURSOR_FIELDS = { ctx_area_fk100: cursor, ctx_area_nk100: cursor };

interface Page {
  readonly ctx_area_fk100: string;
  readonly ctx_area_nk100: string;
}

export interface PagedCall<T extends Page> {
  readonly tr: ReadTrName;
  /** Without the two cursors. */
  readonly params: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<T>;
  readonly signal?: AbortSignal | undefined;
}

const MAX_PAGES = 100;

/**
 * Every page of a read, in order. KIS: `tr_cont` F or M says that another page follows, and the two CTX_AREA values
 * of the last body ask for it. A walk that cannot be finished (no cursor though a page is promised, a cursor that
 * came before, more pages than any account has) throws `unavailable`: part of an account is never shown as the whole.
 */
export async function readPages<T extends Page>(
  client: KisClient,
  call: PagedCall<T>,
): Promise<readonly T[]> {
  const pages: T[] = [];
  const seen = new Set<string>();
  let at: Page = { ctx_area_fk100: '', ctx_area_nk100: '' };
  while (pages.length < MAX_PAGES) {
    const { data, more } = await client.read({
      tr: call.tr,
      params: { ...call.params, CTX_AREA_FK100: at.ctx_area_fk100, CTX_AREA_NK100: at.ctx_area_nk100 },
      schema: call.schema,
      continued: pages.length > 0,
      signal: call.signal,
    });
    pages.push(data);
    if (!more) return pages;
    const key = `${data.ctx_area_fk100.trim()} ${data.ctx_area_nk100.trim()}`;
    if (key === ' ') throw unfinished(call.tr, pages.length, 'noCursor');
    if (seen.has(key)) throw unfinished(call.tr, pages.length, 'stuckCursor');
    seen.add(key);
    at = data;
  }
  throw unfinished(call.tr, pages.length, 'tooManyPages');
}

/** A walk over pages that broke off: `unavailable`, with what went wrong. */
export function unfinished(service: string, pages: number, problem: string): DeskError {
  return new DeskError('unavailable', `${service}: pages did not end (${problem})`, {
    service,
    pages,
    problem,
  });
}
