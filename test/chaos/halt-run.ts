import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type AccountRef, type IntentEvent, systemClock } from '../../src/core/index.js';
import { startDelayProxy } from '../support/delay-proxy.js';
import { type DeskSite, openDeskAt } from '../support/desk-site.js';
import { personOf, type Talk, talkTo } from '../support/desk-talk.js';
import type { SimulatorProcess } from '../support/simulator-process.js';
import type { RunningDesk } from '../support/trade-desk.js';
import { isOrderOf, venueOrders } from './kill-judge.js';
import { type KillTicket, killTicket } from './kill-ticket.js';
import type { Departures } from './order-departures.js';

/** What one halt came to; all ms are from its event. */
export interface HaltTrial {
  readonly by: 'command' | 'file';
  /** Until nothing that is stopped could leave any more. */
  readonly inForceMs: number;
  /** Until the order that waited was known not to have left; undefined when it had left before. */
  readonly keptMs: number | undefined;
  /** Until the person was answered, with the halt on the disk; undefined for the file. */
  readonly answeredMs: number | undefined;
  /** When the order reached the venue; undefined when it never did. */
  readonly leftMs: number | undefined;
}

/** So many halts, one after the other, of one desk. */
export interface HaltRun {
  readonly trials: readonly HaltTrial[];
  readonly problems: readonly string[];
}

export interface HaltStage {
  readonly simulator: SimulatorProcess;
  readonly site: DeskSite;
  /** How many commands wait when the events come. */
  readonly commands: number;
  /** How everything is halted in the end; before that, one issue after the other is. */
  readonly last: HaltTrial['by'];
  readonly random: () => number;
  readonly departures: Departures;
}

/** One order a halt. */
export const HALTS_A_RUN = 10;
/** Requests a second that the desk allows itself: few enough for orders to have to wait. */
const RATE = 40;
/** The first of them order and halt, the others ask. */
const PEOPLE = 70;
const ASKERS_FROM = 20;
/** Telegram hands over as many updates at once. */
const BATCH = 100;
/** A slot comes free a second after its answer. */
const SLOTS_FREE_MS = 1_100;
/** The limiter keeps the looks before the orders apart, so that they begin within this time, ms. */
const LOOKS_MS = (840 / RATE) * HALTS_A_RUN;
export const PATIENCE_MS = 5_000;
const QUOTE_TR = 'FHKST01010100';
const FOR_EVER = 1_000_000;

/**
 * Halts a desk whose orders wait for their turn behind reads that the venue does not answer, with a thousand commands
 * waiting behind them; the venue answers nothing at all by then, and one of two chat platforms is down. Afterwards a
 * new desk on the same directory must still refuse to order.
 */
export async function haltRun(stage: HaltStage): Promise<HaltRun> {
  const { simulator, random } = stage;
  const journal: { readonly at: number; readonly event: IntentEvent }[] = [];
  const uplink = { delayMs: () => 0 };
  const proxy = await startDelayProxy(simulator.baseUrl, () => uplink.delayMs());
  const site = { ...stage.site, baseUrl: proxy.url, ratePerSecond: RATE };
  const desk = await openDeskAt(site, PEOPLE, {
    journalled: event => void journal.push({ at: systemClock.now(), event }),
  });
  const life = new AbortController();
  void desk.halts.watch(life.signal);
  const talk = talkTo(desk.dispatcher);
  const underWay: Promise<unknown>[] = [];
  const begin = (work: Promise<unknown>) => void underWay.push(work.catch(() => undefined));
  const orders = Array.from({ length: HALTS_A_RUN }, (_, n) => killTicket(n));
  const tickets = await Promise.all(orders.map(({ text }, n) => talk.ticket(personOf(n), text)));

  if (stage.site.broker !== 'kiwoom') {
    // Reads that the venue never answers take all slots but as many as the looks before the orders need.
    await simulator.control('/faults', { kind: 'hang', times: FOR_EVER, match: { tr: QUOTE_TR } });
    for (let n = HALTS_A_RUN; n < RATE; n += 1) begin(desk.broker.market.quote('005930'));
  }
  await systemClock.sleep(SLOTS_FREE_MS);
  // Each order looks at the venue. All arrive there together, so that after the first answer every slot is taken, and
  // the orders have to wait until one comes free.
  const arriveAt = systemClock.now() + LOOKS_MS + 100;
  uplink.delayMs = () => Math.max(0, arriveAt - systemClock.now());
  for (const { person, confirm } of tickets) begin(talk.press(person, confirm));
  // Where orders have slots of their own, others that are refused when they arrive take all of these.
  if (stage.site.broker === 'kiwoom') for (const cancel of lostCancels(desk, site)) begin(cancel);
  await systemClock.sleep(LOOKS_MS + 160);
  // The venue takes what still reaches it, so that the ledger counts it, and is silent.
  await simulator.control('/faults', { kind: 'hang', commit: true, times: FOR_EVER });
  uplink.delayMs = () => random() * 20;

  for (let n = 0; n < stage.commands; n += 1) {
    const asker = personOf(ASKERS_FROM + (n % (PEOPLE - ASKERS_FROM)));
    begin(talk.type(asker, n % 2 === 0 ? '/price 005930' : '/balance'));
    if (n % BATCH === BATCH - 1) await setImmediate();
  }
  const waits = orders.map((_, n) => (n === 0 ? 0 : 10 + random() * 70));
  const events = [];
  for (const [n, order] of orders.entries()) {
    const waitMs = waits[n] ?? 0;
    // When it is due: by how much the desk is late counts against it.
    const eventAt = systemClock.now() + waitMs;
    if (waitMs > 0) await systemClock.sleep(waitMs);
    const by = n < orders.length - 1 ? 'command' : stage.last;
    const scope = n < orders.length - 1 ? `종목 ${order.code}` : '';
    const stopped = inForce(desk, site, order);
    const answered = by === 'file' ? raise(site) : answer(talk, `/halt ${scope}`);
    events.push({ by, order, ticket: tickets[n]?.id, eventAt, stopped, answered } as const);
  }

  const trials: HaltTrial[] = [];
  await Promise.all(events.map(({ stopped, answered }) => Promise.all([stopped, answered])));
  // Whoever still waits could leave once a slot comes free, if he may.
  await systemClock.sleep(SLOTS_FREE_MS + 200);
  const rows = venueOrders((await simulator.ledger()).orders);
  const problems: string[] = [];
  for (const { by, order, ticket, eventAt, stopped, answered } of events) {
    const own = journal.filter(({ event }) => event.ticket === ticket);
    const kept = own.find(({ event }) => event.kind === 'notSent' && event.reason === 'halted');
    const row = rows.find(one => isOrderOf(order, one));
    const sent = own.some(({ event }) => event.kind === 'sent');
    if (sent === (kept === undefined && row === undefined)) {
      problems.push(
        `${order.text}: neither kept nor at the venue: ${own.map(({ event }) => event.kind).join(' ')}`,
      );
    }
    const departedAt = stage.departures.get(order.code);
    const inForceAt = await stopped;
    if (row && departedAt === undefined)
      problems.push(`${order.text}: at the venue, and nobody saw it leave`);
    if (departedAt !== undefined && departedAt > inForceAt) {
      problems.push(`${order.text}: began to leave ${departedAt - inForceAt} ms after the halt was in force`);
    }
    const answeredAt = await answered;
    trials.push({
      by,
      inForceMs: inForceAt - eventAt,
      keptMs: kept && kept.at - eventAt,
      answeredMs: answeredAt === undefined ? undefined : answeredAt - eventAt,
      leftMs: row && row.at - eventAt,
    });
  }
  life.abort();
  await simulator.control('/faults', {}, 'DELETE');
  await desk.stop();
  await Promise.all(underWay);
  await proxy.stop();
  return { trials, problems: [...problems, ...(await forgotten(stage, rows.length))] };
}

