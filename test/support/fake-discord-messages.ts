import type { UploadedFile } from './fake-discord-http.js';
import {
  type Body,
  flagsOf,
  invalid,
  isBody,
  lengthOf,
  listOf,
  onlyKeys,
  Refusal,
  unique,
} from './fake-discord-refusal.js';

/** SUPPRESS_EMBEDS, EPHEMERAL and SUPPRESS_NOTIFICATIONS; who may use which depends on the call. */
const FLAGS = { quiet: 1 << 12, private: 1 << 6, plain: 1 << 2 };

const MESSAGE_KEYS = [
  'content',
  'embeds',
  'components',
  'attachments',
  'allowed_mentions',
  'flags',
  'nonce',
  'enforce_nonce',
  'tts',
  'message_reference',
];

/** A message that may be sent: limits of embeds, components and content, and mentions switched off. */
export function checkMessage(body: Body): void {
  onlyKeys(body, 'message', MESSAGE_KEYS);
  flagsOf(body['flags'], 'flags', FLAGS.quiet | FLAGS.private | FLAGS.plain);
  const embeds = listOf(body['embeds'], 'embeds', 10);
  lengthOf(body['content'], 'content', 2000);
  const total = embeds.reduce((sum, embed) => sum + checkEmbed(embed), 0);
  if (total > 6000) throw invalid('embeds are over 6000 together');
  const files = listOf(body['attachments'], 'attachments', 10);
  if (embeds.length === 0 && !body['content'] && files.length === 0) {
    throw new Refusal(400, 50_006, 'Cannot send an empty message');
  }
  checkRows(listOf(body['components'], 'components', 5));
  const mentions = body['allowed_mentions'];
  if (!isBody(mentions) || JSON.stringify(mentions['parse']) !== '[]') throw invalid('mentions are not off');
  checkNonce(body);
  const attached = files.map(file => `attachment://${String(file['filename'])}`);
  for (const embed of embeds) {
    const image = embed['image'];
    const url = isBody(image) ? String(image['url']) : undefined;
    if (url?.startsWith('attachment://') && !attached.includes(url)) {
      throw invalid(`image ${url} is not attached`);
    }
  }
}

function checkNonce(body: Body): void {
  const nonce = body['nonce'];
  if (!Number.isInteger(nonce)) lengthOf(nonce, 'nonce', 25);
  if (body['enforce_nonce'] === true && (nonce === undefined || nonce === '')) {
    throw invalid('enforce_nonce wants a nonce');
  }
}

const LARGEST_FILE = 10 * 1024 * 1024;

/** The files of a call: each announced among the attachments under its own number, none too many or too large. */
export function checkFiles(body: Body, files: readonly UploadedFile[]): void {
  const announced = listOf(body['attachments'], 'attachments', 10).map(
    ({ id, filename }) => `files[${String(id)}] ${String(filename)}`,
  );
  const sent = files.map(({ key, name }) => `${key} ${name}`);
  if (JSON.stringify(announced) !== JSON.stringify(sent)) throw invalid('attachments are not the files');
  if (files.some(({ bytes }) => bytes.length > LARGEST_FILE)) {
    throw new Refusal(413, 40_005, 'Request entity too large');
  }
}

const EMBED_KEYS = [
  'title',
  'description',
  'url',
  'timestamp',
  'color',
  'footer',
  'image',
  'thumbnail',
  'author',
  'fields',
];

/** The characters that count against the 6000. */
function checkEmbed(embed: Body): number {
  onlyKeys(embed, 'embed', EMBED_KEYS);
  const { color, footer, author, timestamp } = embed;
  if (color !== undefined && !(Number.isInteger(color) && Number(color) >= 0 && Number(color) <= 0xff_ff_ff))
    throw invalid('color');
  if (timestamp !== undefined && !(typeof timestamp === 'string' && Date.parse(timestamp) > 0))
    throw invalid('timestamp');
  for (const key of ['image', 'thumbnail']) {
    const picture = embed[key];
    if (picture === undefined) continue;
    const url = isBody(picture) ? picture['url'] : undefined;
    if (typeof url !== 'string' || !/^(https?|attachment):\/\/./.test(url)) throw invalid(`${key}.url`);
  }
  const fields = listOf(embed['fields'], 'fields', 25);
  const inFields = fields.map(field => {
    onlyKeys(field, 'field', ['name', 'value', 'inline']);
    return lengthOf(field['name'], 'field.name', 256, 1) + lengthOf(field['value'], 'field.value', 1024, 1);
  });
  const length = [
    lengthOf(embed['title'], 'title', 256),
    lengthOf(embed['description'], 'description', 4096),
    isBody(footer) ? lengthOf(footer['text'], 'footer', 2048, 1) : 0,
    isBody(author) ? lengthOf(author['name'], 'author', 256, 1) : 0,
    ...inFields,
  ].reduce((sum, part) => sum + part, 0);
  if (length === 0 && !embed['image'] && !embed['thumbnail']) throw invalid('embed is empty');
  return length;
}

const ACTION_ROW = 1;
const BUTTON = 2;
const TEXT_SELECT = 3;
const LINK_STYLE = 5;

/** Rows of up to five buttons, or of one menu; no custom id twice in the message. */
function checkRows(rows: readonly Body[]): void {
  const ids = rows.flatMap(row => {
    if (row['type'] !== ACTION_ROW) throw invalid(`component ${String(row['type'])} outside a row`);
    const parts = listOf(row['components'], 'components', 5, 1);
    if (parts.length > 1 && parts.some(part => part['type'] !== BUTTON)) throw invalid('a menu shares a row');
    return parts.map(part => (part['type'] === BUTTON ? checkButton(part) : checkMenu(part)));
  });
  unique(
    ids.filter(id => id !== undefined),
    'custom_id',
  );
}

function checkButton(button: Body): unknown {
  onlyKeys(button, 'button', ['type', 'style', 'label', 'custom_id', 'url', 'disabled', 'emoji', 'id']);
  const style = Number(button['style']);
  if (!(style >= 1 && style <= LINK_STYLE)) throw invalid('style');
  lengthOf(button['label'], 'label', 80, button['emoji'] === undefined ? 1 : 0);
  if (style === LINK_STYLE) {
    lengthOf(button['url'], 'url', 512, 1);
    if (button['custom_id'] !== undefined) throw invalid('a link has no custom_id');
    return undefined;
  }
  if (button['url'] !== undefined) throw invalid('only a link has an url');
  lengthOf(button['custom_id'], 'custom_id', 100, 1);
  return button['custom_id'];
}

function checkMenu(menu: Body): unknown {
  if (menu['type'] !== TEXT_SELECT) throw invalid(`component ${String(menu['type'])} in a row`);
  lengthOf(menu['custom_id'], 'custom_id', 100, 1);
  lengthOf(menu['placeholder'], 'placeholder', 150);
  const options = listOf(menu['options'], 'options', 25, 1);
  for (const option of options) {
    lengthOf(option['label'], 'option.label', 100, 1);
    lengthOf(option['value'], 'option.value', 100, 1);
    lengthOf(option['description'], 'option.description', 100);
  }
  unique(
    options.map(option => option['value']),
    'option.value',
  );
  return menu['custom_id'];
}
