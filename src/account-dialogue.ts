import {
  type Answers,
  entryOf,
  FIELDS,
  type Field,
  fieldsBehind,
  isAsked,
  isConfirmed,
  modeOf,
  problemOf,
} from './account-answers.js';
import type { Questions } from './account-questions.js';
import { ACCOUNT_COLOURS, type AccountEntry, asDeskError, DeskError } from './core/index.js';

/** Whoever answers: a person at the terminal, or a script whose answers are all there is. */
export interface Dialogue {
  /**
   * Asks for these, with what is `known` without asking, then does the work with it. What the work does not take is told and
   * asked for anew, everything else is kept; a script is refused instead. Throws what another answer would not mend.
   */
  withAnswers<T>(
    fields: readonly Field[],
    work: (answers: Answers, left: AbortSignal) => Promise<T>,
    known?: Answers,
  ): Promise<T>;
  /** Whether the word is given; throws `input` when it is not. */
  confirm(question: string, word: (given: string | undefined) => boolean): Promise<void>;
  close(): void;
}

const QUESTIONS: Readonly<Record<Field, string>> = {
  broker: '증권사 / broker (kis, kiwoom): ',
  environment: '환경 / environment (실전 live, 모의 paper): ',
  number: '계좌번호 / account number (12345678-01): ',
  alias: '별명 / alias: ',
  owner: '주인, 없으면 Enter / owner, or Enter: ',
  colour: `색, 없으면 Enter / colour, or Enter (${ACCOUNT_COLOURS.join(' ')}): `,
  app_key: '앱키 (보이지 않음) / app key (not shown): ',
  app_secret: '앱시크릿 (보이지 않음) / app secret (not shown): ',
  hts_id: 'HTS ID, 없으면 Enter / HTS id, or Enter: ',
};

const SECRET: ReadonlySet<Field> = new Set(['app_key', 'app_secret']);
const LIVE_WORDS = '실전 계좌입니다. 계속하려면 실전 또는 live / real money: type live to go on: ';

const refused = (problem: string) => new DeskError('input', problem, { problem });

/** `tell` says why an answer was not taken. */
export function personsDialogue(
  questions: Questions,
  print: (text: string) => void,
  tell: (error: DeskError) => void,
): Dialogue {
  async function ask(field: Field, answers: Answers): Promise<void> {
    for (;;) {
      const question = QUESTIONS[field];
      answers[field] = await (SECRET.has(field) ? questions.askSecret(question) : questions.ask(question));
      const problem = problemOf(field, answers);
      if (problem) print(`${problem.ko} / ${problem.en}`);
      else if (field !== 'environment' || modeOf(answers) !== 'live') return;
      else if (isConfirmed(await questions.ask(LIVE_WORDS))) return;
    }
  }

  return {
    async withAnswers(fields, work, known = {}) {
      const answers: Answers = { ...known };
      let asked = fields;
      for (;;) {
        for (const field of asked) if (isAsked(field, answers)) await ask(field, answers);
        try {
          return await work(answers, questions.left);
        } catch (thrown) {
          const error = asDeskError(thrown);
          asked = fieldsBehind(error.detail, error.kind).filter(field => fields.includes(field));
          if (asked.length === 0 || questions.left.aborted) throw thrown;
          tell(error);
        }
      }
    },
    async confirm(question, isRight) {
      if (!isRight(await questions.ask(question))) throw refused('unconfirmed');
    },
    close: () => questions.close(),
  };
}

export function scriptsDialogue(answers: Answers): Dialogue {
  return {
    async withAnswers(fields, work) {
      if (fields.includes('environment') && modeOf(answers) === 'live' && !isConfirmed(answers.confirm))
        throw refused('unconfirmed');
      const surplus = FIELDS.find(field => answers[field] !== undefined && !fields.includes(field));
      if (surplus !== undefined) throw refused('surplus');
      return work(answers, new AbortController().signal);
    },
    async confirm(_question, isRight) {
      if (!isRight(answers.confirm)) throw refused('unconfirmed');
    },
    close: () => undefined,
  };
}

/** Throws `input` naming the answer that is missing or wrong. */
export function requireEntry(answers: Answers): AccountEntry {
  const entry = entryOf(answers);
  if (typeof entry === 'string')
    throw new DeskError('input', `${entry} is missing or wrong`, { problem: 'answer', argument: entry });
  return entry;
}
