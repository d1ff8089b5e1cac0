import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock, Log } from '../core/index.js';
import { accountSchema } from './account.js';
import { kiwoomTokensSchema } from './kiwoom/token-book.js';
import { ledgerSchema } from './ledger.js';
import { orderSchema } from './order.js';
import { tokenBookSchema } from './token-book.js';
import { toJson } from './whole.js';

const stateSchema = z.object({
  version: z.literal(1),
  mode: z.enum(['live', 'paper']),
  seed: z.string(),
  /** ms by which the simulator's clock runs ahead. */
  ahead: z.number(),
  tokens: tokenBookSchema,
  kiwoom: kiwoomTokensSchema.default({ tokens: [] }),
  accounts: z.array(accountSchema),
  orders: z.array(orderSchema),
  ledger: ledgerSchema,
});

/** What a restarted simulator remembers. */
export type VenueState = z.infer<typeof stateSchema>;

/** The saved state; undefined when there is none, or (with a warning) when it cannot be read. */
export async function loadState(file: string, log: Log): Promise<VenueState | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    if (!isMissing(thrown)) log('warn', 'simulator state could not be read: starting fresh', { file });
    return undefined;
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    log('warn', 'simulator state is damaged: starting fresh', { file });
    return undefined;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}

export interface StateKeeper {
  /** `now`: on the disk within a tenth of a second. `sometime`: with the next change, or at the end. */
  changed(how: 'now' | 'sometime'): void;
  /** Writes what is outstanding. */
  stop(): Promise<void>;
}

const SAVE_AFTER_MS = 80;

export function createStateKeeper(
  file: string,
  snapshot: () => VenueState,
  clock: Clock,
  log: Log,
): StateKeeper {
  let dirty = false;
  let waiting = false;
  let writing: Promise<void> = Promise.resolve();
  const stopped = new AbortController();

  function write(): Promise<void> {
    writing = writing.then(async () => {
      if (!dirty) return;
      dirty = false;
      try {
        await replaceFile(file, toJson(snapshot()));
      } catch {
        dirty = true;
        log('warn', 'simulator state could not be saved', { file });
      }
    });
    return writing;
  }

  return {
    changed(how) {
      dirty = true;
      if (waiting || how === 'sometime') return;
      waiting = true;
      clock.sleep(SAVE_AFTER_MS, stopped.signal).then(
        () => {
          waiting = false;
          return write();
        },
        () => undefined,
      );
    },
    async stop() {
      stopped.abort();
      await write();
    },
  };
}

/** The file is either the old one or the new one, whole, and readable by its owner only. */
async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}
