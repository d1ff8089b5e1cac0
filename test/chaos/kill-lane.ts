import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, type TradingMode } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import type { SimulatorProcess } from '../support/simulator-process.js';
import { configFor, type DeskSite } from './desk-config.js';
import { isOrderOf, judge, readJournal, venueOrders } from './kill-judge.js';
import { type KillTicket, killTicket, RICH } from './kill-ticket.js';
import { startWorker, type WorkerRun } from './worker-run.js';

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

export interface KillTally {
  kills: number;
  readonly phases: Map<Phase, number>;
  readonly ends: Map<string, number>;
  /** From a start to the moment at which all that the kill had left in doubt was told as it is, ms. */
  readonly restarts: number[];
  orders: number;
  tornLines: number;
  readonly failures: string[];
}

export interface KillLane {
  readonly name: string;
  readonly script: string;
  readonly simulator: SimulatorProcess;
  readonly mode: TradingMode;
  readonly random: () => number;
  readonly tally: KillTally;
}

const ORDERS_A_RUN = 8;
const RIGHT_WITHIN_MS = 15_000;

/** A directory and an exchange, both fresh, and a desk that is killed there so many times; then everything is judged. */
export async function killEpoch(lane: KillLane, directory: string, kills: number): Promise<void> {
  const { simulator, mode, random, tally, script } = lane;
  await simulator.control('/reset', {});
  const account = '50101234-01';
  await simulator.control('/account', { account, ...RICH });
  const { baseUrl, wsUrl, masterUrl } = simulator;
  const appKey = createHash('sha256').update(directory).digest('hex').slice(0, 36);
  const site: DeskSite = { mode, directory, baseUrl, wsUrl, masterUrl, appKey, account };
  const tickets: KillTicket[] = [];
  let doubtful: KillTicket[] = [];
  const fail = (what: string) => void tally.failures.push(`${lane.name}, kill ${tally.kills}: ${what}`);

  for (let kill = 0; kill <= kills; kill += 1) {
    const batch = Array.from({ length: ORDERS_A_RUN }, (_, i) => killTicket(tickets.length + i));
    const orders = batch.map(({ text }) => text);
    const plan = planOf(random, kill === 0);
    const last = kill === kills;
    const death = plan.kind === 'itself' ? plan : undefined;
    const run = startWorker(script, { site, orders, confirm: true, oldButtons: [], death });
    const hear = listener(run, batch, tickets, fail);
    if (plan.kind === 'early' && !last) {
      await systemClock.sleep(plan.delayMs);
    } else {
      const right = await becomeRight(run, hear, doubtful);
      if (right !== undefined) fail(right);
      else if (doubtful.some(({ pressed }) => pressed)) {
        tally.restarts.push(systemClock.monotonic() - run.startedAt);
      }
      for (const ticket of doubtful) countEnd(ticket);
      doubtful = [];
      if (!last && plan.kind !== 'early') {
        run.begin();
        const there =
          plan.kind === 'itself'
            ? run.dies(RIGHT_WITHIN_MS)
            : run.hears(new RegExp(`^${plan.word} `), plan.times, RIGHT_WITHIN_MS);
        if (!(await there)) fail(`waited in vain for ${plan.word}: ${linesOf(run)}`);
        if (plan.kind === 'after') await systemClock.sleep(plan.delayMs);
      }
    }
    await run.kill();
    hear();
    if (last) break;
    tally.kills += 1;
    doubtful = [...doubtful, ...tickets.slice(tickets.length - countOf(run))];
    add(tally.phases, await phaseAt(run));
    if (await isTorn(directory)) tally.tornLines += 1;
  }

  const venue = await ledger();
  tally.orders += venue.length;
  const journal = await readJournal(directory);
  for (const ticket of tickets) {
    const judged = judge(ticket, venue, journal);
    if (judged.kind !== 'right') fail(`in the end ${ticket.text}: ${judged.why}`);
  }
  const strange = venue.filter(order => !tickets.some(ticket => isOrderOf(ticket, order)));
  if (strange.length > 0) fail(`orders that nobody typed: ${JSON.stringify(strange)}`);
  for (const problem of await storeProblems(site)) fail(problem);

  async function ledger() {
    return venueOrders((await simulator.ledger()).orders);
  }

  /** Undefined once all is right; what is not otherwise. */
  async function becomeRight(run: WorkerRun, hear: () => void, doubts: readonly KillTicket[]) {
    if (!(await run.hears(/^settled$/, 1, RIGHT_WITHIN_MS))) return `not settled: ${linesOf(run)}`;
    for (;;) {
      hear();
      const [orders, journal] = await Promise.all([ledger(), readJournal(directory)]);
      const judged = doubts.map(ticket => ({ ticket, judgement: judge(ticket, orders, journal) }));
      const amiss = judged.find(({ judgement }) => judgement.kind !== 'right');
      if (!amiss) return undefined;
      const { ticket, judgement } = amiss;
      const why = `${ticket.text}: ${judgement.kind === 'right' ? '' : judgement.why}`;
      if (judged.some(one => one.judgement.kind === 'wrong')) return why;
      if (systemClock.monotonic() - run.startedAt > RIGHT_WITHIN_MS) return `${why}, for too long`;
      await systemClock.sleep(10);
    }
  }

  async function countEnd(ticket: KillTicket) {
    const judged = judge(ticket, await ledger(), await readJournal(directory));
    add(tally.ends, judged.kind === 'right' ? judged.end : judged.kind);
  }

  async function phaseAt(run: WorkerRun): Promise<Phase> {
    const step = run.said.findLast(({ text }) => !/^(?:card|trouble) /.test(text))?.text ?? '';
    if (/^(?:proposing|proposed)/.test(step)) return 'making a ticket';
    if (!step.startsWith('pressing')) {
      return /^(?:outcome|refused|done)/.test(step) ? 'between two orders' : 'starting or taking up';
    }
    const ticket = tickets.at(-1);
    const orders = await ledger();
    const lines = (await readJournal(directory)).get(ticket?.id ?? '') ?? [];
    if (!lines.some(({ kind }) => kind === 'sent')) return 'press, intent not on the disk';
    if (lines.some(({ kind }) => kind === 'accepted')) return 'press, answer on the disk, nobody told';
    return ticket && orders.some(order => isOrderOf(ticket, order))
      ? 'press, order at the venue, answer not on the disk'
      : 'press, intent on the disk, order not at the venue';
  }
}

