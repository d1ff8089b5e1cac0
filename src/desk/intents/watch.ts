import {
  type AccountReads,
  type AccountRef,
  accountKey,
  asDeskError,
  type ExecutionNotice,
  kstDate,
  type Log,
  type OrderList,
  type Shares,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import { concernOf, ownNumber } from './concern.js';
import { dueAt, type Followed, followedFrom, hasten, reschedule, sentAt } from './followed.js';
import { accountOf, type Intent } from './intent.js';
import type { Hunt, Progress } from './look.js';
import { noted, unlooked } from './noted.js';
import { createTallies } from './tally.js';
import { createVerdict, type VerdictParts } from './verdict.js';

export interface WatchParts extends VerdictParts {
  readonly accounts: Pick<AccountReads, 'orders' | 'balance'>;
  readonly log: Log;
  /** The intent as it is now. */
  current(intent: Intent): Intent | undefined;
}

/** What is known of an intent beyond the journal, for its card. */
export interface View {
  readonly hunt: Hunt | undefined;
  readonly progress: Progress | undefined;
  /** By how many shares the holding has changed since just before it left; only asked where the list has gaps. */
  readonly heldChange: Shares | undefined;
  /** When the venue is asked next, ms by the wall clock; undefined when it is not asked any more. */
  readonly nextAt: number | undefined;
}

export interface OrderWatch {
  /** Looks after an intent that is unknown or accepted, until nothing more can happen to it. */
  follow(intent: Intent): void;
  view(intentId: string): View;
  /** Looks at once; true when the venue's whole list was read and every unknown of the account was held against it. */
  lookNow(account: AccountRef): Promise<boolean>;
  /**
   * The venue's own word of an execution: what it adds is known at once, and the list is read soon. It never says what
   * became of an order of unknown outcome; the list does.
   */
  heard(notice: ExecutionNotice): void;
  stop(): Promise<void>;
}

const READ_DEADLINE_MS = 25_000;
const FINISHED_KEPT = 300;

/** Reads each account's order list when one of its orders is due, once for all that are. */
export function createWatch(parts: WatchParts): OrderWatch {
  const { clock, log } = parts;
  const followed = new Map<string, Followed>();
  /** The same by account: of a thousand accounts one is looked at without turning over the others. */
  const byAccount = new Map<string, Map<string, Followed>>();
  /** How orders fared that need no looking after any more; the latest few hundred. */
  const finished = new Map<string, Progress>();
  const loops = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const waking = new Map<string, AbortController>();
  const tallies = createTallies();
  const verdict = createVerdict(parts, drop, withNotices, stopping.signal);

  function follow(intent: Intent): void {
    if (stopping.signal.aborted) return;
    const { state } = intent;
    if (state.kind !== 'unknown' && state.kind !== 'accepted') return;
    const one = followedFrom(intent, state.at, followed.get(intent.id), clock);
    const account = accountOf(intent.act);
    const key = accountKey(account);
    keep(one, key);
    // Its notices may have come before the answer that told its number.
    if (recount(one)) hasten(one, false, clock);
    wake(key);
    if (!loops.has(key))
      loops.set(
        key,
        loop(account).catch(() => void loops.delete(key)),
      );
  }

  function keep(one: Followed, key: string): void {
    followed.set(one.intent.id, one);
    const shelf = byAccount.get(key) ?? new Map<string, Followed>();
    byAccount.set(key, shelf.set(one.intent.id, one));
  }

  function wake(key: string): void {
    waking.get(key)?.abort();
    waking.delete(key);
  }

  function withNotices(intent: Intent, progress: Progress): Progress {
    const own = ownNumber(intent);
    const tally = own && tallies.of(accountOf(intent.act), own.number, own.date);
    return tally ? noted(progress, tally) : progress;
  }

  /** Takes in what notices say of an accepted order; true when that was news. */
  function recount(one: Followed): boolean {
    const { act, state } = one.intent;
    if (state.kind !== 'accepted') return false;
    const before = one.progress ?? unlooked(act, state);
    const now = withNotices(one.intent, before);
    if (now === before) return false;
    one.progress = now;
    parts.onNews(one.intent);
    return true;
  }

  function heard(notice: ExecutionNotice): void {
    if (stopping.signal.aborted) return;
    tallies.note(notice);
    for (const one of [...followed.values()]) {
      const concern = concernOf(one.intent, notice);
      if (concern === undefined) continue;
      hasten(one, concern === 'perhaps', clock);
      if (concern === 'its') recount(one);
      wake(accountKey(accountOf(one.intent.act)));
    }
  }

  const ofAccount = (account: AccountRef) => [...(byAccount.get(accountKey(account))?.values() ?? [])];

  async function loop(account: AccountRef): Promise<void> {
    const key = accountKey(account);
    for (;;) {
      const mine = ofAccount(account);
      if (mine.length === 0 || stopping.signal.aborted) return void loops.delete(key);
      const due = Math.min(...mine.map(dueAt));
      const wait = due - clock.monotonic();
      if (wait > 0) {
        const woken = new AbortController();
        waking.set(key, woken);
        await clock.sleep(wait, AbortSignal.any([woken.signal, stopping.signal])).catch(() => undefined);
        continue;
      }
      await look(
        account,
        mine.filter(f => dueAt(f) <= clock.monotonic()),
      );
    }
  }

  /** One read for all that are due. A read that fails, or is not whole, is no answer to anything. */
  async function look(account: AccountRef, due: readonly Followed[]): Promise<boolean> {
    const from = kstDate(Math.min(clock.now(), ...due.map(f => sentAt(f.intent))));
    const begun = clock.monotonic();
    const early = new Set(due.filter(({ nextAt }) => nextAt > begun));
    for (const one of due) {
      one.hastenedAt = undefined;
      one.lookedAt = begun;
    }
    let list: OrderList;
    try {
      const read = (signal: AbortSignal) =>
        parts.accounts.orders(account, { from, to: kstDate(clock.now()) }, signal);
      list = await withDeadline(clock, READ_DEADLINE_MS, signal =>
        read(AbortSignal.any([signal, stopping.signal])),
      );
    } catch (thrown) {
      const { kind, message } = asDeskError(thrown);
      if (stopping.signal.aborted) return false;
      log('warn', 'order.lookFailed', { kind, message, orders: due.length });
      for (const one of due) {
        if (reschedule(one, clock) && one.intent.state.kind === 'unknown') parts.onLooked(one.intent);
      }
      return false;
    }
    for (const one of due) {
      reschedule(one, clock);
      const intent = parts.current(one.intent);
      if (!intent || followed.get(intent.id) !== one) continue;
      one.intent = intent;
      await verdict(one, intent, list, early.has(one));
    }
    return true;
  }

  function drop({ intent, progress }: Followed): void {
    followed.delete(intent.id);
    const key = accountKey(accountOf(intent.act));
    const shelf = byAccount.get(key);
    shelf?.delete(intent.id);
    if (shelf?.size === 0) byAccount.delete(key);
    if (!progress) return;
    finished.set(intent.id, progress);
    for (const oldest of finished.keys()) {
      if (finished.size <= FINISHED_KEPT) break;
      finished.delete(oldest);
    }
  }

  return {
    follow,
    view(id) {
      const one = followed.get(id);
      if (!one) {
        return { hunt: undefined, progress: finished.get(id), heldChange: undefined, nextAt: undefined };
      }
      const nextAt = Math.round(clock.now() + Math.max(0, dueAt(one) - clock.monotonic()));
      return { hunt: one.hunt, progress: one.progress, heldChange: one.heldChange, nextAt };
    },
    heard,
    lookNow: account => look(account, ofAccount(account)),
    async stop() {
      stopping.abort();
      await Promise.allSettled(loops.values());
    },
  };
}
