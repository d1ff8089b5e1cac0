import { type AccountRef, DeskError, kstDate, type Snapshot, type TradeAct } from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import { accountOf, subjectOf } from '../intents/intent.js';
import { snapshotOf } from '../intents/match.js';
import type { Fresh, TicketContent } from '../tickets/ticket.js';
import type { TradeParts } from './parts.js';
import type { Pending } from './pending.js';

/** How long the looks at the venue may take at a press, ms. */
const PRESS_DEADLINE_MS = 15_000;

/** What the venue says before an order leaves it. */
export interface VenueLook {
  /**
   * While the ticket is being read: gets ready what the send will need, and asks for the holding where the venue's list
   * may have gaps (모의투자), so that the press need not wait for either. Never rejects.
   */
  ahead(pending: Pending): void;
  /**
   * At the press: the price, and which orders are there already. Cancels wait for neither. Throws what a read throws:
   * what cannot be known is not ordered.
   */
  atPress(pending: Pending): Promise<{ readonly fresh: Fresh; readonly snapshot: Snapshot }>;
}

export function createVenueLook(
  { clock, maker, accounts, trading }: TradeParts,
  stopping: AbortSignal,
): VenueLook {
  return {
    ahead(pending) {
      const { content } = pending;
      for (const act of content.acts) void trading.prepare(act);
      if (content.stamp === 'live' || isCancel(content)) return;
      const { code } = subjectOf(firstAct(content));
      accounts.balance(ticketAccount(content), stopping).then(
        ({ positions }) => {
          pending.holding = positions.find(position => position.code === code)?.quantity ?? 0n;
        },
        () => undefined,
      );
    },
    async atPress(pending) {
      const { content } = pending;
      if (isCancel(content)) {
        const nothing = { numbers: [], complete: true, totals: undefined, holding: undefined };
        return { fresh: { quote: undefined }, snapshot: { at: clock.now(), ...nothing } };
      }
      const [account, code] = [ticketAccount(content), subjectOf(firstAct(content)).code];
      const today = kstDate(clock.now());
      return withDeadline(clock, PRESS_DEADLINE_MS, async signal => {
        const ends = AbortSignal.any([signal, stopping]);
        const [fresh, list] = await Promise.all([
          maker.refresh(content, ends),
          accounts.orders(account, { from: today, to: today }, ends),
        ]);
        return { fresh, snapshot: snapshotOf(list, code, pending.holding) };
      });
    },
  };
}

/** Whether a ticket only ever takes risk away. */
export const isCancel = ({ acts }: TicketContent): boolean => acts.every(({ kind }) => kind === 'cancel');

export const ticketAccount = (content: TicketContent): AccountRef => accountOf(firstAct(content));

function firstAct({ acts }: TicketContent): TradeAct {
  const [act] = acts;
  if (!act) throw new DeskError('bug', 'a ticket without an act');
  return act;
}
