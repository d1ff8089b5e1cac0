import nicknames from '../../data/tables/nicknames.json' with { type: 'json' };
import type { Instrument } from '../../src/core/index.js';
import { parseMaster } from '../../src/symbols/parse-master.js';
import { masterFile } from '../support/master-file.js';
import { fullWidth, picker, spoiled } from './order-word-traps.js';

/** Issues whose names are parts of each other, look alike, or are shared. */
const LISTED: readonly (readonly [code: string, name: string, group?: string])[] = [
  ['005930', '삼성전자'],
  ['005935', '삼성전자우'],
  ['006400', '삼성SDI'],
  ['000810', '삼성화재'],
  ['000815', '삼성화재우'],
  ['0126Z0', '삼성에피스홀딩스'],
  ['034730', 'SK'],
  ['000660', 'SK하이닉스'],
  ['017670', 'SK텔레콤'],
  ['003550', 'LG'],
  ['066570', 'LG전자'],
  ['066575', 'LG전자우'],
  ['051910', 'LG화학'],
  ['005380', '현대차'],
  ['005385', '현대차우'],
  ['005387', '현대차2우B'],
  ['035720', '카카오'],
  ['323410', '카카오뱅크'],
  ['377300', '카카오페이'],
  ['035420', 'NAVER'],
  ['000880', '한화'],
  ['00088K', '한화3우B'],
  ['035900', 'JYP Ent.'],
  ['097955', 'CJ제일제당 우'],
  ['330590', '롯데리츠', 'RT'],
  ['069500', 'KODEX 200', 'EF'],
  ['114800', 'KODEX 인버스', 'EF'],
  ['252670', 'KODEX 200선물인버스2X', 'EF'],
  ['Q500010', '한빛', 'EN'],
  ['123450', '한빛'],
  ['Q500020', '한빛 금', 'EN'],
  ['Q500030', '한빛 금', 'EN'],
  ['700001', '한빛금속', 'EW'],
];

export async function listedIssues(): Promise<readonly Instrument[]> {
  const rows = LISTED.map(([code, name, group = 'ST']) => ({ code, name, group }));
  return (await parseMaster(masterFile('KOSPI', rows), 'KOSPI')).instruments;
}

const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ['K', 'К'],
  ['S', 'Ѕ'],
  ['A', 'Α'],
  ['E', 'Е'],
  ['O', '0'],
  ['0', 'O'],
  ['1', 'l'],
  ['5', 'S'],
  ['2', 'Z'],
]);

const NICKNAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(nicknames.codes).map(([nickname, code]) => [same(nickname), code]),
);

/** A code, a name, a part of one, or a nickname; written in another way, or not quite it. */
export function symbolWord(random: () => number): string {
  const pick = picker(random);
  const [code, name] = pick(LISTED);
  const kind = random();
  const word =
    kind < 0.2 ? code : kind < 0.3 ? pick([...NICKNAMES.keys()]) : kind < 0.5 ? name : partOf(name, random);
  const way = random();
  if (way < 0.35) return word;
  if (way < 0.45) return word.replaceAll(/[가-힣]/g, c => (random() < 0.6 ? initialOf(c) : c));
  if (way < 0.55) return random() < 0.5 ? word.toLowerCase() : word.toUpperCase();
  if (way < 0.65) return Array.from(word, c => (random() < 0.3 ? `${c} ` : c)).join('');
  if (way < 0.75) return Array.from(word, c => (random() < 0.5 ? (LOOK_ALIKES.get(c) ?? c) : c)).join('');
  if (way < 0.8) return word.normalize('NFD');
  if (way < 0.85) return fullWidth(word);
  return spoiled(word, random);
}

function partOf(name: string, random: () => number): string {
  const from = Math.floor(random() * name.length);
  return name.slice(from, from + 1 + Math.floor(random() * 4));
}

/**
 * The code that a word may stand for: itself, a whole name, a nickname, or the only name that contains it, first
 * consonants standing for syllables; a whole name that several bear is that of the only share among them. `choice` where
 * several are left, undefined where none is. Anything but printable ASCII, syllables and lone letters occurs in no name.
 */
export function symbolOracle(word: string, issues: readonly Instrument[]): string | undefined {
  const typed = word.normalize('NFC');
  if (!/^[ -~가-힣ㄱ-ㅣ]*$/.test(typed)) return undefined;
  const byCode = issues.find(issue => issue.code === typed.trim().toUpperCase());
  if (byCode) return byCode.code;
  const wanted = same(typed);
  if (wanted === '') return undefined;
  const named = issues.filter(issue => same(issue.name) === wanted);
  const shares = named.filter(issue => issue.kind === 'stock');
  if (named.length > 0) return only(shares) ?? chosen(named);
  const nicknamed = issues.find(issue => issue.code === NICKNAMES.get(wanted));
  return nicknamed?.code ?? chosen(issues.filter(issue => containsLoosely(same(issue.name), wanted)));
}

const only = (issues: readonly Instrument[]) => (issues.length === 1 ? issues[0]?.code : undefined);
const chosen = (issues: readonly Instrument[]) => (issues.length > 1 ? 'choice' : only(issues));

function same(text: string): string {
  return text.normalize('NFC').replaceAll(' ', '').toLowerCase();
}

function containsLoosely(name: string, wanted: string): boolean {
  const fits = (from: number) =>
    Array.from(wanted).every((c, i) => name.charAt(from + i) === c || initialOf(name.charAt(from + i)) === c);
  return Array.from(name, (_, from) => from).some(fits);
}

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/** The first consonant of a syllable, by the place of the syllable in Unicode; '' for what is no syllable. */
function initialOf(syllable: string): string {
  const place = (syllable.codePointAt(0) ?? 0) - 0xac00;
  return place >= 0 && place < 11_172 ? INITIALS.charAt(Math.floor(place / 588)) : '';
}
