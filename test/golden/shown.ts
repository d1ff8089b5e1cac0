import type { DiscordMessage } from '../../src/chat/discord/render.js';
import type { TelegramMessage } from '../../src/chat/telegram/render.js';

/** The lines that a reader sees on Discord, in order: markup taken away where Discord would take it away. */
export function shownByDiscord(messages: readonly DiscordMessage[]): string[] {
  const texts = messages.flatMap(({ embeds }) =>
    embeds.flatMap(({ title, description, fields = [], footer }) => [
      unescaped(title ?? ''),
      // Between fences nothing is markup.
      ...(description ?? '').split(/```\n|\n```/).map((part, i) => (i % 2 === 0 ? unescaped(part) : part)),
      ...fields.flatMap(({ name, value }) => [unescaped(name), unescaped(value)]),
      footer?.text ?? '',
    ]),
  );
  return texts.flatMap(text => text.split('\n'));
}

/** The same on Telegram. */
export function shownByTelegram(messages: readonly TelegramMessage[]): string[] {
  return messages.flatMap(({ html }) =>
    html
      .replace(/<[^<>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .split('\n'),
  );
}

const unescaped = (text: string) => text.replace(/\\([^\p{L}\p{N}\s])/gu, '$1');
