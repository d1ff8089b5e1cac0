import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrokerId, systemClock, type TradingMode } from '../../src/core/index.js';
import { freshStage } from '../support/fresh-stage.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { killEpoch } from './kill-lane.js';
import { emptyTally, tallyLines } from './kill-tally.js';
import { pendingRestart } from './pending-restart.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

/** Kills on one directory before a fresh one, so that lists stay as short as on a day of trading. */
const EPOCH = 25;
const MODES = ['live', 'paper'] as const;

/**
 * Kills a whole desk that trades at a simulated exchange, at random moments of an order's way, and starts it again on
 * the same directory. The exchange's ledger judges: no order is there twice or without a confirmation, none without an
 * older intent on the disk, and each that was confirmed is told as what it is once the desk is back: taken, not sent,
 * or still looked for.
 */
export async function tradeKills(options: {
  kills: number;
  seed: number;
  /** How many tickets wait for their answer when a desk is killed. */
  waiting?: number;
  broker?: BrokerId;
}): Promise<Report> {
  const { kills, seed, waiting = 50, broker = 'kis' } = options;
  const root = await mkdtemp(join(tmpdir(), 'trade-kills-'));
  const worker = await buildWorker('trade-worker');
  const tally = emptyTally();
  const began = systemClock.monotonic();
  let left = kills;

  async function lane(mode: TradingMode, random: () => number): Promise<void> {
    const simulator = await spawnSimulator('--env', mode, '--always-open', '--rate', '100000');
    try {
      for (let epoch = 0; left > 0; epoch += 1) {
        const some = Math.min(EPOCH, Math.ceil(left / MODES.length));
        left -= some;
        const site = await freshStage(simulator, mode, join(root, `${mode}-${epoch}`), broker);
        await killEpoch({ script: worker.script, simulator, random, tally }, site, some);
      }
    } finally {
      await simulator.stop();
    }
  }

  try {
    await Promise.all(MODES.map((mode, index) => lane(mode, seededRandom(seed + index))));
    const seconds = (systemClock.monotonic() - began) / 1_000;
    const pending = await pendingRestart(worker.script, join(root, 'pending'), { tickets: waiting, broker });
    return {
      campaign: `trade-kills, ${broker}`,
      seed,
      failures: [...tally.failures, ...pending.problems],
      lines: [
        ...tallyLines(tally, seconds),
        `restart with ${waiting} tickets waiting: ${pending.orders} orders, ${pending.expired} cards rewritten as expired ${(pending.rewrittenMs / 1_000).toFixed(2)} s after the start, ${pending.dead} old buttons dead`,
      ],
    };
  } finally {
    await rm(root, { recursive: true, force: true });
    await worker.remove();
  }
}
