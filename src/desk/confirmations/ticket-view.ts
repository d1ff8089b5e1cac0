import { type ActView, DeskError, mayUse, type Principal, type TicketView } from '../../core/index.js';
import type { TicketRecord } from '../intents/book.js';
import { accountOf, type Intent, subjectOf } from '../intents/intent.js';
import type { View } from '../intents/watch.js';

/** A ticket as programs see it. Pure. */
export function ticketView(record: TicketRecord, view: (intentId: string) => View): TicketView {
  const { id, proposedAt, expiresAt, intents, approval } = record;
  const [first] = intents;
  if (!first) throw new DeskError('bug', 'a ticket without an act');
  const state = stateOf(record);
  return {
    id,
    account: accountOf(first.act),
    proposedAt,
    expiresAt,
    state,
    ended: state === 'over' ? record.ended : undefined,
    approval: approval && { need: approval.need, given: approval.given.length, until: approval.until },
    acts: intents.map(intent => actView(intent, view(intent.id))),
  };
}

/** What ends a ticket leaves those of its acts alone that are on their way already: then it is not over. */
function stateOf({ ended, intents }: TicketRecord): TicketView['state'] {
  if (ended !== undefined && intents.every(({ state }) => state.kind === 'ended')) return 'over';
  return intents.every(({ state }) => state.kind === 'proposed') ? 'waiting' : 'confirmed';
}

function actView({ n, act, state }: Intent, { progress }: View): ActView {
  const { side, code } = subjectOf(act);
  const terms = act.kind === 'place' ? act.order : act.request;
  const priced = act.kind === 'cancel' ? undefined : act.kind === 'place' ? act.order : act.request;
  const number = state.kind === 'accepted' ? state.order.number.trim() : '';
  return {
    n,
    kind: act.kind,
    side,
    code,
    quantity: terms.quantity,
    price: priced?.price,
    type: priced?.type,
    state: state.kind,
    orderNumber: number === '' ? undefined : number,
    reason: reasonOf(state),
    // Of a cancellation the venue's row is that of the order that it cancels.
    filled: state.kind === 'accepted' && act.kind !== 'cancel' ? progress?.row.filled : undefined,
  };
}

function reasonOf(state: Intent['state']): string | undefined {
  switch (state.kind) {
    case 'refused':
      return `${state.code} ${state.message}`.trim();
    case 'notSent':
    case 'unknown':
      return state.reason;
    case 'proposed':
    case 'claimed':
    case 'sent':
    case 'accepted':
    case 'notPlaced':
    case 'ended':
      return undefined;
  }
}

/** Their own, or anybody's for an admin; and only of accounts that were given to them. */
export function maySee({ owner, intents }: TicketRecord, who: Principal): boolean {
  const concerned = who.ids.includes(owner) || who.roles.has('admin');
  return concerned && intents.every(({ act }) => mayUse(who, accountOf(act)));
}
