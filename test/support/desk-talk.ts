import { randomUUID } from 'node:crypto';
import {
  type Dispatcher,
  type InboundContent,
  type Place,
  type Reply,
  systemClock,
} from '../../src/core/index.js';
import { buttonsOf } from './desk.js';
import type { ListedPerson } from './memory-members.js';

export const WHERE: Place = { platform: 'discord', id: '71', group: '500', kind: 'group' };

/** So many people that none of them is told that he is too fast. */
export function crowd(count: number): readonly ListedPerson[] {
  return Array.from({ length: count }, (_, n) => ({
    platform: 'discord',
    userId: personOf(n),
    name: `person ${n}`,
    roles: ['view', 'trade', 'admin'],
  }));
}

export const personOf = (n: number): string => String(1001 + n);

/** What one of the crowd has for an answer. */
export interface Talk {
  type(person: string, text: string): Promise<Reply>;
  press(person: string, buttonId: string): Promise<Reply>;
  /** A ticket; throws what the desk said instead when there is none. */
  ticket(person: string, text: string): Promise<OpenTicket>;
}

export interface OpenTicket {
  readonly id: string;
  readonly person: string;
  readonly confirm: string;
}

/** People who write to this desk in one place, and a chat that tells it at once where its cards stand. */
export function talkTo(dispatcher: Dispatcher): Talk {
  async function handle(userId: string, content: InboundContent): Promise<Reply> {
    const outcome = await dispatcher.handle({
      platform: WHERE.platform,
      eventId: randomUUID(),
      who: { userId, name: userId },
      where: WHERE,
      sentAt: systemClock.now(),
      content,
    });
    if (outcome.kind !== 'reply') throw new Error(`an event was ${outcome.kind}`);
    const { reply } = outcome;
    if (reply.card !== undefined) {
      dispatcher.shown(reply.card, { platform: WHERE.platform, place: WHERE.id, message: reply.card });
    }
    return reply;
  }

  const type = (person: string, text: string) => handle(person, { kind: 'text', text });
  return {
    type,
    press: (person, buttonId) => handle(person, { kind: 'press', buttonId }),
    async ticket(person, text) {
      const { card: id, title, blocks } = await type(person, text);
      const [confirm] = buttonsOf({ blocks });
      if (id === undefined || !confirm) throw new Error(`no ticket of “${text}”: ${title}`);
      return { id, person, confirm: confirm.id };
    },
  };
}
