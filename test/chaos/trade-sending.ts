import type { Outcome, TradingMode } from '../../src/core/index.js';
import type { TradeRig } from '../support/trade-rig.js';
import type { TradeKind } from './trade-kinds.js';
import { orderTr, PRODUCT, type Wish } from './trade-order.js';

/**
 * When a person places the very same order by hand, if at all: before the desk looks at the list, between that look and the send,
 * right after it, or so many ms later.
 */
export type Twin = 'none' | 'before' | 'between' | 'after' | number;

/** A confirmed order on its way. */
export interface Sent {
  readonly wish: Wish;
  readonly kind: TradeKind;
  readonly ticket: string;
  readonly twin: Twin;
  /** The venue's numbers of what a person placed by hand. */
  readonly byHand: string[];
  readonly answer: Promise<Outcome>;
}

/** Longer than all pauses between the repeats of one order, ms. */
const REPEATS_MS = 4_000;
const STEP_MS = 250;

/** Makes the ticket, prepares the trouble and presses the button. Returns when the order has arrived, or cannot. */
export async function sendWish(
  rig: TradeRig,
  wish: Wish,
  trouble: { readonly kind: TradeKind; readonly twin: Twin; readonly mode: TradingMode },
): Promise<Sent> {
  const { clock, venue } = rig;
  const { kind, twin, mode } = trouble;
  rig.useAccount(wish.account);
  const ticket = await rig.ticket(wish.by, wish.text);
  const byHand: string[] = [];
  if (twin === 'before') await placeTwin(rig, wish, byHand);
  const tr = orderTr(wish, { broker: rig.broker, mode });
  await venue.addFaults(...kind.faults.map(fault => ({ ...fault, match: { tr } })));
  rig.beforeSend(async () => {
    rig.beforeSend(undefined);
    if (twin === 'between') await placeTwin(rig, wish, byHand);
    if (kind.before === 'expire') await venue.expireTokens(rig.ownKey());
    if (kind.before === 'shut') await venue.relay?.shut();
  });

  const answer = rig.press(wish.by, ticket.confirm);
  const seen = { answered: false };
  void answer.finally(() => {
    seen.answered = true;
  });
  const before = rig.posts.length;
  await clock.settle();
  // A repeat that is still to come would meet with the trouble of the next order.
  for (let waited = 0; waited < REPEATS_MS && !seen.answered; waited += STEP_MS) {
    if (rig.posts.length - before >= kind.mostPosts) break;
    await clock.advance(STEP_MS);
  }
  // Of an order that did not come so far, trouble must not hit the next.
  await venue.clearFaults();
  rig.beforeSend(undefined);
  if (kind.before === 'shut') await venue.relay?.open();
  if (twin === 'after') await placeTwin(rig, wish, byHand);
  return { wish, kind, ticket: ticket.id, twin, byHand, answer };
}

/** Only new orders have twins. */
export async function placeTwin(
  { venue }: TradeRig,
  { account, side, code, act }: Wish,
  byHand: string[],
): Promise<void> {
  if (act.kind !== 'new') return;
  const { type, quantity, price } = act;
  byHand.push(
    await venue.placeByHand({ account: `${account}${PRODUCT}`, side, code, type, quantity, price }),
  );
}
