import {
  type ArgChoice,
  DeskError,
  type Loudness,
  type NoticeKind,
  type QuietHours,
} from '../src/core/index.js';
import { choiceName, DAYS_CHOICES, HOW_CHOICES, readHours, type Say, WHERE_CHOICES } from './alert-words.js';

/** What `/alerts` was asked to do. */
export type AlertWish =
  | { readonly kind: 'show' }
  | { readonly kind: 'test' }
  | { readonly kind: 'acknowledge' }
  | {
      readonly kind: 'loudness';
      readonly whose: Whose;
      readonly what: NoticeKind | 'all';
      readonly how: Loudness;
    }
  | { readonly kind: 'quiet'; readonly whose: Whose; readonly quiet: QuietHours | undefined };

type Whose = 'mine' | 'here';

export interface AlertWords {
  readonly what?: NoticeKind | 'all' | 'quiet' | 'test' | 'acknowledge';
  readonly how?: Loudness;
  readonly where?: 'me' | 'here';
  readonly days?: 'holidays';
  /** Typed: quiet hours, and whatever the other arguments could not take in its place. */
  readonly hours?: string;
}

/**
 * Words in any order after the first: `방해금지 22:00-07:00 휴일 여기` is `방해금지 여기 휴일 22:00-07:00`. Throws `input`
 * for what is missing, unknown, said twice or without use.
 */
export function readWish(given: AlertWords, say: Say): AlertWish {
  const { what } = given;
  const { how, where, days, range } = gather(given);
  const howWord = how && choiceName(HOW_CHOICES, how, say);
  const whereWord = where && choiceName(WHERE_CHOICES, where, say);
  const useless = range?.word ?? (days && choiceName(DAYS_CHOICES, days, say));
  const whose = where === 'here' ? 'here' : 'mine';
  switch (what) {
    case undefined:
      if ((howWord ?? whereWord ?? useless) === undefined) return { kind: 'show' };
      throw wrong('alertWhat', range?.word);
    case 'quiet':
      if (how === 'off' && useless === undefined) return { kind: 'quiet', whose, quiet: undefined };
      if (howWord !== undefined || range === undefined) throw wrong('alertHours', howWord);
      return { kind: 'quiet', whose, quiet: { ...range.hours, closedDays: days !== undefined } };
    case 'test':
    case 'acknowledge': {
      const surplus = useless ?? howWord ?? whereWord;
      if (surplus !== undefined) throw extra(surplus);
      return { kind: what };
    }
    default:
      if (useless !== undefined) throw extra(useless);
      if (how === undefined) throw wrong('alertHow');
      return { kind: 'loudness', whose, what, how };
  }
}

interface Gathered {
  how: Loudness | undefined;
  where: 'me' | 'here' | undefined;
  days: 'holidays' | undefined;
  range: { readonly word: string; readonly hours: Pick<QuietHours, 'from' | 'to'> } | undefined;
}

function gather({ what, how, where, days, hours = '' }: AlertWords): Gathered {
  const all: Gathered = { how, where, days, range: undefined };
  for (const word of hours
    .replaceAll(/\s*([-~])\s*/g, '$1')
    .split(/\s+/)
    .filter(Boolean)) {
    const read = readWord(word);
    if (read === undefined) throw unknown(what, word);
    const [slot] = Object.keys(read);
    if (Object.entries(all).some(([name, value]) => name === slot && value !== undefined)) throw extra(word);
    Object.assign(all, read);
  }
  return all;
}

function readWord(word: string): Partial<Gathered> | undefined {
  const hours = readHours(word);
  if (hours) return { range: { word, hours } };
  const how = chosen(HOW_CHOICES, word);
  if (how) return { how };
  const where = chosen(WHERE_CHOICES, word);
  if (where) return { where };
  const days = chosen(DAYS_CHOICES, word);
  return days && { days };
}

function chosen<C extends ArgChoice>(choices: readonly C[], word: string): C['value'] | undefined {
  const wanted = word.toLowerCase();
  return choices.find(({ value, label }) => [value, label.ko, label.en.toLowerCase()].includes(wanted))
    ?.value;
}

function unknown(what: AlertWords['what'], word: string): DeskError {
  switch (what) {
    case undefined:
      return wrong('alertWhat', word);
    case 'quiet':
      return wrong('alertHours', word);
    case 'test':
    case 'acknowledge':
      return extra(word);
    default:
      return wrong('alertHow', word);
  }
}

function wrong(problem: 'alertWhat' | 'alertHow' | 'alertHours', word?: string): DeskError {
  return new DeskError('input', 'alerts', { problem, ...(word === undefined ? {} : { word }) });
}

const extra = (word: string) =>
  new DeskError('input', 'more words than used', { problem: 'extra', argument: word });
