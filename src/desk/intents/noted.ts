import {
  kstDate,
  kstTime,
  type Shares,
  type TradeAct,
  type VenueOrder,
  type VenueOrderRef,
} from '../../core/index.js';
import type { Progress } from './look.js';
import type { Tally } from './tally.js';

/**
 * How an order fares by the venue's list and its execution notices together: whichever knows of more fills. Notices that
 * add up to more than was ordered are not believed at all, and what the list calls over is over as it says. The same
 * object when the notices add nothing.
 */
export function noted(progress: Progress, { filled, amount, cancelled }: Tally): Progress {
  const { row } = progress;
  if (progress.over || filled + cancelled > row.quantity) return progress;
  const more = filled > row.filled;
  const known = more ? filled : row.filled;
  const open = [row.remaining - (known - row.filled), row.quantity - known - cancelled];
  const remaining = open.reduce((least, left) => (left < least ? left : least));
  if (!more && remaining === row.remaining) return progress;
  const average = more ? Number(amount) / Number(filled) : row.averageFill;
  return withFills(progress, known, average, remaining < 0n ? 0n : remaining);
}

/** Fills that were known before are not forgotten because a list lags behind; what it calls over is over as it says. */
export function noLess(progress: Progress, before: Progress | undefined): Progress {
  const isFinal = progress.over && progress.unlisted !== true;
  if (!before || isFinal || before.row.filled <= progress.row.filled) return progress;
  const { filled, averageFill, remaining } = before.row;
  const fresh = withFills(progress, filled, averageFill, remaining);
  return before.unlisted ? fresh : { ...fresh, unlisted: false };
}

function withFills(progress: Progress, filled: Shares, averageFill: number, remaining: Shares): Progress {
  const row = { ...progress.row, filled, averageFill, remaining };
  return {
    ...progress,
    row: { ...row, state: stateOf(row) },
    over: remaining === 0n,
    unlisted: true,
  };
}

function stateOf({ filled, quantity, remaining }: VenueOrder): VenueOrder['state'] {
  if (filled === quantity) return 'filled';
  if (remaining === 0n) return 'cancelled';
  return filled > 0n ? 'partlyFilled' : 'open';
}

/** An accepted order as the venue's list would show it before anything happened to it; of a cancel, its original. */
export function unlooked(
  act: TradeAct,
  { order, at }: { readonly order: VenueOrderRef; readonly at: number },
): Progress {
  return { row: rowBefore(act, order, at), amendedTo: undefined, over: false };
}

function rowBefore(act: TradeAct, { number, branch }: VenueOrderRef, at: number): VenueOrder {
  if (act.kind === 'cancel') return act.original;
  const fresh = {
    date: kstDate(at),
    time: kstTime(at),
    number,
    branch,
    filled: 0n,
    averageFill: 0,
    state: 'open',
  } as const;
  if (act.kind === 'amend') {
    const { request, original } = act;
    const quantity = request.quantity === 'all' ? original.remaining : request.quantity;
    return {
      ...original,
      ...fresh,
      act: 'amend',
      originalNumber: original.number,
      type: request.type,
      price: request.price,
      quantity,
      remaining: quantity,
    };
  }
  const { side, code, type, exchange, quantity, price } = act.order;
  return {
    ...fresh,
    originalNumber: '',
    act: 'new',
    side,
    code,
    name: '',
    typeName: '',
    type,
    exchange,
    quantity,
    price,
    remaining: quantity,
  };
}
