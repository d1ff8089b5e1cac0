import stringWidth from 'string-width';
import {
  type Block,
  cellText,
  direction,
  type Field,
  type Language,
  type Reply,
  stampLabel,
} from '../../core/index.js';
import { padDisplay } from '../cards/index.js';
import { flow, wrap } from './flow.js';
import type { Paint, Style } from './paint.js';

const GUTTER = '  ';
const MARK = '● ';
const GAP = '  ';
const COLUMN_GAP = '    ';
const SHORT_CARD = 5;
const RULE_WIDTH = 24;
const NARROWEST = 20;

/** How a card is written: the language, the colours, and the room on a line. */
interface Manner {
  readonly language: Language;
  readonly paint: Paint;
  readonly width: number;
}

/**
 * A card as terminal text: columns aligned by display width (Hangul takes two), gains red and losses blue. What does
 * not fit into `columns` goes on the next line, never in the middle of a number. Its buttons are numbered from
 * `firstButton` on.
 */
export function renderCard(
  reply: Reply,
  language: Language,
  paint: Paint,
  columns = Number.POSITIVE_INFINITY,
  firstButton = 1,
): string {
  const manner: Manner = { language, paint, width: Math.max(NARROWEST, columns - GUTTER.length) };
  const numbering = { next: firstButton };
  const body = reply.blocks.flatMap(block => {
    const lines = renderBlock(block, manner, numbering).map(indented);
    return block.kind === 'file' ? [...lines, ...fileLines(block.text)] : lines;
  });
  const stamp = paint(reply.stamp === 'live' ? 'bad' : 'warning', `[${stampLabel(reply.stamp, language)}]`);
  const footer = wrap(clean(reply.footer ?? ''), manner.width).map(line => paint('faint', line));
  return [
    `${stamp} ${paint('bold', clean(reply.title))}`,
    ...body,
    ...(reply.footer === undefined ? [] : footer.map(indented)),
    '',
  ].join('\n');
}

function indented(line: string): string {
  return `${GUTTER}${line}`.trimEnd();
}

/** The lines of a file from the first column on and as they are, so that a script can take them; only made harmless. */
function fileLines(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  return (lines.at(-1) === '' ? lines.slice(0, -1) : lines).map(line =>
    line.split('\t').map(clean).join('\t'),
  );
}

function renderBlock(block: Block, manner: Manner, numbering: { next: number }): string[] {
  const { paint, width } = manner;
  switch (block.kind) {
    case 'text':
      return block.text.split('\n').flatMap(line => wrap(clean(line), width));
    case 'fields':
      return fieldLines(block.fields, manner);
    case 'table':
      return tableLines(block, manner);
    case 'notice':
      return block.text
        .split('\n')
        .flatMap(line => wrap(clean(line), width - MARK.length))
        .map((line, i) => paint(block.tone, `${i === 0 ? MARK : GUTTER}${line}`));
    case 'image':
      return [paint('faint', `(${clean(block.alt)})`)];
    case 'file':
      return [paint('faint', `${manner.language === 'ko' ? '파일' : 'file'}: ${clean(block.name)}`)];
    case 'buttons':
      return flow(
        block.buttons.map(button => {
          const number = `[${numbering.next}]`;
          numbering.next += 1;
          const label = clean(button.label);
          return { text: `${number} ${label}`, painted: `${paint('bold', number)} ${label}` };
        }),
        GAP,
        width,
      );
    case 'divider':
      return [paint('faint', '─'.repeat(RULE_WIDTH))];
  }
}

/** A short card lists its fields one below the other; a longer one has two to a line, read across, if they fit. */
function fieldLines(fields: readonly Field[], manner: Manner): string[] {
  if (fields.length > SHORT_CARD) {
    const [left, right] = [0, 1].map(side => fields.filter((_field, i) => i % 2 === side));
    const columns = [fieldColumn(left ?? [], manner), fieldColumn(right ?? [], manner)];
    const [first, second] = columns.map(column => column.cells.map(([line]) => line ?? ''));
    const width = columns.reduce((sum, column) => sum + column.width, COLUMN_GAP.length);
    if (width <= manner.width) {
      return (first ?? []).map((cell, i) =>
        second?.[i] === undefined ? cell : `${cell}${COLUMN_GAP}${second[i]}`,
      );
    }
  }
  return fieldColumn(fields, manner).cells.flat();
}

/** Labels and values below each other. A text too long for the line goes on below itself. */
function fieldColumn(fields: readonly Field[], { language, paint, width }: Manner) {
  const rows = fields.map(({ label, value }) => ({
    label: clean(label),
    text: clean(cellText(value, language)),
    style: direction(value),
  }));
  const [labelWidth, textWidth] = [widest(rows.map(r => r.label)), widest(rows.map(r => r.text))];
  const align = fields.some(field => typeof field.value !== 'string') ? 'right' : 'left';
  const room = Math.max(NARROWEST, width - labelWidth - GAP.length);
  const cells = rows.map(({ label, text, style }) =>
    wrap(padDisplay(text, Math.min(room, textWidth), align), room).map((line, i) => {
      const head = padDisplay(i === 0 ? label : '', labelWidth, 'left');
      return `${paint('faint', head)}${GAP}${paint(style, line)}`;
    }),
  );
  return { cells, width: labelWidth + GAP.length + textWidth };
}

function tableLines(table: Extract<Block, { kind: 'table' }>, manner: Manner): string[] {
  const { language, paint } = manner;
  const labels = table.columns.map(column => clean(column.label));
  const rows = table.rows.map(row =>
    labels.map((_, i) => {
      const cell = row[i];
      if (cell === undefined) return { text: '', style: 'flat' as const };
      return { text: clean(cellText(cell, language)), style: direction(cell) };
    }),
  );
  const widths = labels.map((label, i) => widest([label, ...rows.map(row => row[i]?.text ?? '')]));
  const total = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  if (total > manner.width) return rows.flatMap(row => narrowRow(labels, row, manner));

  const pad = (text: string, i: number) =>
    padDisplay(text, widths[i] ?? 0, table.columns[i]?.align ?? 'left');
  return [
    labels.map((label, i) => paint('faint', pad(label, i))).join(GAP),
    ...rows.map(row => row.map(({ text, style }, i) => paint(style, pad(text, i))).join(GAP)),
  ];
}

/** A row of a table that is too wide: its first cell, and below it the others behind their labels. */
function narrowRow(
  labels: readonly string[],
  row: readonly { readonly text: string; readonly style: Style }[],
  { paint, width }: Manner,
): string[] {
  const [head, ...cells] = row;
  const pieces = cells.map(({ text, style }, i) => {
    const label = labels[i + 1] ?? '';
    return { text: `${label} ${text}`, painted: `${paint('faint', label)} ${paint(style, text)}` };
  });
  return [head?.text ?? '', ...flow(pieces, GAP, width - GUTTER.length).map(line => GUTTER + line)];
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(text => stringWidth(text)));
}

/** Broker texts and names must not move the cursor or paint: control characters become blanks. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}
