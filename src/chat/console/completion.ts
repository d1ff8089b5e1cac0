import type { Command } from '../../core/index.js';

/** Words that end the conversation. They belong to the console, not to the desk. */
export const FAREWELLS: readonly string[] = ['/quit', '/exit', '/q', '종료'];

/**
 * What Tab offers for a line: command names at its start, and the choices of an argument behind a command that has
 * some. A name that takes arguments comes with the blank before them. Returns readline's pair of candidates and the part of the line they replace.
 */
export function complete(commands: readonly Command[], line: string): [string[], string] {
  const words = line.split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length <= 1) {
    const names = [...commands.flatMap(namesOf), ...FAREWELLS];
    const wanted = last.startsWith('/') || /[^\x20-\x7e]/.test(last) ? last : `/${last}`;
    return [names.filter(name => name.startsWith(wanted.toLowerCase())), last];
  }
  const head = (words[0] ?? '').replace(/^\//, '').toLowerCase();
  const command = commands.find(c => c.name === head || c.aliases.includes(head));
  const spec = command?.args[words.length - 2];
  const choices = (spec?.choices ?? []).map(choice => choice.value);
  return [choices.filter(choice => choice.startsWith(last)), last];
}

function namesOf({ name, aliases, args }: Command): string[] {
  const blank = args.length > 0 ? ' ' : '';
  return [`/${name}`, ...aliases].map(word => `${word}${blank}`);
}
