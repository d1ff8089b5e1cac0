import { type FakeChannel, fakeChannel, type NonceBook } from './fake-discord-channel.js';
import { privateChannelPayload } from './fake-discord-payloads.js';
import { type Body, invalid, onlyKeys, Refusal } from './fake-discord-refusal.js';

/** The channels that a bot may write to: the guild's one, and one for each person. */
export interface FakeRooms {
  /** The bot asks for its channel with a person: the same one each time. */
  open(body: Body): Body;
  /** Throws when there is no such channel, or none that the bot may see. */
  of(channelId: string): FakeChannel;
  /** The person of a channel between the bot and one person. */
  personOf(channelId: string): string | undefined;
  /** The channel of the bot with a person, if there is one. */
  with(userId: string): FakeChannel | undefined;
  /** The person takes no messages of the bot any more. */
  closeTo(userId: string): void;
}

export function fakeRooms(options: {
  readonly channelId: string;
  readonly guild: FakeChannel;
  readonly snowflake: () => string;
  readonly now: () => number;
  readonly nonces: NonceBook;
}): FakeRooms {
  const { channelId, guild, snowflake, now, nonces } = options;
  const byPerson = new Map<string, { id: string; channel: FakeChannel }>();
  const closed = new Set<string>();

  const personOf = (id: string) => [...byPerson].find(([, room]) => room.id === id)?.[0];

  return {
    personOf,
    open(body) {
      onlyKeys(body, 'private channel', ['recipient_id']);
      const { recipient_id: person } = body;
      if (typeof person !== 'string' || !/^\d{1,20}$/.test(person)) throw invalid('recipient_id');
      const known = byPerson.get(person);
      if (known) return privateChannelPayload(known.id, person);
      const id = snowflake();
      const refuse = () => {
        if (closed.has(person)) throw new Refusal(403, 50_007, 'Cannot send messages to this user');
      };
      byPerson.set(person, { id, channel: fakeChannel(id, snowflake, now, nonces, refuse) });
      return privateChannelPayload(id, person);
    },
    of(id) {
      if (id === channelId) return guild;
      const room = byPerson.get(personOf(id) ?? '');
      if (!room) throw new Refusal(403, 50_001, 'Missing Access');
      return room.channel;
    },
    with: userId => byPerson.get(userId)?.channel,
    closeTo: userId => void closed.add(userId),
  };
}
