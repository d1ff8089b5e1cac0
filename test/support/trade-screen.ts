import type {
  ChatPlatform,
  Destination,
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
  /** What stands in a chat now, its latest message last. */
  inChat(place: string): readonly Reply[];
  /** Puts an answer where a platform would, and tells the desk where its card stands. */
  put(inbound: Inbound, outcome: Outcome, dispatcher: Pick<Dispatcher, 'shown'>): void;
}

/** The chat in which a person gets what the desk says to them alone. */
export const chatOf = ({ platform, kind, id }: Destination): string =>
  platform === 'discord' && kind === 'person' ? `dm-${id}` : id;

export function tradeScreen(now: () => number, lines: () => number, stamp: Stamp): TradeScreen {
  const messages = new Map<string, Reply>();
  const cards = new Map<string, string>();
  /** Which message stands in which chat. */
  const places = new Map<string, string>();
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
      async post(to, reply) {
        const place = chatOf(to);
        const message = `m${shown.length}`;
        places.set(message, place);
        show(reply, message);
        return { platform: id, place, message };
      },
      rewrite: async ({ message }: ShownCard, reply) => show(reply, message),
    };
  }

  /** Of a card that stands in several chats, the one in which it was pressed. */
  function messageWith(buttonId: string, place: string): string | undefined {
    const found = [...messages].filter(([, reply]) => buttonsOf(reply).some(({ id }) => id === buttonId));
    const [message] = found.find(([message]) => places.get(message) === place) ?? found[0] ?? [];
    return message;
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
    inChat: place =>
      [...messages].filter(([message]) => places.get(message) === place).map(([, reply]) => reply),
    put({ content, platform: on, where }, outcome, dispatcher) {
      if (outcome.kind !== 'reply') return;
      const { reply, placement } = outcome;
      const pressed = content.kind === 'press' ? messageWith(content.buttonId, where.id) : undefined;
      const message = (placement === 'replace' ? pressed : undefined) ?? `m${shown.length}`;
      places.set(message, where.id);
      show(reply, message);
      if (reply.card !== undefined) dispatcher.shown(reply.card, { platform: on, place: where.id, message });
    },
  };
}
