import { describe, expect, it } from 'vitest';
import {
  checkCall,
  checkCommands,
  checkKeyboard,
  checkMenu,
  checkText,
  readHtml,
} from '../support/fake-telegram-rules.js';

const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const keyboard = (...rows: unknown[]) => {
  return () => checkKeyboard({ inline_keyboard: rows });
};
const button = (change: object = {}) => ({ text: 'x', callback_data: 'x', ...change });
const call = (method: string, payload: Record<string, unknown>) => {
  return () => checkCall(method, payload);
};
const edit = (markup: unknown) =>
  call('editMessageText', { chat_id: 1, message_id: 1, text: 'x', reply_markup: markup });
const commands = (...list: unknown[]) => {
  return () => checkCommands(list);
};
const menu = (payload: Record<string, unknown>) => {
  return () => checkMenu(payload);
};

describe('Telegram reads', () => {
  it.each([
    ['a &lt; b &amp;&amp; c &gt; d &quot;e&quot;', 'a < b && c > d "e"', 0],
    ['&#54620;&#xAD6D;', '한국', 0],
    ['<b>잔고 <i>1</i></b>', '잔고 1', 2],
    ['<pre><code class="language-ts">x</code></pre>', 'x', 2],
    ['<a href="https://example.com">x</a>', 'x', 1],
    ['<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', 'xy', 2],
    ['<blockquote expandable>x</blockquote>', 'x', 1],
    ['<b></b>', '', 0],
  ])('%s', (html, text, entities) => {
    expect(readHtml(html)).toEqual({ text, entities });
  });
});

describe('Telegram cannot read', () => {
  it.each([
    ['a < b', 'bare "<"'],
    ['a > b', 'bare ">"'],
    ['R&D', 'bare "&"'],
    ['&nbsp;', 'unknown entity'],
    ['<b>x', `can't find end tag corresponding to start tag "b"`],
    ['x</b>', 'unmatched end tag'],
    ['<b><i>x</b></i>', 'unmatched end tag'],
    ['<div>x</div>', 'unsupported start tag "div"'],
    ['<b class="x">x</b>', 'unsupported attribute of "b"'],
    ['<a>x</a>', 'unsupported attribute of "a"'],
    ['<code><b>x</b></code>', '"b" inside of code'],
    ['<blockquote><blockquote>x</blockquote></blockquote>', 'a quotation inside'],
    ['한 <', 'byte offset 4'],
  ])('%s', (html, why) => {
    expect(() => readHtml(html)).toThrow(why);
  });
});

describe('Telegram takes', () => {
  it.each([
    ['4096 characters beside their markup', () => checkText(`<b>${'x'.repeat(4096)}</b>`, 'HTML', 4096)],
    ['an empty caption', () => checkText('', 'HTML', 1024)],
    [
      '100 buttons in rows of 8',
      keyboard(
        ...many(12, () => many(8, () => button())),
        many(4, () => button()),
      ),
    ],
    ['64 bytes of data', keyboard([button({ callback_data: `${'가'.repeat(21)}x` })])],
    ['a red button', keyboard([button({ style: 'danger' })])],
    ['a button that copies', keyboard([{ text: 'x', copy_text: { text: 'x' } }])],
    ['the wish for an answer', () => checkKeyboard({ force_reply: true, input_field_placeholder: 'x' })],
    ['a menu of one chat', menu({ scope: { type: 'chat', chat_id: -5 }, language_code: 'ko' })],
  ])('%s', (_, given) => {
    expect(given).not.toThrow();
  });
});

describe('Telegram refuses', () => {
  it.each([
    ['4097 characters', () => checkText('x'.repeat(4097), undefined, 4096), 'message is too long'],
    ['nothing', () => checkText('<b> </b>', 'HTML', 4096), 'message text is empty'],
    ['a caption of 1025', () => checkText('x'.repeat(1025), 'HTML', 1024), 'caption is too long'],
    ['101 entities', () => checkText('<b>x</b> '.repeat(101), 'HTML', 4096), 'more than 100 entities'],
    ['markup of another kind', () => checkText('x', 'Markdown', 4096), 'unsupported parse_mode'],
    [
      '65 bytes of data',
      keyboard([button({ callback_data: `${'가'.repeat(21)}xx` })]),
      'BUTTON_DATA_INVALID',
    ],
    ['no data', keyboard([button({ callback_data: '' })]), 'BUTTON_DATA_INVALID'],
    ['101 buttons', keyboard(...many(101, () => [button()])), 'reply markup is too long'],
    ['9 in a row', keyboard(many(9, () => button())), 'too many buttons in a row'],
    ['a blank button', keyboard([button({ text: ' ' })]), 'button text is empty'],
    ['a button that does nothing', keyboard([{ text: 'x' }]), 'a button does 0 things'],
    ['a button that does two things', keyboard([button({ url: 'https://example.com' })]), 'does 2 things'],
    ['a green button called good', keyboard([button({ style: 'good' })]), 'button style'],
    ['markup of two kinds', () => checkKeyboard({ inline_keyboard: [], force_reply: true }), 'no one kind'],
    [
      'a placeholder of 65',
      () => checkKeyboard({ force_reply: true, input_field_placeholder: 'x'.repeat(65) }),
      '64',
    ],
    ['the wish for an answer in an edit', edit({ force_reply: true }), 'inline keyboard expected'],
    [
      'a field that it does not know',
      call('sendMessage', { chat_id: 1, text: 'x', silent: true }),
      'no field silent',
    ],
    ['a message to nobody', call('sendMessage', { text: 'x' }), 'chat_id is empty'],
    ['a message without a number', call('editMessageText', { chat_id: 1, message_id: '1' }), 'no Integer'],
    [
      'an answer to nothing',
      call('sendMessage', { chat_id: 1, text: 'x', reply_parameters: {} }),
      'message to be replied not found',
    ],
    [
      'a notice of 201',
      call('answerCallbackQuery', { callback_query_id: 'x', text: 'x'.repeat(201) }),
      'MESSAGE_TOO_LONG',
    ],
    [
      '101 commands',
      commands(...many(101, i => ({ command: `c${i}`, description: 'x' }))),
      'too many commands',
    ],
    ['a Korean command', commands({ command: '잔고', description: 'x' }), 'BOT_COMMAND_INVALID'],
    ['a command of 33', commands({ command: 'x'.repeat(33), description: 'x' }), 'BOT_COMMAND_INVALID'],
    ['a description of 257', commands({ command: 'x', description: 'x'.repeat(257) }), 'DESCRIPTION_INVALID'],
    [
      'two commands of one name',
      commands({ command: 'x', description: 'x' }, { command: 'x', description: 'y' }),
      'a command is there twice',
    ],
    ['a language of three letters', menu({ language_code: 'kor' }), 'invalid language code'],
    ['a scope that there is not', menu({ scope: { type: 'everybody' } }), 'Unsupported type'],
    ['a chat scope without a chat', menu({ scope: { type: 'chat' } }), "can't parse BotCommandScope"],
    ['a member scope without a person', menu({ scope: { type: 'chat_member', chat_id: 1 } }), "can't parse"],
    [
      'a private scope with a chat',
      menu({ scope: { type: 'all_private_chats', chat_id: 1 } }),
      "can't parse",
    ],
  ])('%s', (_, given, why) => {
    expect(given).toThrow(why);
  });
});