/** Cancellations of orders that do not exist, as many as may leave in a second. */
function lostCancels({ broker }: RunningDesk, site: DeskSite): Promise<unknown>[] {
  const account = accountOf(site);
  return Array.from({ length: RATE }, (_, n) =>
    broker.trading.cancel({
      account,
      order: { number: String(9_900_000 + n), branch: '005930' },
      quantity: 'all',
      exchange: 'KRX',
    }),
  );
}

const answer = (talk: Talk, text: string): Promise<number | undefined> =>
  talk.type(personOf(ASKERS_FROM - 1), text).then(() => systemClock.now());

async function raise({ directory }: DeskSite): Promise<undefined> {
  writeFileSync(join(directory, 'HALT'), '');
}

function accountOf({ broker = 'kis', mode, account }: DeskSite): AccountRef {
  const [number = '', product = ''] = account.split('-');
  return { broker, mode, number, product, alias: '' };
}

/** Resolves to when an order like this one could not leave any more, or to the end of all patience. */
function inForce({ halts }: RunningDesk, site: DeskSite, order: KillTicket): Promise<number> {
  const guard = halts.guard({
    kind: 'place',
    order: {
      account: accountOf(site),
      side: order.side,
      code: order.code,
      quantity: 1n,
      price: 0n,
      type: 'market',
      exchange: 'KRX',
    },
  });
  const over = new AbortController();
  const never = systemClock.sleep(PATIENCE_MS, over.signal).then(systemClock.now);
  const stopped = new Promise<number>(resolve => {
    guard.signal.addEventListener('abort', () => resolve(systemClock.now()), { once: true });
  });
  return Promise.race([stopped, never]).finally(() => {
    over.abort();
    guard.release();
  });
}

/** What is wrong with a new desk on the directory of one that was halted. */
async function forgotten({ simulator, site, last }: HaltStage, orders: number): Promise<string[]> {
  const desk = await openDeskAt(site, PEOPLE);
  await desk.trade.takenUp;
  const { title } = await talkTo(desk.dispatcher).type(personOf(0), killTicket(HALTS_A_RUN).text);
  // The desk may have halted by itself as well, for the orders that it lost when it was stopped.
  const kept = desk.halts.list().filter(({ by }) => by !== 'desk').length;
  await desk.stop();
  const more = venueOrders((await simulator.ledger()).orders).length - orders;
  return [
    ...(kept === HALTS_A_RUN ? [] : [`${kept} of ${HALTS_A_RUN} halts are known after a restart`]),
    ...(title === REFUSED ? [] : [`after a restart an order is answered: ${title} (${last})`]),
    ...(more === 0 ? [] : [`after a restart ${more} more orders are at the venue`]),
  ];
}

/** The title under which a halted desk refuses an order. */
export const REFUSED = '거래가 정지되어 있습니다';
