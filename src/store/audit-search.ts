import { join } from 'node:path';
import { type AuditLine, type AuditQuery, formatKst } from '../core/index.js';
import { CURRENT_FILE, listArchives } from './audit-files.js';
import { plainLine, readAuditText } from './audit-line.js';
import { type LineFile, openLines } from './line-reader.js';

/**
 * Reads the trail from its end until enough lines were found. Capitals do not matter in words; lines that cannot be
 * read are passed over, for telling them is what verifying is for. Throws `storage` when a file cannot be read.
 */
export async function searchTrail(
  directory: string,
  query: AuditQuery,
  signal: AbortSignal | undefined,
): Promise<readonly AuditLine[]> {
  const words = query.words.map(fold);
  const found: AuditLine[] = [];

  async function readBack(file: LineFile | undefined): Promise<void> {
    try {
      await file?.backward(bytes => {
        const line = readAuditText(bytes);
        if (line && fits(line, query, words)) found.push(plainLine(line));
        return found.length < query.limit;
      }, signal);
    } finally {
      await file?.close();
    }
  }

  // Opened before the archives are looked up: put aside in between, it comes a second time and is known by its id.
  const current = await openLines(join(directory, CURRENT_FILE));
  const archives = await listArchives(directory).catch(async (error: unknown) => {
    await current?.close();
    throw error;
  });
  await readBack(current);
  for (const { path } of archives.toReversed()) {
    if (found.length >= query.limit) break;
    const archive = await openLines(path);
    if (archive && archive.id === current?.id) await archive.close();
    else await readBack(archive);
  }
  return found;
}

function fits(line: AuditLine, { from, to }: AuditQuery, words: readonly string[]): boolean {
  if (from !== undefined && line.at < from) return false;
  if (to !== undefined && line.at >= to) return false;
  if (words.length === 0) return true;
  const { platform, who, place, act, outcome, reason = '', reference = '', intent = '' } = line;
  const text = fold(
    [formatKst(line.at), platform, who, place, act, outcome, reason, reference, intent].join('\n'),
  );
  return words.every(word => text.includes(word));
}

const fold = (text: string) => text.normalize('NFC').toLowerCase();
