import { z } from 'zod';
import { DeskError } from './errors.js';
import { startOfKstDate } from './kst.js';
import type { Bilingual } from './language.js';
import { plainText } from './plain-text.js';

/** One argument of a command: feeds text parsing, Discord's typed options, `/help` and the README alike. */
export interface ArgSpec {
  /** Latin, also the option name on Discord. */
  readonly name: string;
  readonly kind: 'text' | 'symbol' | 'integer' | 'date' | 'choice';
  readonly description: Bilingual;
  readonly required?: boolean;
  readonly choices?: readonly ArgChoice[];
  readonly min?: number;
  readonly max?: number;
  /** In text, takes everything that is left, blanks included. Only on the last argument. */
  readonly rest?: boolean;
}

export interface ArgChoice {
  readonly value: string;
  readonly label: Bilingual;
}

type ValueOf<S extends ArgSpec> = S['kind'] extends 'integer'
  ? number
  : S extends { readonly choices: readonly { readonly value: infer V extends string }[] }
    ? V
    : string;

/** The parsed arguments of a list of specs: required ones present, the others optional. */
export type ArgsOf<S extends readonly ArgSpec[]> = {
  [A in S[number] as A extends { readonly required: true } ? A['name'] : never]: ValueOf<A>;
} & { [A in S[number] as A extends { readonly required: true } ? never : A['name']]?: ValueOf<A> };

export type ArgValues = Record<string, string | number | undefined>;

const plain = (max: number) => z.string().trim().transform(plainText).pipe(z.string().min(1).max(max));

const INTEGER = /^(?:0|-?[1-9][0-9]{0,8})$/;

/** Specs never change, and to build a schema costs more than all else that is done with an argument. */
const SCHEMAS = new WeakMap<ArgSpec, z.ZodType<string | number>>();

function schemaOf(spec: ArgSpec): z.ZodType<string | number> {
  const known = SCHEMAS.get(spec) ?? buildSchema(spec);
  SCHEMAS.set(spec, known);
  return known;
}

function buildSchema(spec: ArgSpec): z.ZodType<string | number> {
  switch (spec.kind) {
    case 'text':
      return plain(200);
    case 'symbol':
      return plain(40);
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
  }
}

function choiceValue(spec: ArgSpec, text: string): string | undefined {
  const wanted = text.toLowerCase();
  return spec.choices?.find(c => [c.value, c.label.ko, c.label.en].some(l => l.toLowerCase() === wanted))
    ?.value;
}

/**
 * Checks given texts against the specs; typed options and typed-in text pass through here alike.
 * Throws `input` naming the first argument that is missing, malformed or unknown.
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
      throw new DeskError('input', 'malformed argument', { problem: 'malformed', argument: spec.name });
    }
    values[spec.name] = parsed.data;
  }
  return values;
}
