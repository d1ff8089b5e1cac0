import { z } from 'zod';
import { DeskError } from './errors.js';
import { startOfKstDate } from './kst.js';
import type { Bilingual } from './language.js';
import { parseDuration, parsePrice, parseQuantity } from './order-words.js';
import { plainText } from './plain-text.js';
import type { SuggestionSource } from './suggestion.js';
import type { PriceWish, Size } from './trade.js';

/** One argument of a command: feeds text parsing, Discord's typed options, `/help` and the README alike. */
export interface ArgSpec {
  /** Latin, also the option name on Discord. */
  readonly name: string;
  /** What it is called in Korean, in one word: `종목`. */
  readonly ko: string;
  readonly kind: keyof ValueOfKind;
  readonly description: Bilingual;
  readonly required?: boolean;
  readonly choices?: readonly ArgChoice[];
  readonly min?: number;
  readonly max?: number;
  /** Where values are proposed from while it is typed. */
  readonly suggest?: SuggestionSource;
  /** Written down nowhere: neither in the audit trail nor in the log. */
  readonly secret?: boolean;
  /** In text, takes everything that is left, blanks included. Only on the last argument that is no account. */
  readonly rest?: boolean;
  /** An account's: every account of the person at once may be given, as EVERY_ACCOUNT. */
  readonly all?: boolean;
}

/** What an account's argument is parsed to when every account is meant. No account is called so. */
export const EVERY_ACCOUNT = 'all';

/** Whether this word, without @, means every account. */
export const isEveryAccount = (word: string): boolean => /^(?:all|전체|모두|전부)$/i.test(word);

export interface ArgChoice {
  readonly value: string;
  readonly label: Bilingual;
}

/** What an argument of each kind is parsed to. */
interface ValueOfKind {
  text: string;
  symbol: string;
  /** What an account is called: its alias, `12345678-01` or its last four digits. Typed in text with @ before it. */
  account: string;
  /** Six digits, blanks aside. */
  code: string;
  integer: number;
  /** `YYYYMMDD` */
  date: string;
  choice: string;
  quantity: Size;
  price: PriceWish;
  /** ms */
  duration: number;
}

type ArgValue = ValueOfKind[keyof ValueOfKind];

type ValueOf<S extends ArgSpec> = S extends {
  readonly choices: readonly { readonly value: infer V extends string }[];
}
  ? V
  : ValueOfKind[S['kind']];

/** The parsed arguments of a list of specs: required ones present, the others optional. */
export type ArgsOf<S extends readonly ArgSpec[]> = {
  [A in S[number] as A extends { readonly required: true } ? A['name'] : never]: ValueOf<A>;
} & { [A in S[number] as A extends { readonly required: true } ? never : A['name']]?: ValueOf<A> };

export type ArgValues = Record<string, ArgValue | undefined>;

const plain = (max: number) => z.string().trim().transform(plainText).pipe(z.string().min(1).max(max));

const INTEGER = /^(?:0|-?[1-9][0-9]{0,8})$/;

/** Specs never change, and to build a schema costs more than all else that is done with an argument. */
const SCHEMAS = new WeakMap<ArgSpec, z.ZodType<ArgValue>>();

function schemaOf(spec: ArgSpec): z.ZodType<ArgValue> {
  const known = SCHEMAS.get(spec) ?? buildSchema(spec);
  SCHEMAS.set(spec, known);
  return known;
}

function buildSchema(spec: ArgSpec): z.ZodType<ArgValue> {
  switch (spec.kind) {
    case 'text':
      return plain(200);
    case 'symbol':
      return plain(40);
    case 'account':
      return plain(40)
        .transform(word => word.replace(/^@/, ''))
        .refine(word => word !== '')
        .transform(word => (spec.all === true && isEveryAccount(word) ? EVERY_ACCOUNT : word));
    case 'code':
      return word(text => /^[0-9]{6}$/.exec(text.replaceAll(' ', ''))?.[0]);
    case 'integer':
      return z
        .string()
        .trim()
        .regex(INTEGER)
        .transform(Number)
        .refine(n => n >= (spec.min ?? -Infinity) && n <= (spec.max ?? Infinity));
    case 'date':
      return z
        .string()
        .trim()
        .transform(text => text.replace(/^(\d{4})[-.](\d{2})[-.](\d{2})$/, '$1$2$3'))
        .refine(text => startOfKstDate(text) !== undefined);
    case 'choice':
      return z
        .string()
        .trim()
        .transform(text => choiceValue(spec, text))
        .pipe(z.string());
    case 'quantity':
      return word(parseQuantity);
    case 'price':
      return word(parsePrice);
    case 'duration':
      return word(parseDuration);
  }
}

/** One word of a strict grammar. Blanks of the keyboard around it are no part of it; any other blank spoils it. */
function word<T extends ArgValue>(read: (text: string) => T | undefined): z.ZodType<T> {
  return z.string().transform((text, context): T => {
    const seen = plainText(text.replaceAll(/^ +| +$/g, ''));
    const value = seen === undefined ? undefined : read(seen);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: 'not a word of the grammar' });
    return z.NEVER;
  });
}

/** By value or label. Blanks do not count, so that a label of two words can be typed as one: `시장가IOC`. */
function choiceValue(spec: ArgSpec, text: string): string | undefined {
  const bare = (label: string) => label.toLowerCase().replaceAll(' ', '');
  const wanted = bare(text);
  return spec.choices?.find(c => [c.value, c.label.ko, c.label.en].some(label => bare(label) === wanted))
    ?.value;
}

/** How a malformed argument of these kinds is reported, so that an example can be given; others are `malformed`. */
const OWN_PROBLEMS: ReadonlySet<ArgSpec['kind']> = new Set(['quantity', 'price', 'duration']);

/**
 * Checks given texts against the specs; typed options and typed-in text pass through here alike. Throws `input`
 * naming the first argument that is missing, malformed or unknown; `detail.problem` of a malformed quantity, price or
 * duration is its kind.
 */
export function parseArgs(specs: readonly ArgSpec[], given: Readonly<Record<string, string>>): ArgValues {
  const extra = Object.keys(given).find(name => !specs.some(s => s.name === name));
  if (extra !== undefined)
    throw new DeskError('input', 'unknown argument', { problem: 'extra', argument: extra });
  const values: ArgValues = {};
  for (const spec of specs) {
    const text = Object.hasOwn(given, spec.name) ? given[spec.name] : undefined;
    if (text === undefined || text.trim() === '') {
      if (spec.required)
        throw new DeskError('input', 'missing argument', { problem: 'missing', argument: spec.name });
      continue;
    }
    const parsed = schemaOf(spec).safeParse(text);
    if (!parsed.success) {
      const problem = OWN_PROBLEMS.has(spec.kind) ? spec.kind : 'malformed';
      throw new DeskError('input', 'malformed argument', { problem, argument: spec.name });
    }
    values[spec.name] = parsed.data;
  }
  return values;
}
