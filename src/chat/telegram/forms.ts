import type { Message } from 'grammy/types';
import type { Clock, Form, FormField, Language } from '../../core/index.js';
import { type Received, readWritten, receivedFrom, type Written } from './inbound.js';

/** How long a question stays open, ms. */
const OPEN_MS = 5 * 60_000;
const MOST_OPEN = 200;
const MOST_PLACEHOLDER = 64;
const ENDS = new Set(['취소', 'cancel']);

/** A question as Telegram asks it: plain text that names the person, so that only their app opens the reply box. */
export interface Question {
  readonly text: string;
  readonly mention: { readonly offset: number; readonly length: number };
  /** Shown in the empty reply box, 1–64 characters. */
  readonly placeholder: string;
}

/** What a reply to an open question is. */
export type FormReply =
  | { readonly kind: 'filled'; readonly received: Received }
  | { readonly kind: 'ended'; readonly received: Received };

/** Questions that presses left open. In memory alone: after a restart a reply is ordinary text. */
export interface Forms {
  /** The question now stands in the chat as this message. */
  open(pressed: Received, form: Form, messageId: number): void;
  /**
   * A text that replies to an open question, by the person who was asked, closes it. A slash command does not: whoever
   * types `/halt` while he is asked something means that.
   */
  claim(message: Message): FormReply | undefined;
}

interface Open {
  readonly pressed: Received;
  readonly form: Form;
  readonly until: number;
}

export function createForms(clock: Clock): Forms {
  const questions = new Map<string, Open>();

  function sweep(): void {
    for (const [key, { until }] of questions) {
      if (until <= clock.monotonic() || questions.size > MOST_OPEN) questions.delete(key);
    }
  }

  return {
    open(pressed, form, messageId) {
      const key = keyOf(pressed.origin.chatId, messageId);
      questions.set(key, { pressed, form, until: clock.monotonic() + OPEN_MS });
      sweep();
    },
    claim(message) {
      const asked = message.reply_to_message?.message_id;
      const written = readWritten(message);
      if (asked === undefined || !written || written.text.startsWith('/')) return undefined;
      sweep();
      const key = keyOf(message.chat.id, asked);
      const question = questions.get(key);
      if (!question || question.pressed.inbound.who.userId !== String(written.from.id)) return undefined;
      questions.delete(key);
      return answerOf(question, written);
    },
  };
}

function answerOf({ pressed, form }: Open, written: Written): FormReply {
  const { content } = pressed.inbound;
  const origin = { ...pressed.origin, replyTo: written.message.message_id };
  const text = written.text.trim();
  const given = content.kind === 'press' ? { ...content, given: valuesOf(form.fields, text) } : content;
  const received = receivedFrom(written, given, origin);
  return { kind: ENDS.has(text.toLowerCase()) ? 'ended' : 'filled', received };
}

/**
 * One field takes the whole text. Several take a word each, in their order, and the last one all that is left: what is
 * too much is refused by the argument's own rules, never dropped.
 */
export function valuesOf(fields: readonly FormField[], text: string): Record<string, string> {
  const words = text.split(/\s+/);
  const last = fields.length - 1;
  const valueAt = (i: number) => {
    if (i < last) return words[i];
    return last === 0 ? text : afterWords(text, last);
  };
  return Object.fromEntries(
    fields.flatMap(({ name }, i) => {
      const value = valueAt(i);
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

/** What stands behind the first `count` words, its blanks as they were. */
function afterWords(text: string, count: number): string {
  return text.replace(new RegExp(`^(?:\\S+\\s*){0,${count}}`), '');
}

/** `민수님, 매수 정정` and a line for each field. */
export function questionOf(form: Form, name: string, language: Language): Question {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const lines = form.fields.map(
    ({ label, hint, required }) =>
      `· ${label}${required ? '' : say(' (선택)', ' (optional)')}${hint === '' ? '' : `: ${hint}`}`,
  );
  const how =
    form.fields.length === 1
      ? say('이 메시지에 답장으로 적어 주십시오.', 'Reply to this message with it.')
      : say(
          '이 메시지에 답장으로, 차례대로 띄어 적어 주십시오.',
          'Reply to this message with them in this order, separated by blanks.',
        );
  const end = say(
    '그만두려면 취소라고 답장하십시오. 5분 안에 유효합니다.',
    'Reply cancel to stop. Open for 5 minutes.',
  );
  const person = name.trim() || say('회원', 'Member');
  const text = [`${person}${say('님', '')}, ${form.title}`, ...lines, how, end].join('\n');
  const labels = form.fields.map(({ label, hint }) => hint || label).join(' ');
  const placeholder = Array.from(labels).slice(0, MOST_PLACEHOLDER).join('') || '…';
  return { text, mention: { offset: 0, length: person.length }, placeholder };
}

function keyOf(chatId: number, messageId: number): string {
  return `${chatId}/${messageId}`;
}
