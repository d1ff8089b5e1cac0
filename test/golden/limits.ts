import stringWidth from 'string-width';
import type { DiscordMessage } from '../../src/chat/discord/render.js';
import type { TelegramMessage } from '../../src/chat/telegram/render.js';

/**
 * What the platforms' own documents say of a message, written down once more and apart from the renderers. Discord:
 * "Message", "Embed limits" and "Button"; Telegram: sendMessage, sendPhoto, InlineKeyboardButton, formatting options.
 */
const DISCORD = {
  embeds: 10,
  together: 6000,
  title: 256,
  description: 4096,
  fields: 25,
  name: 256,
  value: 1024,
  footer: 2048,
  rows: 5,
  rowButtons: 5,
  label: 80,
  id: 100,
  files: 10,
};
const TELEGRAM = {
  text: 4096,
  caption: 1024,
  entities: 100,
  buttons: 100,
  rowButtons: 8,
  dataBytes: 64,
  tags: ['b', 'i', 'pre'],
};
/** Of a line of a table on a phone held upright, where Hangul takes two. */
const TABLE_COLUMNS = 38;

/** Everything about these messages that Discord would refuse, or that a phone would tear. */
export function discordFaults(messages: readonly DiscordMessage[]): string[] {
  return messages.flatMap(({ embeds, components, files }, i) => {
    const faults: string[] = [];
    const most = (what: string, size: number, limit: number, least = 0) => {
      if (size > limit || size < least) faults.push(`message ${i}: ${what} is ${size}`);
    };
    let together = 0;
    const text = (what: string, words: string | undefined, limit: number) => {
      if (words === undefined) return;
      most(what, words.length, limit);
      if (words.trim() === '') faults.push(`message ${i}: ${what} is blank`);
      together += words.length;
    };
    most('embeds', embeds.length, DISCORD.embeds, 1);
    for (const { title, description, fields = [], footer } of embeds) {
      text('title', title, DISCORD.title);
      text('description', description, DISCORD.description);
      text('footer', footer?.text, DISCORD.footer);
      most('fields', fields.length, DISCORD.fields);
      for (const { name, value } of fields) {
        text('field name', name, DISCORD.name);
        text('field value', value, DISCORD.value);
      }
      faults.push(...tableFaults(description ?? '', /```\n([\s\S]*?)\n```/g));
    }
    most('all texts', together, DISCORD.together);
    most('rows', components.length, DISCORD.rows);
    const buttons = components.flatMap(row => row.components);
    for (const row of components) most('row', row.components.length, DISCORD.rowButtons, 1);
    for (const { label, custom_id: id } of buttons) {
      most('label', (label ?? '').length, DISCORD.label, 1);
      most('custom_id', id.length, DISCORD.id, 1);
    }
    if (new Set(buttons.map(({ custom_id: id }) => id)).size < buttons.length) faults.push('an id twice');
    most('files', files.length, DISCORD.files);
    return faults;
  });
}

/** The same for Telegram. */
export function telegramFaults(messages: readonly TelegramMessage[]): string[] {
  return messages.flatMap((message, i) => {
    const faults: string[] = [];
    const most = (what: string, size: number, limit: number, least = 0) => {
      if (size > limit || size < least) faults.push(`message ${i}: ${what} is ${size}`);
    };
    const { text, entities, problems } = readMarkup(message.html);
    faults.push(...problems, ...preFaults(message.html));
    if (text !== message.plain) faults.push(`message ${i}: the plain text is another one`);
    if (message.kind === 'text') most('text', text.trim() === '' ? 0 : text.length, TELEGRAM.text, 1);
    else most('caption', text.length, TELEGRAM.caption);
    most('entities', entities, TELEGRAM.entities);
    most('buttons', message.keyboard.flat().length, TELEGRAM.buttons);
    for (const row of message.keyboard) {
      most('row', row.length, TELEGRAM.rowButtons, 1);
      for (const { text: label, callback_data: data } of row) {
        most('label', label.trim().length, 1_000, 1);
        most('callback_data', Buffer.byteLength(data), TELEGRAM.dataBytes, 1);
      }
    }
    return faults;
  });
}

/** HTML as Telegram reads it: its text, and what is wrong with it. */
function readMarkup(html: string): { text: string; entities: number; problems: string[] } {
  const open: string[] = [];
  const problems: string[] = [];
  let entities = 0;
  const bare = html.replace(/<([^<>]*)>/g, (_, inside: string) => {
    const name = inside.replace(/^\//, '');
    if (!TELEGRAM.tags.includes(name)) problems.push(`<${inside}> is no tag of ours`);
    if (!inside.startsWith('/')) open.push(name);
    else if (open.pop() !== name) problems.push(`<${inside}> closes nothing`);
    else entities += 1;
    return '';
  });
  if (open.length > 0) problems.push(`<${open.join('> <')}> stays open`);
  if (/[<>]|&(?!(?:lt|gt|amp);)/.test(bare)) problems.push('something is not escaped');
  const text = bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return { text, entities, problems };
}

function preFaults(html: string): string[] {
  const unescaped = (text: string) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return tableFaults(unescaped(html), /<pre>([\s\S]*?)<\/pre>/g);
}

function tableFaults(text: string, fence: RegExp): string[] {
  return [...text.matchAll(fence)]
    .flatMap(([, table = '']) => table.split('\n'))
    .filter(line => stringWidth(line) > TABLE_COLUMNS)
    .map(line => `a line of a table is ${stringWidth(line)} wide: ${line}`);
}
