import type { VenueAnswer, VenueRequest } from './route.js';

export interface Page<T> {
  readonly rows: readonly T[];
  readonly trCont: NonNullable<VenueAnswer['trCont']>;
  /** `ctx_area_fk100` and `ctx_area_nk100`, each 100 characters. */
  readonly context: { readonly ctx_area_fk100: string; readonly ctx_area_nk100: string };
  readonly kind: 'found' | 'more' | 'last';
}

const area = (text: string) => text.padEnd(100);

/**
 * The page a request asks for. A cursor counts only together with the request header `tr_cont: N`, as at KIS; a
 * cursor that names no row begins anew. On the last page the key is blank, and on paper so is the condition.
 */
export function pageOf<T>(
  request: VenueRequest,
  rows: readonly T[],
  paging: { size: number; condition: string; keyOf(row: T): string },
): Page<T> {
  const cursor = request.trCont === 'N' ? request.field('CTX_AREA_NK100').trim() : '';
  const begin = cursor === '' ? 0 : rows.findIndex(row => paging.keyOf(row) === cursor) + 1;
  const shown = rows.slice(begin, begin + paging.size);
  const lastShown = shown.at(-1);
  const more = lastShown !== undefined && begin + shown.length < rows.length;
  const later = begin > 0;
  const condition = more || request.mode === 'live' ? paging.condition : '';
  return {
    rows: shown,
    trCont: more ? (later ? 'M' : 'F') : later ? 'E' : 'D',
    context: {
      ctx_area_fk100: area(condition),
      ctx_area_nk100: area(more ? paging.keyOf(lastShown) : ''),
    },
    kind: more ? 'more' : later ? 'last' : 'found',
  };
}
