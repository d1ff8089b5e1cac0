import type { RawFile } from 'discord.js';
import type { DiscordMessage } from './render.js';

/** A message as the body of a call: mentions nobody, and shows exactly the attachments that it brings. */
export function bodyOf(message: DiscordMessage, extra: Record<string, unknown> = {}) {
  const files: RawFile[] = message.files.map(({ name, data }) => ({ name, data: Buffer.from(data) }));
  return {
    body: {
      embeds: message.embeds,
      components: message.components,
      attachments: message.files.map(({ name }, i) => ({ id: String(i), filename: name })),
      allowed_mentions: { parse: [] },
      ...extra,
    },
    ...(files.length === 0 ? {} : { files }),
  };
}

/** Words alone as the body of a call; escaped already. */
export function wordsBody(content: string, extra: Record<string, unknown> = {}) {
  return { body: { content, allowed_mentions: { parse: [] }, ...extra } };
}
