import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Cipher } from './cipher.js';

const FORMAT = 1;

const envelopeSchema = z.object({
  v: z.literal(FORMAT),
  document: z.string(),
  /** Grows by one with every write. */
  generation: z.int().positive(),
  key: z.string(),
  sealed: z.string(),
});

/** What a document's file turned out to be. Only `damaged` may be moved out of the way. */
export type Opened =
  | { kind: 'good'; generation: number; data: unknown }
  | { kind: 'damaged'; reason: string }
  | { kind: 'newer' }
  | { kind: 'wrongKey' };

/** The text of a document's file: the whole content sealed, bound to its name, format and generation. */
export function sealEnvelope(document: string, generation: number, data: unknown, cipher: Cipher): string {
  const sealed = cipher.seal(JSON.stringify(data), contextOf(document, generation));
  return withSum({ v: FORMAT, document, generation, key: cipher.keyId, sealed });
}

/**
 * Reads a file's text. The plain checksum comes first, since without it a flipped bit could pass for a newer
 * format or a wrong key; every later format must keep it.
 */
export function openEnvelope(document: string, text: string, cipher: Cipher): Opened {
  const fields = parseObject(text);
  if (fields === undefined) return damaged(text === '' ? 'empty' : 'unparsable');
  const { sum: _, ...body } = fields;
  if (withSum(body) !== text) return damaged('checksum');
  if (typeof fields['v'] === 'number' && fields['v'] > FORMAT) return { kind: 'newer' };
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success || envelope.data.document !== document) return damaged('shape');
  if (envelope.data.key !== cipher.keyId) return { kind: 'wrongKey' };
  const { generation, sealed } = envelope.data;
  const plain = cipher.open(sealed, contextOf(document, generation));
  if (plain === undefined) return damaged('seal');
  return { kind: 'good', generation, data: JSON.parse(plain) };
}

function contextOf(document: string, generation: number): string {
  return JSON.stringify(['kis-chatops store', FORMAT, document, generation]);
}

/** The body with its checksum as the last field. The body is long: it is written out once. */
function withSum(body: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(body);
  const sum = `"sum":"${createHash('sha256').update(text).digest('hex')}"}`;
  return text === '{}' ? `{${sum}` : `${text.slice(0, -1)},${sum}`;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const damaged = (reason: string): Opened => ({ kind: 'damaged', reason });
