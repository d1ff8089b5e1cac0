import { z } from 'zod';
import { DeskError, type FirstAnswer } from '../core/index.js';
import type { Cipher } from './cipher.js';
import { withoutSum, withSum } from './line-sum.js';

const VERSION = 1;

/** The first line of every file of such a journal. */
export const ONCE_HEADER = withSum(JSON.stringify({ journal: 'once', version: VERSION }));

/** Whether a file that begins with this line was written by a later version of the program. */
export function isNewerOnce(firstLine: string): boolean {
  const text = withoutSum(firstLine);
  if (text === undefined) return false;
  const header = z.object({ journal: z.literal('once'), version: z.number() }).safeParse(JSON.parse(text));
  return header.success && header.data.version > VERSION;
}

/** What is known of one request. Each of its lines holds all of it, so that none needs another. */
export interface OnceEntry {
  readonly caller: string;
  readonly key: string;
  readonly bodyDigest: string;
  /** When it was claimed, ms. */
  readonly at: number;
  /** undefined: nobody has said yet what it came to. */
  readonly answer: FirstAnswer | undefined;
}

const answer: z.ZodType<FirstAnswer> = z.union([
  z.object({ kind: z.literal('ticket'), ticket: z.string() }),
  z.object({
    kind: z.literal('error'),
    error: z.string(),
    message: z.string(),
    detail: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
]);
const entrySchema = z
  .object({
    caller: z.string(),
    key: z.string(),
    bodyDigest: z.string(),
    at: z.number(),
    answer: answer.optional(),
  })
  .transform((entry): OnceEntry => ({ ...entry, answer: entry.answer }));
const lineSchema = z.tuple([z.literal('once'), z.string()]);
const CONTEXT = JSON.stringify(['once', VERSION]);

/** Sealed as a whole: what programs call their requests is nobody else's business. Throws `bug` for what is malformed. */
export function onceLine(entry: OnceEntry, cipher: Cipher): string {
  const json = JSON.stringify(entry);
  if (!entrySchema.safeParse(parsed(json)).success) throw new DeskError('bug', 'a malformed first answer');
  return JSON.stringify(['once', cipher.seal(json, CONTEXT)]);
}

/** undefined when the line is damaged, or sealed with another key. */
export function readOnceLine(line: string, cipher: Cipher): OnceEntry | undefined {
  const [, sealed] = lineSchema.safeParse(parsed(line)).data ?? [];
  const plain = sealed === undefined ? undefined : cipher.open(sealed, CONTEXT);
  return plain === undefined ? undefined : entrySchema.safeParse(parsed(plain)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
