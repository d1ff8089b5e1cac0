import type { Reply } from '../../src/core/index.js';
import { amend, at, buy, MARKET, sell, shares } from '../desk/tickets/rig.js';
import { ACCOUNT_CARDS } from './account-cards.js';
import { APPROVAL_CARDS, GLASS_CARDS } from './approval-cards.js';
import { DESK_CARDS } from './desk-cards.js';
import { HAND_CARDS } from './hand-cards.js';
import {
  ACCEPTED,
  cancelAll,
  EXPIRED,
  openTicket,
  REFUSED,
  repeatedTicket,
  rowFilled,
  ticketAfter,
  UNKNOWN,
} from './ticket-cards.js';

const progress = (filled: bigint) => ({
  row: rowFilled(filled),
  amendedTo: undefined,
  over: filled === 10n,
});
const LOOK_ALIKE = [rowFilled(0n), { ...rowFilled(4n), number: '0000012399', time: '100012' }];
const LAST_LIKE = { lastLike: Date.parse('2026-11-23T09:59:48+09:00') };

/** Every face that a ticket's card can have: living cards, rewritten in place. */
export const TICKET_CARDS: Readonly<Record<string, () => Promise<Reply>>> = {
  'ticket-demo': () => openTicket({ stamp: 'demo' }),
  'ticket-paper': () => openTicket({ proposal: sell({ price: at(72_000n) }) }),
  'ticket-live': () => openTicket({ stamp: 'live' }),
  'ticket-market': () =>
    openTicket({ proposal: buy({ price: MARKET }), world: { quote: { warnings: ['vi', 'danger'] } } }),
  'ticket-amend': () => openTicket({ proposal: amend({ size: shares(2n) }) }),
  'ticket-cancel': () => openTicket(cancelAll(1)),
  'ticket-cancel-all': () => openTicket(cancelAll(12)),
  'ticket-repeat': () => openTicket({ world: LAST_LIKE }),
  'ticket-again': () => repeatedTicket({ world: LAST_LIKE }),
  'order-sending': () => ticketAfter({ steps: [{ kind: 'sent' }] }),
  'order-accepted': () => ticketAfter({ steps: ACCEPTED }),
  'order-part-filled': () => ticketAfter({ steps: ACCEPTED, view: { progress: progress(4n) } }),
  'order-filled': () => ticketAfter({ stamp: 'demo', steps: ACCEPTED, view: { progress: progress(10n) } }),
  'order-refused': () => ticketAfter({ steps: REFUSED }),
  'order-unknown': () =>
    ticketAfter({ steps: UNKNOWN, view: { nextAt: Date.parse('2026-11-23T10:00:12+09:00') } }),
  'order-several': () =>
    ticketAfter({
      steps: UNKNOWN,
      view: { hunt: { kind: 'several', answers: 3, looks: 3, rows: LOOK_ALIKE } },
    }),
  'order-blind': () =>
    ticketAfter({ steps: UNKNOWN, view: { hunt: { kind: 'blind', answers: 0, looks: 4, grown: 1_234n } } }),
  'order-expired': () => ticketAfter({ steps: EXPIRED }),
  'orders-cancelled': () => ticketAfter({ ...cancelAll(12), steps: ACCEPTED }),
  ...APPROVAL_CARDS,
};

/** Every kind of card that the desk makes, by a name; the same at every call. */
export const GOLDEN_CARDS: Readonly<Record<string, () => Promise<Reply>>> = {
  ...DESK_CARDS,
  ...ACCOUNT_CARDS,
  ...TICKET_CARDS,
  ...GLASS_CARDS,
  ...Object.fromEntries(Object.entries(HAND_CARDS).map(([name, reply]) => [name, async () => reply])),
};
