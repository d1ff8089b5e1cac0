import type {
  ChatPlatform,
  Dispatcher,
  Inbound,
  Notice,
  Outcome,
  PlatformId,
  Reply,
  ShownCard,
  Stamp,
} from '../../src/core/index.js';
import { buttonsOf } from './desk.js';

/** Something that people got to see. */
export interface Shown {
  /** ms */
  readonly at: number;
  /** How many lines the journal had by then. */
  readonly lines: number;
  readonly reply: Reply;
  /** Where it stands; undefined: told unasked. */
  readonly message: string | undefined;
}

/** The chats of all platforms as people see them: a message for every reply, cards rewritten where they stand. */
export interface TradeScreen {
  readonly platforms: readonly ChatPlatform[];
  /** All that was ever shown, oldest first. */
  readonly shown: readonly Shown[];
  /** What the desk said unasked, oldest first. */
  readonly notices: readonly Notice[];
  /** Takes in what the desk says unasked: everybody sees it at once. */
  tell(notice: Notice): void;
  /** A card as it stands now; undefined when there is none. */
  card(id: string): Reply | undefined;
  /** Puts an answer where a platform would, and tells the desk where its card stands. */
  put(inbound: Inbound, outcome: Outcome, dispatcher: Pick<Dispatcher, 'shown'>): void;
}

export function tradeScreen(now: () => number, lines: () => number, stamp: Stamp): TradeScreen {
  const messages = new Map<string, Reply>();
  const cards = new Map<string, string>();
  const shown: Shown[] = [];
  const notices: Notice[] = [];

  function show(reply: Reply, message: string | undefined): void {
    shown.push({ at: now(), lines: lines(), reply, message });
    if (message === undefined) return;
    messages.set(message, reply);
    if (reply.card !== undefined) cards.set(reply.card, message);
  }

  function platform(id: PlatformId): ChatPlatform {
    return {
      id,
      start: async () => undefined,
      stop: async () => undefined,
      status: () => ({ id, state: 'connected', reason: undefined }),
      alertPlace: undefined,
      sameKeyMs: 0,
      async post(_, reply) {
        show(reply, undefined);
        return undefined;
      },
      rewrite: async ({ message }: ShownCard, reply) => show(reply, message),
    };
  }

  function messageWith(buttonId: string): string | undefined {
    for (const [message, reply] of messages) {
      if (buttonsOf(reply).some(({ id }) => id === buttonId)) return message;
    }
    return undefined;
  }

  return {
    platforms: [platform('discord'), platform('telegram')],
    shown,
    notices,
    tell(notice) {
      notices.push(notice);
      show({ ...notice.draft, stamp, visibility: 'public' }, undefined);
    },
    card(id) {
      const message = cards.get(id);
      return message === undefined ? undefined : messages.get(message);
    },
    put({ content, platform: on, where }, outcome, dispatcher) {
      if (outcome.kind !== 'reply') return;
      const { reply, placement } = outcome;
      const pressed = content.kind === 'press' ? messageWith(content.buttonId) : undefined;
      const message = (placement === 'replace' ? pressed : undefined) ?? `m${shown.length}`;
      show(reply, message);
      if (reply.card !== undefined) dispatcher.shown(reply.card, { platform: on, place: where.id, message });
    },
  };
}
