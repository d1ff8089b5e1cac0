import { join } from 'node:path';
import { type AuditEntry, type AuditTrail, type Clock, formatKst, kstDate, kstTime } from '../core/index.js';
import { openJournal } from './journal.js';
import type { Report } from './storage-error.js';

export interface AuditTrailOptions {
  directory: string;
  clock: Clock;
  report: Report;
  /** Size at which the file is put aside as `audit-<date>-<time>.jsonl` and a new one begins. */
  archiveAtBytes?: number;
}

const MAX_LENGTH = 200;

/** The audit trail as plain JSON lines, one act a line, readable with any tool. */
export async function openAuditTrail(
  options: AuditTrailOptions,
): Promise<AuditTrail & { close(): Promise<void> }> {
  const { directory, clock, report, archiveAtBytes = 2 ** 24 } = options;
  const journal = await openJournal({
    path: join(directory, 'audit.jsonl'),
    report,
    overflow: {
      kind: 'archive',
      bytes: archiveAtBytes,
      archiveName(attempt) {
        const now = clock.now();
        const stamp = `audit-${kstDate(now)}-${kstTime(now)}`;
        return attempt === 1 ? `${stamp}.jsonl` : `${stamp}-${attempt}.jsonl`;
      },
    },
  });
  return {
    record: entry => journal.append(auditLine(entry)),
    close: () => journal.close(),
  };
}

/** Only the named fields; what others wrote is shortened and can neither break the line nor reorder it on a screen. */
export function auditLine(entry: AuditEntry): string {
  return JSON.stringify({
    at: entry.at,
    kst: formatKst(entry.at),
    platform: entry.platform,
    who: plain(entry.who),
    place: plain(entry.place),
    act: plain(entry.act),
    outcome: entry.outcome,
    reason: plain(entry.reason),
    reference: plain(entry.reference),
  });
}

function plain(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const characters = Array.from(text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ''));
  return characters.length <= MAX_LENGTH
    ? characters.join('')
    : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
}
