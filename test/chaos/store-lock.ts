import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/index.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

/**
 * Starts many processes on one data directory at the same moment, again and again: one holds it, the others are
 * told by whom; the holder keeps it while it is stopped, and when it is killed the next one gets it at once.
 */
export async function storeLockRaces(options: { races: number; starters: number }): Promise<Report> {
  const worker = await buildWorker();
  const root = await mkdtemp(join(tmpdir(), 'store-lock-'));
  const failures: string[] = [];
  let slowest = 0;
  try {
    for (let race = 0; race < options.races; race++) {
      const fail = (what: string) => failures.push(`race ${race}: ${what}`);
      const directory = join(root, `race-${race}`);
      const begin = () => start(worker.script, directory, `${directory}.key`);
      const starters = Array.from({ length: options.starters }, begin);
      const answers = await Promise.all(starters.map(starter => starter.answer));
      const holders = starters.filter((_, n) => answers[n]?.startsWith('opened'));
      const holder = holders[0]?.child;
      if (holders.length !== 1 || holder === undefined) {
        fail(`${holders.length} holders`);
        for (const { child } of starters) child.kill('SIGKILL');
        continue;
      }
      const refusals = answers.filter(answer => answer === refusedBy(holder.pid)).length;
      if (refusals !== options.starters - 1)
        fail(`${refusals} were told who holds it: ${answers.join(' | ')}`);

      holder.kill('SIGSTOP');
      const meanwhile = await begin().answer;
      if (meanwhile !== refusedBy(holder.pid)) fail(`while the holder was stopped: ${meanwhile}`);
      holder.kill('SIGKILL');
      await new Promise(resolve => holder.once('close', resolve));
      const killed = systemClock.monotonic();
      const next = begin();
      if (!(await next.answer).startsWith('opened')) fail('not free after the holder was killed');
      slowest = Math.max(slowest, systemClock.monotonic() - killed);
      next.child.kill('SIGKILL');
    }
  } finally {
    await rm(root, { recursive: true, force: true });
    await worker.remove();
  }
  return {
    campaign: 'store-lock',
    seed: 0,
    failures,
    lines: [
      `${options.races} races of ${options.starters} starters: ${failures.length} failures, one holder each`,
      `after SIGKILL of the holder the next process held it within ${slowest.toFixed(0)} ms, its own start included`,
    ],
  };
}

const refusedBy = (pid: number | undefined) => `refused ${JSON.stringify({ problem: 'locked', pid })}`;

interface Starter {
  readonly child: ChildProcess;
  /** The first line it says. */
  readonly answer: Promise<string>;
}

function start(script: string, directory: string, keyFile: string): Starter {
  const child = spawn(process.execPath, [script, 'hold', directory, keyFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer = new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      output += chunk;
      if (output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')));
    });
    child.once('error', reject);
    child.once('close', () => resolve(`ended without a word: ${output}`));
  });
  return { child, answer };
}
