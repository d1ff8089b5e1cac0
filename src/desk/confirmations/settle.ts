import {
  type AccountRef,
  accountKey,
  DeskError,
  type IntentEvent,
  kstDate,
  type Log,
  sameAccount,
  sameOrderNumber,
  type VenueOrder,
} from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import { accountOf, type Intent } from '../intents/intent.js';
import type { Found } from '../intents/look.js';
import type { Answer } from './handles.js';

/** Whether a row of the venue's list is another order of the desk. Numbers begin anew every day. */
export function isOurs(book: IntentBook, account: AccountRef, row: VenueOrder): boolean {
  for (const { intents } of book.tickets()) {
    for (const { act, state } of intents) {
      if (state.kind !== 'accepted' || kstDate(state.at) !== row.date) continue;
      if (accountKey(accountOf(act)) !== accountKey(account)) continue;
      if (sameOrderNumber(state.order.number, row.number)) return true;
    }
  }
  return false;
}

/** What the venue's list proved, as an event. */
export function settledByList(
  { ticket, n }: Intent,
  found: Exclude<Found, { kind: 'open' }>,
  at: number,
): IntentEvent {
  const settlement =
    found.kind === 'found'
      ? ({
          kind: 'accepted',
          order: { number: found.row.number, branch: found.row.branch },
          by: 'list',
        } as const)
      : ({ kind: 'notPlaced', by: 'list' } as const);
  return { kind: 'settled', ticket, n, at, settlement };
}

/** What a person found out, as events. Throws `usedTicket` when it is known already. */
export function settledByPerson(
  intent: Intent | undefined,
  answer: Extract<Answer, { kind: 'isThis' | 'exists' | 'none' }>,
  at: number,
): readonly IntentEvent[] {
  if (intent?.state.kind !== 'unknown') {
    throw new DeskError('usedTicket', 'the outcome is known', { how: 'settled' });
  }
  const { ticket, n } = intent;
  const base = { ticket, n, at };
  switch (answer.kind) {
    case 'none':
      return [{ kind: 'settled', ...base, settlement: { kind: 'notPlaced', by: 'person' } }];
    case 'isThis': {
      const order = { number: answer.number, branch: answer.branch };
      return [{ kind: 'settled', ...base, settlement: { kind: 'accepted', order, by: 'person' } }];
    }
    case 'exists': {
      const order = { number: '', branch: '' };
      return [
        { kind: 'settled', ...base, settlement: { kind: 'accepted', order, by: 'person' } },
        { kind: 'done', ...base },
      ];
    }
  }
}

/** Notes what happened at the venue. It is true whether or not it can be written; the next start asks again. */
export async function noteFact(book: IntentBook, log: Log, ...events: readonly IntentEvent[]): Promise<void> {
  try {
    await book.note(...events);
  } catch {
    log('error', 'intent.notWritten', { kind: events.map(({ kind }) => kind).join(' ') });
  }
}

/** Accounts with orders of which nobody knows what became of them. */
export function accountsInDoubt(book: IntentBook): readonly AccountRef[] {
  const accounts = new Map<string, AccountRef>();
  for (const { intents } of book.tickets()) {
    for (const intent of intents) {
      const account = accountOf(intent.act);
      if (intent.state.kind === 'unknown') accounts.set(accountKey(account), account);
    }
  }
  return [...accounts.values()];
}

/** Orders to be looked after again after a start: what became of them is not known, or not shown on their cards. */
export function openIntents(book: IntentBook): readonly Intent[] {
  return [...book.tickets()].flatMap(({ intents, cards, told }) =>
    intents.filter(({ state }) => {
      if (state.kind === 'unknown') return true;
      return state.kind === 'accepted' && (!state.done || told.length < cards.length);
    }),
  );
}

/** Whether an order of the account is on its way, in doubt or looked after: without its keys nobody could tell any more. */
export function isInUse(book: IntentBook, account: AccountRef): boolean {
  const isUnderWay = ({ state }: Intent) => state.kind === 'claimed' || state.kind === 'sent';
  const underWay = [...book.tickets()].flatMap(({ intents }) => intents.filter(isUnderWay));
  return [...underWay, ...openIntents(book)].some(({ act }) => sameAccount(accountOf(act), account));
}
