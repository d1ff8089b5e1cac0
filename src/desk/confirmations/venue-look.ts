import {
  type AccountRef,
  type Balance,
  DeskError,
  kstDate,
  type Snapshot,
  type TradeAct,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import { accountOf, subjectOf } from '../intents/intent.js';
import { snapshotOf } from '../intents/match.js';
import type { Fresh, TicketContent } from '../tickets/ticket.js';
import type { TradeParts } from './parts.js';

/** How long the looks at the venue may take at a press, ms. */
const PRESS_DEADLINE_MS = 15_000;

/**
 * What the venue says at the press: the price, and which orders are there already. Cancels wait for neither. Throws what
 * a read throws: what cannot be known is not ordered.
 */
export function createVenueLook(
  { clock, maker, accounts }: TradeParts,
  stopping: AbortSignal,
): (content: TicketContent) => Promise<{ readonly fresh: Fresh; readonly snapshot: Snapshot }> {
  return async content => {
    if (isCancel(content)) {
      const snapshot = {
        at: clock.now(),
        numbers: [],
        complete: true,
        totals: undefined,
        holding: undefined,
      };
      return { fresh: { quote: undefined }, snapshot };
    }
    const [account, code] = [ticketAccount(content), subjectOf(firstAct(content)).code];
    const today = kstDate(clock.now());
    return withDeadline(clock, PRESS_DEADLINE_MS, async signal => {
      const ends = AbortSignal.any([signal, stopping]);
      const [fresh, list] = await Promise.all([
        maker.refresh(content, ends),
        accounts.orders(account, { from: today, to: today }, ends),
      ]);
      // Where the list has gaps, what is held afterwards may be all that tells.
      const holding = list.complete ? undefined : held(await accounts.balance(account, ends), code);
      return { fresh, snapshot: snapshotOf(list, code, holding) };
    });
  };
}

const held = ({ positions }: Balance, code: string) =>
  positions.find(position => position.code === code)?.quantity ?? 0n;

/** Whether a ticket only ever takes risk away. */
export const isCancel = ({ acts }: TicketContent): boolean => acts.every(({ kind }) => kind === 'cancel');

export const ticketAccount = (content: TicketContent): AccountRef => accountOf(firstAct(content));

function firstAct({ acts }: TicketContent): TradeAct {
  const [act] = acts;
  if (!act) throw new DeskError('bug', 'a ticket without an act');
  return act;
}
