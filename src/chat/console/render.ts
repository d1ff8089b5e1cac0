import stringWidth from 'string-width';
import {
  type Block,
  type Cell,
  cellText,
  direction,
  type Field,
  type Language,
  type Reply,
  stampLabel,
} from '../../core/index.js';
import { padDisplay } from '../cards/index.js';
import type { Paint } from './paint.js';

const GUTTER = '  ';
const GAP = '  ';
const COLUMN_GAP = '    ';
const SHORT_CARD = 5;
const RULE_WIDTH = 24;

/** A card as terminal text: columns aligned by display width (Hangul takes two), gains red and losses blue. */
export function renderCard(reply: Reply, language: Language, paint: Paint): string {
  const numbering = { next: 1 };
  const body = reply.blocks.flatMap(block => renderBlock(block, language, paint, numbering));
  const stamp = paint(reply.stamp === 'live' ? 'bad' : 'warning', `[${stampLabel(reply.stamp, language)}]`);
  const footer = reply.footer === undefined ? [] : [paint('faint', clean(reply.footer))];
  return [
    `${stamp} ${paint('bold', clean(reply.title))}`,
    ...[...body, ...footer].map(line => `${GUTTER}${line}`.trimEnd()),
    '',
  ].join('\n');
}

function renderBlock(block: Block, language: Language, paint: Paint, numbering: { next: number }): string[] {
  switch (block.kind) {
    case 'text':
      return block.text.split('\n').map(clean);
    case 'fields':
      return fieldLines(block.fields, language, paint);
    case 'table':
      return tableLines(block, language, paint);
    case 'notice':
      return block.text
        .split('\n')
        .map((line, i) => paint(block.tone, `${i === 0 ? '●' : ' '} ${clean(line)}`));
    case 'image':
      return [paint('faint', `(${clean(block.alt)})`)];
    case 'buttons':
      return [
        block.buttons
          .map(button => {
            const number = numbering.next;
            numbering.next += 1;
            return `${paint('bold', `[${number}]`)} ${clean(button.label)}`;
          })
          .join(GAP),
      ];
    case 'divider':
      return [paint('faint', '─'.repeat(RULE_WIDTH))];
  }
}

/** A short card lists its fields one below the other; a longer one has two to a line, read across. */
function fieldLines(fields: readonly Field[], language: Language, paint: Paint): string[] {
  const perLine = fields.length > SHORT_CARD ? 2 : 1;
  const columns = Array.from({ length: perLine }, (_, column) => {
    const own = fields.filter((_field, i) => i % perLine === column);
    const labels = own.map(field => clean(field.label));
    const texts = own.map(field => clean(cellText(field.value, language)));
    const [labelWidth, textWidth] = [widest(labels), widest(texts)];
    const align = own.some(field => typeof field.value !== 'string') ? 'right' : 'left';
    return own.map(({ value }, i) => {
      const label = paint('faint', padDisplay(labels[i] ?? '', labelWidth, 'left'));
      return `${label}${GAP}${paint(direction(value), padDisplay(texts[i] ?? '', textWidth, align))}`;
    });
  });
  const [first = [], ...others] = columns;
  return first.map((cell, line) => [cell, ...others.map(column => column[line] ?? '')].join(COLUMN_GAP));
}

function tableLines(table: Extract<Block, { kind: 'table' }>, language: Language, paint: Paint): string[] {
  const textOf = (cell: Cell | undefined) => (cell === undefined ? '' : clean(cellText(cell, language)));
  const widths = table.columns.map((column, i) =>
    widest([clean(column.label), ...table.rows.map(row => textOf(row[i]))]),
  );
  const line = (cells: readonly string[], style: (i: number, padded: string) => string) =>
    table.columns
      .map((column, i) => style(i, padDisplay(cells[i] ?? '', widths[i] ?? 0, column.align)))
      .join(GAP);
  const header = line(
    table.columns.map(column => clean(column.label)),
    (_, padded) => paint('faint', padded),
  );
  const rows = table.rows.map(row =>
    line(row.map(textOf), (i, padded) => {
      const cell = row[i];
      return cell === undefined ? padded : paint(direction(cell), padded);
    }),
  );
  return [header, ...rows];
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(text => stringWidth(text)));
}

/** Broker texts and names must not move the cursor or paint: control characters become blanks. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}
