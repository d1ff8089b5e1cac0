import { splitText } from '../cards/index.js';

/** A text that is too long ends in an ellipsis, never in the middle of a number. `''` for one with nothing to see. */
export function shorten(text: string, limit: number): string {
  const seen = text.trim();
  return seen.length <= limit ? seen : `${splitText(seen, limit - 1)[0] ?? ''}…`;
}
