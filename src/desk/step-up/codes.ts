import type { Clock, DeskError, Principal, StepUpRecord, StepUpStore } from '../../core/index.js';
import { codeNeeded, lockedUntil } from './denials.js';
import { sixDigits, stepsOf } from './totp.js';

const MOST_WRONG = 5;
const LOCK_MS = 15 * 60_000;

/** A record, and the identity that it rests under. */
export interface Factor {
  readonly person: string;
  readonly record: StepUpRecord;
}

type Ids = Pick<Principal, 'id' | 'ids'>;

/** The codes of those who have a second factor. */
export interface Codes {
  /** That of whichever of the person's identities has one. */
  factorOf(who: Ids): Factor | undefined;
  /** Throws `denied` (`need`: `unlocked`). */
  requireUnlocked(who: Ids): void;
  /**
   * Takes a code: once, and durably before it resolves. Throws `denied`: `need` is `code`, `unlocked`, or what `gone`
   * gives when the factor was taken away meanwhile; what was wrong is counted durably before it throws.
   */
  take(who: Ids, code: string | undefined, gone: () => DeskError): Promise<void>;
  /** One thing at a time for each person: of two presses with the same code the second sees what the first has used. */
  inTurn<T>(person: string, work: () => Promise<T>): Promise<T>;
}

export function createCodes(parts: {
  readonly store: StepUpStore;
  readonly clock: Pick<Clock, 'now'>;
  /** The fifth wrong code has locked them; called when that is durable. */
  onLocked(who: Ids, until: number): void;
}): Codes {
  const { store, clock } = parts;
  const turns = new Map<string, Promise<unknown>>();

  function inTurn<T>(person: string, work: () => Promise<T>): Promise<T> {
    const result = (turns.get(person) ?? Promise.resolve()).then(work);
    const over = result.then(
      () => undefined,
      () => undefined,
    );
    turns.set(person, over);
    void over.then(() => turns.get(person) === over && turns.delete(person));
    return result;
  }

  function factorOf({ id, ids }: Ids): Factor | undefined {
    for (const person of [id, ...ids]) {
      const record = store.of(person);
      if (record) return { person, record };
    }
    return undefined;
  }

  function requireUnlocked(who: Ids): void {
    const until = factorOf(who)?.record.lockedUntil;
    if (until !== undefined && clock.now() < until) throw lockedUntil(until);
  }

  async function wrong(who: Ids, { person, record }: Factor): Promise<DeskError> {
    const now = clock.now();
    const failures = [...record.failures, now];
    if (failures.length < MOST_WRONG) {
      await store.set(person, { ...record, failures, lockedUntil: undefined });
      return codeNeeded('wrong', MOST_WRONG - failures.length);
    }
    const until = now + LOCK_MS;
    await store.set(person, { ...record, failures: [], lockedUntil: until });
    parts.onLocked(who, until);
    return lockedUntil(until);
  }

  async function judge(who: Ids, factor: Factor, given: string | undefined): Promise<void> {
    const { person, record } = factor;
    const left = MOST_WRONG - record.failures.length;
    if (given === undefined || given.trim() === '') throw codeNeeded('missing', left);
    const code = sixDigits(given);
    if (code === undefined) throw codeNeeded('malformed', left);
    const steps = await stepsOf(record.secret, code, clock.now());
    const fresh = steps.find(step => step > record.lastStep);
    if (fresh !== undefined) {
      await store.set(person, { ...record, lastStep: fresh, failures: [], lockedUntil: undefined });
      return;
    }
    // Right a moment ago: whoever sees it over a shoulder gets nothing for it, and whoever presses twice loses nothing.
    throw steps.length > 0 ? codeNeeded('used', left) : await wrong(who, factor);
  }

  return {
    factorOf,
    requireUnlocked,
    inTurn,
    async take(who, code, gone) {
      const known = factorOf(who);
      if (!known) throw gone();
      await inTurn(known.person, async () => {
        const factor = factorOf(who);
        if (!factor) throw gone();
        requireUnlocked(who);
        await judge(who, factor, code);
      });
    },
  };
}
