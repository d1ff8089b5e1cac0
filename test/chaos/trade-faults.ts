import { type BrokerId, systemClock } from '../../src/core/index.js';
import type { Pick } from './fault-plan.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { type BatchPlan, type BatchResult, type Manner, runBatch } from './trade-batch.js';
import { pickBy } from './trade-picking.js';

const MOST_AT_ONCE = 40;
/** That a list shows no rows was seen of one broker only. */
const MANNERS: Readonly<Record<BrokerId, readonly Manner[]>> = {
  kis: ['apart', 'together', 'gaps', 'laterGaps', 'apart', 'apart'],
  kiwoom: ['apart', 'together'],
};

type Counts = Map<string, number>;

interface Tally {
  /** By kind of fault, what became of its orders. */
  readonly ends: Map<string, Counts>;
  readonly halts: Counts;
  readonly counts: Counts;
  readonly failures: string[];
  slowest: number;
}

/**
 * Faults of every kind before orders, amendments and cancellations, from the ticket to the last look, through the whole
 * desk and real HTTP, in simulated time. The venue's ledger judges: no order is there twice or without a confirmation,
 * none is sent again while nobody knows about it, and what the desk says of each in the end is true, or a question to
 * a person; until then nothing that people read sounds like an outcome.
 *
 * One thing a list cannot tell: where an order was not taken, and a person placed a like one by hand after the desk had
 * looked, the one row there is is taken for the desk's own. How often that happened is among the figures.
 */
export async function tradeFaults(options: {
  orders: number;
  seed: number;
  broker?: BrokerId;
}): Promise<Report> {
  const { orders, seed, broker = 'kis' } = options;
  const began = systemClock.monotonic();
  const most = Math.min(MOST_AT_ONCE, Math.ceil(orders / MANNERS[broker].length));
  const tally: Tally = {
    ends: new Map(),
    halts: new Map(),
    counts: new Map(),
    failures: [],
    slowest: 0,
  };
  for (let batch = 0, done = 0; done < orders; batch += 1) {
    const size = Math.min(most, orders - done);
    done += size;
    const pick = pickBy(seededRandom(seed + batch * 7919));
    const plan = planOf(broker, { batch, size, seed }, pick);
    const where = `batch ${batch} (${plan.manner}, ${plan.mode}${plan.late ? ', late' : ''})`;
    try {
      count(tally, await runBatch(plan, pick), where);
    } catch (thrown) {
      tally.failures.push(`${where}: ${String(thrown)}`);
    }
  }
  const seconds = (systemClock.monotonic() - began) / 1_000;
  return {
    campaign: `Faults before orders, ${broker}`,
    seed,
    lines: linesOf(tally, orders, seconds),
    failures: tally.failures,
  };
}

function planOf(
  broker: BrokerId,
  { batch, size, seed }: { readonly batch: number; readonly size: number; readonly seed: number },
  pick: Pick,
): BatchPlan {
  const manners = MANNERS[broker];
  const manner = manners[batch % manners.length] ?? 'apart';
  const mode = manner === 'gaps' || manner === 'laterGaps' ? 'paper' : pick(['paper', 'live'] as const);
  return {
    seed: `trade-${seed}-${batch}`,
    orders: size,
    manner,
    broker,
    mode,
    language: pick(['ko', 'en'] as const),
    late: mode === 'paper' && pick([true, false, false]),
    relayed: pick([true, false, false]),
  };
}

function count(tally: Tally, result: BatchResult, where: string): void {
  const { ends, halts, counts, failures } = tally;
  add(counts, 'restarts', result.restarts);
  add(counts, 'cards seen', result.cards.seen);
  add(counts, 'cards stale', result.cards.stale);
  for (const [id, times] of result.halted) add(halts, id, times);
  const { dead } = result.cards;
  if (dead > 0) failures.push(`${where}: ${dead} cards asked with buttons that the desk did not know`);
  failures.push(...result.problems.map(problem => `${where}: ${problem}`));
  for (const [n, { sent, verdict }] of result.judged.entries()) {
    const { kind, wish, twin } = sent;
    const row = ends.get(kind.name) ?? new Map<string, number>();
    ends.set(kind.name, row);
    add(row, verdict.end, 1);
    add(counts, verdict.end, 1);
    if (twin !== 'none') add(counts, 'twins', 1);
    if (verdict.tookTwin) add(counts, 'twins taken', 1);
    tally.slowest = Math.max(tally.slowest, verdict.delay ?? 0);
    const what = `${where}, order ${n}: ${wish.text}, ${kind.name}${twin === 'none' ? '' : `, twin ${twin}`}`;
    failures.push(...verdict.problems.map(problem => `${what}: ${problem}`));
  }
}

function add(counts: Counts, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function linesOf({ ends, halts, counts, slowest }: Tally, orders: number, seconds: number): string[] {
  const figures = (row: ReadonlyMap<string, number>) =>
    [...row].map(([name, n]) => `${name} ${n}`).join(', ');
  const n = (name: string) => counts.get(name) ?? 0;
  return [
    `${orders} orders in ${Math.round(seconds)} s, ${(orders / seconds).toFixed(1)} a second`,
    ...[...ends].toSorted(([a], [b]) => a.localeCompare(b)).map(([name, row]) => `${name}: ${figures(row)}`),
    `lost and found by the list: ${n('found')}, at the latest ${slowest} ms after the look that could`,
    `restarts on the way: ${n('restarts')}; the desk stopped itself: ${figures(halts) || 'never'}`,
    `cards read while nobody knew: ${n('cards seen')}; of these named a next look that had passed: ${n('cards stale')}`,
    `like orders placed by hand: ${n('twins')}; the only row, and taken for the desk's own: ${n('twins taken')}`,
  ];
}
