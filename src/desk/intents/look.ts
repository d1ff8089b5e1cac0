import {
  kstDate,
  type OrderList,
  type Shares,
  type Snapshot,
  sameOrderNumber,
  type TradeAct,
  type VenueOrder,
  type VenueOrderRef,
} from '../../core/index.js';
import { candidates, type Lost, originalIsOver } from './match.js';
import { PATIENCE_ANSWERS, PATIENCE_MS } from './schedule.js';

/** What the looks for an order of unknown outcome have come to so far. */
export type Hunt = {
  /** How many lists were whole: only these say that it is not there. */
  readonly answers: number;
  /** How many were read at all. */
  readonly looks: number;
} & (
  | /** Nothing that could be it. */
  { readonly kind: 'looking' }
  /** Looked for long enough: most likely it was never placed. Still not proven. */
  | { readonly kind: 'probablyNot' }
  /** Several rows could be it: only a person can tell. */
  | { readonly kind: 'several'; readonly rows: readonly VenueOrder[] }
  /** The venue's list leaves rows out, so only the broker's app can tell. `grown`: its totals grew by so many shares. */
  | { readonly kind: 'blind'; readonly grown: Shares | undefined }
);

/** What one more answer of the venue says. */
export type Found =
  | { readonly kind: 'found'; readonly row: VenueOrder }
  /** Proven: it is not there and can no longer come. */
  | { readonly kind: 'never' }
  | { readonly kind: 'open'; readonly hunt: Hunt };

export const FIRST_HUNT: Hunt = { kind: 'looking', answers: 0, looks: 0 };

/**
 * Judges a list that was read whole. `elapsed`: ms since the order left. `over`: its trading day has ended, so what is
 * not there will not come any more.
 */
export function judge(
  lost: Lost,
  hunt: Hunt,
  list: OrderList,
  at: { elapsed: number; over: boolean; isOurs: (row: VenueOrder) => boolean },
): Found {
  const grown = growth(lost.snapshot, list);
  // Where rows may be missing, then or now, the venue's own count decides: as long as it has not moved, nothing came.
  const unmoved = lost.act.kind === 'place' && isDoubtful(lost, list) && grown === 0n;
  const rows = unmoved ? [] : candidates(lost, list, at.isOurs);
  const [row, second] = rows;
  const looks = hunt.looks + 1;
  const whole = list.complete || unmoved;
  const answers = hunt.answers + (whole ? 1 : 0);
  const seen = { answers, looks };
  // Without a whole list from before it left, even a single row that fits may be an older one.
  if (second || (row && whole && !lost.snapshot.complete)) {
    return { kind: 'open', hunt: { kind: 'several', ...seen, rows } };
  }
  if (row && whole) return { kind: 'found', row };
  const late = at.elapsed >= PATIENCE_MS;
  const patient = late && answers >= PATIENCE_ANSWERS;
  if (whole && (originalIsOver(lost, list, at.isOurs) || (patient && at.over))) return { kind: 'never' };
  if (whole && patient) return { kind: 'open', hunt: { kind: 'probablyNot', ...seen } };
  // Enough looks, and too few of them whole.
  if (late && looks >= PATIENCE_ANSWERS) return { kind: 'open', hunt: { kind: 'blind', ...seen, grown } };
  return { kind: 'open', hunt: { kind: 'looking', ...seen } };
}

const isDoubtful = ({ snapshot }: Lost, list: OrderList) => !snapshot.complete || !list.complete;

/** How many shares more the list's totals count than before the order left; undefined when they cannot be compared. */
function growth(before: Snapshot, { totals }: OrderList): Shares | undefined {
  return before.totals && totals ? totals.ordered - before.totals.ordered : undefined;
}

/**
 * How an accepted order fares, by the venue's own row and its execution notices; for a cancellation that of the order
 * it cancels.
 */
export interface Progress {
  readonly row: VenueOrder;
  /** Number of a later order that carries on what was amended. */
  readonly amendedTo: string | undefined;
  readonly over: boolean;
  /** Something in `row` is known from execution notices alone; the list does not show it yet. */
  readonly unlisted?: boolean;
}

/** `at`: when it left, ms. Numbers begin anew every day, so only rows of its own day are its. */
export function progressOf(
  act: TradeAct,
  { order, at }: { readonly order: VenueOrderRef; readonly at: number },
  list: OrderList,
): Progress | undefined {
  const date = kstDate(at);
  const { number } = act.kind === 'cancel' ? act.request.order : order;
  const row = list.orders.find(r => r.date === date && sameOrderNumber(r.number, number));
  if (!row) return undefined;
  const amendment = list.orders.find(
    r =>
      r.date === date &&
      r.act === 'amend' &&
      r.state !== 'rejected' &&
      sameOrderNumber(r.originalNumber, row.number),
  );
  const over = row.remaining === 0n;
  return { row, amendedTo: over && row.state === 'cancelled' ? amendment?.number : undefined, over };
}
