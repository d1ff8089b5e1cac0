/** One of a list that is not empty, by the campaign's random numbers. */
export type Pick = <T>(list: readonly T[]) => T;

export function picker(random: () => number): Pick {
  return list => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
}

/** Words that some reader of numbers takes for a number, or for another one than it shows. */
const TRAPS = [
  '1e3',
  '1E3',
  '0x10',
  '0b11',
  '0o7',
  '010',
  '00',
  '59',
  '60',
  '100',
  '101',
  '0',
  '-0',
  '+5',
  '-5',
  '−5',
  '1,00',
  '10,00',
  '1,0000',
  '1000,000',
  ',5',
  '5,',
  '1,,000',
  '1_000',
  "1'000",
  '1.000',
  '1.',
  '.5',
  '1..5',
  '0.0',
  '0.00000000',
  '9007199254740993',
  '999999999',
  '1000000000',
  '999999999999999',
  '1000000000000000',
  '18446744073709551616',
  '١٢٣',
  '१२',
  '１２３',
  '𝟏𝟐',
  '①',
  '²',
  '½',
  'Ⅷ',
  '十',
  '십',
  '이십',
  '백만',
  '삼천',
  '만',
  '억',
  'NaN',
  'Infinity',
  'true',
  'null',
  '__proto__',
  '{}',
  '10n',
  '1/2',
  '1e',
  '',
];

/** Characters that hide, look alike, or mean something to a lenient reader. */
const SPOILERS = [
  ' ',
  '\t',
  '\n',
  '\r',
  '\u00a0',
  '\u1680',
  '\u2009',
  '\u202f',
  '\u3000',
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u061c',
  '\u200e',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u0300',
  '\u034f',
  '\u115f',
  '\u1160',
  '\u3164',
  '\ufe0f',
  '\u0000',
  '\u0007',
  '\ud800',
  '１',
  '٣',
  '𝟗',
  '，',
  '．',
  '٫',
  '٬',
  '％',
  '＋',
  '-',
  '+',
  '−',
  'e',
  'x',
  '_',
  '.',
  ',',
  '0',
  '7',
  '원',
  '주',
  '만',
  '억',
  '십',
  '\u212a',
  'K',
  '₩',
  '￦',
  '株',
  ';',
  '/',
];

const NUMBER_UNITS = ['만', '억', '만만', '만주', 'k', '원원'];
const UNITS = {
  quantity: ['', '', '주', '주', '원', '%', '만원', '억원', ...NUMBER_UNITS],
  price: ['', '', '', '원', '원', '만', '만원', '억', '주', '%', ...NUMBER_UNITS],
  duration: [
    '분',
    '시간',
    '일',
    'm',
    'h',
    'd',
    'H',
    's',
    '초',
    '시',
    '시간5분',
    '시간30분',
    '시간60분',
    '시간0분',
  ],
};
const WORDS = ['전량', '전부', 'all', 'ALL', '시장가', 'market', 'Market', '시장', '오늘', '전체'];

/** Up to `most` digits, the first one seldom 0. */
function digits(random: () => number, most: number): string {
  const count = 1 + Math.floor(random() * most);
  const first = random() < 0.1 ? '0' : String(1 + Math.floor(random() * 9));
  return first + Array.from({ length: count - 1 }, () => Math.floor(random() * 10)).join('');
}

/** Commas at every third digit, or somewhere. */
function commas(text: string, random: () => number): string {
  if (random() < 0.7) return text.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  const at = Math.floor(random() * (text.length + 1));
  return `${text.slice(0, at)},${text.slice(at)}`;
}

function number(kind: string, random: () => number): string {
  if (kind === 'quantity' && random() < 0.2) return String(Math.floor(random() * 120));
  const whole = digits(random, random() < 0.8 ? 7 : 18);
  const grouped = random() < 0.3 ? commas(whole, random) : whole;
  return random() < 0.25 ? `${random() < 0.2 ? '0' : grouped}.${digits(random, 9)}` : grouped;
}

/** A word that may well be right; then, as often as told (0..1), spoiled in one place, or as a whole. */
export function orderWord(kind: keyof typeof UNITS, random: () => number, spoilt = 0.5): string {
  const pick = picker(random);
  const form = random();
  const word =
    form < 0.12
      ? pick(WORDS)
      : form < 0.12 + 0.4 * spoilt
        ? pick(TRAPS) + pick(UNITS[kind])
        : (kind === 'duration' ? digits(random, 5) : number(kind, random)) + pick(UNITS[kind]);
  if (random() >= spoilt) return word;
  const way = random();
  if (way < 0.1) return word.normalize('NFD');
  if (way < 0.2) return fullWidth(word);
  return spoiled(word, random);
}

/** One character put in, taken out, or replaced. */
export function spoiled(word: string, random: () => number): string {
  const at = Math.floor(random() * (word.length + 1));
  const cut = random() < 0.5 ? 0 : 1;
  const put = random() < 0.8 ? picker(random)(SPOILERS) : '';
  return word.slice(0, at) + put + word.slice(at + cut);
}

export function fullWidth(word: string): string {
  return word.replaceAll(/[!-~]/g, c => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0));
}
