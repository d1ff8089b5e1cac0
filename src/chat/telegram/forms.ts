import type { Message } from 'grammy/types';
import type { Clock, Form, FormField, Language } from '../../core/index.js';
import { type Received, readWritten, receivedFrom, type Written } from './inbound.js';
import type { Destination, Spot } from './sending.js';

/** How long a question stays open, ms. */
const OPEN_MS = 5 * 60_000;
/** How long after that an answer to a secret question is still known for what it is, and taken away, ms. */
const SECRET_KEPT_MS = 60 * 60_000;
const MOST_OPEN = 200;
const MOST_PLACEHOLDER = 64;
const ENDS = new Set(['취소', 'cancel']);
/** What a code looks like. */
const DIGITS = /^[0-9 ]{6,9}$/;

/** A question as Telegram asks it: plain text that names the person, so that only their app opens the reply box. */
export interface Question {
  readonly text: string;
  readonly mention: { readonly offset: number; readonly length: number };
  /** Shown in the empty reply box, 1–64 characters. */
  readonly placeholder: string;
}

/** What a reply to a question is. `late`: a secret came when nobody asked for it any more. */
export interface FormReply {
  readonly kind: 'filled' | 'ended' | 'late';
  readonly received: Received;
  /** Where the person was asked and now waits for a word. */
  readonly asked: Destination;
  /** Messages that nobody may read on: what was answered, and the question. They are in the chat of `asked`. */
  readonly traces: readonly number[];
}

/** Questions that presses left open. In memory alone: after a restart a reply is ordinary text. */
export interface Forms {
  /** Puts the question; `send` gives the id of its message. Rejects as `send` does: then nothing is open. */
  ask(pressed: Received, form: Form, chatId: number, send: () => Promise<number>): Promise<void>;
  /**
   * People see a question before the call that posted it has come back, and may be quicker than that. Resolves once it is
   * known whether this text answers a question that is on its way; undefined: it answers none such. Never rejects.
   */
  pending(message: Message): Promise<unknown> | undefined;
  /**
   * A text that replies to an open question, by the person who was asked, closes it. A slash command does not: whoever
   * types `/halt` while he is asked something means that. In the person's own chat digits alone answer a secret question
   * whatever they reply to, or nothing: they must not stay there.
   */
  claim(message: Message): FormReply | undefined;
}

interface Open {
  readonly pressed: Received;
  readonly form: Form;
  readonly at: Spot;
  readonly until: number;
}

/** A question that may be read already, under an id that is not known yet. */
interface Underway extends Pick<Open, 'pressed' | 'form'> {
  readonly chatId: number;
}

export const isSecret = ({ fields }: Form): boolean => fields.some(({ secret }) => secret);

export function createForms(clock: Clock): Forms {
  const questions = new Map<string, Open>();
  /** By what ends once they stand, or do not. */
  const underway = new Map<Promise<void>, Underway>();

  function sweep(): void {
    for (const [key, { until, form }] of questions) {
      const kept = isSecret(form) ? SECRET_KEPT_MS : 0;
      if (until + kept <= clock.monotonic() || questions.size > MOST_OPEN) questions.delete(key);
    }
  }

  function answeredBy(message: Message, text: string): [string, Open] | undefined {
    const reply = message.reply_to_message?.message_id;
    if (reply !== undefined) {
      const key = keyOf({ chatId: message.chat.id, messageId: reply });
      const found = questions.get(key);
      if (found) return [key, found];
    }
    if (message.chat.type !== 'private' || !DIGITS.test(text)) return undefined;
    return [...questions].findLast(([, { form, at }]) => isSecret(form) && at.chatId === message.chat.id);
  }

  return {
    async ask(pressed, form, chatId, send) {
      const standing = send().then(messageId => {
        const at = { chatId, messageId };
        questions.set(keyOf(at), { pressed, form, at, until: clock.monotonic() + OPEN_MS });
        sweep();
      });
      const over = standing.catch(() => undefined);
      underway.set(over, { pressed, form, chatId });
      await standing.finally(() => underway.delete(over));
    },
    pending(message) {
      const written = readAnswer(message);
      if (!written) return undefined;
      const reply = message.reply_to_message?.message_id;
      if (reply !== undefined && questions.has(keyOf({ chatId: message.chat.id, messageId: reply })))
        return undefined;
      const awaited = [...underway].filter(
        ([, { pressed, form, chatId }]) =>
          chatId === message.chat.id &&
          pressed.inbound.who.userId === String(written.from.id) &&
          (isSecret(form) ? isCodeOrEnd(written.text) : reply !== undefined),
      );
      return awaited.length === 0 ? undefined : Promise.all(awaited.map(([over]) => over));
    },
    claim(message) {
      const written = readAnswer(message);
      if (!written) return undefined;
      sweep();
      const [key, question] = answeredBy(message, written.text) ?? [];
      if (key === undefined || !question) return undefined;
      if (question.pressed.inbound.who.userId !== String(written.from.id)) return undefined;
      questions.delete(key);
      return answerOf(question, written, question.until <= clock.monotonic());
    },
  };
}

/** What a person may have written as an answer. */
function readAnswer(message: Message): Written | undefined {
  const written = readWritten(message);
  return written?.text.startsWith('/') ? undefined : written;
}

const isEnd = (text: string): boolean => ENDS.has(text.trim().toLowerCase());
/** Nothing else waits for a secret question to stand: a word that stops trading least of all. */
const isCodeOrEnd = (text: string): boolean => DIGITS.test(text) || isEnd(text);

function answerOf({ pressed, form, at }: Open, written: Written, isLate: boolean): FormReply {
  const { content, where } = pressed.inbound;
  const secret = isSecret(form);
  const id = written.message.message_id;
  // What is taken away cannot be answered to.
  const origin = secret ? pressed.origin : { ...pressed.origin, replyTo: id };
  const text = written.text.trim();
  const given = content.kind === 'press' ? { ...content, given: valuesOf(form.fields, text) } : content;
  const { inbound, ...received } = receivedFrom(written, given, origin);
  return {
    kind: isLate ? 'late' : isEnd(text) ? 'ended' : 'filled',
    // A secret is asked elsewhere: the press is still that of the place where it was made.
    received: { ...received, inbound: { ...inbound, where } },
    asked: secret ? { chatId: at.chatId, threadId: undefined, replyTo: undefined } : origin,
    traces: secret ? [id, at.messageId] : [],
  };
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
  const wiped = isSecret(form)
    ? [
        say(
          '적으신 메시지는 바로 지웁니다. 아무에게도 보이지 마십시오.',
          'What you write is deleted at once. Show it to nobody.',
        ),
      ]
    : [];
  const end = say(
    '그만두려면 취소라고 답장하십시오. 5분 안에 유효합니다.',
    'Reply cancel to stop. Open for 5 minutes.',
  );
  const person = name.trim() || say('회원', 'Member');
  const text = [`${person}${say('님', '')}, ${form.title}`, ...lines, how, ...wiped, end].join('\n');
  const labels = form.fields.map(({ label, hint }) => hint || label).join(' ');
  const placeholder = Array.from(labels).slice(0, MOST_PLACEHOLDER).join('') || '…';
  return { text, mention: { offset: 0, length: person.length }, placeholder };
}

function keyOf({ chatId, messageId }: Spot): string {
  return `${chatId}/${messageId}`;
}
