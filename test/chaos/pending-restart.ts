import { systemClock } from '../../src/core/index.js';
import type { SimulatorProcess } from '../support/simulator-process.js';
import type { DeskSite } from './desk-config.js';
import { readJournal, venueOrders } from './kill-judge.js';
import { killTicket } from './kill-ticket.js';
import { startWorker } from './worker-run.js';

const PATIENCE_MS = 30_000;

/** What a desk does after a restart with tickets that nobody had answered. */
export interface PendingRestart {
  /** From the start until every card said that it had expired, ms. */
  readonly rewrittenMs: number;
  readonly problems: readonly string[];
}

/**
 * Kills a desk with so many tickets waiting for their answer, starts it again, and presses the old buttons: every card
 * is rewritten as expired, every button is dead, and the venue has no order.
 */
export async function pendingRestart(
  script: string,
  simulator: SimulatorProcess,
  site: DeskSite,
  tickets: number,
): Promise<PendingRestart> {
  const task = { site, orders: [], confirm: false, oldButtons: [], death: undefined };
  const orders = Array.from({ length: tickets }, (_, n) => killTicket(n).text);
  const first = startWorker(script, { ...task, orders });
  first.begin();
  await first.hears(/^done$/, 1, PATIENCE_MS);
  while ((await places(site.directory)) < tickets && first.said.length > 0) await systemClock.sleep(10);
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
  const expired = proposed.filter(({ id }) => said.some(text => text.startsWith(`card ${id} 만료 `)));
  const stale = said.filter(text => text.startsWith('stale '));
  const rows = venueOrders((await simulator.ledger()).orders);

  const problems = [
    ...(proposed.length === tickets ? [] : [`${proposed.length} of ${tickets} tickets were made`]),
    ...(expired.length === tickets ? [] : [`${expired.length} of ${tickets} cards say that they expired`]),
    ...(stale.length === tickets ? [] : [`${stale.length} of ${tickets} old buttons were answered`]),
    ...stale.slice(0,3).filter(text => true).map(text => `an old button: ${text}`),
    ...(rows.length === 0 ? [] : [`${rows.length} orders at the venue`]),
  ];
  return { rewrittenMs, problems };
}

/** How an old button is answered. */
const DEAD = '';

/** Of how many tickets the journal knows where their cards stand. */
async function places(directory: string): Promise<number> {
  const journal = await readJournal(directory);
  return [...journal.values()].filter(lines => lines.some(({ kind }) => kind === 'shown')).length;
}
