import { constants } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { asDeskError, type Clock, type Log } from '../core/index.js';

export const HEARTBEAT_FILE = 'heartbeat.json';

const EVERY_MS = 30_000;
/** Two beats may be late before it counts as stopped, ms. */
const FRESH_MS = 90_000;
/** The file always has this size and is written in place: a full disk does not stop it. */
const FILE_BYTES = 4_096;
const MOST_REASONS = 5;
const LONGEST_REASON = 160;

const beatSchema = z.object({
  at: z.number(),
  pid: z.int().positive(),
  version: z.string(),
  healthy: z.boolean(),
  why: z.array(z.string()),
});

/** What a running desk last said of itself. `at` in ms by the wall clock. */
export type Heartbeat = z.infer<typeof beatSchema>;

/** `healthy: false` only for what a restart may mend: a supervisor acts on it. */
export type Health = Pick<Heartbeat, 'healthy'> & { readonly why: readonly string[] };

export interface HeartbeatOptions {
  readonly directory: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  health(): Health;
}

/**
 * Says twice a minute, in a file that anybody on this machine who may read the data can look at, that the desk is alive.
 * Never throws. `stop` takes the file away.
 */
export function startHeartbeat(options: HeartbeatOptions): { stop(): Promise<void> } {
  const { directory, version, clock, log, health } = options;
  const path = join(directory, HEARTBEAT_FILE);
  const life = new AbortController();
  let failing = false;

  async function beat(): Promise<void> {
    try {
      const { healthy, why } = health();
      const reasons = why.slice(0, MOST_REASONS).map(reason => reason.slice(0, LONGEST_REASON));
      await writeInPlace(path, { at: clock.now(), pid: process.pid, version, healthy, why: reasons });
      failing = false;
    } catch (thrown) {
      if (!failing) log('warn', 'heartbeat not written', { reason: asDeskError(thrown).message });
      failing = true;
    }
  }

  async function run(): Promise<void> {
    while (!life.signal.aborted) {
      await beat();
      await clock.sleep(EVERY_MS, life.signal).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      life.abort();
      await running;
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

async function writeInPlace(path: string, heartbeat: Heartbeat): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT, 0o600);
  try {
    await file.chmod(0o600);
    const text = Buffer.from(JSON.stringify(heartbeat));
    const bytes = Buffer.alloc(FILE_BYTES, ' ');
    text.copy(bytes);
    await file.write(bytes, 0, FILE_BYTES, 0);
  } finally {
    await file.close();
  }
}

/** What the desk of this directory last said; undefined when it is not there or cannot be read. */
export async function readHeartbeat(directory: string): Promise<Heartbeat | undefined> {
  try {
    const text = await readFile(join(directory, HEARTBEAT_FILE), 'utf8');
    return beatSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whether it is from just now. A clock that was set in between makes it old for a moment. */
export function isFresh({ at }: Heartbeat, clock: Clock): boolean {
  return Math.abs(clock.now() - at) <= FRESH_MS;
}
