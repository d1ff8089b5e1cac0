import type { Reply } from '../../core/index.js';

/**
 * The bar beside a card, one rule for all: what happened, if something did; else where the card came from. Buying and
 * selling have no colours of their own: red and blue are those of a rise and a fall in Korea, and stand before numbers.
 */
export const COLOURS = {
  /** It worked. */
  good: 0x2e_a0_43,
  /** Look at it before you go on: a ticket that waits, a refusal, an outcome that is not known. */
  warning: 0xe3_b3_41,
  /** It failed, or it stops. */
  bad: 0xda_36_33,
  /** Only told, of real money. */
  live: 0x58_65_f2,
  /** Only told, of the practice server. */
  paper: 0x3b_a5_b8,
  /** Only told, of the built-in simulator. */
  demo: 0x8b_94_9e,
} as const;

export function colourOf({ tone, stamp }: Pick<Reply, 'tone' | 'stamp'>): number {
  return COLOURS[tone === 'neutral' ? stamp : tone];
}
