import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrokerId, systemClock } from '../../src/core/index.js';
import type { HoldCase, HoldResult } from './halt-hold.js';
import { holdFailures, holdLine, runFailures, runLines } from './halt-report.js';
import { HALTS_A_RUN, type HaltRun } from './halt-run.js';
import type { HaltTask } from './halt-worker.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

/** Most of the time a run waits, so two can be under way side by side without keeping each other from the processor. */
const LANES = 2;
/** Runs what follows with a disk of its own, that can be filled, at the first place named. */
const SMALL_DISK = 'mount -t tmpfs -o size=32m,mode=700 none "$0" && exec "$@"';

export interface HaltOptions {
  readonly trials: number;
  readonly seed: number;
  readonly broker?: BrokerId;
  /** How many commands wait when a desk is halted. */
  readonly commands?: number;
  /** How many orders and amendments are confirmed under each halt, and how many cancellations. */
  readonly acts?: number;
  readonly cancels?: number;
}

/**
 * From the event that halts a desk to the last order that leaves, with the exchange silent, one chat platform down and
 * many commands waiting; and what passes a halt that stands, with room on the disk and without, and over a restart.
 */
export async function haltLatency(options: HaltOptions): Promise<Report> {
  const { trials, seed, broker = 'kis', commands = 1_000, acts = 1_000, cancels = 100 } = options;
  const root = await mkdtemp(join(tmpdir(), 'halts-'));
  const worker = await buildWorker('halt-worker');
  const began = systemClock.monotonic();
  const every = { halted: false, fullDisk: false, acts, cancels };
  const holds: readonly HoldCase[] = [
    { ...every, acts: 20, cancels: 2 },
    { ...every, halted: true },
    { ...every, fullDisk: true },
    { ...every, halted: true, fullDisk: true },
  ];
  const runs = Array.from({ length: Math.ceil(trials / HALTS_A_RUN) }, (_, n) =>
    n % 2 === 0 ? 'command' : 'file',
  );
  try {
    const working = Array.from({ length: LANES }, (_, lane) => {
      const own = runs.filter((_, n) => n % LANES === lane);
      const task = { root: join(root, `lane-${lane}`), seed: seed + lane, broker, commands, holds: [] };
      return runWorker<HaltRun>([process.execPath, worker.script], { ...task, runs: own });
    });
    const done = (await Promise.all(working)).flat();
    const seconds = (systemClock.monotonic() - began) / 1_000;
    const disk = join(root, 'disk');
    await mkdir(disk);
    const onSmallDisk = ['unshare', '-rm', 'sh', '-c', SMALL_DISK, disk];
    const canFill = await succeeds([...onSmallDisk, 'true']);
    const tried = holds.filter(({ fullDisk }) => canFill || !fullDisk);
    const held = await runWorker<HoldResult>(
      [...(canFill ? onSmallDisk : []), process.execPath, worker.script],
      { root: disk, seed, broker, commands, runs: [], holds: tried },
    );
    return {
      campaign: `halts, ${broker}`,
      seed,
      failures: [
        ...runFailures(done, runs.length),
        ...tried.flatMap((hold, n) => holdFailures(hold, held[n])),
      ],
      lines: [
        ...runLines(done, commands, seconds),
        ...held.map(holdLine),
        ...(canFill
          ? []
          : ['not tried with a full disk: this system lets nobody make one that can be filled']),
      ],
    };
  } finally {
    await rm(root, { recursive: true, force: true });
    await worker.remove();
  }
}

async function succeeds([command = '', ...rest]: readonly string[]): Promise<boolean> {
  return promisify(execFile)(command, rest).then(
    () => true,
    () => false,
  );
}

/** What the worker came to: each line that it says is one result. */
async function runWorker<Result>(
  [command = '', ...before]: readonly string[],
  task: HaltTask,
): Promise<readonly Result[]> {
  const { stdout } = await promisify(execFile)(command, [...before, JSON.stringify(task)]);
  return stdout
    .trim()
    .split('\n')
    .map(line => {
      const result: Result = JSON.parse(line);
      return result;
    });
}
