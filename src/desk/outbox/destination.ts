import {
  asDeskError,
  type ChatPlatform,
  type Clock,
  type DeskError,
  type Destination,
  type DropReason,
  destinationKey,
  type Language,
  type Log,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import { afterFailure, markedRepeat, planTry } from './attempt.js';
import type { OutboxBook } from './book.js';
import { firsts, nextOf } from './lanes.js';
import { isShownElsewhere, type LetterRecord, type Spot } from './letter-record.js';
import type { Noting } from './noting.js';
import { createPause } from './pause.js';

/** A platform as the outbox uses it. */
export type Poster = Pick<ChatPlatform, 'id' | 'post' | 'rewrite' | 'sameKeyMs' | 'status'>;

export interface DeliveryParts {
  readonly book: OutboxBook;
  readonly note: Noting['note'];
  /** undefined while it is not there, or not there yet. */
  platform(id: Poster['id']): Poster | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  /** Called when a destination has nothing to do for now. */
  rested(): void;
}

/** Brings one destination its letters, one at a time. */
export interface DestinationWorker {
  /** There may be something to do. */
  poke(): void;
  /** The platform is there again: no pause holds any more, but one that the platform itself asked for. */
  wake(): void;
  /** Nothing is under way: all is delivered, or waits for a time or for the platform. */
  atRest(): boolean;
  /** The letter whose attempt is under way. */
  underWay(): string | undefined;
  /** Resolves when the attempt under way has ended. */
  stop(): Promise<void>;
}

export const TOO_OLD_MS = 24 * 3_600_000;
export const POLL_MS = 5_000;
/** A platform ends its attempts after 15 s by itself; this is for one that does not. */
export const ATTEMPT_MS = 20_000;

export function createDestination(to: Destination, parts: DeliveryParts): DestinationWorker {
  const { book, note, clock, log, language } = parts;
  const key = destinationKey(to);
  const pause = createPause(clock);
  /** Letters that the platform would not take with all their trimmings. */
  const plain = new Set<string>();
  /** Since when, by the monotonic clock, this run knows that nobody knows whether a letter stands here. */
  const doubts = new Map<string, number>();
  let failures = 0;
  let pausedUntil = 0;
  let ordered = false;
  let running: Promise<void> | undefined;
  let resting = false;
  let underWay: string | undefined;
  let stopped = false;

  function next(): string | undefined {
    const lanes = book.lanes.get(key);
    return lanes && nextOf(lanes);
  }

  /** Gives up the eldest while they are too old to be of use. */
  function dropTooOld(): void {
    for (let dropped = true; dropped; ) {
      dropped = false;
      const lanes = book.lanes.get(key);
      for (const id of lanes ? firsts(lanes) : []) {
        const record = book.record(id);
        if (!record || clock.now() - record.letter.at <= TOO_OLD_MS) continue;
        drop(record, 'tooOld');
        dropped = true;
      }
    }
  }

  async function run(): Promise<void> {
    for (;;) {
      if (stopped) return;
      dropTooOld();
      const id = next();
      const record = id === undefined ? undefined : book.record(id);
      const spot = record?.spots.get(key);
      if (!record || !spot) return;
      const platform = parts.platform(to.platform);
      const connected = platform?.status().state === 'connected' ? platform : undefined;
      const wait = connected ? pausedUntil - clock.monotonic() : POLL_MS;
      if (!connected) recovered();
      if (connected && wait <= 0) await attend(record, spot, connected);
      else await rest(Math.min(wait, POLL_MS));
    }
  }

  /** What failed before says nothing any more about what will; what the platform itself asked for still holds. */
  function recovered(): void {
    failures = 0;
    if (!ordered) pausedUntil = 0;
  }

  async function rest(ms: number): Promise<void> {
    resting = true;
    parts.rested();
    await pause.rest(ms);
    resting = false;
  }

  function waitFor(ms: number, asOrdered = false): void {
    pausedUntil = clock.monotonic() + ms;
    ordered = asOrdered;
  }

  async function attend(record: LetterRecord, spot: Spot, platform: Poster): Promise<void> {
    const { id } = record.letter;
    const began = clock.monotonic();
    const since = doubts.get(id) ?? began;
    if (spot.tries.length > 0) doubts.set(id, since);
    const plan = planTry(spot.tries, {
      now: clock.now(),
      sameKeyMs: platform.sameKeyMs,
      elsewhere: isShownElsewhere(record, key),
      doubtfulMs: began - since,
    });
    if (plan.kind === 'wait') return waitFor(plan.ms);
    if (plan.kind === 'drop') return drop(record, 'doubtful');
    underWay = id;
    await attempt(record, spot, platform, plan.marked);
    underWay = undefined;
  }

  async function attempt(record: LetterRecord, spot: Spot, platform: Poster, marked: boolean): Promise<void> {
    const { letter, version } = record;
    const { id, reply } = letter;
    // Its spare has told people already.
    const isLate = record.spared && isFirstChoice(record, key) && isShownElsewhere(record, key);
    // Durable before anything leaves, and with it what was written before: the letter itself.
    await note({ kind: 'trying', id, at: clock.now(), to: key });
    // Much may have happened while the disk took its time.
    if (stopped || platform.status().state !== 'connected') {
      return void note({ kind: 'failed', id, at: clock.now(), to: key });
    }
    try {
      const words = marked ? markedRepeat(reply, language) : reply;
      const how = { key: id, silent: spot.route.silent || isLate, plain: plain.has(id) };
      const card = await withDeadline(clock, ATTEMPT_MS, () => platform.post(to, words, how));
      // Under one key the platform may have given back what an earlier attempt put there, with the words of that time.
      const shows = spot.tries[0]?.version ?? version;
      void note({ kind: 'shown', id, at: clock.now(), to: key, card, version: shows });
      failures = 0;
      done(id);
    } catch (thrown) {
      failed(record, asDeskError(thrown));
    }
  }

  function failed(record: LetterRecord, error: DeskError): void {
    const { id, about } = record.letter;
    const failure = afterFailure(error, { plain: plain.has(id), failures });
    log('warn', 'outbox.notPosted', {
      to: key,
      reference: about.reference,
      kind: error.kind,
      message: error.message,
      next: failure.kind,
    });
    if (failure.surely) void note({ kind: 'failed', id, at: clock.now(), to: key });
    if (failure.kind === 'drop') drop(record, failure.why);
    else if (failure.kind === 'plain') plain.add(id);
    else {
      failures += 1;
      if (error.kind === 'bug') plain.add(id);
      if (!failure.surely && !doubts.has(id)) doubts.set(id, clock.monotonic());
      waitFor(failure.waitMs, failure.ordered);
    }
  }

  function drop({ letter }: LetterRecord, why: DropReason): void {
    const { id, about } = letter;
    log('warn', 'outbox.dropped', { to: key, why, reference: about.reference });
    void note({ kind: 'dropped', id, at: clock.now(), to: key, why });
    done(id);
  }

  function done(id: string): void {
    plain.delete(id);
    doubts.delete(id);
  }

  function poke(): void {
    if (running || stopped || next() === undefined) return;
    running = run().finally(() => {
      running = undefined;
      poke();
      parts.rested();
    });
  }

  return {
    poke,
    wake() {
      recovered();
      pause.cut();
      poke();
    },
    atRest: () => running === undefined || resting,
    underWay: () => underWay,
    async stop() {
      stopped = true;
      pause.cut();
      await running;
    },
  };
}

const isFirstChoice = ({ letter }: LetterRecord, key: string): boolean =>
  letter.to.some(route => destinationKey(route.to) === key);
