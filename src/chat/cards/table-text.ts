import stringWidth from 'string-width';
import { type Block, type Cell, type Column, cellText, type Language } from '../../core/index.js';
import { type CharacterCost, splitText } from './split-text.js';

/** Columns of a monospace table that fit a phone held upright. */
export const PHONE_COLUMNS = 38;

const INDENT = '  ';
const NO_COLUMN: Column = { label: '', align: 'left' };
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

export type TableBlock = Extract<Block, { kind: 'table' }>;

export interface TableLayout {
  /** The labels; '' when no column has one. Folded like the rows. */
  readonly header: string;
  /** One text per row; a folded row has several lines. */
  readonly rows: readonly string[];
  /** Display width of the widest line. */
  readonly width: number;
}

/** Text filled with blanks to a width on screen, where Hangul takes two columns. Wider text stays whole. */
export function padDisplay(text: string, width: number, align: Column['align']): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

/**
 * Aligned monospace lines for a table. One wider than `maxWidth` is folded: each row takes as few lines as will
 * fit, evenly filled, and lines after the first are indented. A cell that is too wide by itself goes on below itself;
 * only a single number wider than the table would stick out.
 */
export function layoutTable(
  table: Pick<TableBlock, 'columns' | 'rows'>,
  language: Language,
  maxWidth = Number.POSITIVE_INFINITY,
): TableLayout {
  const count = Math.max(table.columns.length, ...table.rows.map(row => row.length));
  const columns = Array.from({ length: count }, (_, i) => table.columns[i] ?? NO_COLUMN);
  const room = maxWidth - INDENT.length;
  const labels = columns.map(column => linesOf(column.label, room));
  const cells = table.rows.map(row => columns.map((_, i) => linesOf(textOf(row[i], language), room)));
  const widths = columns.map((_, i) =>
    Math.max(...[labels, ...cells].flatMap(row => (row[i] ?? []).map(line => stringWidth(line)))),
  );
  const wraps = columns.map((_, i) => [labels, ...cells].some(row => (row[i] ?? []).length > 1));
  const folds = foldEvenly(
    widths.map((width, i) => ({ width, last: wraps[i] ?? false })),
    maxWidth,
  );
  const write = (row: readonly (readonly string[])[]) =>
    folds
      .flatMap(({ from, to }) => {
        const part = row.slice(from, to);
        const height = Math.max(...part.map(lines => lines.length));
        return Array.from({ length: height }, (_, line) => {
          const padded = part.map((lines, i) =>
            padDisplay(lines[line] ?? '', widths[from + i] ?? 0, columns[from + i]?.align ?? 'left'),
          );
          // What goes on below its own beginning must not look like the next row.
          const indented = from > 0 || (line > 0 && part.length === 1);
          return `${indented ? INDENT : ''}${padded.join(' ')}`.trimEnd();
        });
      })
      .filter((line, i) => i === 0 || line !== '')
      .join('\n');
  const header = labels.every(([label]) => label === '') ? '' : write(labels);
  const rows = cells.map(write);
  const lines = [header, ...rows].flatMap(text => text.split('\n'));
  return { header, rows, width: Math.max(...lines.map(line => stringWidth(line))) };
}

/** A table as texts that each cost at most `limit`, the header standing on top of every one. */
export function tableChunks(
  table: Pick<TableBlock, 'columns' | 'rows'>,
  language: Language,
  limit: number,
  cost: CharacterCost = c => c.length,
): string[] {
  const layout = layoutTable(table, language, PHONE_COLUMNS);
  const costOf = (text: string) => Array.from(text).reduce((sum, c) => sum + cost(c), 0);
  const repeats = layout.header !== '' && costOf(layout.header) <= limit / 4;
  const top = repeats ? `${layout.header}\n` : '';
  const room = limit - costOf(top);
  const lines = (repeats ? [] : [layout.header])
    .concat(layout.rows)
    .flatMap(row => splitText(row, room, cost))
    .filter(line => line !== '');
  if (lines.length === 0) return layout.header.trim() === '' ? [] : [layout.header];
  const chunks: string[] = [];
  let body = '';
  for (const line of lines) {
    const longer = body === '' ? line : `${body}\n${line}`;
    if (body !== '' && costOf(longer) > room) {
      chunks.push(top + body);
      body = line;
    } else {
      body = longer;
    }
  }
  return [...chunks, top + body];
}

interface Fold {
  readonly from: number;
  readonly to: number;
}

interface Width {
  readonly width: number;
  /** Goes on below itself, so nothing may stand behind it: it could not be read on. */
  readonly last: boolean;
}

/** Distributes columns over as few lines as `maxWidth` allows, then makes the lines as even as they can be. */
function foldEvenly(columns: readonly Width[], maxWidth: number): Fold[] {
  const tightest = fold(columns, maxWidth);
  if (tightest.length <= 1) return tightest;
  for (let limit = 1; limit < maxWidth; limit += 1) {
    const even = fold(columns, limit);
    if (even.length === tightest.length) return even;
  }
  return tightest;
}

function fold(columns: readonly Width[], maxWidth: number): Fold[] {
  const folds: Fold[] = [];
  let from = 0;
  let used = 0;
  columns.forEach(({ width }, at) => {
    const start = folds.length === 0 ? 0 : INDENT.length;
    const needed = at === from ? start + width : used + 1 + width;
    if (at > from && (needed > maxWidth || columns[at - 1]?.last)) {
      folds.push({ from, to: at });
      from = at;
      used = INDENT.length + width;
    } else {
      used = needed;
    }
  });
  return columns.length === 0 ? [] : [...folds, { from, to: columns.length }];
}

/** A text as lines no wider than `room`, at least one. */
function linesOf(text: string, room: number): readonly string[] {
  const line = oneLine(text);
  if (stringWidth(line) <= room) return [line];
  const lines = splitText(line, room, character => stringWidth(character));
  return lines.length > 0 ? lines : [line];
}

function textOf(cell: Cell | undefined, language: Language): string {
  return cell === undefined ? '' : cellText(cell, language);
}

/** A line break or a tab inside a cell would tear the table. */
function oneLine(text: string): string {
  return text.replace(CONTROLS, ' ').trim();
}
