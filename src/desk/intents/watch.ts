import {
  type AccountReads,
  type AccountRef,
  accountKey,
  asDeskError,
  type Clock,
  kstDate,
  type Log,
  type OrderList,
  type Shares,
  type Stamp,
  type VenueOrder,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import { heldChange } from './held-change.js';
import { accountOf, type Intent } from './intent.js';
import { FIRST_HUNT, type Found, type Hunt, judge, type Progress, progressOf } from './look.js';
import { dayIsOver, nextLook } from './schedule.js';

export interface WatchParts {
  readonly accounts: Pick<AccountReads, 'orders' | 'balance'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly stamp: Stamp;
  /** Whether this row belongs to an order that the desk knows as its own. Numbers begin anew every day. */
  isOurs(account: AccountRef, row: VenueOrder): boolean;
  /** The intent as it is now. */
  current(intent: Intent): Intent | undefined;
  /** The outcome of an unknown one is known. */
  onFound(intent: Intent, found: Exclude<Found, { kind: 'open' }>): Promise<void>;
  /** Something about it is new: the card should say so. */
  onNews(intent: Intent): void;
  /** A whole list without an order that the venue had accepted, for the third time. */
  onMissing(intent: Intent): void;
  /** The venue is through with it. */
  onOver(intent: Intent): Promise<void>;
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
  stop(): Promise<void>;
}

interface Followed {
  intent: Intent;
  hunt: Hunt;
  progress: Progress | undefined;
  heldChange: Shares | undefined;
  missing: number;
  /** By the monotonic clock: when it left, and from when its looks are counted. */
  readonly leftAt: number;
  readonly since: number;
  nextAt: number;
}

const READ_DEADLINE_MS = 25_000;
const MISSING_LIMIT = 3;
const FINISHED_KEPT = 300;

/** Reads each account's order list when one of its orders is due, once for all that are. */
export function createWatch(parts: WatchParts): OrderWatch {
  const { clock, log } = parts;
  const followed = new Map<string, Followed>();
  /** How orders fared that need no looking after any more; the latest few hundred. */
  const finished = new Map<string, Progress>();
  const loops = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let waking = new AbortController();

  function follow(intent: Intent): void {
    if (stopping.signal.aborted) return;
    const { state } = intent;
    if (state.kind !== 'unknown' && state.kind !== 'accepted') return;
    const known = followed.get(intent.id);
    const leftAt = known?.leftAt ?? clock.monotonic() - Math.max(0, clock.now() - state.at);
    const elapsed = clock.monotonic() - leftAt;
    // One of an earlier run is looked for at once, and then by the same schedule from now on.
    const late = !known && elapsed >= 1_000;
    const since = known?.since ?? (late ? clock.monotonic() : leftAt);
    followed.set(intent.id, {
      intent,
      hunt: known?.hunt ?? FIRST_HUNT,
      progress: known?.progress,
      heldChange: known?.heldChange,
      missing: 0,
      leftAt,
      since,
      nextAt: late ? since : nextDue(state.kind, leftAt, since),
    });
    wake();
    const account = accountOf(intent.act);
    const key = accountKey(account);
    if (!loops.has(key))
      loops.set(
        key,
        loop(account).catch(() => void loops.delete(key)),
      );
  }

  /** By the schedule since it left, and by that since a restart, whichever comes first. */
  function nextDue(kind: 'unknown' | 'accepted', leftAt: number, since: number): number {
    const now = clock.monotonic();
    return Math.min(leftAt + nextLook(kind, now - leftAt), since + nextLook(kind, now - since));
  }

  function wake(): void {
    waking.abort();
    waking = new AbortController();
  }

  const ofAccount = (account: AccountRef) =>
    [...followed.values()].filter(f => accountKey(accountOf(f.intent.act)) === accountKey(account));

  async function loop(account: AccountRef): Promise<void> {
    for (;;) {
      const mine = ofAccount(account);
      if (mine.length === 0 || stopping.signal.aborted) return void loops.delete(accountKey(account));
      const due = Math.min(...mine.map(f => f.nextAt));
      const wait = due - clock.monotonic();
      if (wait > 0) {
        await clock.sleep(wait, AbortSignal.any([waking.signal, stopping.signal])).catch(() => undefined);
        continue;
      }
      await look(
        account,
        mine.filter(f => f.nextAt <= clock.monotonic()),
      );
    }
  }

  /** One read for all that are due. A read that fails, or is not whole, is no answer to anything. */
  async function look(account: AccountRef, due: readonly Followed[]): Promise<boolean> {
    const from = kstDate(Math.min(clock.now(), ...due.map(f => sentAt(f.intent))));
    let list: OrderList;
    try {
      const read = (signal: AbortSignal) =>
        parts.accounts.orders(account, { from, to: kstDate(clock.now()) }, signal);
      list = await withDeadline(clock, READ_DEADLINE_MS, signal =>
        read(AbortSignal.any([signal, stopping.signal])),
      );
    } catch (thrown) {
      const { kind, message } = asDeskError(thrown);
      if (!stopping.signal.aborted) log('warn', 'order.lookFailed', { kind, message, orders: due.length });
      for (const one of due) reschedule(one);
      return false;
    }
    for (const one of due) {
      reschedule(one);
      const intent = parts.current(one.intent);
      if (!intent || followed.get(intent.id) !== one) continue;
      one.intent = intent;
      if (intent.state.kind === 'unknown') await judgeUnknown(one, intent, list);
      else if (intent.state.kind === 'accepted') await judgeAccepted(one, intent, list);
      else followed.delete(intent.id);
    }
    return true;
  }

  function reschedule(one: Followed): void {
    const kind = one.intent.state.kind === 'unknown' ? 'unknown' : 'accepted';
    one.nextAt = nextDue(kind, one.leftAt, one.since);
  }

  async function judgeUnknown(one: Followed, intent: Intent, list: OrderList): Promise<void> {
    const { state, act } = intent;
    if (state.kind !== 'unknown') return;
    const found = judge({ act, at: state.at, snapshot: state.snapshot }, one.hunt, list, {
      elapsed: clock.monotonic() - one.leftAt,
      over: dayIsOver(parts.stamp, state.at, clock.now()),
      isOurs: row => parts.isOurs(accountOf(act), row),
    });
    if (found.kind === 'open') {
      const before = one.hunt;
      one.hunt = found.hunt;
      if (found.hunt.kind === 'blind')
        one.heldChange = await heldChange(parts.accounts, act, state.snapshot.holding, stopping.signal);
      if (before.kind !== found.hunt.kind) parts.onNews(intent);
      return;
    }
    followed.delete(intent.id);
    await parts.onFound(intent, found);
  }

  async function judgeAccepted(one: Followed, intent: Intent, list: OrderList): Promise<void> {
    const { state } = intent;
    if (state.kind !== 'accepted') return;
    const progress = progressOf(intent.act, state.order, list);
    if (!progress) {
      if (list.complete) one.missing += 1;
      if (one.missing === MISSING_LIMIT) parts.onMissing(intent);
      if (dayIsOver(parts.stamp, state.at, clock.now())) followed.delete(intent.id);
      return;
    }
    const before = one.progress?.row;
    one.progress = progress;
    one.missing = 0;
    const { row } = progress;
    // Until something happens to it the card says all there is to say: the venue took it.
    const news = before
      ? before.filled !== row.filled || before.state !== row.state
      : row.filled > 0n || row.state !== 'open';
    if (progress.over || dayIsOver(parts.stamp, state.at, clock.now())) {
      followed.delete(intent.id);
      finished.set(intent.id, progress);
      for (const oldest of finished.keys()) {
        if (finished.size <= FINISHED_KEPT) break;
        finished.delete(oldest);
      }
      await parts.onOver(intent);
      if (news) parts.onNews(intent);
    } else if (news) {
      parts.onNews(intent);
    }
  }

  return {
    follow,
    view(id) {
      const one = followed.get(id);
      if (!one) {
        return { hunt: undefined, progress: finished.get(id), heldChange: undefined, nextAt: undefined };
      }
      const nextAt = Math.round(clock.now() + Math.max(0, one.nextAt - clock.monotonic()));
      return { hunt: one.hunt, progress: one.progress, heldChange: one.heldChange, nextAt };
    },
    lookNow: account => look(account, ofAccount(account)),
    async stop() {
      stopping.abort();
      await Promise.allSettled(loops.values());
    },
  };
}

function sentAt({ state }: Intent): number {
  return state.kind === 'unknown' || state.kind === 'accepted' || state.kind === 'sent' ? state.at : Infinity;
}
