import type { SourceFile } from './import-table.js';

/** One call of a log, or of a room's own way to it, and what it hands over as fields. */
export interface LogCall {
  readonly path: string;
  readonly names: readonly string[];
  /** What is not a list of names written out: `fields`, `...facts`. */
  readonly others: readonly string[];
}

/** Which argument of these functions holds the fields. */
const FIELDS_AT: Readonly<Record<string, number>> = { log: 2, report: 1 };

/** Every call of `log(…)` and `report(…)` with fields. Declarations and calls without fields are none. */
export function logCalls(files: readonly SourceFile[]): readonly LogCall[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<![\w$.])(?:options\.|parts\.)?(log|report)\(/g)].flatMap(match => {
      const fields = argumentsAt(text, match.index + match[0].length)[FIELDS_AT[match[1] ?? ''] ?? 0];
      if (fields === undefined || !(match[1] === 'log' || isReport(path, fields))) return [];
      return [{ path, ...partsOf(fields) }];
    }),
  );
}

/** Only the store hands over fields under this name. */
const isReport = (path: string, fields: string) => path.startsWith('src/store/') && fields.startsWith('{');

function partsOf(fields: string): Pick<LogCall, 'names' | 'others'> {
  if (!fields.startsWith('{')) return { names: [], others: [fields] };
  const parts = argumentsAt(fields, 1);
  const names = parts.flatMap(part => /^([A-Za-z_$][\w$]*)\s*(?::|$)/.exec(part)?.[1] ?? []);
  return { names, others: parts.filter(part => part.startsWith('...')) };
}

/** The parts between commas up to the bracket that closes what was opened before `start`. */
function argumentsAt(text: string, start: number): readonly string[] {
  const parts: string[] = [];
  let depth = 1;
  let from = start;
  let quote: string | undefined;
  for (let at = start; at < text.length && depth > 0; at++) {
    const character = text[at] ?? '';
    if (quote !== undefined) {
      if (character === '\\') at++;
      else if (character === quote) quote = undefined;
    } else if (`'"\``.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (quote === undefined && (depth === 0 || (depth === 1 && character === ','))) {
      const part = text.slice(from, at).trim();
      if (part !== '') parts.push(part);
      from = at + 1;
    }
  }
  return parts;
}
