import stringWidth from 'string-width';
import type { Block, Button, Language, Reply } from '../../core/index.js';
import {
  cardTitle,
  markedText,
  splitText,
  tableChunks,
  textFiles,
  toneMark,
  wordsOf,
} from '../cards/index.js';

/** One message as the Bot API takes it. `plain` is the same text without markup; with a picture it is the caption. */
export type TelegramMessage = {
  readonly html: string;
  readonly plain: string;
  readonly keyboard: Keyboard;
} & (
  | { readonly kind: 'text' }
  /** Sent as it is, without markup. */
  | { readonly kind: 'words' }
  | { readonly kind: 'photo'; readonly png: Uint8Array }
  | { readonly kind: 'document'; readonly name: string; readonly data: Uint8Array }
);

export type Keyboard = readonly (readonly KeyboardButton[])[];

export interface KeyboardButton {
  readonly text: string;
  readonly callback_data: string;
  readonly style?: 'primary' | 'danger';
}

/** Limits of the Bot API: of a text after its markup is read, of its entities, of a caption, of a keyboard. */
const TEXT_LIMIT = 4096;
/** Of one part of a table, so that a title or a few lines still fit above it. */
const TABLE_LIMIT = 3600;
const ENTITY_LIMIT = 100;
const CAPTION_LIMIT = 1024;
const CALLBACK_BYTES = 64;
const KEYBOARD_BUTTONS = 100;
const ROW_BUTTONS = 4;
/** What fits side by side on a phone held upright, in columns of text; a button's own edges take some of it. */
const ROW_COLUMNS = 40;
const BUTTON_EDGES = 3;

/** A run of text in at most one tag; `plain` is what counts against the limits. */
interface Piece {
  readonly plain: string;
  readonly tag: 'b' | 'i' | 'pre' | undefined;
  /** Stands on the line of the piece before it. */
  readonly inline?: boolean;
}

/**
 * A reply as messages: total, so that anything the vocabulary can say is shown within the limits, split where
 * no number is cut. The first message is a text, so that it can be edited; the keyboard stands under the last one
 * before the files.
 */
export function renderTelegram(reply: Reply, language: Language): TelegramMessage[] {
  const messages: TelegramMessage[] = [];
  let pieces = pieceOut(cardTitle(reply, language), 'b');
  const flush = () => {
    messages.push(...pack(pieces).map(page => textMessage(page)));
    pieces = [];
  };
  for (const block of reply.blocks) {
    if (block.kind === 'image') {
      flush();
      const [caption = '', ...rest] = splitText(block.alt, CAPTION_LIMIT);
      messages.push({
        kind: 'photo',
        png: block.png,
        html: escapeHtml(caption),
        plain: caption,
        keyboard: [],
      });
      pieces = rest.flatMap(text => pieceOut(text, undefined));
    } else {
      pieces.push(...piecesOf(block, language));
    }
  }
  if (reply.footer !== undefined) pieces.push(...pieceOut(reply.footer, 'i'));
  flush();
  const files = reply.blocks.flatMap(block => (block.kind === 'file' ? textFiles(block) : []));
  return [
    ...withKeyboards(messages, keyboardOf(reply.blocks)),
    ...files.map(file => ({ kind: 'document', ...file, html: '', plain: '', keyboard: [] }) as const),
  ];
}

