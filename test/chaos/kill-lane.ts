import { systemClock } from '../../src/core/index.js';
import type { DeskSite } from '../support/desk-site.js';
import type { SimulatorProcess } from '../support/simulator-process.js';
import { isOrderOf, judge, readJournal, venueOrders } from './kill-judge.js';
import { type KillPlan, killPlan } from './kill-plan.js';
import { isTorn, storeProblems } from './kill-remains.js';
import { add, type KillTally, type Phase } from './kill-tally.js';
import { type KillTicket, killTicket } from './kill-ticket.js';
import { startWorker, type WorkerRun } from './worker-run.js';

/** One worker after the other, killed and started again beside other lanes. */
export interface KillLane {
  readonly script: string;
  readonly simulator: SimulatorProcess;
  readonly random: () => number;
  readonly tally: KillTally;
}

const ORDERS_A_RUN = 8;
const RIGHT_WITHIN_MS = 15_000;

/** Kills a desk that is new to its site so many times; then all that it did there is judged. */
export async function killEpoch(lane: KillLane, site: DeskSite, kills: number): Promise<void> {
  const { simulator, tally } = lane;
  const { mode, directory } = site;
  const tickets: KillTicket[] = [];
  let doubtful: KillTicket[] = [];
  const fail = (what: string) => void tally.failures.push(`${mode}, kill ${tally.kills}: ${what}`);
  const facts = async () => {
    const [{ orders }, journal] = await Promise.all([simulator.ledger(), readJournal(directory)]);
    return { orders: venueOrders(orders), journal };
  };

  for (let kill = 0; kill < kills; kill += 1) {
    const plan = killPlan(lane.random, kill === 0);
    const life = beginLife(lane, site, plan, tickets, fail);
    if (plan.kind === 'early') await systemClock.sleep(plan.delayMs);
    else {
      await comeRight(life);
      await reach(life.run, plan);
    }
    await life.run.kill();
    life.hear();
    tally.kills += 1;
    doubtful = tickets.filter(ticket => doubtful.includes(ticket) || life.batch.includes(ticket));
    add(tally.phases, await phaseAt(life.run));
    if (await isTorn(directory)) tally.tornLines += 1;
  }
  const life = beginLife(lane, site, undefined, tickets, fail);
  await comeRight(life);
  // Judged while it lives: what happens to an order after that is told only once it has happened.
  for (const why of await notRight(life)) fail(`in the end ${why}`);
  await life.run.kill();

  const { orders } = await facts();
  tally.orders += orders.length;
  const strange = orders.filter(order => !tickets.some(ticket => isOrderOf(ticket, order)));
  if (strange.length > 0) fail(`orders that nobody typed: ${JSON.stringify(strange)}`);
  for (const problem of await storeProblems(directory)) fail(problem);
  /** Waits until everything that was ever typed is told as what it is; what is not. */
  async function notRight({ run, hear }: Life): Promise<readonly string[]> {
    for (;;) {
      hear();
      const { orders, journal } = await facts();
      const open = tickets.flatMap(ticket => {
        const judged = judge(ticket, orders, journal);
        return judged.kind === 'right' ? [] : [`${ticket.text}: ${judged.why}`];
      });
      if (open.length === 0 || systemClock.monotonic() - run.startedAt > 2 * RIGHT_WITHIN_MS) return open;
      await systemClock.sleep(10);
    }
  }

  /** Waits until everything in doubt is told as what it is, and counts what that is. */
  async function comeRight({ run, hear }: Life): Promise<void> {
    if (!(await run.hears(/^settled$/, 1, RIGHT_WITHIN_MS))) fail(`not settled: ${wordsOf(run)}`);
    for (;;) {
      hear();
      const { orders, journal } = await facts();
      const judged = doubtful.map(ticket => ({ ticket, ...judge(ticket, orders, journal) }));
      const late = systemClock.monotonic() - run.startedAt > RIGHT_WITHIN_MS;
      const done = judged.every(({ kind }) => kind !== 'open');
      if (done && doubtful.some(({ pressed }) => pressed)) {
        tally.restarts.push(systemClock.monotonic() - run.startedAt);
      }
      if (done || late) {
        for (const one of judged) {
          if (one.kind === 'right') add(tally.ends, one.end);
          else fail(`${one.ticket.text}: ${one.why}`);
        }
        doubtful = [];
        return;
      }
      await systemClock.sleep(10);
    }
  }

  async function reach(run: WorkerRun, { word, times, kind, delayMs }: Exclude<KillPlan, { kind: 'early' }>) {
    run.begin();
    const there =
      kind === 'itself'
        ? await run.dies(RIGHT_WITHIN_MS)
        : await run.hears(new RegExp(`^${word} `), times, RIGHT_WITHIN_MS);
    if (!there) fail(`waited in vain for ${word}: ${wordsOf(run)}`);
    else if (kind === 'outside') await systemClock.sleep(delayMs);
  }

  async function phaseAt(run: WorkerRun): Promise<Phase> {
    const step = run.said.findLast(({ text }) => !/^(?:card|leaving|trouble) /.test(text))?.text ?? '';
    if (step.startsWith('propos')) return 'making a ticket';
    if (!step.startsWith('pressing')) {
      return /^(?:outcome|done)/.test(step) ? 'between two orders' : 'starting or taking up';
    }
    const { orders, journal } = await facts();
    const ticket = tickets.at(-1);
    const lines = journal.get(ticket?.id ?? '') ?? [];
    if (!lines.some(({ kind }) => kind === 'sent')) return 'press, intent not on the disk';
    if (lines.some(({ kind }) => kind === 'accepted')) return 'press, answer on the disk, nobody told';
    return ticket && orders.some(order => isOrderOf(ticket, order))
      ? 'press, order at the venue, answer not on the disk'
      : 'press, intent on the disk, order not at the venue';
  }
}

