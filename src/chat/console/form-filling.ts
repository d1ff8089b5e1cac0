import type { Command, Form, FormField, Language } from '../../core/index.js';

/** A form that is being filled in, a line for each field; `given` has the answers so far. */
export interface Filling {
  readonly buttonId: string;
  readonly form: Form;
  readonly given: Readonly<Record<string, string>>;
  readonly field: FormField;
  readonly left: readonly FormField[];
}

/** What a line does to a form. */
export type Filled =
  | { readonly kind: 'asks'; readonly filling: Filling }
  | { readonly kind: 'complete'; readonly given: Readonly<Record<string, string>> }
  | { readonly kind: 'given up' };

const GIVING_UP: readonly string[] = ['취소', 'cancel'];

/** undefined for a form without fields. */
export function beginFilling(buttonId: string, form: Form): Filling | undefined {
  const [field, ...left] = form.fields;
  return field && { buttonId, form, given: {}, field, left };
}

/** `수량 (예: 10주, 전량): `, what stands before the answer. */
export function questionOf({ field }: Filling, language: Language): string {
  const skip = field.required ? '' : language === 'ko' ? ', 건너뛰려면 Enter' : '; Enter skips it';
  return `${field.label} (${field.hint}${skip}): `;
}

/** An answer that is left empty gives up where one is required, and else leaves the field out. */
export function fill({ buttonId, form, given, field, left }: Filling, line: string): Filled {
  const text = line.trim();
  if (GIVING_UP.includes(text.toLowerCase()) || (text === '' && field.required)) return { kind: 'given up' };
  const answers = text === '' ? given : { ...given, [field.name]: text };
  const [next, ...further] = left;
  return next
    ? { kind: 'asks', filling: { buttonId, form, given: answers, field: next, left: further } }
    : { kind: 'complete', given: answers };
}

/**
 * Whether a line is a command and no answer: a slash always makes one, and what is urgent is taken at its word, lest
 * a halt be read as a quantity.
 */
export function breaksOff({ field }: Filling, line: string, commands: readonly Command[]): boolean {
  const text = line.trim();
  if (text.startsWith('/')) return true;
  if (field.rest || GIVING_UP.includes(text.toLowerCase())) return false;
  const [word = ''] = text.toLowerCase().split(/\s+/);
  return commands.some(({ urgent, name, aliases }) => urgent && [name, ...aliases].includes(word));
}
