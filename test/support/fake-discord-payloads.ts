import type { ShownMessage } from './fake-discord-channel.js';
import type { FakeInteraction } from './fake-discord-interactions.js';
import { type Body, isBody } from './fake-discord-refusal.js';

export const APPLICATION = '900000000000000001';
export const EPHEMERAL = 64;

export const BOT_USER = {
  id: APPLICATION,
  username: 'desk',
  discriminator: '0',
  global_name: null,
  avatar: null,
  bot: true,
  flags: 0,
  public_flags: 0,
  primary_guild: null,
};

const PERSON = {
  id: '700000000000000001',
  username: 'minsu',
  discriminator: '0',
  global_name: '민수',
  avatar: null,
};

const EPOCH = 1_420_070_400_000;

/** Ids that tell when they were made, each larger than the one before. */
export function snowflakes(now: () => number): () => string {
  let count = 0n;
  return () => {
    count += 1n;
    return String((BigInt(now() - EPOCH) << 22n) + count);
  };
}

export function guildPayload(guildId: string, channelId: string): Body {
  const channel = { id: channelId, type: 0, name: 'desk', guild_id: guildId };
  return { id: guildId, name: '가족', channels: [channel], roles: [], members: [], emojis: [], stickers: [] };
}

/** A channel between the bot and one person. */
export function privateChannelPayload(id: string, userId: string): Body {
  const { id: _, ...person } = PERSON;
  const user = { id: userId, ...person, flags: 0, public_flags: 0, primary_guild: null };
  return { id, type: 1, last_message_id: null, flags: 0, recipients: [user] };
}

export function messagePayload(message: ShownMessage, now: number): Body {
  return {
    id: message.id,
    channel_id: message.channelId,
    author: BOT_USER,
    content: typeof message.body['content'] === 'string' ? message.body['content'] : '',
    timestamp: new Date(now).toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    pinned: false,
    type: 0,
    flags: Number(message.body['flags'] ?? 0) | (message.isPrivate ? EPHEMERAL : 0),
    embeds: listOf(message.body['embeds']).map(embed => embedPayload(embed)),
    components: numbered(listOf(message.body['components'])),
  };
}

const listOf = (value: unknown): Body[] => (Array.isArray(value) ? value.filter(isBody) : []);

/** An embed as Discord tells it: with a kind, and with `inline` in every field. */
function embedPayload(embed: Body): Body {
  const fields = listOf(embed['fields']).map(field => ({ inline: false, ...field }));
  return { type: 'rich', ...embed, ...(fields.length === 0 ? {} : { fields }) };
}

/** Components with the ids that Discord gives them, counted through the message. */
function numbered(rows: readonly Body[]): Body[] {
  let id = 0;
  const next = () => {
    id += 1;
    return id;
  };
  return rows.map(row => ({
    id: next(),
    ...row,
    components: listOf(row['components']).map(part => ({ id: next(), ...part })),
  }));
}

/** An INTERACTION_CREATE event as the gateway sends it; type 2 is a command, 3 a press, 4 autocomplete, 5 a form sent in. */
export function interactionPayload(
  interaction: Pick<FakeInteraction, 'id' | 'token'>,
  what: {
    type: 2 | 3 | 4 | 5;
    data: Body;
    by: Body;
    /** undefined in a person's own channel with the bot. */
    guildId: string | undefined;
    channelId: string;
    message: Body | undefined;
  },
): Body {
  const { type, data, by, guildId, channelId, message } = what;
  const user = { ...PERSON, ...by };
  const where =
    guildId === undefined
      ? { channel: { id: channelId, type: 1 }, user, context: 1 }
      : {
          guild_id: guildId,
          guild: { id: guildId, locale: 'ko', features: [] },
          channel: { id: channelId, type: 0, name: 'desk', guild_id: guildId },
          member: {
            user,
            roles: [],
            joined_at: '2026-01-01T00:00:00Z',
            deaf: false,
            mute: false,
            flags: 0,
            permissions: '0',
          },
          guild_locale: 'ko',
          context: 0,
        };
  return {
    id: interaction.id,
    token: interaction.token,
    application_id: APPLICATION,
    type,
    version: 1,
    channel_id: channelId,
    ...where,
    locale: 'ko',
    app_permissions: '0',
    entitlements: [],
    authorizing_integration_owners: {},
    data,
    ...(message ? { message } : {}),
  };
}
