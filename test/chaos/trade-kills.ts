import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/index.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { killEpoch } from './kill-lane.js';
import { emptyTally, tallyLines } from './kill-tally.js';
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
export async function tradeKills(options: { kills: number; seed: number }): Promise<Report> {
  const { kills, seed } = options;
  const root = await mkdtemp(join(tmpdir(), 'trade-kills-'));
  const worker = await buildWorker('trade-worker');
  const tally = emptyTally();
  const began = systemClock.monotonic();
  let left = kills;
  try {
    const lanes = MODES.map(async (mode, index) => {
      const simulator = await spawnSimulator('--env', mode, '--always-open', '--rate', '100000');
      const lane = { script: worker.script, simulator, mode, random: seededRandom(seed + index), tally };
      try {
        for (let epoch = 0; left > 0; epoch += 1) {
          const some = Math.min(EPOCH, Math.ceil(left / MODES.length));
          left -= some;
          await killEpoch(lane, join(root, `${mode}-${epoch}`), some);
        }
      } finally {
        await simulator.stop();
      }
    });
    await Promise.all(lanes);
  } finally {
    await rm(root, { recursive: true, force: true });
    await worker.remove();
  }
  const seconds = (systemClock.monotonic() - began) / 1_000;
  return { campaign: 'trade-kills', seed, failures: tally.failures, lines: tallyLines(tally, seconds) };
}
