import {
  type AccountReads,
  type AccountRef,
  type Clock,
  type OrderList,
  type Stamp,
  stampOf,
  type VenueOrder,
} from '../../core/index.js';
import type { Followed } from './followed.js';
import { heldChange } from './held-change.js';
import { accountOf, type Intent } from './intent.js';
import { type Found, judge, type Progress, progressOf } from './look.js';
import { noLess } from './noted.js';
import { dayIsOver } from './schedule.js';

/** Who is told what a look came to, and who knows what it is held against. */
export interface VerdictParts {
  readonly accounts: Pick<AccountReads, 'balance'>;
  readonly clock: Clock;
  /** Of the whole desk; see stampOf. */
  readonly stamp: Stamp;
  /** Whether this row belongs to an order that the desk knows as its own. Numbers begin anew every day. */
  isOurs(account: AccountRef, row: VenueOrder): boolean;
  /** The outcome of an unknown one is known. */
  onFound(intent: Intent, found: Exclude<Found, { kind: 'open' }>): Promise<void>;
  /** Something about it is new: people should hear of it. */
  onNews(intent: Intent): void;
  /** It was looked for once more, and all that is new is when that will be done again. */
  onLooked(intent: Intent): void;
  /** A whole list without an order that the venue had accepted, for the third time. */
  onMissing(intent: Intent): void;
  /** The venue is through with it. */
  onOver(intent: Intent): Promise<void>;
}

const MISSING_LIMIT = 3;

/**
 * Holds a whole list against an intent, and tells what follows from it. `early`: this look was not on the schedule, and
 * what the list lacks may come in a moment.
 */
export type Verdict = (one: Followed, intent: Intent, list: OrderList, early: boolean) => Promise<void>;

/**
 * `drop` ends the looks: before anybody is told, so that who then asks is told the same. `withNotices`: what the venue's
 * execution notices add to a list's row.
 */
export function createVerdict(
  parts: VerdictParts,
  drop: (one: Followed) => void,
  withNotices: (intent: Intent, progress: Progress) => Progress,
  stopping: AbortSignal,
): Verdict {
  const { clock, stamp } = parts;

  async function judgeUnknown(one: Followed, intent: Intent, list: OrderList): Promise<void> {
    const { state, act } = intent;
    if (state.kind !== 'unknown') return;
    const found = judge({ act, at: state.at, snapshot: state.snapshot }, one.hunt, list, {
      elapsed: clock.monotonic() - one.leftAt,
      over: dayIsOver(stampOf(accountOf(act), stamp), state.at, clock.now()),
      isOurs: row => parts.isOurs(accountOf(act), row),
    });
    if (found.kind !== 'open') {
      drop(one);
      return parts.onFound(intent, found);
    }
    const before = one.hunt;
    one.hunt = found.hunt;
    if (found.hunt.kind === 'blind') {
      one.heldChange = await heldChange(parts.accounts, act, state.snapshot.holding, stopping);
    }
    if (before.kind !== found.hunt.kind) parts.onNews(intent);
    else parts.onLooked(intent);
  }

  async function judgeAccepted(
    one: Followed,
    intent: Intent,
    list: OrderList,
    early: boolean,
  ): Promise<void> {
    const { state } = intent;
    if (state.kind !== 'accepted') return;
    const listed = progressOf(intent.act, state, list);
    const dayOver = dayIsOver(stampOf(accountOf(intent.act), stamp), state.at, clock.now());
    if (!listed) {
      // A list with gaps will not confirm it; then the notices' word is the last one.
      if (one.progress?.over && !list.complete) return finish(one, intent, state.done);
      if (list.complete && !early) {
        one.missing += 1;
        if (one.missing === MISSING_LIMIT) parts.onMissing(intent);
      }
      if (dayOver) drop(one);
      return;
    }
    const before = one.progress;
    one.progress = noLess(withNotices(intent, listed), before);
    one.missing = 0;
    if (listed.over || dayOver) return finish(one, intent, state.done);
    if (isNews(before, one.progress)) parts.onNews(intent);
  }

  async function finish(one: Followed, intent: Intent, done: boolean): Promise<void> {
    drop(one);
    if (!done) await parts.onOver(intent);
    parts.onNews(intent);
  }

  return async (one, intent, list, early) => {
    if (intent.state.kind === 'unknown') await judgeUnknown(one, intent, list);
    else if (intent.state.kind === 'accepted') await judgeAccepted(one, intent, list, early);
    else drop(one);
  };
}

/** Until something happens to it the card says all there is to say: the venue took it. */
function isNews(before: Progress | undefined, { row, unlisted = false }: Progress): boolean {
  if (!before) return row.filled > 0n || row.state !== 'open';
  const { filled, state } = before.row;
  return filled !== row.filled || state !== row.state || (before.unlisted ?? false) !== unlisted;
}
