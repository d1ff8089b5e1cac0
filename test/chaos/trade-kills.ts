import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/index.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { add, type KillLane, type KillTally, killEpoch, PHASES } from './kill-lane.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

/** Kills on one directory before a fresh one, so that lists stay as short as on a day of trading. */
const EPOCH = 25;
const MODES = ['live', 'paper'] as const;

/**
 * Kills a whole desk that trades at a simulated exchange, at random moments of an order's way, and starts it again on
 * the same directory. The exchange's ledger judges: no order is there twice or without a confirmation, none without an
 * intent on the disk that is older, and each that was confirmed is told as what it is once the desk is back: taken,
 * not sent, or still looked for.
 */
export async function tradeKills(options: { kills: number; seed: number }): Promise<Report> {
  const { kills, seed } = options;
  const root = await mkdtemp(join(tmpdir(), 'trade-kills-'));
  const worker = await buildWorker('trade-worker');
  const tally: KillTally = {
    kills: 0,
    phases: new Map(),
    ends: new Map(),
    restarts: [],
    orders: 0,
    tornLines: 0,
    failures: [],
  };
  const began = systemClock.monotonic();
  let left = kills;
  try {
    await Promise.all(
      MODES.map(async (mode, index) => {
        const simulator = await spawnSimulator('--env', mode, '--always-open', '--rate', '100000');
        const lane: KillLane = {
          name: mode,
          script: worker.script,
          simulator,
          mode,
          random: seededRandom(seed + index),
          tally,
        };
        try {
          for (let epoch = 0; left > 0; epoch += 1) {
            const some = Math.min(EPOCH, Math.ceil(left / MODES.length));
            left -= some;
            await killEpoch(lane, join(root, `${mode}-${epoch}`), some);
          }
        } finally {
          await simulator.stop();
        }
      }),
    );
  } finally {
    await rm(root, { recursive: true, force: true });
    await worker.remove();
  }
  const seconds = (systemClock.monotonic() - began) / 1_000;
  return { campaign: 'trade-kills', seed, failures: tally.failures, lines: linesOf(tally, seconds) };
}

function linesOf({ kills, phases, ends, restarts, orders, tornLines, failures }: KillTally, seconds: number) {
  const sorted = restarts.toSorted((a, b) => a - b);
  const at = (share: number) => `${((sorted[Math.floor(sorted.length * share)] ?? Number.NaN) / 1_000).toFixed(2)} s`;
  const slowest = `${((sorted.at(-1) ?? Number.NaN) / 1_000).toFixed(2)} s`;
  return [
    `${kills} SIGKILLs of a trading desk in ${seconds.toFixed(0)} s: ${failures.length} failures, ${orders} orders at the venue, each once`,
    ...PHASES.map(phase => `killed ${phase}: ${phases.get(phase) ?? 0}`),
    `tickets judged after a restart: ${[...ends].map(([end, count]) => `${end} ${count}`).join(', ')}`,
    `from a restart to the right status: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${slowest} (goal 15 s) over ${sorted.length}`,
    `${tornLines} kills left a torn line`,
  ];
}
