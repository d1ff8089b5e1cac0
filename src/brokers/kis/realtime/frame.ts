import { z } from 'zod';
import { readJson } from '../../transport/index.js';

/** A text frame of a KIS real-time session (KIS: 실시간 웹소켓). */
export type Frame =
  /** To be sent back as it came. */
  | { readonly kind: 'ping' }
  | {
      readonly kind: 'control';
      /** `OPSP0000` and the like. */
      readonly code: string;
      /** Whether KIS calls it a success. */
      readonly good: boolean;
      /** How notices will be encrypted, where the message says so. */
      readonly keys: CipherKeys | undefined;
    }
  | {
      readonly kind: 'data';
      readonly encrypted: boolean;
      readonly trId: string;
      /** How many records `payload` holds. */
      readonly count: number;
      readonly payload: string;
    };

/** AES-256-CBC: 32 and 16 bytes, each character standing for itself. */
export interface CipherKeys {
  readonly key: string;
  readonly iv: string;
}

const DATA = /^([01])\|([0-9A-Z]{1,16})\|(\d{3})\|(.+)$/s;
const CODE = /^[0-9A-Z]{1,10}$/;

const message = z.looseObject({
  header: z.looseObject({ tr_id: z.string().nullish() }),
  body: z
    .looseObject({
      rt_cd: z.string().nullish(),
      msg_cd: z.string().nullish(),
      output: z.unknown().optional(),
    })
    .optional(),
});
/** In bytes, since a character may be more than one. */
const bytes = (count: number) => z.string().refine(text => Buffer.byteLength(text) === count);
const cipherKeys = z.looseObject({ key: bytes(32), iv: bytes(16) });

/** undefined for anything that is no frame of KIS. */
export function readFrame(text: string): Frame | undefined {
  const data = DATA.exec(text);
  if (!data) return text.startsWith('{') ? readControl(text) : undefined;
  const [, mark, trId = '', count = '', payload = ''] = data;
  return { kind: 'data', encrypted: mark === '1', trId, count: Number(count), payload };
}

function readControl(text: string): Frame | undefined {
  const parsed = message.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const { header, body } = parsed.data;
  if (header.tr_id === 'PINGPONG') return { kind: 'ping' };
  // Codes go to logs and to people, so that a foreign text in their place must not pass for one.
  if (!body?.msg_cd || !CODE.test(body.msg_cd)) return undefined;
  const keys = cipherKeys.safeParse(body.output);
  return {
    kind: 'control',
    code: body.msg_cd,
    good: body.rt_cd === '0',
    keys: keys.success ? { key: keys.data.key, iv: keys.data.iv } : undefined,
  };
}
