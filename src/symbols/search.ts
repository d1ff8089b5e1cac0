import { type Instrument, SYMBOL_CODE, type SymbolMatch } from '../core/index.js';
import { type Entry, entryOf, folded, NICKNAMES, placeOf, RANK } from './entry.js';
import { createSuggesting, type Suggesting } from './suggest.js';

/** A list of issues made ready for searching. Built once a download, then only read. */
export interface SymbolIndex {
  readonly count: number;
  byCode(code: string): Instrument | undefined;
  /** See `createIndex`. */
  find(query: string): SymbolMatch;
  readonly suggest: Suggesting;
}

/**
 * Makes issues searchable by code, name, nickname (`data/tables/nicknames.json`) and first consonants (초성). Letter
 * case and blanks never matter. A code, a whole name or a nickname settles it; of issues that share a whole name, the
 * only share among them is meant. Otherwise every name that contains the query is a candidate: one is the answer, and
 * several are a choice for the person: all of them, shares first, then names that begin with the query, then shorter
 * ones. Nothing is corrected and nothing guessed.
 */
export function createIndex(instruments: readonly Instrument[]): SymbolIndex {
  const codes = new Map(instruments.map(instrument => [instrument.code, instrument]));
  const entries = [...codes.values()].map(entryOf);
  const names = new Map<string, Entry[]>();
  for (const entry of entries) names.set(entry.name, [...(names.get(entry.name) ?? []), entry]);

  return {
    count: codes.size,
    byCode: code => codes.get(code),
    suggest: createSuggesting(entries),
    find(query) {
      const code = query.trim().toUpperCase();
      const listed = SYMBOL_CODE.test(code) ? codes.get(code) : undefined;
      if (listed) return { kind: 'one', instrument: listed };

      const wanted = folded(query);
      if (wanted === '') return { kind: 'none', query };
      const same = names.get(wanted);
      if (same) return choice(onlyShare(same) ?? same, wanted, query);

      const nicknamed = codes.get(NICKNAMES.get(wanted) ?? '');
      if (nicknamed) return { kind: 'one', instrument: nicknamed };

      const place = placeOf(wanted);
      const found = entries.filter(entry => place(entry) !== -1);
      return choice(found, wanted, query);
    },
  };
}

function onlyShare(entries: readonly Entry[]): readonly Entry[] | undefined {
  const shares = entries.filter(entry => entry.instrument.kind === 'stock');
  return shares.length === 1 ? shares : undefined;
}

function choice(found: readonly Entry[], wanted: string, query: string): SymbolMatch {
  const [first, second] = found;
  if (!first) return { kind: 'none', query };
  if (!second) return { kind: 'one', instrument: first.instrument };
  const place = placeOf(wanted);
  const order = (entry: Entry) => [
    RANK[entry.instrument.kind],
    place(entry) === 0 ? 0 : 1,
    entry.name.length,
  ];
  const candidates = found
    .map(entry => ({ instrument: entry.instrument, order: order(entry) }))
    .toSorted((a, b) => compare(a.order, b.order) || (a.instrument.code < b.instrument.code ? -1 : 1))
    .map(candidate => candidate.instrument);
  return { kind: 'many', candidates };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
