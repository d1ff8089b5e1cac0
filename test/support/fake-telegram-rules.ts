import type { UploadedFile } from './fake-telegram-http.js';

/** What the Bot API refuses, as far as this project could run into it. Sentences as the real server words them. */

const TAGS = new Set(['b', 'strong', 'i', 'em', 'u', 's', 'code', 'pre', 'a']);
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export class Refusal extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;

  constructor(code: number, description: string, retryAfter?: number) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The text that is left once HTML markup is read; refuses what is not balanced. */
export function readHtml(html: string): { text: string; entities: number } {
  const open: string[] = [];
  let text = '';
  let entities = 0;
  let at = 0;
  const refuse = (why: string) =>
    new Refusal(400, `Bad Request: can't parse entities: ${why} at byte offset ${at}`);
  while (at < html.length) {
    const rest = html.slice(at);
    const tag = /^<(\/?)([a-z]+)>/.exec(rest);
    const entity = /^&([a-z]+);/.exec(rest);
    if (tag) {
      const name = tag[2] ?? '';
      if (!TAGS.has(name)) throw refuse(`unsupported start tag "${name}"`);
      if (tag[1] === '/') {
        if (open.pop() !== name) throw refuse('unexpected end tag');
        entities += 1;
      } else {
        open.push(name);
      }
      at += tag[0].length;
    } else if (rest.startsWith('<')) {
      throw refuse('unsupported start tag');
    } else if (entity) {
      const character = ENTITIES[entity[1] ?? ''];
      if (character === undefined) throw refuse('unknown entity');
      text += character;
      at += entity[0].length;
    } else {
      text += html[at];
      at += 1;
    }
  }
  if (open.length > 0) throw refuse(`can't find end tag corresponding to start tag ${open.at(-1)}`);
  return { text, entities };
}

/** The visible text of a message or caption, if it may be sent. */
export function checkText(raw: unknown, parseMode: unknown, limit: number): string {
  if (typeof raw !== 'string') throw new Refusal(400, 'Bad Request: message text is empty');
  const { text, entities } = parseMode === 'HTML' ? readHtml(raw) : { text: raw, entities: 0 };
  if (text.trim() === '' && limit > 1024) throw new Refusal(400, 'Bad Request: message text is empty');
  if (text.length > limit) {
    throw new Refusal(400, `Bad Request: ${limit > 1024 ? 'message' : 'message caption'} is too long`);
  }
  // The real server drops the surplus without a word; here it shows.
  if (entities > 100) throw new Refusal(400, 'Bad Request: more than 100 entities');
  return text;
}

const LARGEST_FILE = 50 * 1024 * 1024;

export function checkFile({ bytes }: UploadedFile): void {
  if (bytes.length === 0) throw new Refusal(400, 'Bad Request: file must be non-empty');
  if (bytes.length > LARGEST_FILE) throw new Refusal(413, 'Request Entity Too Large');
}

export function checkKeyboard(markup: unknown): void {
  const rows = isRecord(markup) ? markup['inline_keyboard'] : undefined;
  if (rows === undefined) return;
  if (!Array.isArray(rows)) throw new Refusal(400, 'Bad Request: inline keyboard expected');
  const buttons: unknown[] = rows.flat();
  if (buttons.length > 100) throw new Refusal(400, 'Bad Request: reply markup is too long');
  if (rows.some(row => !Array.isArray(row) || row.length > 8)) {
    throw new Refusal(400, 'Bad Request: too many buttons in a row');
  }
  for (const button of buttons) {
    const { text, callback_data: data } = isRecord(button) ? button : {};
    if (typeof text !== 'string' || text.trim() === '')
      throw new Refusal(400, 'Bad Request: button text is empty');
    if (typeof data !== 'string' || data === '' || Buffer.byteLength(data) > 64) {
      throw new Refusal(400, 'Bad Request: BUTTON_DATA_INVALID');
    }
  }
}

export function checkCommands(commands: unknown): void {
  if (!Array.isArray(commands) || commands.length > 100)
    throw new Refusal(400, 'Bad Request: too many commands');
  for (const entry of commands) {
    const { command, description } = isRecord(entry) ? entry : {};
    if (typeof command !== 'string' || !/^[a-z0-9_]{1,32}$/.test(command)) {
      throw new Refusal(400, 'Bad Request: BOT_COMMAND_INVALID');
    }
    if (typeof description !== 'string' || description.length < 1 || description.length > 256) {
      throw new Refusal(400, 'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID');
    }
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
