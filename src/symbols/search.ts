import { disassemble, getChoseong } from 'es-hangul';
import nicknames from '../../data/tables/nicknames.json' with { type: 'json' };
import { type Instrument, type InstrumentKind, SYMBOL_CODE, type SymbolMatch } from '../core/index.js';

/** A list of issues made ready for searching. Built once a download, then only read. */
export interface SymbolIndex {
  readonly count: number;
  byCode(code: string): Instrument | undefined;
  /** See `createIndex`. */
  find(query: string): SymbolMatch;
}

interface Entry {
  readonly instrument: Instrument;
  readonly name: string;
  /** The name with every syllable reduced to its first consonant: as long as the name, so places correspond. */
  readonly initials: string;
}

const CONSONANT = /[ㄱ-ㅎ]/;
/** Two consonants that an input method drew together: ㄱㅅ typed in one go arrives as ㄳ. */
const CLUSTER = /[ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ]/g;

/** A syllable's first consonant. Names have some hundred different ones, so each is worked out once. */
const INITIALS = new Map<string, string>();
const initialOf = (syllable: string) => {
  const known = INITIALS.get(syllable) ?? getChoseong(syllable);
  INITIALS.set(syllable, known);
  return known;
};

const RANK: Readonly<Record<InstrumentKind, number>> = {
  stock: 0,
  reit: 1,
  etf: 2,
  etn: 3,
  other: 4,
  elw: 5,
};

const NICKNAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(nicknames.codes).map(([nickname, code]) => [folded(nickname), code]),
);

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

function entryOf(instrument: Instrument): Entry {
  const name = folded(instrument.name);
  return { instrument, name, initials: initialsOf(name) };
}

function folded(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\s+/g, '')
    .replaceAll(CLUSTER, cluster => disassemble(cluster));
}

/** As long as the text; letters that are no syllables stay as they are. */
function initialsOf(text: string): string {
  return text.replaceAll(/[가-힣]/g, initialOf);
}

function onlyShare(entries: readonly Entry[]): readonly Entry[] | undefined {
  const shares = entries.filter(entry => entry.instrument.kind === 'stock');
  return shares.length === 1 ? shares : undefined;
}

/** Where a name has the query, -1 if nowhere. A lone consonant stands for any syllable that begins with it. */
function placeOf(wanted: string): (entry: Entry) => number {
  if (!CONSONANT.test(wanted)) return entry => entry.name.indexOf(wanted);
  const initials = initialsOf(wanted);
  return entry => {
    let at = entry.initials.indexOf(initials);
    while (at !== -1 && !syllablesFit(entry.name, at, wanted)) at = entry.initials.indexOf(initials, at + 1);
    return at;
  };
}

function syllablesFit(name: string, at: number, wanted: string): boolean {
  for (let i = 0; i < wanted.length; i += 1) {
    const letter = wanted.charAt(i);
    if (letter !== name.charAt(at + i) && !CONSONANT.test(letter)) return false;
  }
  return true;
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
