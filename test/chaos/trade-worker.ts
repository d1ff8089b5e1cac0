import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { asDeskError } from '../../src/core/index.js';
import { type DeskSite, openDeskAt } from '../support/desk-site.js';
import { personOf, talkTo } from '../support/desk-talk.js';
import { traceSyncs } from './sync-trace.js';

/** What the worker is to do once the desk is open and what the last run left behind is taken up. */
export interface TradeTask {
  readonly site: DeskSite;
  /** Lines to type, each of which makes a ticket. */
  readonly orders: readonly string[];
  /** Whether each ticket is confirmed before the next is made. */
  readonly confirm: boolean;
  /** Buttons of an earlier run, pressed first. */
  readonly oldButtons: readonly string[];
  /** Where it kills itself: so long after it has said this word for the nth time. */
  readonly death: { readonly word: string; readonly times: number; readonly delayMs: number } | undefined;
}

/**
 * A process made to be killed: a whole desk that types orders and confirms them, one after the other, once a line on
 * its input tells it to begin. Says on its output each step before and after it is taken, and every card that the desk
 * rewrites by itself:
 *
 * `opened`, `card <ticket> <title>`, `settled`, `stale <title>`, `proposing <n>`, `proposed <n> <ticket> <button>`,
 * `pressing <n>`, `leaving <durable | early>` (whether its intent is on the disk), `outcome <n> <title>`, `trouble <event>`, `done`; or `failed <why>`.
 */
const task: TradeTask = JSON.parse(process.argv[2] ?? '');
let left = task.death?.times ?? 0;

function say(line: string): void {
  writeSync(1, `${line}\n`);
  const { death } = task;
  if (!death || !line.startsWith(`${death.word} `)) return;
  left -= 1;
  // From outside it would often come too late: on a busy machine the one who hears of a step gets his turn after it.
  if (left === 0) setTimeout(() => process.kill(process.pid, 'SIGKILL'), death.delayMs);
}

const PEOPLE = 10;

async function run({ site, orders, confirm, oldButtons }: TradeTask): Promise<void> {
  const trace = await traceSyncs();
  const journal = join(site.directory, 'intents.jsonl');
  let current = '';
  const { dispatcher, trade } = await openDeskAt(site, PEOPLE, {
    rewritten: ({ card, title }) => say(`card ${card} ${title}`),
    leaving() {
      const durable = trace.isDurable(journal, `{"kind":"sent","ticket":"${current}"`);
      say(`leaving ${durable ? 'durable' : 'early'}`);
    },
    trouble: event => say(`trouble ${event}`),
  });
  say('opened');

  await trade.takenUp;
  say('settled');
  await once(process.stdin, 'data');
  const talk = talkTo(dispatcher);
  for (const [i, buttonId] of oldButtons.entries()) {
    const { title } = await talk.press(personOf(i % PEOPLE), buttonId);
    say(`stale ${title}`);
  }
  for (const [n, text] of orders.entries()) {
    say(`proposing ${n}`);
    const ticket = await talk.ticket(personOf(n % PEOPLE), text);
    say(`proposed ${n} ${ticket.id} ${ticket.confirm}`);
    if (!confirm) continue;
    current = ticket.id;
    say(`pressing ${n}`);
    const { title } = await talk.press(ticket.person, ticket.confirm);
    say(`outcome ${n} ${title}`);
  }
  say('done');
}

await run(task).catch((thrown: unknown) => {
  const { kind, message } = asDeskError(thrown);
  say(`failed ${kind} ${message}`);
  process.exitCode = 75;
});
