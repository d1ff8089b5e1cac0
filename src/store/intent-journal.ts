import { join } from 'node:path';
import { type Clock, type IntentEvent, type IntentJournal, kstDate, kstTime } from '../core/index.js';
import { createFile } from './durable-file.js';
import { INTENT_HEADER, intentLine, isNewer, readIntentLine } from './intent-line.js';
import { openJournal } from './journal.js';
import { withLines } from './line-reader.js';
import { type Report, storageError } from './storage-error.js';

export interface IntentJournalOptions {
  directory: string;
  clock: Clock;
  report: Report;
  /** Size at which what is no longer needed moves to `intents-<date>-<time>.jsonl`. */
  compactAtBytes?: number;
}

/** The file that grows. */
export const INTENT_FILE = 'intents.jsonl';

/** The journal as the store holds it. */
export interface OpenIntentJournal extends IntentJournal {
  /** Puts aside now what is not needed any more; not while there are lines that nobody could read. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The journal of orders as JSON lines, one event a line behind a line with the version. Account numbers stand in it
 * as they are, since after a restart the program must be able to act on them: the file and its archives are 0600.
 *
 * Throws `storage` and leaves every file untouched when a later version wrote it (`newerFormat`). Lines that cannot be
 * read are reported and counted, and keep their place until the journal is closed in good order.
 */
export async function openIntentJournal(options: IntentJournalOptions): Promise<OpenIntentJournal> {
  const { directory, clock, report, compactAtBytes = 2 ** 22 } = options;
  const path = join(directory, INTENT_FILE);
  const { past, damaged } = await readPast(path);
  let needed: ((ticket: string) => boolean) | undefined;

  const journal = await openJournal({
    path,
    report,
    header: INTENT_HEADER,
    overflow: { kind: 'compact', bytes: compactAtBytes, lines: putAside },
  });
  if (damaged > 0) reportDamage(damaged, report);

  /** What is still needed; the rest is in an archive by then. Should the file then not be replaced, it stands in both. */
  async function putAside(): Promise<readonly string[] | undefined> {
    const isNeeded = needed;
    if (isNeeded === undefined) return undefined;
    const kept: string[] = [];
    const dropped: Buffer[] = [];
    const sort = (bytes: Buffer) => {
      const line = bytes.toString('utf8');
      const event = readIntentLine(line);
      if (event && isNeeded(event.ticket)) kept.push(line);
      else if (line !== INTENT_HEADER) dropped.push(bytes, LINE_BREAK);
      return true;
    };
    await withLines(path, file => file.forward(sort));
    if (dropped.length === 0) return undefined;
    await archive(Buffer.concat([Buffer.from(INTENT_HEADER), LINE_BREAK, ...dropped]));
    return kept;
  }

  async function archive(content: Buffer): Promise<void> {
    const now = clock.now();
    const stamp = `intents-${kstDate(now)}-${kstTime(now)}`;
    for (let attempt = 1; ; attempt++) {
      const name = attempt === 1 ? `${stamp}.jsonl` : `${stamp}-${attempt}.jsonl`;
      if (await createFile(join(directory, name), content)) return;
    }
  }

  return {
    past,
    damaged,
    async append(...events) {
      await Promise.all(events.map(intentLine).map(line => journal.append(line)));
    },
    keep: isNeeded => {
      needed = isNeeded;
    },
    async tidy() {
      if (damaged === 0) await journal.tidy();
    },
    async close() {
      if (damaged > 0) await journal.tidy();
      await journal.close();
    },
  };
}

const LINE_BREAK = Buffer.from('\n');

async function readPast(path: string): Promise<{ past: IntentEvent[]; damaged: number }> {
  const past: IntentEvent[] = [];
  let damaged = 0;
  let lines = 0;
  const take = (bytes: Buffer) => {
    const line = bytes.toString('utf8');
    if (++lines === 1) refuseNewer(line);
    const event = readIntentLine(line);
    if (event) past.push(event);
    else if (line !== INTENT_HEADER) damaged++;
    return true;
  };
  const rest = await withLines(path, file => file.forward(take));
  // Opening cuts off what a crash left unfinished. A whole event there was acknowledged, and its line break is damaged.
  if (rest && holdsEvent(rest)) damaged++;
  return { past, damaged };
}

function refuseNewer(firstLine: string): void {
  if (!isNewer(firstLine)) return;
  const facts = { file: INTENT_FILE };
  throw storageError('newerFormat', `${INTENT_FILE} was written by a newer version`, facts);
}

function holdsEvent(rest: Buffer): boolean {
  const text = rest.toString('utf8');
  return readIntentLine(text) !== undefined || readIntentLine(text.slice(0, -1)) !== undefined;
}

function reportDamage(damaged: number, report: Report): void {
  report(
    'intents_damaged_lines',
    { file: INTENT_FILE, damaged },
    {
      ko: `주문 기록 ${INTENT_FILE}에서 손상된 ${damaged}줄을 읽지 못했습니다. 증권사 앱에서 주문 내역을 확인하세요.`,
      en: `${damaged} damaged lines of the journal of orders ${INTENT_FILE} could not be read. Check your orders in the broker's app.`,
    },
  );
}
