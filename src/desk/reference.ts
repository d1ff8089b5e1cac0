import type { RandomBytes } from './buttons.js';

/** Letters and digits that cannot be taken for each other when read aloud. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A short name for one failure or alert, on the card and in the log alike. */
export function newReference(random: RandomBytes): string {
  return Array.from(random(7), byte => ALPHABET[byte & 31]).join('');
}
