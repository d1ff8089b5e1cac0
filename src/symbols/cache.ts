import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { Instrument } from '../core/index.js';

/** The last list that was downloaded whole, and when (ms). */
export interface Listing {
  readonly loadedAt: number;
  readonly instruments: readonly Instrument[];
}

/** Checked in one go, a few ms; other work gets its turn in between. */
const AT_ONCE = 500;

const instrumentSchema = z.strictObject({
  code: z.string(),
  name: z.string(),
  market: z.enum(['KOSPI', 'KOSDAQ', 'KONEX']),
  kind: z.enum(['stock', 'etf', 'etn', 'elw', 'reit', 'other']),
  basePrice: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt),
  halted: z.boolean(),
  managed: z.boolean(),
  liquidation: z.boolean(),
  warning: z.enum(['none', 'caution', 'warning', 'danger']),
});

const listingSchema = z.strictObject({
  version: z.literal(1),
  loadedAt: z.int(),
  instruments: z.array(z.unknown()).min(1),
});

/** The kept list; undefined when there is none. Rejects when the file is damaged or cannot be read. */
export async function readCache(file: string): Promise<Listing | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
  const { loadedAt, instruments } = listingSchema.parse(JSON.parse(text));
  const checked: Instrument[] = [];
  for (let from = 0; from < instruments.length; from += AT_ONCE) {
    await setImmediate();
    checked.push(...z.array(instrumentSchema).parse(instruments.slice(from, from + AT_ONCE)));
  }
  return { loadedAt, instruments: checked };
}

/** Replaces the kept list in one step: a reader, or a crash, finds the old one or the new one. Mode 0600. */
export async function writeCache(file: string, listing: Listing): Promise<void> {
  const text = JSON.stringify({ version: 1, ...listing }, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  const draft = `${file}.new`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await rm(draft, { force: true });
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (thrown) {
    await rm(draft, { force: true });
    throw thrown;
  }
}
