import type { DiscordMessage } from '../../src/chat/discord/render.js';
import type { TelegramMessage } from '../../src/chat/telegram/render.js';

/** What Discord would be sent, as a file that people can read and compare. Files are told by their size. */
export function writtenDiscord(messages: readonly DiscordMessage[]): string {
  const bodies = messages.map(({ embeds, components, files }) => ({
    embeds,
    ...(components.length > 0 ? { components } : {}),
    ...(files.length > 0 ? { files: files.map(({ name, data }) => ({ name, bytes: data.length })) } : {}),
  }));
  return `${JSON.stringify(bodies, null, 2)}\n`;
}

/** What Telegram would be sent: the HTML of each message and its keyboard, a row a line. */
export function writtenTelegram(messages: readonly TelegramMessage[]): string {
  return messages
    .map(message => {
      const file = message.kind === 'document' ? ` ${message.name}, ${message.data.length} bytes` : '';
      const rows = message.keyboard.map(row =>
        row
          .map(({ text, style, callback_data: id }) => `[${text}${style ? ` !${style}` : ''} ${id}]`)
          .join(' '),
      );
      return [`=== ${message.kind}${file}`, message.html, ...rows, ''].join('\n');
    })
    .join('\n');
}
