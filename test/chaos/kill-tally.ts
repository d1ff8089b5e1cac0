/** Where in the way of an order the process was when it was killed. */
export const PHASES = [
  'starting or taking up',
  'making a ticket',
  'press, intent not on the disk',
  'press, intent on the disk, order not at the venue',
  'press, order at the venue, answer not on the disk',
  'press, answer on the disk, nobody told',
  'between two orders',
] as const;
export type Phase = (typeof PHASES)[number];

/** What the lanes of a campaign have come to so far. */
export interface KillTally {
  kills: number;
  readonly phases: Map<Phase, number>;
  /** What the tickets came to that a kill had left in doubt. */
  readonly ends: Map<string, number>;
  /** From a start until all that the kill had left in doubt was told as what it is, ms. */
  readonly restarts: number[];
  /** At the venue. */
  orders: number;
  /** How often an order was about to leave, and how often its intent was synced to the disk by then. */
  leavings: number;
  durable: number;
  tornLines: number;
  readonly failures: string[];
}

export function emptyTally(): KillTally {
  return {
    kills: 0,
    phases: new Map(),
    ends: new Map(),
    restarts: [],
    orders: 0,
    leavings: 0,
    durable: 0,
    tornLines: 0,
    failures: [],
  };
}

export function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function tallyLines(tally: KillTally, seconds: number): string[] {
  const { kills, phases, ends, restarts, orders, leavings, durable, tornLines, failures } = tally;
  const sorted = restarts.toSorted((a, b) => a - b);
  const second = (ms = Number.NaN) => `${(ms / 1_000).toFixed(2)} s`;
  const at = (share: number) => second(sorted[Math.floor(sorted.length * share)]);
  return [
    `${kills} SIGKILLs of a trading desk in ${seconds.toFixed(0)} s: ${failures.length} failures; ${orders} orders at the venue, each once`,
    ...PHASES.map(phase => `killed at ${phase}: ${phases.get(phase) ?? 0}`),
    `tickets judged after a restart: ${[...ends].map(([end, count]) => `${end} ${count}`).join(', ')}`,
    `from a restart to the right status: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${second(sorted.at(-1))} (goal 15 s) over ${sorted.length}`,
    `orders about to leave: ${leavings}; with their intent synced to the disk: ${durable}`,
    `${tornLines} kills left a torn line`,
  ];
}
