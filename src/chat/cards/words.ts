import { type Block, cellText, type Language, type Reply } from '../../core/index.js';
import { cardTitle, toneMark } from './card.js';

const COLUMN_GAP = ' · ';

/**
 * What a reply says, as lines of plain text and nothing else: no columns, no buttons, no files, no pictures. For a
 * platform that has refused it in its own form.
 */
export function wordsOf(reply: Reply, language: Language): string {
  const lines = [
    cardTitle(reply, language),
    ...reply.blocks.flatMap(block => linesOf(block, language)),
    ...(reply.footer === undefined ? [] : [reply.footer]),
  ];
  return lines.filter(line => line.trim() !== '').join('\n');
}

function linesOf(block: Block, language: Language): string[] {
  switch (block.kind) {
    case 'text':
      return [block.text];
    case 'notice':
      return [`${toneMark(block.tone)} ${block.text}`];
    case 'fields':
      return block.fields.map(({ label, value }) => `${label}: ${cellText(value, language)}`);
    case 'table':
      return [block.columns.map(({ label }) => label), ...block.rows.map(row => row.map(textIn(language)))]
        .map(cells => cells.filter(cell => cell.trim() !== ''))
        .map(cells => cells.join(COLUMN_GAP));
    case 'image':
      return [block.alt];
    case 'file':
      return [`${language === 'ko' ? '파일' : 'File'}: ${block.name}`];
    case 'buttons':
    case 'divider':
      return [];
  }
}

const textIn = (language: Language) => (cell: Parameters<typeof cellText>[0]) => cellText(cell, language);
