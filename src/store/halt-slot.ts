import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Halt } from '../core/index.js';

/** Two slots never share a page, so that a torn write to one leaves the other as it was. */
export const SLOT_BYTES = 8_192;
const VERSION = 1;
/** Before the text: the SHA-256 of all that follows, the length of the text (4), the generation (4). */
const HEAD_BYTES = 40;
const TEXT_BYTES = SLOT_BYTES - HEAD_BYTES;
const SUM_BYTES = 32;

const scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('buy') }),
  z.object({ kind: z.literal('symbol'), code: z.string(), name: z.string() }),
  z.object({ kind: z.literal('account'), account: z.string() }),
]);
const halt: z.ZodType<Halt> = z.object({
  id: z.string(),
  scope,
  since: z.number(),
  until: z
    .number()
    .nullable()
    .transform(until => until ?? undefined),
  reason: z.string(),
  by: z.string(),
});
const content = z.object({ version: z.literal(VERSION), halts: z.array(halt) });
const anyVersion = z.object({ version: z.number() });

/** What a slot turned out to hold. */
export type Slot =
  | { readonly kind: 'good'; readonly generation: number; readonly halts: readonly Halt[] }
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

/** Whether so many halts go into one slot. */
export const fitSlot = (halts: readonly Halt[]) => textOf(halts).length <= TEXT_BYTES;

/** The bytes of a slot, for halts that fit. The generation grows by one with every save. */
export function sealSlot(generation: number, halts: readonly Halt[]): Buffer {
  const text = textOf(halts);
  if (text.length > TEXT_BYTES) throw new RangeError('the halts do not fit into a slot');
  const slot = Buffer.alloc(SLOT_BYTES);
  slot.writeUInt32BE(text.length, SUM_BYTES);
  slot.writeUInt32BE(generation, SUM_BYTES + 4);
  text.copy(slot, HEAD_BYTES);
  sumOf(slot).copy(slot);
  return slot;
}

export function openSlot(slot: Buffer): Slot {
  if (!sumOf(slot).equals(slot.subarray(0, SUM_BYTES))) return { kind: 'damaged' };
  const length = slot.readUInt32BE(SUM_BYTES);
  const fields: unknown = JSON.parse(slot.toString('utf8', HEAD_BYTES, HEAD_BYTES + length));
  const read = content.safeParse(fields);
  if (read.success) {
    return { kind: 'good', generation: slot.readUInt32BE(SUM_BYTES + 4), halts: read.data.halts };
  }
  const { data } = anyVersion.safeParse(fields);
  return { kind: data !== undefined && data.version > VERSION ? 'newer' : 'damaged' };
}

function textOf(halts: readonly Halt[]): Buffer {
  const kept = halts.map(({ until, ...rest }) => ({ ...rest, until: until ?? null }));
  return Buffer.from(JSON.stringify({ version: VERSION, halts: kept }));
}

/** Covers the whole slot, the unused rest too. */
const sumOf = (slot: Buffer) => createHash('sha256').update(slot.subarray(SUM_BYTES)).digest();
