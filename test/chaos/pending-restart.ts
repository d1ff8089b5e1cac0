import { type BrokerId, systemClock } from '../../src/core/index.js';
import { freshStage } from '../support/fresh-stage.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { readJournal, venueOrders } from './kill-judge.js';
import { killTicket } from './kill-ticket.js';
import { startWorker } from './worker-run.js';

const PATIENCE_MS = 30_000;
/** How a button of an earlier run is answered. */
const DEAD = 'stale 만료된 버튼입니다';

/** What a desk does after a restart with tickets that nobody had answered. */
export interface PendingRestart {
  /** From the start until every card said that it had expired, ms. */
  readonly rewrittenMs: number;
  /** Cards that say that they expired; old buttons that are dead; orders at the venue. */
  readonly expired: number;
  readonly dead: number;
  readonly orders: number;
  readonly problems: readonly string[];
}

/**
 * Kills a desk with so many tickets waiting for their answer, starts it again, and presses the old buttons: every card
 * is rewritten as expired, every button is dead, and the venue has no order.
 */
export async function pendingRestart(
  script: string,
  directory: string,
  { tickets, broker }: { readonly tickets: number; readonly broker: BrokerId },
): Promise<PendingRestart> {
  const simulator = await spawnSimulator('--env', 'live', '--always-open', '--rate', '100000');
  try {
    const site = await freshStage(simulator, 'live', directory, broker);
    const task = { site, orders: [], confirm: false, oldButtons: [], death: undefined };
    const orders = Array.from({ length: tickets }, (_, n) => killTicket(n).text);
    const first = startWorker(script, { ...task, orders });
    first.begin();
    await first.hears(/^done$/, 1, PATIENCE_MS);
    await placesNoted(directory, tickets);
    await first.kill();
    const proposed = first.said.flatMap(({ text }) => {
      const [word, , id, button] = text.split(' ');
      return word === 'proposed' && id !== undefined && button !== undefined ? [{ id, button }] : [];
    });

    const second = startWorker(script, { ...task, oldButtons: proposed.map(({ button }) => button) });
    await second.hears(/^card \S+ 만료 /, tickets, PATIENCE_MS);
    const rewrittenMs = systemClock.monotonic() - second.startedAt;
    second.begin();
    await second.hears(/^done$/, 1, PATIENCE_MS);
    await second.kill();
    const said = second.said.map(({ text }) => text);
    const expired = proposed.filter(({ id }) =>
      said.some(text => text.startsWith(`card ${id} 만료 `)),
    ).length;
    const dead = said.filter(text => text === DEAD).length;
    const rows = venueOrders((await simulator.ledger()).orders).length;
    const wanting = (what: string, count: number) => {
      return count === tickets ? [] : [`of ${tickets} tickets that waited, ${count} ${what}`];
    };
    const problems = [
      ...wanting('were made', proposed.length),
      ...wanting('say that they expired', expired),
      ...wanting('have a dead button', dead),
      ...(rows === 0 ? [] : [`${rows} orders of tickets that nobody confirmed`]),
    ];
    return { rewrittenMs, expired, dead, orders: rows, problems };
  } finally {
    await simulator.stop();
  }
}

/** Waits until the journal knows where the cards of so many tickets stand. */
async function placesNoted(directory: string, tickets: number): Promise<void> {
  const until = systemClock.monotonic() + PATIENCE_MS;
  while (systemClock.monotonic() < until) {
    const journal = await readJournal(directory);
    const placed = [...journal.values()].filter(lines => lines.some(({ kind }) => kind === 'shown'));
    if (placed.length >= tickets) return;
    await systemClock.sleep(10);
  }
}
