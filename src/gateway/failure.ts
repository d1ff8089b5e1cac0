import { z } from '@hono/zod-openapi';
import type { DeskError, DeskErrorKind } from '../core/index.js';

/** What every answer that is not a success says. */
export const failureBody = z
  .object({
    error: z.object({
      code: z.string().openapi({
        description: 'A fixed word: what a program decides by. Kinds of the desk, or the broker’s own code.',
        example: 'notFound',
      }),
      message: z.string().openapi({ description: 'For people, in Korean and English.' }),
      reference: z.string().openapi({ description: 'Stands in the log and the audit trail.' }),
    }),
  })
  .openapi('Failure');

export type FailureBody = z.infer<typeof failureBody>;

/** THE table from a failure's kind to the HTTP status that says so. */
export const STATUS_OF: Readonly<Record<DeskErrorKind, FailureStatus>> = {
  input: 400,
  unknownCommand: 404,
  denied: 403,
  notFound: 404,
  conflict: 409,
  impossible: 422,
  limit: 422,
  halted: 423,
  unsettled: 409,
  usedTicket: 409,
  notOffered: 501,
  refused: 502,
  cooldown: 503,
  deadToken: 503,
  credentials: 500,
  rateLimited: 429,
  unavailable: 500,
  timeout: 504,
  busy: 503,
  storage: 500,
  tooOld: 410,
  cancelled: 503,
  bug: 500,
};

export type FailureStatus = 400 | 403 | 404 | 409 | 410 | 422 | 423 | 429 | 500 | 501 | 502 | 503 | 504;

/** A route that promises one status for several kinds says so in `detail.answerWith`. */
export function statusOf({ kind, detail }: DeskError): number {
  const { answerWith } = detail;
  return typeof answerWith === 'number' ? answerWith : STATUS_OF[kind];
}

const SOON_S = 5;

/** After how many seconds it is worth asking again; undefined where nobody knows. */
export function retryAfter(error: DeskError, status: number, now: number): number | undefined {
  const { until } = error.detail;
  if (typeof until === 'number') return Math.max(1, Math.ceil((until - now) / 1_000));
  return status === 429 || status === 503 ? SOON_S : undefined;
}
