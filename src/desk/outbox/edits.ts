import { asDeskError, type Destination, destinationKey, type ShownCard } from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import { isMarked, markedRepeat } from './attempt.js';
import { ATTEMPT_MS, type DeliveryParts, POLL_MS, type Poster } from './destination.js';
import { isTerminal, type LetterRecord } from './letter-record.js';
import { createPause } from './pause.js';

/** Brings the cards that stand at one destination up to date, beside what is posted there and never in its way. */
export interface Edits {
  /** The letter has new words, or was shown with old ones. */
  mark(id: string): void;
  /** The platform is there again. */
  wake(): void;
  /** Resolves when the edit under way has ended. */
  stop(): Promise<void>;
}

interface Overdue {
  /** By the monotonic clock. */
  dueAt: number;
  failures: number;
}

/** One card is edited at most so often; failed edits begin with this and wait twice as long each time. */
const APART_MS = 10_000;
const LONGEST_WAIT_MS = 3_600_000;

export function createEdits(
  to: Destination,
  { book, note, platform: platformOf, clock, log, language }: DeliveryParts,
): Edits {
  const key = destinationKey(to);
  const pause = createPause(clock);
  const overdue = new Map<string, Overdue>();
  const lastAt = new Map<string, number>();
  /** Versions that the platform will never put there. */
  const givenUp = new Map<string, number>();
  let notBefore = 0;
  let running: Promise<void> | undefined;
  let stopped = false;

  const mayBeAt = (id: string) => (lastAt.get(id) ?? Number.NEGATIVE_INFINITY) + APART_MS;

  /** Where the letter stands with words that are not its latest. */
  function outdated(id: string): { record: LetterRecord; card: ShownCard } | undefined {
    const record = book.record(id);
    const shown = record?.spots.get(key)?.shown;
    if (!record || !shown?.card || shown.version >= record.version) return undefined;
    return givenUp.get(id) === record.version ? undefined : { record, card: shown.card };
  }

  function first(): readonly [string, Overdue] | undefined {
    let found: readonly [string, Overdue] | undefined;
    for (const entry of overdue) if (!found || entry[1].dueAt < found[1].dueAt) found = entry;
    return found;
  }

  async function run(): Promise<void> {
    for (;;) {
      const [id, one] = first() ?? [];
      if (stopped || id === undefined || one === undefined) return;
      const platform = platformOf(to.platform);
      const isThere = platform?.status().state === 'connected';
      const wait = isThere ? Math.max(one.dueAt, notBefore) - clock.monotonic() : POLL_MS;
      if (platform && wait <= 0) await edit(id, one, platform);
      else await pause.rest(wait);
    }
  }

  async function edit(id: string, one: Overdue, platform: Poster): Promise<void> {
    const found = outdated(id);
    if (!found) return forget(id);
    const { record, card } = found;
    const { version, letter } = record;
    const tries = record.spots.get(key)?.tries ?? [];
    const words = isMarked(tries, platform.sameKeyMs) ? markedRepeat(letter.reply, language) : letter.reply;
    const began = clock.monotonic();
    lastAt.set(id, began);
    try {
      await withDeadline(clock, ATTEMPT_MS, () => platform.rewrite(card, words));
      void note({ kind: 'shown', id, at: clock.now(), to: key, card, version });
    } catch (thrown) {
      const { kind, message, detail } = asDeskError(thrown);
      log('warn', 'outbox.notEdited', { to: key, reference: letter.about.reference, kind, message });
      if (kind !== 'refused' && kind !== 'notOffered') {
        one.dueAt = began + Math.min(APART_MS * 2 ** one.failures, LONGEST_WAIT_MS);
        one.failures += 1;
        const { retryAfterMs } = detail;
        if (typeof retryAfterMs === 'number') notBefore = clock.monotonic() + retryAfterMs;
        return;
      }
      givenUp.set(id, version);
    }
    forget(id);
    // New words may have come meanwhile.
    mark(id);
  }

  function forget(id: string): void {
    overdue.delete(id);
    for (const [edited, at] of lastAt) {
      if (at + APART_MS > clock.monotonic()) break;
      if (!overdue.has(edited)) lastAt.delete(edited);
    }
    if (!book.record(id)) givenUp.delete(id);
  }

  function mark(id: string): void {
    if (stopped || isTerminal(to.platform) || overdue.has(id) || !outdated(id)) return;
    overdue.set(id, { dueAt: mayBeAt(id), failures: 0 });
    if (running) pause.cut();
    else start();
  }

  function start(): void {
    running = run().finally(() => {
      running = undefined;
      if (!stopped && overdue.size > 0) start();
    });
  }

  return {
    mark,
    wake() {
      for (const [id, one] of overdue) one.dueAt = Math.min(one.dueAt, mayBeAt(id));
      pause.cut();
    },
    async stop() {
      stopped = true;
      pause.cut();
      await running;
    },
  };
}