/** The words of a reply alone, split where no number is cut. */
export function renderWords(reply: Reply, language: Language): TelegramMessage[] {
  return splitText(wordsOf(reply, language), TEXT_LIMIT).map(plain => ({
    kind: 'words',
    html: escapeHtml(plain),
    plain,
    keyboard: [],
  }));
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function piecesOf(block: Exclude<Block, { kind: 'image' }>, language: Language): Piece[] {
  switch (block.kind) {
    case 'text':
      return pieceOut(block.text, undefined);
    case 'notice':
      return pieceOut(`${toneMark(block.tone)} ${block.text}`, undefined);
    case 'fields':
      return block.fields.flatMap(field => {
        const [first, ...rest] = pieceOut(markedText(field.value, language) || '–', 'b');
        const label = pieceOut(`${field.label}: `, undefined);
        return [...label, ...(first ? [{ ...first, inline: label.length > 0 }] : []), ...rest];
      });
    case 'table':
      return tableChunks(block, language, TABLE_LIMIT).map(plain => ({ plain, tag: 'pre' }));
    case 'divider':
      return [{ plain: '──────────', tag: undefined }];
    case 'buttons':
    case 'file':
      return [];
  }
}

function pieceOut(text: string, tag: Piece['tag']): Piece[] {
  return splitText(text, TEXT_LIMIT).map(plain => ({ plain, tag }));
}

/** Fills messages piece by piece; a piece is never divided here. */
function pack(pieces: readonly Piece[]): Piece[][] {
  const pages: Piece[][] = [];
  let length = 0;
  let entities = 0;
  for (const piece of pieces) {
    const page = pages.at(-1);
    const tags = piece.tag === undefined ? 0 : 1;
    if (!page || length + 1 + piece.plain.length > TEXT_LIMIT || entities + tags > ENTITY_LIMIT) {
      pages.push([piece]);
      length = piece.plain.length;
      entities = tags;
    } else {
      page.push(piece);
      length += 1 + piece.plain.length;
      entities += tags;
    }
  }
  return pages;
}

function textMessage(page: readonly Piece[]): TelegramMessage {
  const join = (write: (piece: Piece) => string) =>
    page.map((piece, i) => `${i === 0 || piece.inline ? '' : '\n'}${write(piece)}`).join('');
  return {
    kind: 'text',
    html: join(({ plain, tag }) => (tag ? `<${tag}>${escapeHtml(plain)}</${tag}>` : escapeHtml(plain))),
    plain: join(({ plain }) => plain),
    keyboard: [],
  };
}

/** Up to 100 buttons go under the last message, more under messages of their own. */
function withKeyboards(messages: readonly TelegramMessage[], rows: Keyboard): TelegramMessage[] {
  const keyboards: KeyboardButton[][][] = [];
  let count = KEYBOARD_BUTTONS;
  for (const row of rows) {
    count += row.length;
    if (count > KEYBOARD_BUTTONS) {
      keyboards.push([]);
      count = row.length;
    }
    keyboards.at(-1)?.push([...row]);
  }
  const [first = [], ...more] = keyboards;
  const last = messages.at(-1);
  return [
    ...messages.slice(0, -1),
    ...(last ? [{ ...last, keyboard: first }] : []),
    ...more.map(keyboard => ({ kind: 'text', html: '⋯', plain: '⋯', keyboard }) as const),
  ];
}

/** A button whose id Telegram cannot carry back (64 bytes) is left out rather than losing the whole card. */
function keyboardOf(blocks: readonly Block[]): Keyboard {
  return blocks.flatMap(block =>
    block.kind === 'buttons'
      ? rowsOf(block.buttons.filter(({ id }) => id !== '' && Buffer.byteLength(id) <= CALLBACK_BYTES))
      : [],
  );
}

/** Telegram gives the buttons of a row equal room and cuts their labels: as many stand in a row as can be read whole. */
function rowsOf(buttons: readonly Button[]): KeyboardButton[][] {
  const rows: KeyboardButton[][] = [];
  let widest = 0;
  for (const button of buttons) {
    const width = stringWidth(button.label) + BUTTON_EDGES;
    const row = rows.at(-1);
    widest = Math.max(widest, width);
    if (row && row.length < ROW_BUTTONS && (row.length + 1) * widest <= ROW_COLUMNS) {
      row.push(keyboardButton(button));
    } else {
      rows.push([keyboardButton(button)]);
      widest = width;
    }
  }
  return rows;
}

function keyboardButton({ id, label, style }: Button): KeyboardButton {
  const text = label.trim() || '·';
  return style === 'plain' ? { text, callback_data: id } : { text, callback_data: id, style };
}
