import { type Command, usageOf } from '../../src/core/index.js';

/** The README's table of commands, in markdown, one line each, ending with a newline. */
export function commandTable(commands: readonly Command[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = commands.map(c => [`\`${usageOf(c, 'en')}\``, c.aliases.join(', '), c.summary.en, c.access]);
  return [['command', 'also', 'what it does', 'role'], ['---', '---', '---', '---'], ...rows]
    .map(row => `| ${row.map(cell).join(' | ')} |\n`)
    .join('');
}