type Plan =
  | { readonly kind: 'early'; readonly delayMs: number }
  /** `itself`: the worker sees to it; `after`: somebody else who has heard the word. */
  | { readonly kind: 'itself' | 'after'; readonly word: string; readonly times: number; readonly delayMs: number };

/** Most kills fall between the press and its outcome. The first run must come so far as to have a token on the disk. */
function planOf(random: () => number, first: boolean): Plan {
  const [where, by, times, within] = [random(), random(), 1 + Math.floor(random() * 3), random()];
  const after = (word: string, mostMs: number): Plan => ({
    kind: by < 0.8 ? 'itself' : 'after',
    word,
    times,
    delayMs: within * mostMs,
  });
  if (first) return after('outcome', 8);
  if (where < 0.1) return { kind: 'early', delayMs: within * 700 };
  if (where < 0.2) return after('proposing', 14);
  return where < 0.94 ? after('pressing', 16) : after('outcome', 4);
}

/** Takes in what the worker has said since it was called last. */
function listener(run: WorkerRun, batch: readonly KillTicket[], tickets: KillTicket[], fail: (what: string) => void) {
  let heard = 0;
  return () => {
    for (const { text } of run.said.slice(heard)) {
      heard += 1;
      const [, step = '', subject = '', rest = ''] = /^(\S+) ?(\S*) ?(.*)$/.exec(text) ?? [];
      const ticket = batch[Number(subject)];
      if (step === 'card') {
        const shown = tickets.find(({ id }) => id === subject);
        if (shown) shown.title = rest;
      } else if (step === 'proposing' && ticket) tickets.push(ticket);
      else if (step === 'proposed' && ticket) ticket.id = rest.split(' ')[0];
      else if (step === 'pressing' && ticket) ticket.pressed = true;
      else if (step === 'outcome' && ticket) ticket.title = rest;
      else if (step === 'refused' || step === 'trouble' || step === 'failed') fail(text);
    }
  };
}

const countOf = (run: WorkerRun) => run.said.filter(({ text }) => text.startsWith('proposing ')).length;
const linesOf = (run: WorkerRun) => run.said.map(({ text }) => text).join(' | ');

export function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Whether a journal ends in the middle of a line. */
async function isTorn(directory: string): Promise<boolean> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (!name.endsWith('.jsonl')) continue;
    const file = await open(join(directory, name));
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    await file.close();
    if (size > 0 && buffer[0] !== 0x0a) return true;
  }
  return false;
}

/** What the store itself finds wrong with the directory, a torn last line aside, and what is wrong with the audit trail. */
async function storeProblems(site: DeskSite): Promise<string[]> {
  const { dataDirectory: directory, storeKeyFile: keyFile } = configFor(site);
  const problems: string[] = [];
  const store = await openStore({
    directory,
    keyFile,
    key: undefined,
    clock: systemClock,
    log: (level, event) => {
      if (level !== 'info' && event !== 'journal_torn') problems.push(`the store reports ${event}`);
    },
  });
  if (store.intents.damaged > 0) problems.push(`${store.intents.damaged} damaged lines of the journal`);
  const verdict = await store.auditReads.verify();
  if (verdict.kind === 'broken') problems.push(`the audit trail is broken: ${JSON.stringify(verdict)}`);
  await store.close();
  return problems;
}
