import { Refusal } from './fake-telegram-refusal.js';

/** The presses that wait for an answer. */
export interface CallbackBook {
  /** Ids of those that were answered. */
  readonly answered: ReadonlySet<string>;
  /** A new press; its id. */
  add(): string;
  /** Answers one: once, and soon. A late answer may be the fault of an update that came late. */
  answer(id: string): void;
}

/** How long Telegram waits is not written anywhere; answers after 20 s were seen to come too late. */
const OPEN_MS = 20_000;

export function callbackBook(now: () => number): CallbackBook {
  const pressedAt = new Map<string, number>();
  const answered = new Set<string>();
  let count = 0;
  return {
    answered,
    add() {
      count += 1;
      const id = `callback-${count}`;
      pressedAt.set(id, now());
      return id;
    },
    answer(id) {
      const since = pressedAt.get(id);
      const isLate = since !== undefined && now() - since > OPEN_MS;
      if (since === undefined || isLate || answered.has(id)) {
        const words = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
        throw new Refusal(400, words, undefined, !isLate);
      }
      answered.add(id);
    },
  };
}
