import { createHash } from 'node:crypto';
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { bodyOf } from './body.js';
import type { Call } from './interaction.js';
import type { DiscordMessage } from './render.js';

/**
 * The bot's own messages in a channel. Unlike the answer to an interaction, which cannot be edited after 15 minutes,
 * they can be at any time.
 */
export interface Channel {
  /**
   * Posts them in order; resolves to the id of the first if Discord tells it. `nonce` (at most 22 characters) makes an attempt that is
   * repeated within a few minutes return the message that is there already.
   */
  post(channelId: string, messages: readonly DiscordMessage[], nonce: string): Promise<string | undefined>;
  /** Also takes away the words of one that was posted as words alone. */
  edit(channelId: string, messageId: string, message: DiscordMessage): Promise<void>;
}

const created = z.object({ id: z.string() });

export function createChannel(rest: REST, call: Call): Channel {
  return {
    async post(channelId, messages, nonce) {
      const answers: unknown[] = [];
      for (const [i, message] of messages.entries()) {
        const once = { nonce: `${nonce}-${i}`, enforce_nonce: true };
        answers.push(await call(() => rest.post(Routes.channelMessages(channelId), bodyOf(message, once))));
      }
      return created.safeParse(answers[0]).data?.id;
    },
    edit: async (channelId, messageId, message) =>
      void (await call(() =>
        rest.patch(Routes.channelMessage(channelId, messageId), bodyOf(message, { content: '' })),
      )),
  };
}

/**
 * The nonce of a living card in a channel: the same in every run, and short enough for Discord, which heeds who sent a
 * nonce and says nothing of the channel.
 */
export function cardNonce(card: string, channelId: string): string {
  return createHash('sha256').update(`${card} ${channelId}`).digest('base64url').slice(0, 22);
}
