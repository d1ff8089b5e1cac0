import { z } from 'zod';
import { cleanMessage, readJson } from '../transport/index.js';

/** The frame of every business answer. `json` is the whole body. */
export interface KiwoomBody {
  /** 0 is success; the others are coarse classes (Kiwoom: `return_code`). */
  readonly returnCode: number;
  /** The documented code, which stands inside the words; '' where there is none. */
  readonly code: string;
  /** Fit for logs and people. */
  readonly message: string;
  readonly json: unknown;
}

/** A number, or the same as text in places. */
const returnCode = z.union([
  z.number().int(),
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);

const frame = z.looseObject({ return_code: returnCode, return_msg: z.string().catch('') });

/** Business (`[2000](RC4058:…)`), gateway (`…[8005:…]`), and what passed through the WebSocket's (`CODE=8005`). */
const CODES = [/\[2000\]\(([A-Z0-9]{1,10}):/, /\[(\d{4})[:\]]/, /CODE=(\d{4})/];

/** An answer with `return_code`; undefined for HTML, cut-off or foreign bodies. */
export function readBody(text: string): KiwoomBody | undefined {
  const parsed = frame.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const { return_code, return_msg } = parsed.data;
  return {
    returnCode: return_code,
    code: CODES.map(form => form.exec(return_msg)?.[1]).find(found => found !== undefined) ?? '',
    message: cleanMessage(return_msg),
    json: parsed.data,
  };
}

/** Kiwoom's code, its coarse class where it gave none, or the HTTP status. */
export function codeOf(status: number, body: KiwoomBody | undefined): string {
  if (body === undefined) return `HTTP ${status}`;
  return body.code || (body.returnCode === 0 && status >= 300 ? `HTTP ${status}` : String(body.returnCode));
}

/** How Kiwoom answers under maintenance is not on record: taken for it are a 503, and a server error without words. */
export function isDown(status: number, body: KiwoomBody | undefined): boolean {
  return body === undefined ? status === 503 : status >= 500 && body.code === '' && body.message === '';
}
