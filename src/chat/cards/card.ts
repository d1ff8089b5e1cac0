import {
  type Cell,
  cellText,
  direction,
  type Language,
  type Reply,
  stampLabel,
  type Tone,
} from '../../core/index.js';

/** `[데모] 잔고`: where the data came from stands first on every card. */
export function cardTitle(reply: Pick<Reply, 'title' | 'stamp'>, language: Language): string {
  return `[${stampLabel(reply.stamp, language)}] ${reply.title}`.trim();
}

/** The sign before a notice, for platforms whose text has no colour. */
export function toneMark(tone: Tone): string {
  const marks: Record<Tone, string> = { neutral: 'ℹ️', good: '✅', warning: '⚠️', bad: '❌' };
  return marks[tone];
}

/** A cell's text with the Korean market's colour in front: red for a rise, blue for a fall. */
export function markedText(cell: Cell, language: Language): string {
  const marks = { up: '🔴 ', down: '🔵 ', flat: '' };
  return marks[direction(cell)] + cellText(cell, language);
}
