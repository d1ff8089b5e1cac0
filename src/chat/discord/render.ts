import type { APIEmbed } from 'discord.js';
import stringWidth from 'string-width';
import type { Block, Field, Language, Reply } from '../../core/index.js';
import { cardTitle, markedText, splitText, tableChunks, textFiles, toneMark } from '../cards/index.js';
import { type ButtonRow, buttonRows, MESSAGE_ROWS } from './buttons.js';
import { colourOf } from './colour.js';
import { type Element, LIMITS, packEmbeds, packMessages } from './embeds.js';
import { codeBlock, codeCost, escapedCost, escapeMarkdown, FENCE_LENGTH } from './markdown.js';

/** One message as Discord takes it; `files` are what its embeds show as `attachment://name`, and files to keep. */
export interface DiscordMessage {
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly ButtonRow[];
  readonly files: readonly Attachment[];
}

interface Attachment {
  readonly name: string;
  readonly data: Uint8Array;
}

const BLANK = '\u200b';
const MESSAGE_FILES = 10;
/** Fields as short as this stand side by side, three in a row, without a line end inside a number. */
const INLINE_WIDTH = 20;

/**
 * A reply as messages: total, so that anything the vocabulary can say is shown within the limits, split where no
 * number is cut. Buttons stand under the last message, and files hang on it.
 */
export function renderDiscord(reply: Reply, language: Language): DiscordMessage[] {
  const [title = BLANK, ...longTitle] = escaped(cardTitle(reply, language), LIMITS.title);
  const footers = reply.footer === undefined ? [] : splitText(reply.footer, LIMITS.footer);
  const elements: Element[] = [
    { kind: 'title', text: title },
    ...longTitle.map(textElement),
    ...reply.blocks.flatMap((block, i) => elementsOf(block, i, language)),
    ...footers.slice(0, -1).map(text => textElement(escapeMarkdown(text))),
    ...footers.slice(-1).map(text => ({ kind: 'footer', text }) as const),
  ];
  const images = reply.blocks.flatMap((block, i) =>
    block.kind === 'image' ? [{ name: imageName(i), data: block.png }] : [],
  );
  const messages = packMessages(packEmbeds(elements, colourOf(reply))).map(embeds => ({
    embeds,
    components: [],
    files: images.filter(({ name }) => embeds.some(embed => embed.image?.url === attached(name))),
  }));
  const files = reply.blocks.flatMap(block => (block.kind === 'file' ? textFiles(block) : []));
  return withButtons(withFiles(messages, files, colourOf(reply)), buttonRows(reply.blocks), colourOf(reply));
}

function elementsOf(block: Block, index: number, language: Language): Element[] {
  switch (block.kind) {
    case 'text':
      return escaped(block.text, LIMITS.description).map(textElement);
    case 'notice':
      return escaped(`${toneMark(block.tone)} ${block.text}`, LIMITS.description).map(textElement);
    case 'fields':
      return block.fields.flatMap(field => fieldElements(field, language));
    case 'table':
      return tableChunks(block, language, LIMITS.description - FENCE_LENGTH, codeCost).map(chunk =>
        textElement(codeBlock(chunk)),
      );
    case 'image':
      return [
        ...escaped(block.alt, LIMITS.description).map(textElement),
        { kind: 'image', url: attached(imageName(index)) },
      ];
    case 'divider':
      return [{ kind: 'divider', text: '──────────' }];
    case 'buttons':
    case 'file':
      return [];
  }
}

/** A label or value beyond its limit goes on in further fields. */
function fieldElements(field: Field, language: Language): Element[] {
  const value = markedText(field.value, language);
  const inline = stringWidth(field.label) <= INLINE_WIDTH && stringWidth(value) <= INLINE_WIDTH;
  const names = escaped(field.label, LIMITS.fieldName);
  const values = escaped(value.trim() === '' ? '–' : value, LIMITS.fieldValue);
  return Array.from({ length: Math.max(1, names.length, values.length) }, (_, i) => ({
    kind: 'field',
    field: { name: names[i] ?? BLANK, value: values[i] ?? BLANK, inline },
  }));
}

/** As many files as it still takes hang on the last message, more on messages of their own. */
function withFiles(
  messages: readonly DiscordMessage[],
  files: readonly Attachment[],
  color: number,
): DiscordMessage[] {
  const filled = [...messages];
  for (const file of files) {
    const last = filled.at(-1);
    if (last && last.files.length < MESSAGE_FILES) {
      filled[filled.length - 1] = { ...last, files: [...last.files, file] };
    } else {
      filled.push({ embeds: [{ description: '⋯', color }], components: [], files: [file] });
    }
  }
  return filled;
}

/** Up to 5 rows go under the last message, more under messages of their own. */
function withButtons(
  messages: readonly DiscordMessage[],
  rows: readonly ButtonRow[],
  color: number,
): DiscordMessage[] {
  const last = messages.at(-1);
  const more = Array.from({ length: Math.max(0, Math.ceil(rows.length / MESSAGE_ROWS) - 1) }, (_, i) => ({
    embeds: [{ description: '⋯', color }],
    components: rows.slice((i + 1) * MESSAGE_ROWS, (i + 2) * MESSAGE_ROWS),
    files: [],
  }));
  return [
    ...messages.slice(0, -1),
    ...(last ? [{ ...last, components: rows.slice(0, MESSAGE_ROWS) }] : []),
    ...more,
  ];
}

function escaped(text: string, limit: number): string[] {
  return splitText(text, limit, escapedCost).map(escapeMarkdown);
}

function textElement(text: string): Element {
  return { kind: 'text', text };
}

function imageName(index: number): string {
  return `image-${index}.png`;
}

function attached(name: string): string {
  return `attachment://${name}`;
}
