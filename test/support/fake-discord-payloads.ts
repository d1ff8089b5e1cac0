import type { FakeInteraction } from './fake-discord.js';
import type { ShownMessage } from './fake-discord-channel.js';
import type { Body } from './fake-discord-rules.js';

export const APPLICATION = '900000000000000001';
export const EPHEMERAL = 64;

export const BOT_USER = {
  id: APPLICATION,
  username: 'desk',
  discriminator: '0',
  global_name: null,
  avatar: null,
  bot: true,
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

export function messagePayload(message: ShownMessage, now: number): Body {
  return {
    id: message.id,
    channel_id: message.channelId,
    author: BOT_USER,
    content: '',
    timestamp: new Date(now).toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    pinned: false,
    type: 0,
    flags: message.isPrivate ? EPHEMERAL : 0,
    embeds: message.body['embeds'] ?? [],
    components: message.body['components'] ?? [],
  };
}

/** An INTERACTION_CREATE event as the gateway sends it; type 2 is a command, 3 a press. */
export function interactionPayload(
  interaction: Pick<FakeInteraction, 'id' | 'token'>,
  what: { type: 2 | 3; data: Body; by: Body; guildId: string; channelId: string; message: Body | undefined },
): Body {
  const { type, data, by, guildId, channelId, message } = what;
  return {
    id: interaction.id,
    token: interaction.token,
    application_id: APPLICATION,
    type,
    version: 1,
    guild_id: guildId,
    guild: { id: guildId, locale: 'ko', features: [] },
    channel_id: channelId,
    channel: { id: channelId, type: 0, name: 'desk', guild_id: guildId },
    member: {
      user: { ...PERSON, ...by },
      roles: [],
      joined_at: '2026-01-01T00:00:00Z',
      deaf: false,
      mute: false,
      flags: 0,
      permissions: '0',
    },
    locale: 'ko',
    guild_locale: 'ko',
    app_permissions: '0',
    entitlements: [],
    authorizing_integration_owners: {},
    context: 0,
    data,
    ...(message ? { message } : {}),
  };
}
