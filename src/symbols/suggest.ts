import type { Instrument } from '../core/index.js';
import { type Entry, folded, initialOf, lettersOf, NICKNAMES, placeOf, RANK } from './entry.js';

/**
 * What a half typed word could become: issues whose code or nickname begins with it or whose name contains it, also
 * by first consonants (초성), best first: what it settles, then codes, names and nicknames that begin with it, then
 * names that contain it; among equals shares first, then shorter names. The last syllable may be half composed: 삼서
 * leads to 삼성, and 깅 to 기아, whose ㅇ the input method lends to 기 until the vowel comes.
 */
export type Suggesting = (query: string, limit: number, among?: ReadonlySet<string>) => readonly Instrument[];

const SYLLABLE = /[가-힣]$/;

/** Entries are put in order once, so that a query is one pass over them. */
export function createSuggesting(entries: readonly Entry[]): Suggesting {
  const ordered = entries.toSorted(
    (a, b) =>
      RANK[a.instrument.kind] - RANK[b.instrument.kind] ||
      a.name.length - b.name.length ||
      (a.instrument.code < b.instrument.code ? -1 : 1),
  );

  return (query, limit, among) => {
    const wanted = folded(query);
    if (wanted === '') return [];
    const code = wanted.toUpperCase();
    const place = placeOf(wanted);
    const half = halfTypedPlaceOf(wanted);
    const meant = NICKNAMES.get(wanted);
    const nicknamed = new Set(
      [...NICKNAMES].filter(([nickname]) => nickname.startsWith(wanted)).map(([, named]) => named),
    );
    const settled: Instrument[] = [];
    const begun: Instrument[] = [];
    const within: Instrument[] = [];
    for (const entry of ordered) {
      const { instrument, name } = entry;
      if (among && !among.has(instrument.code)) continue;
      const found = place(entry);
      const at = found === -1 ? half(entry) : found;
      if (instrument.code === code || instrument.code === meant || name === wanted) settled.push(instrument);
      else if (at === 0 || instrument.code.startsWith(code) || nicknamed.has(instrument.code))
        begun.push(instrument);
      else if (at > 0) within.push(instrument);
    }
    return [...settled, ...begun, ...within].slice(0, limit);
  };
}

/** Where a name goes on with what the query's last syllable may yet become, -1 if nowhere. */
function halfTypedPlaceOf(wanted: string): (entry: Entry) => number {
  if (!SYLLABLE.test(wanted)) return () => -1;
  const whole = wanted.slice(0, -1);
  const last = wanted.slice(-1);
  const initial = initialOf(last);
  const letters = lettersOf(last);
  return ({ name, initials }) => {
    for (let at = initials.indexOf(initial); at !== -1; at = initials.indexOf(initial, at + 1)) {
      const next = name.charAt(at);
      if (!SYLLABLE.test(next) || !name.startsWith(whole, at - whole.length)) continue;
      const following = name.charAt(at + 1);
      const typed = lettersOf(next) + (SYLLABLE.test(following) ? initialOf(following) : '');
      if (at >= whole.length && typed.startsWith(letters)) return at - whole.length;
    }
    return -1;
  };
}
