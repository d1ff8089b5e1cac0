import { join } from 'node:path';
import { z } from 'zod';
import type { PlatformId, SeenEvents } from '../core/index.js';
import { openJournal } from './journal.js';
import type { Report } from './storage-error.js';

export interface SeenEventsOptions {
  directory: string;
  report: Report;
  /** How many of the latest events are remembered. */
  window?: number;
  /** Size at which the file is rewritten with the remembered events only. */
  compactAtBytes?: number;
}

const lineSchema = z.tuple([z.string(), z.string()]);

/** Remembers the platform events that were acted on, so that a redelivery after a crash is not acted on again. */
export async function openSeenEvents(
  options: SeenEventsOptions,
): Promise<SeenEvents & { close(): Promise<void> }> {
  const { directory, report, window = 10_000, compactAtBytes = 2 ** 21 } = options;
  /** In order of arrival; each is its own line in the journal. */
  const seen = new Set<string>();

  const journal = await openJournal({
    path: join(directory, 'seen.jsonl'),
    report,
    overflow: {
      kind: 'compact',
      bytes: compactAtBytes,
      // Claims that are still being written too: remembering one too many is the harmless side.
      lines: () => seen,
    },
  });
  const lines = await journal.lines();
  const readable = lines.filter(isEvent);
  for (const line of readable) remember(line);
  if (readable.length < lines.length) {
    const damaged = lines.length - readable.length;
    report(
      'journal_damaged_lines',
      { file: 'seen.jsonl', damaged },
      {
        ko: `기록 파일 seen.jsonl에서 손상된 ${damaged}줄을 건너뛰었습니다.`,
        en: `Skipped ${damaged} damaged lines of the journal seen.jsonl.`,
      },
    );
  }

  function remember(line: string): void {
    seen.add(line);
    if (seen.size <= window) return;
    for (const oldest of seen) {
      seen.delete(oldest);
      break;
    }
  }

  return {
    known: (platform, eventId) => seen.has(eventLine(platform, eventId)),
    async firstTime(platform, eventId) {
      const line = eventLine(platform, eventId);
      if (seen.has(line)) return false;
      // The claim stands before the first await: of two deliveries at once only one passes.
      remember(line);
      try {
        await journal.append(line);
      } catch (error) {
        seen.delete(line);
        throw error;
      }
      return true;
    },
    close: () => journal.close(),
  };
}

const eventLine = (platform: PlatformId, eventId: string) => JSON.stringify([platform, eventId]);

function isEvent(line: string): boolean {
  try {
    return lineSchema.safeParse(JSON.parse(line)).success;
  } catch {
    return false;
  }
}
