import type { z } from '@hono/zod-openapi';
import { failureBody } from './failure.js';

const WORDS = {
  400: 'The request is malformed.',
  403: 'No key, a wrong one, or one that may not do this: all alike.',
  404: 'There is no such thing.',
  405: 'Another method is meant.',
  409: 'Somebody was quicker, or the same key was used for another request.',
  410: 'Too late.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The exchange or a limit of the desk forbids it.',
  423: 'Trading is halted.',
  426: 'It speaks WebSocket only.',
  429: 'Too many requests; see Retry-After.',
  500: 'The desk or the broker failed.',
  501: 'This environment does not offer it.',
  502: 'The broker understood and refused.',
  503: 'Not now; see Retry-After.',
  504: 'The broker did not answer in time.',
} as const;

type Documented = keyof typeof WORDS;

/** A JSON answer as the document describes it. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

/** The failures that any route behind the gate may answer with. */
export const ALWAYS = [400, 403, 429, 500, 503] as const;

type FailureAnswer = ReturnType<typeof json<typeof failureBody>>;

/** Failures by status, all of one shape. */
export function failures<const C extends readonly Documented[]>(
  ...codes: C
): Readonly<Record<C[number], FailureAnswer>>;
export function failures(...codes: readonly Documented[]): Readonly<Record<string, FailureAnswer>> {
  return Object.fromEntries(codes.map(code => [code, json(failureBody, WORDS[code])] as const));
}
