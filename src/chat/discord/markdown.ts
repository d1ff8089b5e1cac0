/** Characters that can start markup anywhere: emphasis, code, spoilers, links, mentions. */
const ANYWHERE = /[\\*_~`|[\]<@]/g;

/** Plain text as Discord markdown that shows exactly that text: no mentions, no links, no headings, no lists. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(ANYWHERE, '\\$&')
    .replace(/:\/\//g, '\\://')
    .replace(/^(\s*)(#|>|-)/gm, '$1\\$2')
    .replace(/^(\s*\d+)\.(?=\s)/gm, '$1\\.');
}

/** The most that one character takes once escaped, wherever it stands. */
export function escapedCost(character: string): number {
  return /[\\*_~`|[\]<@:#>.-]/.test(character) ? 2 : character.length;
}

const FENCE = '```';
export const FENCE_LENGTH = 2 * (FENCE.length + 1);

/** A code block. Nothing inside can end it: a zero-width blank comes between neighbouring backticks. */
export function codeBlock(text: string): string {
  return `${FENCE}\n${text.replace(/`(?=`)/g, '`\u200b')}\n${FENCE}`;
}

/** The most that one character takes inside a code block. */
export function codeCost(character: string): number {
  return character === '`' ? 2 : character.length;
}
