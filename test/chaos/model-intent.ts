import {
  accountKey,
  type IntentEvent,
  kstDate,
  type OrderRequest,
  type TradeAct,
  type Won,
} from '../../src/core/index.js';

/*
 * A second reading of what an intent may go through, written from the rules and not from the desk's code: a table of
 * steps, and a book that is a plain list.
 */

export interface ModelIntent {
  readonly owner: string;
  readonly act: TradeAct;
  readonly value: Won;
  readonly state: ModelState;
  /** When it left, ms. */
  readonly left: number | undefined;
  /** Whether the venue is through with it. */
  readonly done: boolean;
}

export type ModelState =
  | 'proposed'
  | 'claimed'
  | 'sent'
  | 'accepted'
  | 'refused'
  | 'notSent'
  | 'unknown'
  | 'notPlaced'
  | 'ended';

export interface ModelTicket {
  readonly ended: string | undefined;
  /** The messages in which its card stands, by chat: a new one takes the place of an old one. */
  readonly cards: ReadonlyMap<string, string>;
  /** The chats in which it shows all that has happened. */
  readonly told: ReadonlySet<string>;
  readonly intents: readonly ModelIntent[];
}

export type ModelBook = ReadonlyMap<string, ModelTicket>;

type Step = Exclude<IntentEvent, { kind: 'proposed' | 'shown' }>;

/** From each state, what may happen and where it leads. Nothing leads back, and nothing leads out of the last ones. */
const STEPS: Readonly<Record<ModelState, Readonly<Partial<Record<Step['kind'], ModelState>>>>> = {
  proposed: { claimed: 'claimed', ended: 'ended' },
  claimed: { sent: 'sent', notSent: 'notSent', ended: 'ended' },
  sent: { accepted: 'accepted', refused: 'refused', notSent: 'notSent', unknown: 'unknown' },
  unknown: { settled: 'accepted' },
  accepted: { done: 'accepted' },
  refused: {},
  notSent: {},
  notPlaced: {},
  ended: {},
};

/** The intent after an event; undefined when it cannot happen. */
export function stepOf(intent: ModelIntent, event: Step): ModelIntent | undefined {
  const next = STEPS[intent.state][event.kind];
  if (next === undefined) return undefined;
  const absent = event.kind === 'settled' && event.settlement.kind === 'notPlaced';
  return {
    ...intent,
    state: absent ? 'notPlaced' : next,
    left: event.kind === 'sent' ? event.at : intent.left,
    done: intent.done || event.kind === 'done',
  };
}

/** The book after an event; undefined when it cannot happen: then nothing may change. */
export function after(book: ModelBook, event: IntentEvent): ModelBook | undefined {
  const ticket = book.get(event.ticket);
  const put = (changed: ModelTicket) => new Map(book).set(event.ticket, changed);
  if (event.kind === 'proposed') {
    // A ticket is proposed once: anything else would make sent orders sendable again.
    if (ticket) return undefined;
    const intents = event.acts.map(
      (act, n): ModelIntent => ({
        owner: event.owner,
        act,
        value: event.values[n] ?? 0n,
        state: 'proposed',
        left: undefined,
        done: false,
      }),
    );
    return put({ ended: undefined, cards: new Map(), told: new Set(), intents });
  }
  if (!ticket) return undefined;
  if (event.kind === 'shown') {
    const { place, message } = event.card;
    return put({
      ...ticket,
      cards: new Map(ticket.cards).set(place, message),
      told: new Set(ticket.told).add(place),
    });
  }
  if (event.kind === 'ended') {
    const intents = ticket.intents.map(intent => stepOf(intent, event) ?? intent);
    return put({ ...ticket, told: new Set(), ended: event.how, intents });
  }
  const meant = 'n' in event ? [event.n] : ticket.intents.map((_, n) => n);
  const intents = [...ticket.intents];
  for (const n of meant) {
    const intent = intents[n];
    const next = intent && stepOf(intent, event);
    if (!next) return undefined;
    intents[n] = next;
  }
  return put({ ...ticket, told: new Set(), intents });
}

const MAY_STAND: readonly ModelState[] = ['claimed', 'sent', 'accepted', 'unknown'];

/** What may stand at the venue of this day; what is claimed is about to. */
function ofDay(book: ModelBook, now: number): ModelIntent[] {
  return [...book.values()]
    .flatMap(({ intents }) => intents)
    .filter(({ state }) => MAY_STAND.includes(state))
    .filter(({ left }) => left === undefined || kstDate(left) === kstDate(now));
}

const accountOf = (act: TradeAct) =>
  accountKey(act.kind === 'place' ? act.order.account : act.request.account);

/** Amendments cost what they add and are no new orders; cancellations are neither. */
export function spentOf(book: ModelBook, now: number, by: { account: string } | { person: string }) {
  let [amount, count] = [0n, 0];
  for (const { act, owner, value } of ofDay(book, now)) {
    if ('person' in by ? by.person !== owner : by.account !== accountOf(act)) continue;
    if (act.kind !== 'cancel') amount += value;
    if (act.kind === 'place') count += 1;
  }
  return { amount, count };
}

export function lastLikeOf(book: ModelBook, now: number, order: OrderRequest): number | undefined {
  const name = fingerprint(order);
  const times = ofDay(book, now)
    .filter(({ act }) => act.kind === 'place' && fingerprint(act.order) === name)
    .map(({ left }) => left ?? now);
  return times.length === 0 ? undefined : Math.max(...times);
}

const fingerprint = ({ account, side, code, quantity, price, type }: OrderRequest) =>
  [accountKey(account), side, code, quantity, price, type].join();

export function unsettledOf(book: ModelBook, account: string, side: string, code: string): boolean {
  return [...book.values()]
    .flatMap(({ intents }) => intents)
    .some(({ act, state }) => {
      if (state !== 'unknown' || act.kind === 'cancel' || accountOf(act) !== account) return false;
      const subject = act.kind === 'place' ? act.order : act.original;
      return subject.side === side && subject.code === code;
    });
}
