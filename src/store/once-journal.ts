import { join } from 'node:path';
import { type Clock, DeskError, type FirstAnswer, type OnceStore } from '../core/index.js';
import type { Cipher } from './cipher.js';
import { openJournal } from './journal.js';
import { withLines } from './line-reader.js';
import { isNewerOnce, ONCE_HEADER, type OnceEntry, onceLine, readOnceLine } from './once-line.js';
import { type Report, storageError } from './storage-error.js';

export interface OnceJournalOptions {
  directory: string;
  cipher: Cipher;
  clock: Pick<Clock, 'now'>;
  report: Report;
  /** Size at which the file is rewritten with what is not too old. */
  compactAtBytes?: number;
}

/** The file that grows. */
export const ONCE_FILE = 'once.jsonl';

const KEPT_MS = 2 * 86_400_000;

/** The journal as the store holds it. */
export interface OpenOnceJournal extends OnceStore {
  /** Drops now what is too old. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

interface Held {
  entry: OnceEntry;
  /** Resolves when the claim is on the disk, rejects when it will not be. */
  written: Promise<void>;
  isDurable: boolean;
}

/**
 * What programs asked under which key, and what it came to. After damage nobody knows what an open claim came to: such a
 * one is answered `storage` for as long as it is kept, lest something be ordered twice. Throws `storage` and leaves the
 * file untouched when a later version wrote it.
 */
export async function openOnceJournal(options: OnceJournalOptions): Promise<OpenOnceJournal> {
  const { directory, cipher, clock, report, compactAtBytes = 2 ** 21 } = options;
  const path = join(directory, ONCE_FILE);
  /** The oldest first. */
  const claims = await readClaims(path, cipher, report);
  forgetOld();
  const journal = await openJournal({
    path,
    report,
    header: ONCE_HEADER,
    overflow: { kind: 'compact', bytes: compactAtBytes, lines: lasting },
  });

  function* lasting(): Generator<string> {
    forgetOld();
    for (const { entry, isDurable } of claims.values()) if (isDurable) yield onceLine(entry, cipher);
  }

  function forgetOld(): void {
    for (const [name, { entry }] of claims) {
      if (clock.now() - entry.at <= KEPT_MS) return;
      claims.delete(name);
    }
  }

  const claim: OnceStore['claim'] = async (caller, key, bodyDigest, at) => {
    forgetOld();
    const name = nameOf(caller, key);
    const known = claims.get(name);
    if (known) {
      try {
        await known.written;
      } catch {
        // The other one's claim is none; of those who find that out together, one is the first.
        return claim(caller, key, bodyDigest, at);
      }
      return { kind: 'known', bodyDigest: known.entry.bodyDigest, answer: known.entry.answer };
    }
    const entry: OnceEntry = { caller, key, bodyDigest, at, answer: undefined };
    const line = onceLine(entry, cipher);
    const held: Held = { entry, isDurable: false, written: Promise.resolve() };
    // The claim stands before the first await. Marked before the journal goes on to its next step: whatever is durable
    // is in a rewritten file as well.
    claims.set(name, held);
    held.written = journal.append(line).then(
      () => {
        held.isDurable = true;
      },
      (thrown: unknown) => {
        claims.delete(name);
        throw thrown;
      },
    );
    await held.written;
    return { kind: 'first' };
  };

  return {
    claim,
    async answer(caller, key, answer: FirstAnswer) {
      const held = claims.get(nameOf(caller, key));
      if (!held) throw new DeskError('bug', 'an answer to what nobody has claimed');
      const entry: OnceEntry = { ...held.entry, answer };
      await journal.append(onceLine(entry, cipher)).then(() => {
        held.entry = entry;
      });
    },
    tidy: () => journal.tidy(),
    close: () => journal.close(),
  };
}

const nameOf = (caller: string, key: string) => JSON.stringify([caller, key]);

async function readClaims(path: string, cipher: Cipher, report: Report): Promise<Map<string, Held>> {
  const claims = new Map<string, Held>();
  let damaged = 0;
  let lines = 0;
  const take = (bytes: Buffer) => {
    const line = bytes.toString('utf8');
    if (++lines === 1 && isNewerOnce(line)) {
      throw storageError('newerFormat', `${ONCE_FILE} was written by a newer version`, { file: ONCE_FILE });
    }
    const entry = readOnceLine(line, cipher);
    if (entry) {
      const name = nameOf(entry.caller, entry.key);
      // Claimed anew after it had been forgotten: it belongs behind those before it.
      if (claims.get(name)?.entry.at !== entry.at) claims.delete(name);
      claims.set(name, { entry, isDurable: true, written: Promise.resolve() });
    } else if (line !== ONCE_HEADER) damaged += 1;
    return true;
  };
  await withLines(path, file => file.forward(take));
  if (damaged > 0) {
    for (const held of claims.values()) held.entry = { ...held.entry, answer: held.entry.answer ?? LOST };
    reportDamage(damaged, report);
  }
  return claims;
}

const LOST: FirstAnswer = {
  kind: 'error',
  error: 'storage',
  message: 'what came of it cannot be read any more',
  detail: { file: ONCE_FILE },
};

function reportDamage(damaged: number, report: Report): void {
  report(
    'once_damaged_lines',
    { file: ONCE_FILE, damaged },
    {
      ko: `프로그램 요청 기록 ${ONCE_FILE}에서 손상된 ${damaged}줄을 건너뛰었습니다. 프로그램이 같은 요청을 되풀이하면 다시 주문될 수 있으니 주문 내역을 확인하세요.`,
      en: `Skipped ${damaged} damaged lines of the record of programs’ requests ${ONCE_FILE}. A program that repeats a request may order again: check your orders.`,
    },
  );
}
