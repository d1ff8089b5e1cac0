import type { UploadedFile } from './fake-discord-http.js';

/** What Discord refuses in a body, as far as this project could run into it. */

export type Body = Readonly<Record<string, unknown>>;

/** An answer that is not 2xx. Code 50035 is "Invalid Form Body". */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const invalid = (where: string) => new Refusal(400, 50_035, `Invalid Form Body: ${where}`);

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): Body[] {
  return Array.isArray(value) ? value.filter(isBody) : [];
}

function text(value: unknown, where: string, max: number, min = 0): number {
  if (value === undefined) {
    if (min > 0) throw invalid(`${where} is required`);
    return 0;
  }
  if (typeof value !== 'string' || value.length > max) throw invalid(`${where} is over ${max}`);
  if (value.trim().length < min) throw invalid(`${where} is blank`);
  return value.length;
}

/** A message that may be sent: limits of embeds, buttons and content, and mentions switched off. */
export function checkMessage(body: Body): void {
  const embeds = list(body['embeds']);
  text(body['content'], 'content', 2000);
  if (embeds.length > 10) throw invalid('embeds is over 10');
  const total = embeds.reduce((sum, embed) => sum + checkEmbed(embed), 0);
  if (total > 6000) throw invalid('embeds are over 6000 together');
  if (embeds.length === 0 && !body['content']) throw new Refusal(400, 50_006, 'Cannot send an empty message');
  checkRows(list(body['components']));
  const mentions = body['allowed_mentions'];
  if (!isBody(mentions) || JSON.stringify(mentions['parse']) !== '[]') throw invalid('mentions are not off');
  text(body['nonce'], 'nonce', 25);
  for (const embed of embeds) {
    const image = embed['image'];
    const url = isBody(image) ? String(image['url']) : undefined;
    const files = list(body['attachments']).map(file => `attachment://${String(file['filename'])}`);
    if (url !== undefined && !files.includes(url)) throw invalid(`image ${url} is not attached`);
  }
}

const LARGEST_FILE = 10 * 1024 * 1024;

/** The files of a call: each announced among the attachments under its own number, none too many or too large. */
export function checkFiles(body: Body, files: readonly UploadedFile[]): void {
  const announced = list(body['attachments']).map(
    ({ id, filename }) => `files[${String(id)}] ${String(filename)}`,
  );
  if (announced.length > 10) throw invalid('attachments is over 10');
  const sent = files.map(({ key, name }) => `${key} ${name}`);
  if (JSON.stringify(announced) !== JSON.stringify(sent)) throw invalid('attachments are not the files');
  if (files.some(({ bytes }) => bytes.length > LARGEST_FILE)) {
    throw new Refusal(413, 40_005, 'Request entity too large');
  }
}

function checkEmbed(embed: Body): number {
  const fields = list(embed['fields']);
  if (fields.length > 25) throw invalid('fields is over 25');
  const footer = embed['footer'];
  const inFields = fields.map(
    f => text(f['name'], 'field.name', 256, 1) + text(f['value'], 'field.value', 1024, 1),
  );
  return [
    text(embed['title'], 'title', 256),
    text(embed['description'], 'description', 4096),
    isBody(footer) ? text(footer['text'], 'footer', 2048, 1) : 0,
    ...inFields,
  ].reduce((sum, length) => sum + length, 0);
}

function checkRows(rows: readonly Body[]): void {
  if (rows.length > 5) throw invalid('components is over 5 rows');
  const ids = new Set<unknown>();
  for (const row of rows) {
    const buttons = list(row['components']);
    if (buttons.length < 1 || buttons.length > 5) throw invalid('a row needs 1 to 5 buttons');
    for (const button of buttons) {
      text(button['label'], 'label', 80, 1);
      text(button['custom_id'], 'custom_id', 100, 1);
      if (ids.has(button['custom_id'])) throw invalid('custom_id is there twice');
      ids.add(button['custom_id']);
    }
  }
}

const NAME = /^[-_'\p{L}\p{N}]{1,32}$/u;

/** A guild's command list that may be written. */
export function checkCommands(body: unknown): Body[] {
  if (!Array.isArray(body) || body.length > 100) throw invalid('over 100 commands');
  const commands = list(body);
  const names = commands.flatMap(command => [command['name'], ...Object.values(localised(command))]);
  if (new Set(names).size !== names.length) throw invalid('a name is there twice');
  for (const command of commands) {
    checkNamed(command);
    const options = list(command['options']);
    if (options.length > 25) throw invalid('options is over 25');
    const required = options.map(option => option['required'] === true);
    if (required.some((yes, i) => yes && required[i - 1] === false))
      throw invalid('required options come first');
    for (const option of options) {
      checkNamed(option);
      if (![3, 4, 5, 10].includes(Number(option['type']))) throw invalid('option type');
      const choices = list(option['choices']);
      if (choices.length > 25) throw invalid('choices is over 25');
      for (const choice of choices) text(choice['name'], 'choice.name', 100, 1);
    }
  }
  return commands;
}

function checkNamed(part: Body): void {
  for (const name of [part['name'], ...Object.values(localised(part))]) {
    if (typeof name !== 'string' || !NAME.test(name) || name !== name.toLowerCase())
      throw invalid(`name ${String(name)}`);
  }
  text(part['description'], 'description', 100, 1);
}

function localised(part: Body): Body {
  const names = part['name_localizations'];
  return isBody(names) ? names : {};
}
