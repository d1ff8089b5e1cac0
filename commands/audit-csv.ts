import { type AuditLine, formatKst } from '../src/core/index.js';

const COLUMNS = [
  'line',
  'utc',
  'kst',
  'platform',
  'who',
  'place',
  'act',
  'outcome',
  'reason',
  'reference',
  'intent',
] as const;

/** What makes a spreadsheet take a cell for a formula, blanks ahead of it included. */
const FORMULA = /^\s*[=+\-@]|^[\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Lines of the audit trail as RFC 4180 text, oldest first. Begins with a byte order mark, without which spreadsheets
 * take the Korean for another encoding. A cell that a spreadsheet would run as a formula gets an apostrophe ahead of it.
 */
export function auditCsv(newestFirst: readonly AuditLine[]): string {
  const rows = newestFirst.toReversed().map(cellsOf);
  return `\ufeff${[COLUMNS, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cellsOf(line: AuditLine): readonly string[] {
  return [
    String(line.line),
    new Date(line.at).toISOString(),
    formatKst(line.at),
    line.platform,
    line.who,
    line.place,
    line.act,
    line.outcome,
    line.reason ?? '',
    line.reference ?? '',
    line.intent ?? '',
  ];
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
