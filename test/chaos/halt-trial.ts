import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asDeskError, type IntentEvent, systemClock, type TradeAct } from '../../src/core/index.js';
import type { SimulatorProcess } from '../support/simulator-process.js';
import type { RunningDesk } from '../support/trade-desk.js';
import { type DeskSite, openDeskAt } from './desk-site.js';
import { type OpenTicket, personOf, type Talk, talkTo } from './desk-talk.js';
import { venueOrders } from './kill-judge.js';
import { killTicket } from './kill-ticket.js';

/** What one halt came to; all ms are from the event. */
export interface HaltTrial {
  /** Until nothing that is stopped can leave any more. */
  readonly inForceMs: number;
  /** Until the last order reached the venue; 0 when none did after the event. */
  readonly lastOrderMs: number;
  /** Until everything that had been waiting to leave was known not to have left. */
  readonly resolvedMs: number;
  /** Until the person was answered; undefined for the file. */
  readonly answeredMs: number | undefined;
  /** Orders that were confirmed: those that reached the venue before the event, after it, and that were kept. */
  readonly before: number;
  readonly after: number;
  readonly kept: number;
  readonly problems: readonly string[];
}

export interface HaltStage {
  readonly simulator: SimulatorProcess;
  readonly site: DeskSite;
  readonly random: () => number;
  /** Lets one work at a time, whoever asks. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Requests a second that the desk allows itself: few enough for orders to have to wait. */
export const HALT_RATE = 24;
const ORDERS = 10;
const COMMANDS = 1_000;
/** The first of them order, the next one halts, the others ask. */
const PEOPLE = 70;
const ASKERS_FROM = 20;
/** A slot comes free a second after its answer. */
const SLOTS_FREE_MS = 1_100;
const PATIENCE_MS = 5_000;
const ORDER_PATH = '/uapi/domestic-stock/v1/trading/order-cash';
const FOR_EVER = 1_000_000;

/**
 * Stops a desk with a thousand commands waiting, whose orders wait for their turn behind orders that the venue does not
 * answer; by then it answers nothing at all, and one of two chat platforms is down. Afterwards a new desk on the same
 * directory must still refuse to order.
 */
export async function haltTrial(stage: HaltStage, how: 'command' | 'file'): Promise<HaltTrial> {
  const { simulator, site, random, alone } = stage;
  const journal: { readonly at: number; readonly event: IntentEvent }[] = [];
  const desk = await openDeskAt(site, PEOPLE, {
    journalled: event => void journal.push({ at: systemClock.now(), event }),
  });
  const life = new AbortController();
  void desk.halts.watch(life.signal);
  const talk = talkTo(desk.dispatcher);
  const making = Array.from({ length: ORDERS }, (_, n) => talk.ticket(personOf(n), killTicket(n).text));
  const tickets = await Promise.all(making);
  await systemClock.sleep(SLOTS_FREE_MS);

  const { underWay, eventAt, inForceAt, answeredAt } = await alone(async () => {
    const underWay = await crowdTheLine(stage, desk, talk, tickets);
    const stopped = haltOf(desk, site);
    for (let n = 0; n < COMMANDS; n += 1) {
      const asker = personOf(ASKERS_FROM + (n % (PEOPLE - ASKERS_FROM)));
      underWay.push(talk.type(asker, n % 2 === 0 ? '/price 005930' : '/balance'));
    }
    const waitMs = random() < 0.3 ? 0 : random() * 1_200;
    // When it is due: by how much the desk is late counts against it.
    const eventAt = systemClock.now() + waitMs;
    if (waitMs > 0) await systemClock.sleep(waitMs);
    if (how === 'file') writeFileSync(join(site.directory, 'HALT'), '');
    const answer = how === 'file' ? undefined : talk.type(personOf(ASKERS_FROM - 1), '/halt');
    const answeredAt = await answer?.then(() => systemClock.now());
    return { underWay, eventAt, inForceAt: await stopped, answeredAt };
  });

  // Whoever still waits could leave once a slot comes free, if he may.
  await systemClock.sleep(SLOTS_FREE_MS + 200);
  const rows = venueOrders((await simulator.ledger()).orders);
  const sent = journal.filter(({ event }) => event.kind === 'sent').length;
  const kept = journal.filter(({ event }) => event.kind === 'notSent' && event.reason === 'halted');
  const after = rows.filter(({ at }) => at > eventAt);
  life.abort();
  await simulator.control('/faults', {}, 'DELETE');
  await desk.stop();
  await Promise.allSettled(underWay);
  return {
    inForceMs: inForceAt - eventAt,
    lastOrderMs: Math.max(0, ...after.map(({ at }) => at - eventAt)),
    resolvedMs: Math.max(0, ...kept.map(({ at }) => at - eventAt)),
    answeredMs: answeredAt === undefined ? undefined : answeredAt - eventAt,
    before: rows.length - after.length,
    after: after.length,
    kept: kept.length,
    problems: [
      ...(sent === rows.length + kept.length
        ? []
        : [`${sent} were about to leave, ${rows.length} are at the venue, ${kept.length} were kept`]),
      ...(await stillRefuses(stage, rows.length)),
    ],
  };
}

/** Confirms the tickets, of which some leave and are not answered, and others wait; then the venue falls silent. */
async function crowdTheLine(
  { simulator, random }: HaltStage,
  { broker }: RunningDesk,
  talk: Talk,
  tickets: readonly OpenTicket[],
): Promise<Promise<unknown>[]> {
  // It takes these orders and says nothing: what it has is counted, and the slots stay taken.
  const silent = { kind: 'hang', commit: true, times: FOR_EVER, match: { path: ORDER_PATH } };
  await simulator.control('/faults', silent);
  const reads = Array.from({ length: Math.floor(random() * 14) }, () => broker.market.quote('005930'));
  const presses = tickets.map(({ person, confirm }) => talk.press(person, confirm));
  await systemClock.sleep(30 + random() * 60);
  await simulator.control('/faults', { kind: 'hang', times: FOR_EVER });
  const underWay: Promise<unknown>[] = [...reads, ...presses];
  for (const work of underWay) work.catch(() => undefined);
  return underWay;
}

/** Resolves to when nothing that is stopped could leave any more. */
function haltOf({ halts }: RunningDesk, site: DeskSite): Promise<number> {
  const guard = halts.guard(someOrder(site));
  const over = new AbortController();
  const never = systemClock.sleep(PATIENCE_MS, over.signal).then(() => Number.POSITIVE_INFINITY);
  const stopped = new Promise<number>(resolve => {
    guard.signal.addEventListener('abort', () => resolve(systemClock.now()), { once: true });
  });
  return Promise.race([stopped, never]).finally(() => {
    over.abort();
    guard.release();
  });
}

function someOrder({ mode, account }: DeskSite): TradeAct {
  const [number = '', product = ''] = account.split('-');
  return {
    kind: 'place',
    order: {
      account: { broker: 'kis', mode, number, product, alias: '' },
      side: 'buy',
      code: '005930',
      quantity: 1n,
      price: 0n,
      type: 'market',
      exchange: 'KRX',
    },
  };
}

/** What is wrong with a new desk on the directory of one that was stopped. */
async function stillRefuses({ simulator, site }: HaltStage, orders: number): Promise<string[]> {
  const desk = await openDeskAt(site, PEOPLE);
  await desk.trade.takenUp;
  const { type } = talkTo(desk.dispatcher);
  const order = killTicket(ORDERS).text;
  const answer = await type(personOf(ASKERS_FROM), order).then(
    ({ title }) => title,
    (thrown: unknown) => asDeskError(thrown).message,
  );
  const halts = desk.halts.list().length;
  await desk.stop();
  const rows = venueOrders((await simulator.ledger()).orders).length;
  return [
    ...(halts === 1 ? [] : [`after a restart there are ${halts} halts`]),
    ...(answer === REFUSED ? [] : [`after a restart an order is answered: ${answer}`]),
    ...(rows === orders ? [] : [`after a restart ${rows - orders} more orders are at the venue`]),
  ];
}

const REFUSED = '';
