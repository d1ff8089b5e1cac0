import type { RandomBytes } from '../buttons.js';

/** What a press on a ticket's card says. */
export type Answer =
  | { readonly kind: 'confirm' }
  /** Yes, the same order once more. */
  | { readonly kind: 'confirmAgain' }
  | { readonly kind: 'decline' }
  /** Its requester has others asked to agree. */
  | { readonly kind: 'ask' }
  /** One of them agrees. */
  | { readonly kind: 'approve' }
  /** One of them does not. */
  | { readonly kind: 'deny' }
  /** Enough have agreed, or the glass is open: its requester sends it. */
  | { readonly kind: 'send' }
  /** Its requester goes ahead without them. */
  | { readonly kind: 'breakGlass' }
  /** A person has looked: this row is the order of unknown outcome. */
  | { readonly kind: 'isThis'; readonly n: number; readonly number: string; readonly branch: string }
  /** A person has looked: it exists, by whatever number. */
  | { readonly kind: 'exists'; readonly n: number }
  /** A person has looked: there is no such order. */
  | { readonly kind: 'none'; readonly n: number };

/** The buttons on living cards: 128 random bits each, meaning nothing outside this memory. */
export interface Handles {
  /**
   * Buttons for a ticket's card, in order: those that it has when they say the same; else new ones, and the old are spent.
   * The copy of each reader has its own.
   */
  offer(ticket: string, answers: readonly Answer[], reader?: Reader): readonly string[];
  /** `spent`: the card has moved on since it was offered. */
  find(buttonId: string): Meaning | undefined;
}

/** Whose copy of a card it is: Principal.id of somebody who was asked to agree; undefined: the requester's own. */
export type Reader = string | undefined;

export interface Meaning {
  readonly ticket: string;
  readonly reader: Reader;
  readonly answer: Answer;
  readonly spent: boolean;
}

const MOST_HANDLES = 20_000;

export function createHandles(random: RandomBytes): Handles {
  const meanings = new Map<string, Meaning>();
  const offered = new Map<string, readonly string[]>();
  const isSame = (ids: readonly string[], answers: readonly Answer[]) =>
    JSON.stringify(ids.map(id => meanings.get(id)?.answer)) === JSON.stringify(answers);
  return {
    offer(ticket, answers, reader) {
      const card = reader === undefined ? ticket : `${ticket} ${reader}`;
      const before = offered.get(card) ?? [];
      // A card is redrawn after every look for its order; nobody's finger may come too late for that alone.
      if (isSame(before, answers)) return before;
      for (const id of before) {
        const meaning = meanings.get(id);
        if (meaning) meanings.set(id, { ...meaning, spent: true });
      }
      const ids = answers.map(answer => {
        const id = Buffer.from(random(16)).toString('base64url');
        meanings.set(id, { ticket, reader, answer, spent: false });
        return id;
      });
      if (ids.length > 0) offered.set(card, ids);
      else offered.delete(card);
      for (const oldest of meanings.keys()) {
        if (meanings.size <= MOST_HANDLES) break;
        meanings.delete(oldest);
      }
      return ids;
    },
    find: id => meanings.get(id),
  };
}
