import { join } from 'node:path';
import type { OutboxEvent, OutboxJournal } from '../core/index.js';
import type { Cipher } from './cipher.js';
import { openJournal } from './journal.js';
import { withLines } from './line-reader.js';
import { isNewerOutbox, OUTBOX_HEADER, outboxLine, readOutboxLine } from './outbox-line.js';
import { type Report, storageError } from './storage-error.js';

export interface OutboxJournalOptions {
  directory: string;
  cipher: Cipher;
  report: Report;
  /** Size at which the file is rewritten with what is still needed. */
  compactAtBytes?: number;
}

/** The file that grows. */
export const OUTBOX_FILE = 'outbox.jsonl';

/** The journal as the store holds it. */
export interface OpenOutboxJournal extends OutboxJournal {
  /** Drops now what is not needed any more. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What the desk says unasked, one event a line. Lines that cannot be read are counted, told and passed over; they are
 * gone with the next rewriting. Throws `storage` and leaves the file untouched when a later version wrote it.
 */
export async function openOutboxJournal(options: OutboxJournalOptions): Promise<OpenOutboxJournal> {
  const { directory, cipher, report, compactAtBytes = 2 ** 21 } = options;
  const path = join(directory, OUTBOX_FILE);
  const { past, damaged } = await readPast(path, cipher);
  let needed: ((event: OutboxEvent) => boolean) | undefined;

  const journal = await openJournal({
    path,
    report,
    header: OUTBOX_HEADER,
    overflow: { kind: 'compact', bytes: compactAtBytes, lines: lasting },
  });
  if (damaged > 0) reportDamage(damaged, report);

  /** undefined when everything is needed, or nobody has said yet what is. */
  async function lasting(): Promise<readonly string[] | undefined> {
    const isNeeded = needed;
    if (isNeeded === undefined) return undefined;
    const kept: string[] = [];
    let dropped = false;
    const sort = (bytes: Buffer) => {
      const line = bytes.toString('utf8');
      const event = readOutboxLine(line, cipher);
      if (event && isNeeded(event)) kept.push(line);
      else if (line !== OUTBOX_HEADER) dropped = true;
      return true;
    };
    await withLines(path, file => file.forward(sort));
    return dropped ? kept : undefined;
  }

  return {
    past,
    async append(...events) {
      await Promise.all(events.map(event => outboxLine(event, cipher)).map(line => journal.append(line)));
    },
    keep: isNeeded => {
      needed = isNeeded;
    },
    tidy: () => journal.tidy(),
    close: () => journal.close(),
  };
}

async function readPast(path: string, cipher: Cipher): Promise<{ past: OutboxEvent[]; damaged: number }> {
  const past: OutboxEvent[] = [];
  let damaged = 0;
  let lines = 0;
  const take = (bytes: Buffer) => {
    const line = bytes.toString('utf8');
    if (++lines === 1 && isNewerOutbox(line)) {
      throw storageError('newerFormat', `${OUTBOX_FILE} was written by a newer version`, {
        file: OUTBOX_FILE,
      });
    }
    const event = readOutboxLine(line, cipher);
    if (event) past.push(event);
    else if (line !== OUTBOX_HEADER) damaged++;
    return true;
  };
  await withLines(path, file => file.forward(take));
  return { past, damaged };
}

function reportDamage(damaged: number, report: Report): void {
  report(
    'outbox_damaged_lines',
    { file: OUTBOX_FILE, damaged },
    {
      ko: `알림 기록 ${OUTBOX_FILE}에서 손상된 ${damaged}줄을 건너뛰었습니다. 전하지 못한 알림이 있을 수 있으니 /status와 주문 내역을 확인하세요.`,
      en: `Skipped ${damaged} damaged lines of the journal of alerts ${OUTBOX_FILE}. Some alerts may not have been delivered: check /status and your orders.`,
    },
  );
}
