import type { Suggestion } from '../../core/index.js';
import { shorten } from './shorten.js';

const MOST_CHOICES = 25;
const LONGEST_TEXT = 100;

export interface Choice {
  readonly name: string;
  readonly value: string;
}

/**
 * Suggestions as Discord lists them. A label may be shortened; a value may not, for another would be meant, so one that
 * is too long is left out, and so is one that stands there already.
 */
export function choicesOf(suggestions: readonly Suggestion[]): Choice[] {
  const seen = new Set<string>();
  return suggestions
    .filter(({ value }) => {
      if (value.trim() === '' || value.length > LONGEST_TEXT || seen.has(value)) return false;
      seen.add(value);
      return true;
    })
    .slice(0, MOST_CHOICES)
    .map(({ label, value }) => ({ name: shorten(label, LONGEST_TEXT) || value, value }));
}
