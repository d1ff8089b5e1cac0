import { z } from 'zod';
import { cleanMessage, readJson } from '../transport/index.js';

/** The frame of every business answer. `json` is the whole body. */
export interface KisBody {
  readonly rtCd: string;
  /** '' while the broker is under maintenance. */
  readonly msgCd: string;
  /** Fit for logs and people. */
  readonly message: string;
  /** A refusal without code and words, as KIS gives it under maintenance. */
  readonly wordless: boolean;
  readonly json: unknown;
}

/** Codes go to logs and to people, so that a foreign text in their place must not pass for one. */
const frame = z.looseObject({
  rt_cd: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{1,2}$/),
  msg_cd: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{1,10}$/)
    .catch(''),
  msg1: z.string().catch(''),
});

const blank = z.string().trim().max(0);
const wordless = z.looseObject({ rt_cd: z.literal('1'), msg_cd: blank, msg1: blank });

/** An answer with `rt_cd`; undefined for HTML, cut-off or foreign bodies. */
export function readBody(text: string): KisBody | undefined {
  const json = readJson(text);
  const parsed = frame.safeParse(json);
  if (!parsed.success) return undefined;
  const { rt_cd, msg_cd, msg1 } = parsed.data;
  return {
    rtCd: rt_cd,
    msgCd: msg_cd,
    message: cleanMessage(msg1),
    wordless: wordless.safeParse(json).success,
    json: parsed.data,
  };
}
