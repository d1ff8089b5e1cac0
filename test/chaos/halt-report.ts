import type { HoldCase, HoldResult } from './halt-hold.js';
import { type HaltRun, type HaltTrial, PATIENCE_MS } from './halt-run.js';

const GOAL_MS = 1_000;

export function runLines(runs: readonly HaltRun[], commands: number, seconds: number): string[] {
  const trials = runs.flatMap(run => run.trials);
  const spans = (name: string, of: (trial: HaltTrial) => number | undefined) => {
    const sorted = sortedOf(trials, of);
    const at = (share: number) => `${Math.round(atShare(sorted, share))} ms`;
    if (sorted.length === 0) return `${name}: none`;
    return `${name}: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)} over ${sorted.length}`;
  };
  const count = (is: (trial: HaltTrial) => boolean) => trials.filter(is).length;
  return [
    `${trials.length} halts of ${runs.length} desks in ${seconds.toFixed(0)} s, with ${commands} commands waiting and the exchange silent; ${count(({ by }) => by === 'file')} by the file`,
    spans('from the event until nothing can leave (goal 1 s at p99)', ({ inForceMs }) => inForceMs),
    spans('from the event until a waiting order was known to be kept', ({ keptMs }) => keptMs),
    spans('from the event to the answer, the halt on the disk', ({ answeredMs }) => answeredMs),
    spans('of orders that left nevertheless, from the event to the exchange', leftAfter),
    spans('the same, from when the halt was in force', leftInForce),
    `orders that had left before: ${count(({ leftMs }) => leftMs !== undefined && leftMs <= 0)}; that never came so far as to wait: ${count(({ leftMs, keptMs }) => leftMs === undefined && keptMs === undefined)}`,
  ];
}

export function runFailures(runs: readonly HaltRun[], wanted: number): string[] {
  const trials = runs.flatMap(run => run.trials);
  const never = trials.filter(({ inForceMs }) => inForceMs >= PATIENCE_MS).length;
  const late = atShare(
    sortedOf(trials, trial => Math.max(trial.inForceMs, leftAfter(trial) ?? 0)),
    0.99,
  );
  return [
    ...(runs.length === wanted ? [] : [`${runs.length} of ${wanted} desks were halted`]),
    ...(never === 0 ? [] : [`${never} halts never came into force`]),
    ...(late <= GOAL_MS ? [] : [`at p99 orders could leave for ${late} ms`]),
    ...runs.flatMap(({ problems }, n) => problems.map(problem => `desk ${n}: ${problem}`)),
  ];
}

/** How long after its halt was in force an order reached the exchange: it was on its way by then, ms. */
const leftInForce = ({ leftMs, inForceMs }: HaltTrial) =>
  leftMs !== undefined && leftMs > inForceMs ? leftMs - inForceMs : undefined;

/** When an order reached the exchange after its event, ms. */
const leftAfter = ({ leftMs }: HaltTrial) => (leftMs !== undefined && leftMs > 0 ? leftMs : undefined);

export function holdLine({
  halted,
  fullDisk,
  acts,
  cancels,
  ordersAccepted,
  amendsAccepted,
  cancelsAccepted,
}: HoldResult): string {
  const name = `${halted ? 'halted' : 'not halted'}, ${fullDisk ? 'disk full' : 'room on the disk'}`;
  return `${name}: ${ordersAccepted + amendsAccepted} of ${acts} orders and amendments left, ${cancelsAccepted} of ${cancels} cancellations`;
}

export function holdFailures(hold: HoldCase, result: HoldResult | undefined): string[] {
  const { halted, fullDisk, acts, cancels } = hold;
  const name = `${halted ? 'halted' : 'not halted'}, ${fullDisk ? 'disk full' : 'room on the disk'}`;
  if (!result) return [`${name}: no result`];
  const { ordersAccepted, amendsAccepted, cancelsAccepted, problems } = result;
  const left = ordersAccepted + amendsAccepted;
  const right = halted || fullDisk ? left === 0 : ordersAccepted === acts / 2 && amendsAccepted > 0;
  return [
    ...(right ? [] : [`${name}: ${left} of ${acts} orders and amendments left`]),
    ...(cancelsAccepted === cancels ? [] : [`${name}: ${cancelsAccepted} of ${cancels} cancellations left`]),
    ...problems.map(problem => `${name}: ${problem}`),
  ];
}

function sortedOf(trials: readonly HaltTrial[], of: (trial: HaltTrial) => number | undefined): number[] {
  return trials.flatMap(trial => of(trial) ?? []).toSorted((a, b) => a - b);
}

const atShare = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
