import { z } from 'zod';
import { readJson } from '../../transport/index.js';

/** A text frame of a Kiwoom real-time session (키움: 실시간시세 WebSocket). */
export type Frame =
  /** To be sent back as it came. */
  | { readonly kind: 'ping' }
  | {
      /** What LOGIN, REG or REMOVE was answered. */
      readonly kind: 'answer';
      readonly to: 'LOGIN' | 'REG' | 'REMOVE';
      readonly good: boolean;
      /** The code inside the words where there is one (`8005`), else the coarse one (`100013`). */
      readonly code: string;
    }
  /** Kiwoom is about to end the session: `R10001` and the like. Never to be sent back. */
  | { readonly kind: 'system'; readonly code: string }
  | {
      readonly kind: 'real';
      readonly entries: readonly RealEntry[];
      /** Entries without the documented form. */
      readonly misfits: number;
    };

/** One entry of a `REAL` frame; a frame may hold several. */
export interface RealEntry {
  /** `00` own orders, `04` own holdings, `0B` trades, `0D` order book. */
  readonly type: string;
  /** What it was registered by: a code, perhaps with `_NX` or `_AL`. */
  readonly item: string;
  /** By field number (FID), as they came: perhaps with blanks and a sign for the direction. */
  readonly values: Values;
}

export type Values = Readonly<Record<string, string>>;

const message = z.looseObject({
  trnm: z.string(),
  return_code: z
    .union([
      z.number().int(),
      z
        .string()
        .trim()
        .regex(/^\d{1,6}$/),
    ])
    .optional(),
  return_msg: z.string().catch(''),
  code: z.string().catch(''),
  data: z.array(z.unknown()).catch([]),
});
const entry = z.looseObject({
  type: z.string(),
  item: z.string().catch(''),
  values: z.record(z.string(), z.string().catch('')),
});

/** Codes go to logs and to people, so that a foreign text in their place must not pass for one. */
const SYSTEM_CODE = /^[A-Z]?\d{1,6}$/;

/** undefined for anything that is no frame of Kiwoom. */
export function readFrame(text: string): Frame | undefined {
  const parsed = message.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const { trnm, return_code: given, return_msg: words, code, data } = parsed.data;
  switch (trnm) {
    case 'PING':
      return { kind: 'ping' };
    case 'SYSTEM':
      return { kind: 'system', code: SYSTEM_CODE.test(code) ? code : 'SYSTEM' };
    case 'LOGIN':
    case 'REG':
    case 'REMOVE': {
      // An answer that does not say so is no success.
      const returned = given === undefined ? undefined : Number(given);
      return {
        kind: 'answer',
        to: trnm,
        good: returned === 0,
        code: codeIn(words) ?? String(returned ?? 'none'),
      };
    }
    case 'REAL': {
      const entries = data.flatMap(one => entry.safeParse(one).data ?? []);
      return { kind: 'real', entries, misfits: data.length - entries.length };
    }
    default:
      return undefined;
  }
}

/** `… [CODE=8005, MESSAGE=…]`, or `…[8005:…]` as in HTTP answers. */
function codeIn(words: string): string | undefined {
  return (/CODE=(\d{4})\b/.exec(words) ?? /\[(\d{4})[:\]]/.exec(words))?.[1];
}
