import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type DeskSite, openDeskAt } from '../support/desk-site.js';
import { type OpenTicket, personOf, talkTo } from '../support/desk-talk.js';
import type { SimulatorProcess } from '../support/simulator-process.js';
import { REFUSED } from './halt-run.js';
import { venueOrders } from './kill-judge.js';
import { killTicket, restingBuy } from './kill-ticket.js';

/** What stands in the way of orders; with neither they leave, which shows that they would have. */
export interface HoldCase {
  readonly halted: boolean;
  readonly fullDisk: boolean;
  /** New orders and amendments, half of each. */
  readonly acts: number;
  readonly cancels: number;
}

const counts = z.object({
  ordersAccepted: z.number(),
  amendsAccepted: z.number(),
  cancelsAccepted: z.number(),
});

/** What was confirmed in spite of it, and what the venue took of that. */
export type HoldResult = HoldCase & z.infer<typeof counts> & { readonly problems: readonly string[] };

/** The last of them halts. */
const PEOPLE = 120;
const AT_ONCE = 20;
/** So many orders are to be amended, again and again. */
const AMENDED = 10;

/**
 * Confirms tickets for orders, amendments and cancellations that were made in good time, on a desk that is halted by
 * then, or whose disk is full, or both; then starts it again there. The venue counts what arrives.
 */
export async function haltHold(
  simulator: SimulatorProcess,
  site: DeskSite,
  hold: HoldCase,
): Promise<HoldResult> {
  const { halted, fullDisk, acts, cancels } = hold;
  const resting = await restAtVenue(simulator, site, AMENDED + cancels);
  const desk = await openDeskAt(site, PEOPLE);
  const talk = talkTo(desk.dispatcher);
  const texts = [
    ...Array.from({ length: acts }, (_, n) => {
      const amended = n % AMENDED;
      return n % 2 === 0
        ? killTicket(n, site.broker).text
        : `/amend ${resting[amended]} ${restingBuy(amended).cheaper}`;
    }),
    ...resting.slice(AMENDED).map(number => `/cancel #${number}`),
  ];
  const tickets = await inTurns(texts, (text, n) => talk.ticket(personOf(n % (PEOPLE - 1)), text));
  const ballast = join(site.directory, 'ballast');
  if (fullDisk) await fill(ballast);
  if (halted) await talk.type(personOf(PEOPLE - 1), '/halt');
  await inTurns(mixed(tickets), ({ person, confirm }) => talk.press(person, confirm));
  await desk.stop();
  const taken = counts.parse(await simulator.ledger());

  const problems = halted ? await forgotten(site) : [];
  const stopped = halted || fullDisk;
  await rm(ballast, { force: true });
  const again = await openDeskAt(site, PEOPLE);
  await again.trade.takenUp;
  // A disk that was full has halted the desk too: it did so by itself.
  const { title } = await talkTo(again.dispatcher).type(personOf(0), killTicket(acts, site.broker).text);
  if (stopped && title !== REFUSED) problems.push(`after a restart an order is answered: ${title}`);
  await again.stop();
  return { ...hold, ...taken, problems };
}

/** Places buys that do not trade past the desk, as in the broker's own app; their numbers. */
async function restAtVenue(simulator: SimulatorProcess, site: DeskSite, count: number): Promise<string[]> {
  for (let n = 0; n < count; n += 1) {
    const { code, price } = restingBuy(n);
    const account = site.account.replace('-', '');
    await simulator.control('/hand-order', { account, side: 'buy', code, type: '00', quantity: 1, price });
  }
  return venueOrders((await simulator.ledger()).orders).map(({ number }) => number);
}

/** Whether a desk that starts while the disk is as it is does not know that somebody has halted it. */
async function forgotten(site: DeskSite): Promise<string[]> {
  const desk = await openDeskAt(site, PEOPLE);
  const known = desk.halts.list().some(({ by }) => by.startsWith('discord:'));
  await desk.stop();
  return known ? [] : ['the halt is forgotten after a restart'];
}

async function inTurns<T, R>(items: readonly T[], work: (item: T, n: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let n = 0; n < items.length; n += AT_ONCE) {
    const turn = items.slice(n, n + AT_ONCE);
    results.push(...(await Promise.all(turn.map((item, i) => work(item, n + i)))));
  }
  return results;
}

/** Another order, the same every time, in which every kind comes from the first to the last. */
function mixed(tickets: readonly OpenTicket[]): OpenTicket[] {
  const step = 7;
  return Array.from({ length: step }, (_, first) => tickets.filter((_, n) => n % step === first)).flat();
}

/** Writes until the disk takes no more. */
async function fill(path: string): Promise<void> {
  for (const size of [65_536, 4_096, 1]) {
    const bytes = Buffer.alloc(size, 1);
    const takes = () =>
      appendFile(path, bytes).then(
        () => true,
        () => false,
      );
    while (await takes());
  }
}
