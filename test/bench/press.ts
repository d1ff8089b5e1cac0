import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrokerId, type IntentEvent, systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import { killTicket, restingBuy } from '../chaos/kill-ticket.js';
import { type DeskSite, openDeskAt } from '../support/desk-site.js';
import { personOf, talkTo } from '../support/desk-talk.js';
import { enrich, freshStage } from '../support/fresh-stage.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { type BareBroker, bareBroker } from './bare-order.js';
import { atMost, type Figure, noted, quantile } from './figures.js';

/** Orders of each kind on one exchange before it begins anew: its list stays on one page. */
const PAIRS = 40;
const WARM = 10;
const BATCHES = 25;
const PEOPLE = 60;
const WRITES = 500;
/** Until the hash key that a ticket asks for is there, ms. */
const READING_MS = 15;

/**
 * (e) What the desk adds to an order over the two calls to the broker that it cannot do without: the order list on a
 * kept-alive connection, then the order on a fresh one, measured in turn with bare axios. Judged is the way from the press
 * until the order leaves, the list taken off: that is what the price may move in. The outcome comes back to a person.
 */
export async function press(): Promise<Figure[]> {
  return [...(await pressAt('kis', 'KIS')), ...(await pressAt('kiwoom', 'Kiwoom'))];
}

async function pressAt(broker: BrokerId, name: string): Promise<Figure[]> {
  const root = await mkdtemp(join(tmpdir(), 'bench-press-'));
  const simulator = await spawnSimulator('--env', 'live', '--always-open', '--rate', '100000');
  const bare = await bareBroker(broker, simulator.baseUrl);
  const spent = noTimes();
  try {
    for (let batch = 0; batch < WARM + BATCHES; batch += 1) {
      const site = await freshStage(simulator, 'live', join(root, `batch-${batch}`), broker);
      await enrich(simulator, bare.account);
      await measure(site, bare, batch < WARM ? noTimes() : spent);
    }
    const writes = await durableWrites(join(root, 'writes'));
    const added = (p: number) => quantile(spent.desk, p) - quantile(spent.bare, p);
    const leaving = (p: number) => quantile(spent.leaving, p) - quantile(spent.list, p);
    const figures = [
      atMost('added from the press until the order leaves, p50', leaving(0.5), 5, 'ms'),
      noted('added from the press until the order leaves, p99', leaving(0.99), 'ms'),
      noted('added to an order, press to outcome, p50', added(0.5), 'ms'),
      noted('bare order list and order, p50', quantile(spent.bare, 0.5), 'ms'),
      noted('press to outcome, p50', quantile(spent.desk, 0.5), 'ms'),
      noted('intent and audit line on the disk, p50', quantile(writes, 0.5), 'ms'),
      noted('tickets a second, one after the other', 1_000 / quantile(spent.tickets, 0.5), '/s'),
      noted('quote of a press that comes late, p50', quantile(spent.quotes, 0.5), 'ms'),
    ];
    return figures.map(figure => ({ ...figure, name: `${name}: ${figure.name}` }));
  } finally {
    bare.close();
    await simulator.stop();
    await rm(root, { recursive: true, force: true });
  }
}

/** Times in ms. */
interface Times {
  /** From the press to the outcome, and until the order leaves. */
  readonly desk: number[];
  readonly leaving: number[];
  /** Both bare calls, and the first of them. */
  readonly bare: number[];
  readonly list: number[];
  /** From the command to its ticket. */
  readonly tickets: number[];
  /** What a press waits for besides when its ticket is older than two seconds. */
  readonly quotes: number[];
}

const noTimes = (): Times => ({ desk: [], leaving: [], bare: [], list: [], tickets: [], quotes: [] });

async function measure(site: DeskSite, bare: BareBroker, times: Times): Promise<void> {
  let left = 0;
  const desk = await openDeskAt(site, PEOPLE, {
    leaving() {
      left = performance.now();
    },
  });
  const talk = talkTo(desk.dispatcher);
  for (let n = 0; n < PAIRS; n += 1) {
    const began = performance.now();
    const ticket = await talk.ticket(personOf(n), killTicket(n).text);
    times.tickets.push(performance.now() - began);
    const { code, price } = restingBuy(n);
    const order = await bare.prepare({ code, price, quantity: n + 1 });
    await systemClock.sleep(READING_MS);
    const turns = [
      async () => {
        const from = performance.now();
        await talk.press(ticket.person, ticket.confirm);
        times.desk.push(performance.now() - from);
        times.leaving.push(left - from);
      },
      async () => {
        const from = performance.now();
        times.list.push(await order());
        times.bare.push(performance.now() - from);
      },
    ];
    for (const run of n % 2 === 0 ? turns : turns.toReversed()) await run();
    const asked = performance.now();
    await desk.broker.market.quote(code);
    times.quotes.push(performance.now() - asked);
  }
  await desk.stop();
}

/** The two writes that an order waits for, which go on side by side. */
async function durableWrites(directory: string): Promise<number[]> {
  const options = { directory, keyFile: `${directory}.key`, key: undefined, clock: systemClock };
  const store = await openStore({ ...options, log: () => undefined });
  const times: number[] = [];
  for (let n = 0; n < WRITES; n += 1) {
    const at = systemClock.now();
    const sent: IntentEvent = {
      kind: 'sent',
      ticket: `ticket${n}`,
      n: 0,
      at,
      snapshot: { at, numbers: [], complete: true, totals: undefined, holding: undefined },
      audit: undefined,
    };
    const act = 'send buy 005930 10 @71000 limit KRX ****1234';
    const entry = { at, platform: 'desk', who: 'desk', place: 'desk', act, outcome: 'done' } as const;
    const from = performance.now();
    await Promise.all([store.intents.append(sent), store.audit.record(entry)]);
    times.push(performance.now() - from);
  }
  await store.close();
  return times;
}
