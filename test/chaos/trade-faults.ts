import { systemClock } from '../../src/core/index.js';
import type { Pick } from './fault-plan.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { type BatchPlan, type Manner, runBatch } from './trade-batch.js';

const BATCH = 40;
const MANNERS: readonly Manner[] = ['apart', 'apart', 'apart', 'together', 'gaps', 'laterGaps'];

/**
 * Faults of every kind before orders, amendments and cancellations, from the ticket to the last look, through the whole
 * desk and real HTTP, in simulated time. The venue's ledger judges: no order is there twice or without a confirmation,
 * none is sent again while nobody knows about it, and what the desk says of each in the end is true, or a question to
 * a person; until then nothing that people read sounds like an outcome.
 */
export async function tradeFaults(options: { orders: number; seed: number }): Promise<Report> {
  const { orders, seed } = options;
  const began = systemClock.monotonic();
  const ends = new Map<string, Map<string, number>>();
  const halts = new Map<string, number>();
  const delays: number[] = [];
  const failures: string[] = [];
  let [restarts, twins, tookTwin, seen, stale] = [0, 0, 0, 0, 0];
  for (let batch = 0, done = 0; done < orders; batch += 1) {
    const size = Math.min(BATCH, orders - done);
    done += size;
    const random = seededRandom(seed + batch * 7919);
    const pick: Pick = list => {
      const picked = list[Math.floor(random() * list.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    };
    const plan = planOf(batch, size, seed, pick);
    const result = await runBatch(plan, pick);
    restarts += result.restarts;
    seen += result.cards.seen;
    stale += result.cards.stale;
    for (const [id, count] of result.halted) add(halts, id, count);
    const where = `batch ${batch} (${plan.manner}, ${plan.mode}${plan.late ? ', late' : ''})`;
    failures.push(...result.problems.map(problem => `${where}: ${problem}`));
    for (const [n, { sent, verdict }] of result.judged.entries()) {
      const { kind, wish, twin } = sent;
      const row = ends.get(kind.name) ?? new Map<string, number>();
      ends.set(kind.name, row);
      add(row, verdict.end, 1);
      if (twin !== 'none') twins += 1;
      if (verdict.tookTwin) tookTwin += 1;
      if (verdict.delay !== undefined && plan.manner === 'apart') delays.push(verdict.delay);
      const what = `${where}, order ${n}: ${wish.text}, ${kind.name}${twin === 'none' ? '' : `, twin ${twin}`}`;
      failures.push(...verdict.problems.map(problem => `${what}: ${problem}`));
    }
  }
  const seconds = (systemClock.monotonic() - began) / 1_000;
  const figures = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
  return {
    campaign: 'Faults before orders: from the ticket to the last look',
    seed,
    lines: [
      `${orders} orders in ${Math.round(seconds)} s, ${(orders / seconds).toFixed(1)} a second`,
      ...[...ends]
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([name, row]) => `${name}: ${figures(row)}`),
      `${restarts} restarts on the way; the desk stopped itself: ${figures(halts) || 'never'}`,
      `lost and found by the list: ${delays.length}, at the latest ${Math.max(0, ...delays)} ms after the look that could`,
      `cards looked at while nobody knew: ${seen}; of these named a next look that had passed: ${stale}`,
      `like orders placed by hand: ${twins}; taken for the desk's own where that had not been taken: ${tookTwin}`,
    ],
    failures,
  };
}

function planOf(batch: number, orders: number, seed: number, pick: Pick): BatchPlan {
  const manner = MANNERS[batch % MANNERS.length] ?? 'apart';
  const mode = manner === 'gaps' || manner === 'laterGaps' ? 'paper' : pick(['paper', 'live'] as const);
  return {
    seed: `trade-${seed}-${batch}`,
    orders,
    manner,
    mode,
    language: pick(['ko', 'en'] as const),
    late: mode === 'paper' && pick([true, false, false]),
    relayed: pick([true, false, false]),
  };
}

function add(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}
