import fc from 'fast-check';
import { systemClock } from '../../src/core/index.js';
import { bookProperty, intentProperty } from './model-book.js';
import { dayProperty, lookProperty, scheduleProperty } from './model-look.js';
import type { Report } from './report.js';

/**
 * Random sequences of events, possible and impossible ones, restarts and full disks against second readings of the
 * rules: what an intent may go through, what the book remembers and counts, what looks at the venue's list may
 * conclude, and when they take place.
 */
export async function tradeModel(options: { runs: number; seed: number }): Promise<Report> {
  const { runs, seed } = options;
  const properties = [
    ['one intent', intentProperty],
    ['the book', bookProperty],
    ['looks for lost orders', lookProperty],
    ['the schedule of looks', scheduleProperty],
    ['the end of a trading day', dayProperty],
  ] as const;
  const lines: string[] = [];
  const failures: string[] = [];
  for (const [name, property] of properties) {
    const began = systemClock.monotonic();
    const result = await fc.check<unknown>(property, { seed, numRuns: runs });
    const ms = Math.round(systemClock.monotonic() - began);
    lines.push(`${name}: ${result.numRuns} sequences in ${ms} ms`);
    if (!result.failed) continue;
    const { errorInstance, counterexamplePath, counterexample } = result;
    const how = `seed ${result.seed}, path ${counterexamplePath ?? ''}, ${fc.stringify(counterexample)}`;
    failures.push(`${name}: ${String(errorInstance)} (${how})`);
  }
  return {
    campaign: 'Intents, their book and the looks against a second reading of the rules',
    seed,
    lines,
    failures,
  };
}