/** A running worker and what it may type. */
interface Life {
  readonly run: WorkerRun;
  readonly batch: readonly KillTicket[];
  /** Takes in what the worker has said since this was called last. */
  hear(): void;
}

function beginLife(
  { script, tally }: KillLane,
  site: DeskSite,
  plan: KillPlan | undefined,
  tickets: KillTicket[],
  fail: (what: string) => void,
): Life {
  const batch = Array.from({ length: ORDERS_A_RUN }, (_, i) => killTicket(tickets.length + i));
  const orders = batch.map(({ text }) => text);
  const death = plan?.kind === 'itself' ? plan : undefined;
  const run = startWorker(script, { site, orders, confirm: true, oldButtons: [], death });
  let heard = 0;

  function take(text: string): void {
    const [, step = '', subject = '', rest = ''] = /^(\S+) ?(\S*) ?(.*)$/.exec(text) ?? [];
    if (step === 'card') {
      const shown = tickets.find(({ id }) => id === subject);
      if (shown) shown.title = rest;
    }
    if (step === 'leaving') {
      tally.leavings += 1;
      if (subject === 'durable') tally.durable += 1;
      else fail(`an order was about to leave before its intent was on the disk: ${tickets.at(-1)?.text}`);
    }
    // One of the two chat platforms is down.
    if (step === 'failed' || (step === 'trouble' && subject !== 'alert')) fail(text);
    const ticket = batch[Number(subject)];
    if (!ticket) return;
    if (step === 'proposing') tickets.push(ticket);
    if (step === 'proposed') ticket.id = rest.split(' ')[0];
    if (step === 'pressing') ticket.pressed = true;
    if (step === 'outcome') ticket.title = rest;
  }

  return {
    run,
    batch,
    hear() {
      for (; heard < run.said.length; heard += 1) take(run.said[heard]?.text ?? '');
    },
  };
}

const wordsOf = ({ said }: WorkerRun) => said.map(({ text }) => text).join(' | ');
