import {
  type Command,
  type DeskError,
  formatKst,
  type Language,
  spanText,
  type Tone,
} from '../core/index.js';
import { brokerReply, plain } from './quoted.js';

/** What is known besides the error when it is explained. */
export interface Circumstances {
  readonly language: Language;
  /** ms */
  readonly now: number;
  readonly reference: string;
  /** What was asked for, when that much is known. */
  readonly request:
    | { readonly command: Command; readonly given: Readonly<Record<string, string>> }
    | undefined;
}

/** What is said about a failure. */
export interface Told {
  readonly tone: Tone;
  readonly title: string;
  readonly what: string;
  /** What happens next, or what the person can do. */
  readonly todo: string;
}

/** The facts of one failure, ready to be put into sentences. */
export interface Teller {
  readonly say: (ko: string, en: string) => string;
  readonly text: (name: string) => string | undefined;
  /** The name of the command, when it is known. */
  readonly command: string | undefined;
  /** The argument that `detail.argument` names: what it means, and the words given for it. */
  readonly argument: { readonly meaning: string; readonly given: string };
  /** The span of so many ms in `detail`, in words. */
  readonly span: (name: string) => string;
  /** An instant in `detail` as "10:00:59 (59초 뒤)"; a general word when it is missing. */
  readonly when: (name: string) => string;
  /** `(EGW00201) “…”`: the broker's code and words, or ''. */
  readonly broker: string;
}

export const sayIn = (language: Language) => (ko: string, en: string) => (language === 'ko' ? ko : en);

export function tellerFor(error: DeskError, { language, now, request }: Circumstances): Teller {
  const say = sayIn(language);
  const text = (name: string) => {
    const value = Object.hasOwn(error.detail, name) ? error.detail[name] : undefined;
    return value === undefined ? undefined : plain(String(value), 80);
  };
  const argument = text('argument') ?? '';
  const spec = request?.command.args.find(({ name }) => name === argument);
  return {
    say,
    text,
    command: request?.command.name,
    argument: {
      meaning: spec?.description[language] ?? argument,
      given: spec ? plain(request?.given[spec.name] ?? '', 80) : '',
    },
    span: name => {
      const ms = error.detail[name];
      return spanText(typeof ms === 'number' ? ms : 0, language);
    },
    when: name => {
      const at = error.detail[name];
      if (typeof at !== 'number') return say('잠시 뒤', 'in a little while');
      const left = spanText(at - now, language);
      return say(`${formatKst(at)} (${left} 뒤)`, `${formatKst(at)} (in ${left})`);
    },
    broker: brokerReply({ code: text('code'), message: String(error.detail['message'] ?? '') }, language),
  };
}
