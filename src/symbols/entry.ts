import { disassemble, getChoseong } from 'es-hangul';
import nicknames from '../../data/tables/nicknames.json' with { type: 'json' };
import type { Instrument, InstrumentKind } from '../core/index.js';

/** An issue with what it is found by. */
export interface Entry {
  readonly instrument: Instrument;
  readonly name: string;
  /** The name with every syllable reduced to its first consonant: as long as the name, so places correspond. */
  readonly initials: string;
}

const CONSONANT = /[ㄱ-ㅎ]/;
/** Two consonants that an input method drew together: ㄱㅅ typed in one go arrives as ㄳ. */
const CLUSTER = /[ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ]/g;

/** Names have some hundred different syllables, so each is worked out once. */
function oncePerSyllable(work: (syllable: string) => string): (syllable: string) => string {
  const known = new Map<string, string>();
  return syllable => {
    const done = known.get(syllable) ?? work(syllable);
    known.set(syllable, done);
    return done;
  };
}

/** A syllable's first consonant. */
export const initialOf = oncePerSyllable(getChoseong);
/** A syllable's letters in the order in which they are typed: 성 is ㅅㅓㅇ, 과 is ㄱㅗㅏ. */
export const lettersOf = oncePerSyllable(disassemble);

/** Shares stand before funds, and what is hardly ever traded by hand comes last. */
export const RANK: Readonly<Record<InstrumentKind, number>> = {
  stock: 0,
  reit: 1,
  etf: 2,
  etn: 3,
  other: 4,
  elw: 5,
};

/** Codes by folded nickname. */
export const NICKNAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(nicknames.codes).map(([nickname, code]) => [folded(nickname), code]),
);

export function entryOf(instrument: Instrument): Entry {
  const name = folded(instrument.name);
  return { instrument, name, initials: initialsOf(name) };
}

/** Letter case and blanks never matter, nor how an input method composed the letters. */
export function folded(text: string): string {
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

/** Where a name has the query, -1 if nowhere. A lone consonant stands for any syllable that begins with it. */
export function placeOf(wanted: string): (entry: Entry) => number {
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
