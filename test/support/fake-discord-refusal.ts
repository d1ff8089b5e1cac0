export type Body = Readonly<Record<string, unknown>>;

/** Codes of refusals that a bot brings on itself. Not those that the world does: a message that a person deleted. */
const FORBIDDEN = new Set([10_062, 40_005, 40_060, 50_006, 50_027, 50_035]);

/** An answer that is not 2xx. Code 50035 is "Invalid Form Body". */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  /** The platform forbids such a call at any time. */
  readonly isForbidden: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly #more: Body;

  constructor(
    status: number,
    code: number,
    message: string,
    how: { isForbidden?: boolean; more?: Body; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.isForbidden = how.isForbidden ?? FORBIDDEN.has(code);
    this.#more = how.more ?? {};
    this.headers = how.headers ?? {};
  }

  get body(): Body {
    return { code: this.code, message: this.message, ...this.#more };
  }
}

export const invalid = (where: string) => new Refusal(400, 50_035, `Invalid Form Body: ${where}`);

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; something else among them is refused, no list at all is an empty one. */
export function listOf(value: unknown, where: string, most: number, least = 0): Body[] {
  if (value === undefined || value === null) {
    if (least > 0) throw invalid(`${where} is required`);
    return [];
  }
  if (!Array.isArray(value)) throw invalid(`${where} is no list`);
  const bodies = value.filter(isBody);
  if (bodies.length !== value.length) throw invalid(`${where} holds something that is no object`);
  if (bodies.length > most) throw invalid(`${where} is over ${most}`);
  if (bodies.length < least) throw invalid(`${where} is under ${least}`);
  return bodies;
}

/** The length of a text; Discord does not count blanks at the ends, nor does it take a text of nothing else. */
export function lengthOf(value: unknown, where: string, max: number, min = 0): number {
  if (value === undefined || value === null) {
    if (min > 0) throw invalid(`${where} is required`);
    return 0;
  }
  if (typeof value !== 'string') throw invalid(`${where} is no text`);
  if (value.length > max) throw invalid(`${where} is over ${max}`);
  if (value.trim().length < min) throw invalid(`${where} is blank`);
  return value.length;
}

/** Keys that Discord would pass over without a word; a key that does nothing is a mistake of ours. */
export function onlyKeys(body: Body, where: string, known: readonly string[]): void {
  const unknown = Object.keys(body).filter(key => !known.includes(key));
  if (unknown.length > 0) throw invalid(`${where} does not know ${unknown.join(', ')}`);
}

export function unique(values: readonly unknown[], where: string): void {
  if (new Set(values).size !== values.length) throw invalid(`${where} is there twice`);
}

/** A number of bits, none but those allowed. */
export function flagsOf(value: unknown, where: string, allowed: number): number {
  if (value === undefined) return 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw invalid(`${where} is no number`);
  if ((value & ~allowed) !== 0) throw invalid(`${where} may not hold ${value & ~allowed}`);
  return value;
}
