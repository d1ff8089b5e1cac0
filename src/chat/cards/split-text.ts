/** What may stand inside a number, so that no cut falls there: `-1,234.50%`, `10:03:12`, `71,900원`. */
const IN_NUMBER = /[\d.,:/%+\-−₩]/;
const NUMBER_TAIL = /[\d.,:/%+\-−원주]/;
/** More than any letter or emoji takes; what is longer is a pile of marks, and may be cut. */
const LONGEST_LETTER = 40;
/** Where none of these is, every code point is a letter of its own. */
const COMPOSED =
  /\u200d|[\p{M}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\r]/u;
const LETTERS = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/** What one character adds to the length that a platform counts; by default its UTF-16 units. */
export type CharacterCost = (character: string) => number;

/**
 * Cuts text into pieces that each cost at most `limit`: at line ends if possible, else at blanks, else between
 * letters as people see them (한 in pieces, 🇰🇷 and 👍🏽 stay whole), and never inside a number (unless one number alone is
 * longer than the limit). The line end or blank at a cut is dropped, as are pieces with nothing to see.
 */
export function splitText(text: string, limit: number, cost: CharacterCost = c => c.length): string[] {
  if (costOf(text, cost) <= limit) return text.trim() === '' ? [] : [text];
  const pieces: string[] = [];
  const characters = lettersOf(text);
  let from = 0;
  while (from < characters.length) {
    const end = reach(characters, from, limit, cost);
    const cut = end === characters.length ? end : cutBefore(characters, from, end);
    pieces.push(characters.slice(from, cut).join(''));
    from = isBlank(characters[cut]) ? cut + 1 : cut;
  }
  return pieces.filter(piece => piece.trim() !== '');
}

function costOf(text: string, cost: CharacterCost): number {
  let sum = 0;
  for (const character of text) sum += cost(character);
  return sum;
}

function lettersOf(text: string): string[] {
  if (!COMPOSED.test(text)) return Array.from(text);
  return Array.from(LETTERS.segment(text), ({ segment }) => segment).flatMap(letter =>
    letter.length > LONGEST_LETTER ? Array.from(letter) : [letter],
  );
}

/** How far one piece can go; at least one character, so that the work always ends. */
function reach(characters: readonly string[], from: number, limit: number, cost: CharacterCost): number {
  let spent = 0;
  let end = from;
  for (; end < characters.length; end += 1) {
    spent += costOf(characters[end] ?? '', cost);
    if (spent > limit) break;
  }
  return Math.max(end, from + 1);
}

function cutBefore(characters: readonly string[], from: number, end: number): number {
  let blank = -1;
  let allowed = -1;
  for (let at = end; at > from; at -= 1) {
    if (isLineEnd(characters[at])) return at;
    if (blank < 0 && isBlank(characters[at])) blank = at;
    if (allowed < 0 && mayCut(characters[at - 1] ?? '', characters[at] ?? '')) allowed = at;
  }
  if (blank > from) return blank;
  return allowed > from ? allowed : end;
}

function mayCut(before: string, after: string): boolean {
  return !(IN_NUMBER.test(before) && NUMBER_TAIL.test(after));
}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r\n';
}

function isBlank(character: string | undefined): boolean {
  return isLineEnd(character) || character === ' ';
}
