/** What may stand inside a number, so that no cut falls there: `-1,234.50%`, `10:03:12`, `71,900원`. */
const IN_NUMBER = /[\d.,:/%+\-−₩]/;
const NUMBER_TAIL = /[\d.,:/%+\-−원주]/;
const JOINED = /[\p{M}\u200d]/u;

/** What one character adds to the length that a platform counts; by default its UTF-16 units. */
export type CharacterCost = (character: string) => number;

/**
 * Cuts text into pieces that each cost at most `limit`: at line ends if possible, else at blanks, else between
 * characters, and never inside a number (unless one number alone is longer than the limit). The line end or blank
 * at a cut is dropped, as are pieces with nothing to see.
 */
export function splitText(text: string, limit: number, cost: CharacterCost = c => c.length): string[] {
  const pieces: string[] = [];
  const characters = Array.from(text);
  let from = 0;
  while (from < characters.length) {
    const end = reach(characters, from, limit, cost);
    const cut = end === characters.length ? end : cutBefore(characters, from, end);
    pieces.push(characters.slice(from, cut).join(''));
    from = isBlank(characters[cut]) ? cut + 1 : cut;
  }
  return pieces.filter(piece => piece.trim() !== '');
}

/** How far one piece can go; at least one character, so that the work always ends. */
function reach(characters: readonly string[], from: number, limit: number, cost: CharacterCost): number {
  let spent = 0;
  let end = from;
  for (; end < characters.length; end += 1) {
    spent += cost(characters[end] ?? '');
    if (spent > limit) break;
  }
  return Math.max(end, from + 1);
}

function cutBefore(characters: readonly string[], from: number, end: number): number {
  let blank = -1;
  let allowed = -1;
  for (let at = end; at > from; at -= 1) {
    if (characters[at] === '\n') return at;
    if (blank < 0 && isBlank(characters[at])) blank = at;
    if (allowed < 0 && mayCut(characters[at - 1] ?? '', characters[at] ?? '')) allowed = at;
  }
  if (blank > from) return blank;
  return allowed > from ? allowed : end;
}

function mayCut(before: string, after: string): boolean {
  if (JOINED.test(after) || before === '\u200d') return false;
  return !(IN_NUMBER.test(before) && NUMBER_TAIL.test(after));
}

function isBlank(character: string | undefined): boolean {
  return character === '\n' || character === ' ';
}
