import { basename, join } from 'node:path';
import type { AuditEntry, AuditMark, AuditTrail, Clock } from '../core/index.js';
import { chainLine, GENESIS, isUnchained, isWhole, type Link, linkOf, markOf } from './audit-chain.js';
import { archiveName, CURRENT_FILE, listArchives } from './audit-files.js';
import { moveAside } from './durable-file.js';
import { openChained } from './journal.js';
import { withLines } from './line-reader.js';
import type { Report } from './storage-error.js';

export interface AuditTrailOptions {
  directory: string;
  /** Of the hashes; without it nobody can make a line that fits. */
  key: Buffer;
  clock: Clock;
  report: Report;
  /** Size at which the file is put aside as `audit-<date>-<time>-to-<last line>.jsonl` and a new one begins. */
  archiveAtBytes?: number;
}

/** How many damaged lines at the end of a file are looked behind at the start. */
const MOST_PASSED_OVER = 100;

/** The trail as it is written, and where it stands. */
export interface OpenAuditTrail extends AuditTrail {
  /** The last durable line; undefined before the first. */
  head(): AuditMark | undefined;
  close(): Promise<void>;
}

/**
 * The audit trail as JSON lines, one act a line, readable with any tool, each bound to the one before by a keyed hash.
 * The chain goes on over archives and restarts. Throws `storage`.
 */
export async function openAuditTrail(options: AuditTrailOptions): Promise<OpenAuditTrail> {
  const { directory, key, clock, report, archiveAtBytes = 2 ** 24 } = options;
  await putUnchainedAside(options);
  const journal = await openChained<AuditEntry, Link>(
    {
      path: join(directory, CURRENT_FILE),
      report,
      overflow: {
        kind: 'archive',
        bytes: archiveAtBytes,
        archiveName: (attempt, { line }) => archiveName(clock, `to-${line}`, attempt),
      },
    },
    { start: await lastLink(options), next: (entry, before) => chainLine(entry, before, key) },
  );
  return {
    record: async entry => markOf(await journal.append(entry)),
    head: () => (journal.state().line === 0 ? undefined : markOf(journal.state())),
    close: () => journal.close(),
  };
}

/** A file that holds nothing but lines from before there was a chain is kept, and a chain is begun. */
async function putUnchainedAside({ directory, clock, report }: AuditTrailOptions): Promise<void> {
  const path = join(directory, CURRENT_FILE);
  const ends: Buffer[] = [];
  const takeOne = (line: Buffer) => {
    ends.push(line);
    return false;
  };
  await withLines(path, async file => {
    await file.forward(takeOne);
    await file.backward(takeOne);
  });
  if (ends.length < 2 || !ends.every(isUnchained)) return;
  const aside = await moveAside(path, attempt => archiveName(clock, 'unchained', attempt));
  report(
    'audit_unchained',
    { file: CURRENT_FILE, aside },
    {
      ko: `사슬로 묶이기 전의 감사 기록을 따로 옮겼습니다: ${aside}. 이 파일은 검증 대상이 아닙니다.`,
      en: `The audit trail from before lines were chained was set aside as ${aside}; verifying leaves it out.`,
    },
  );
}

/**
 * Where the chain goes on: after the last whole line of the newest file that holds any line. What stands behind that
 * is no part of the chain; it is reported and left for verifying to name.
 */
async function lastLink({ directory, key, report }: AuditTrailOptions): Promise<Link> {
  const archives = (await listArchives(directory)).toReversed();
  let last: Link | undefined;
  for (const path of [join(directory, CURRENT_FILE), ...archives.map(({ path }) => path)]) {
    let passedOver = 0;
    const look = (bytes: Buffer) => {
      const isLast = isWhole(bytes, key);
      // Of none that is whole, the last that looks like one: the trail must go on being written.
      if (isLast || last === undefined) last = linkOf(bytes);
      if (!isLast) passedOver++;
      return !isLast && passedOver < MOST_PASSED_OVER;
    };
    await withLines(path, file => file.backward(look));
    if (passedOver > 0) reportSpoiled(basename(path), report);
    if (last !== undefined) break;
  }
  return last ?? GENESIS;
}

function reportSpoiled(file: string, report: Report): void {
  report(
    'audit_tail_damaged',
    { file },
    {
      ko: `감사 기록의 마지막 줄이 손상되었습니다: ${file}. npm run audit -- verify로 확인하세요.`,
      en: `The last line of the audit trail is damaged: ${file}. Look with npm run audit -- verify.`,
    },
  );
}
