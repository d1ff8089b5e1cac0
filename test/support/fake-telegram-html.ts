import { Refusal } from './fake-telegram-refusal.js';

/** The text that is left once its markup is read. */
export interface ReadText {
  readonly text: string;
  /** Stretches of text with markup; Telegram shows the first hundred. */
  readonly entities: number;
}

/** Telegram's tags, with the one attribute that each may or must have. */
const TAGS: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries('b strong i em u ins s strike del tg-spoiler pre'.split(' ').map(tag => [tag, /^$/])),
  span: /^class="tg-spoiler"$/,
  a: /^href="[^"<>]+"$/,
  code: /^(class="language-[^"<>]+")?$/,
  blockquote: /^(expandable)?$/,
  'tg-emoji': /^emoji-id="\d+"$/,
};
const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/**
 * Reads the HTML of a message. Refuses tags that there are not, what is not closed in order, and any `<`, `>` or `&`
 * that is not written as an entity: the real server lets some of them pass, its documentation none.
 */
export function readHtml(html: string): ReadText {
  const open: { name: string; from: number }[] = [];
  let text = '';
  let entities = 0;
  let at = 0;
  const refuse = (why: string) =>
    new Refusal(
      400,
      `Bad Request: can't parse entities: ${why} at byte offset ${Buffer.byteLength(html.slice(0, at))}`,
    );

  function start(name: string, attributes: string): void {
    const allowed = TAGS[name];
    if (!allowed) throw refuse(`unsupported start tag "${name}"`);
    if (!allowed.test(attributes)) throw refuse(`unsupported attribute of "${name}"`);
    const outer = open.map(tag => tag.name);
    const isLanguage = name === 'code' && outer.at(-1) === 'pre' && !outer.includes('code');
    if ((outer.includes('pre') || outer.includes('code')) && !isLanguage) {
      throw refuse(`"${name}" inside of code`);
    }
    if (name === 'blockquote' && outer.includes(name)) throw refuse('a quotation inside of a quotation');
    open.push({ name, from: text.length });
  }

  function end(name: string): void {
    const last = open.pop();
    if (last?.name !== name) throw refuse(`unmatched end tag at "${name}"`);
    if (text.length > last.from) entities += 1;
  }

  while (at < html.length) {
    const rest = html.slice(at);
    const [whole, slash, name = '', attributes = ''] =
      /^<(\/?)([a-z][a-z-]*)(?:\s+([^<>]*?))?>/.exec(rest) ?? [];
    if (whole !== undefined) {
      if (slash) end(name);
      else start(name, attributes);
      at += whole.length;
      continue;
    }
    if (/^[<>]/.test(rest)) throw refuse(`bare "${rest[0]}"`);
    if (rest.startsWith('&')) {
      const [entity, word = ''] = /^&(#\d+|#x[\da-f]+|[a-z]+);/i.exec(rest) ?? [];
      if (entity === undefined) throw refuse('bare "&"');
      text += characterOf(word) ?? refused(refuse('unknown entity'));
      at += entity.length;
      continue;
    }
    const plain = /^[^<>&]+/.exec(rest)?.[0] ?? '';
    text += plain;
    at += plain.length;
  }
  const left = open.at(-1);
  if (left) throw refuse(`can't find end tag corresponding to start tag "${left.name}"`);
  return { text, entities };
}

function characterOf(word: string): string | undefined {
  if (!word.startsWith('#')) return CHARACTERS[word];
  const code = /^#x/i.test(word) ? Number.parseInt(word.slice(2), 16) : Number(word.slice(1));
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}

function refused(refusal: Refusal): never {
  throw refusal;
}
