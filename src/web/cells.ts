import type { Cell } from './wire.js';
import { percentText, sharesText, signedText, timeText, wonText } from './words.js';

export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  switch (cell.kind) {
    case 'won':
      return wonText(cell.won);
    case 'change':
      return signedText(cell.won);
    case 'percent':
      return percentText(cell.percent);
    case 'shares':
      return sharesText(cell.shares);
    case 'time':
      return timeText(cell.at);
  }
}

/** A rise is red and a fall is blue. */
export function direction(cell: Cell): 'up' | 'down' | '' {
  if (typeof cell === 'string') return '';
  const sign = cell.kind === 'change' ? cell.won : cell.kind === 'percent' ? cell.percent : 0;
  if (sign > 0) return 'up';
  return sign < 0 ? 'down' : '';
}
