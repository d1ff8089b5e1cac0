import { join } from 'node:path';
import type { Inbound, Inbox, PlatformId } from '../core/index.js';
import type { Cipher } from './cipher.js';
import { answeredLine, eventKey, readInbound, readInboxLine, takenLine } from './inbox-line.js';
import { createInboxReport } from './inbox-report.js';
import { openJournal } from './journal.js';
import { openSeenFile } from './seen-file.js';
import type { Report } from './storage-error.js';

export interface InboxOptions {
  directory: string;
  cipher: Cipher;
  report: Report;
  /** How many of the latest events are remembered, and how many may be unanswered at a time. */
  window?: number;
  /** How many unanswered events of the last run are kept; beyond that the oldest count as answered. */
  mostLeft?: number;
  /** Size at which the file is rewritten with what still matters. */
  compactAtBytes?: number;
}

/** The file that grows. */
export const INBOX_FILE = 'inbox.jsonl';

/** An event that was taken and is not answered. */
interface Open {
  readonly line: string;
  /** Whether the line is on the disk. */
  durable: boolean;
  /** Resolves when it is, rejects when it will not be. */
  written?: Promise<void>;
}

/** The inbox as the store holds it. */
export interface OpenInbox extends Inbox {
  /** Drops now what is not needed any more. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The inbox as a journal: a `taken` line with the sealed event before it is acted on, an `answered` line once its answer
 * stands. What people wrote and how a platform is answered can be read with the store's key only.
 */
export async function openInbox(options: InboxOptions): Promise<OpenInbox> {
  const { directory, cipher, window = 10_000, mostLeft = 1_000, compactAtBytes = 2 ** 21 } = options;
  const tell = createInboxReport(options.report);
  /** The latest events, in order of arrival. */
  const ids = new Set<string>();
  const open = new Map<string, Open>();
  /** Of the last run, and not yet taken again. */
  const left = new Map<string, Inbound>();

  const journal = await openJournal({
    path: join(directory, INBOX_FILE),
    report: options.report,
    overflow: { kind: 'compact', bytes: compactAtBytes, lines: lasting },
  });
  const old = await openSeenFile(directory);
  for (const key of old?.keys ?? []) remember(key);
  read(await journal.lines());
  if (old) await moveOver(old);

  /** What a line is still needed for. One that is being written comes after these, if it comes at all. */
  function* lasting(): Generator<string> {
    for (const [key, { durable, line }] of open) if (durable && !ids.has(key)) yield line;
    for (const key of ids) {
      const one = open.get(key);
      if (!one) yield answeredLine(key);
      else if (one.durable) yield one.line;
    }
  }

  function read(lines: readonly string[]): void {
    let damaged = 0;
    const sealed = new Map<string, string>();
    for (const text of lines) {
      const line = readInboxLine(text);
      if (!line) {
        damaged += 1;
        continue;
      }
      remember(line.key);
      open.delete(line.key);
      if (line.kind === 'answered') continue;
      hold(line.key, { line: text, durable: true }, mostLeft);
      sealed.set(line.key, line.sealed);
    }
    let unreadable = 0;
    for (const key of open.keys()) {
      const plain = cipher.open(sealed.get(key) ?? '', key);
      const inbound = plain === undefined ? undefined : readInbound(plain);
      if (inbound) {
        left.set(key, inbound);
      } else {
        // It stays known: whatever came of it, it is not acted on unseen.
        open.delete(key);
        unreadable += 1;
      }
    }
    if (damaged > 0) tell.damaged(damaged);
    if (unreadable > 0) tell.unreadable(unreadable);
  }

  /** What an earlier version noted goes into this file once. Should that fail, the next start does it. */
  async function moveOver({ keys, remove }: NonNullable<typeof old>): Promise<void> {
    try {
      await Promise.all(keys.filter(key => ids.has(key)).map(key => journal.append(answeredLine(key))));
      await remove();
    } catch {
      tell.notMovedOver();
    }
  }

  function remember(key: string): void {
    ids.add(key);
    if (ids.size <= window) return;
    for (const oldest of ids) {
      ids.delete(oldest);
      break;
    }
  }

  function hold(key: string, one: Open, most: number): void {
    open.set(key, one);
    if (open.size <= most) return;
    for (const oldest of open.keys()) {
      open.delete(oldest);
      left.delete(oldest);
      break;
    }
    tell.overfull(most);
  }

  return {
    known(platform, eventId) {
      const key = eventKey(platform, eventId);
      return (ids.has(key) || open.has(key)) && !left.has(key);
    },
    async take(inbound) {
      const key = eventKey(inbound.platform, inbound.eventId);
      // Its line is on the disk already.
      if (left.delete(key)) return true;
      if (ids.has(key) || open.has(key)) {
        // Whoever delivered it may forget it once this is told, so it is told no sooner than to the first.
        await open.get(key)?.written?.catch(() => undefined);
        return false;
      }
      // The claim stands before the first await: of two deliveries at once only one passes.
      const one: Open = { line: takenLine(key, cipher.seal(JSON.stringify(inbound), key)), durable: false };
      remember(key);
      hold(key, one, window);
      try {
        // Marked before the journal goes on to its next step: whatever is durable is in a rewritten file as well.
        one.written = journal.append(one.line).then(() => {
          one.durable = true;
        });
        await one.written;
      } catch (error) {
        ids.delete(key);
        open.delete(key);
        throw error;
      }
      return true;
    },
    answered(platform, eventId) {
      const key = eventKey(platform, eventId);
      if (!open.delete(key)) return;
      left.delete(key);
      // Without the line the next start takes the event up again, which has the same one effect.
      journal.append(answeredLine(key)).catch(() => undefined);
    },
    leftOver: createGivenOnce(left),
    tidy: () => journal.tidy(),
    close: () => journal.close(),
  };
}

function createGivenOnce(left: ReadonlyMap<string, Inbound>): Inbox['leftOver'] {
  const given = new Set<PlatformId>();
  return platform => {
    if (given.has(platform)) return [];
    given.add(platform);
    return [...left.values()].filter(inbound => inbound.platform === platform);
  };
}
