import { isRecord, Refusal } from './fake-telegram-refusal.js';

const bad = (why: string) => new Refusal(400, `Bad Request: ${why}`);

const KINDS = ['inline_keyboard', 'keyboard', 'remove_keyboard', 'force_reply'];
/** Exactly one of these says what a button does. */
const ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'pay',
];
const STYLES: readonly unknown[] = [undefined, 'danger', 'success', 'primary'];

/** What hangs on a message: a keyboard under it, or the wish for an answer. An edit takes the keyboard alone. */
export function checkMarkup(markup: unknown, isEdit: boolean): void {
  if (markup === undefined) return;
  if (!isRecord(markup)) throw bad('object expected as reply markup');
  const kinds = KINDS.filter(kind => kind in markup);
  if (kinds.length !== 1) throw bad('reply markup is of no one kind');
  const [kind = ''] = kinds;
  if (kind !== 'inline_keyboard' && isEdit) throw bad('inline keyboard expected');
  if (kind === 'inline_keyboard') {
    checkInline(markup[kind]);
    return;
  }
  if (kind === 'keyboard') throw bad('this stand-in knows no reply keyboards');
  if (markup[kind] !== true) throw bad(`${kind} must be True`);
  const placeholder = markup['input_field_placeholder'];
  if (placeholder === undefined) return;
  if (typeof placeholder !== 'string' || placeholder.length < 1 || placeholder.length > 64) {
    throw bad('input_field_placeholder must be of 1 to 64 characters');
  }
}

function checkInline(rows: unknown): void {
  if (!Array.isArray(rows)) throw bad('inline keyboard expected');
  if (rows.some(row => !Array.isArray(row))) throw bad('an array of buttons expected');
  if (rows.some((row: unknown[]) => row.length > 8)) throw bad('too many buttons in a row');
  const buttons: unknown[] = rows.flat();
  if (buttons.length > 100) throw bad('reply markup is too long');
  for (const button of buttons) checkButton(button);
}

function checkButton(button: unknown): void {
  if (!isRecord(button)) throw bad('a button is no object');
  const { text, callback_data: data, style, copy_text: copied } = button;
  if (typeof text !== 'string' || text.trim() === '') throw bad('button text is empty');
  const actions = ACTIONS.filter(action => action in button);
  if (actions.length !== 1) throw bad(`a button does ${actions.length} things`);
  const known = ['text', 'style', 'icon_custom_emoji_id', ...actions];
  if (Object.keys(button).some(key => !known.includes(key))) throw bad('a button with unknown fields');
  if (!STYLES.includes(style)) throw bad('button style');
  if ('callback_data' in button) {
    const size = typeof data === 'string' ? Buffer.byteLength(data) : 0;
    if (size < 1 || size > 64) throw bad('BUTTON_DATA_INVALID');
  }
  if ('copy_text' in button) {
    const size = isRecord(copied) && typeof copied['text'] === 'string' ? copied['text'].length : 0;
    if (size < 1 || size > 256) throw bad('BUTTON_COPY_TEXT_INVALID');
  }
}
