import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokerId } from '../../src/core/index.js';
import { freshStage } from '../support/fresh-stage.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { type HoldCase, haltHold } from './halt-hold.js';
import { type HaltStage, haltRun } from './halt-run.js';
import { watchDepartures } from './order-departures.js';
import { seededRandom } from './random.js';

/** What a worker is to do, each time with a new desk in a directory of its own below `root`. */
export interface HaltTask {
  readonly root: string;
  readonly seed: number;
  readonly broker: BrokerId;
  /** How each run of halts ends. */
  readonly runs: readonly HaltStage['last'][];
  /** How many commands wait in each run. */
  readonly commands: number;
  readonly holds: readonly HoldCase[];
}

/** A process of its own for desks that are halted, with an exchange of its own: says each result as a line of JSON. */
const task: HaltTask = JSON.parse(process.argv[2] ?? '');
const random = seededRandom(task.seed);
const simulator = await spawnSimulator('--env', 'live', '--always-open', '--rate', '100000');
const say = (result: unknown) => void process.stdout.write(`${JSON.stringify(result)}\n`);

try {
  for (const [n, last] of task.runs.entries()) {
    const directory = join(task.root, `run-${n}`);
    const site = await freshStage(simulator, 'live', directory, task.broker);
    const departures = watchDepartures();
    say(await haltRun({ simulator, site, random, commands: task.commands, last, departures }));
    await rm(directory, { recursive: true });
  }
  for (const [n, hold] of task.holds.entries()) {
    const directory = join(task.root, `hold-${n}`);
    const site = await freshStage(simulator, 'live', directory, task.broker);
    say(await haltHold(simulator, site, hold));
    await rm(directory, { recursive: true });
  }
} finally {
  await simulator.stop();
}
