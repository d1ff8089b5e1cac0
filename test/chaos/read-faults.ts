import {
  type BrokerId,
  DeskError,
  type SendOutcome,
  sameOrderNumber,
  systemClock,
} from '../../src/core/index.js';
import { expectedAttempts, mostPosts, orderPlan, type Pick, planNames, readPlan } from './fault-plan.js';
import { FAULT_SERVICES, type FaultServices } from './fault-services.js';
import { type FaultyExchange, openFaultyExchange, type SeenLedger } from './faulty-exchange.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';

const STOCK = '005930';
const COOLDOWN_MS = 66_000;
/** Beyond the span in which the exchange repeats a token, even one that was revoked. */
const MINT_MS = 7 * 3_600_000;

/** Failures that mean that a read was given up. */
const GIVEN_UP: readonly string[] = ['unavailable', 'timeout', 'rateLimited'];

interface Tally {
  readonly failures: string[];
  readonly counts: Map<string, number>;
}

interface Stage {
  readonly id: BrokerId;
  readonly services: FaultServices;
  readonly exchange: FaultyExchange;
  readonly pick: Pick;
  readonly tally: Tally;
  orders: number;
}

/**
 * Faults in random sequences before the real service of a broker, over HTTP. The exchange's own ledger and the events judge
 * it: a read makes at most three attempts, and tells exactly once that it was given up; an order is executed at most
 * once, and what is said of it never contradicts the ledger; a token is asked for at most once per recovery.
 */
export async function readFaults(options: {
  rounds: number;
  seed: number;
  broker?: BrokerId;
}): Promise<Report> {
  const { rounds, seed, broker: id = 'kis' } = options;
  const tally: Tally = { failures: [], counts: new Map() };
  const began = systemClock.monotonic();
  const exchange = await openFaultyExchange(`faults-${seed}`, id);
  const random = seededRandom(seed);
  const pick: Pick = list => {
    const picked = list[Math.floor(random() * list.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  };
  const stage: Stage = { id, services: FAULT_SERVICES[id], exchange, pick, tally, orders: 0 };
  try {
    for (let round = 0; round < rounds; round += 1) {
      await pick([readRound, readRound, readRound, orderRound, orderRound, tokenRound])(stage);
    }
  } finally {
    await exchange.stop();
  }
  const count = (name: string) => tally.counts.get(name) ?? 0;
  const outcomes = ['accepted', 'refused', 'notSent', 'unknown'].flatMap(kind =>
    [0, 1].map(n => [`${kind}/${n}`, count(`${kind}/${n}`)] as const),
  );
  return {
    campaign: `Faults before the service of ${id}: reads, orders, tokens`,
    seed,
    lines: [
      `${rounds} rounds in ${Math.round((systemClock.monotonic() - began) / 1000)} s`,
      `reads: ${count('reads')}, attempts: ${count('attempts')}, most for one: ${count('most attempts')}, answered: ${count('answered')}, given up: ${count('given up')}, refused: ${count('refused')}`,
      `orders: ${count('orders')}, sent twice after proof: ${count('re-sent')}; outcome/executed: ${outcomes
        .filter(([, n]) => n > 0)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ')}`,
      `token recoveries: ${count('recoveries')}, token calls: ${count('token calls')}`,
    ],
    failures: tally.failures,
  };
}

function add({ counts }: Tally, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function fail({ failures }: Tally, what: string, seen: unknown): void {
  failures.push(`${what}: ${JSON.stringify(seen)}`);
}

const requests = (after: SeenLedger, before: SeenLedger, tr: string) =>
  (after.requestsByTr[tr] ?? 0) - (before.requestsByTr[tr] ?? 0);

/** 'answered', or the kind of the failure. */
async function outcomeOf(read: () => Promise<boolean>): Promise<string> {
  try {
    return (await read()) ? 'answered' : 'not whole';
  } catch (thrown) {
    return thrown instanceof DeskError ? thrown.kind : 'not a DeskError';
  }
}

async function readRound({ id, services, exchange, pick, tally }: Stage): Promise<void> {
  const [tr, read] = pick(services.reads(exchange.broker));
  const plan = readPlan(pick, id);
  await exchange.faults(plan.map(({ fault }) => ({ ...fault, match: { tr } })));
  const before = await exchange.ledger();
  exchange.events.length = 0;
  const outcome = await exchange.finish(outcomeOf(read));
  const attempts = requests(await exchange.ledger(), before, tr);
  const given = exchange.events.filter(event => event.kind === 'retriesExhausted');
  const seen = { tr, plan: planNames(plan), outcome, attempts, given };

  if (attempts > 3 || attempts < expectedAttempts(plan)) fail(tally, 'number of attempts', seen);
  if (!['answered', 'refused', ...GIVEN_UP].includes(outcome)) fail(tally, 'outcome of a read', seen);
  // A refusal after a failed attempt ends a read that was in trouble: that is told, too.
  const told = GIVEN_UP.includes(outcome) || (outcome === 'refused' && attempts > 1);
  if (given.length !== (told ? 1 : 0)) fail(tally, 'number of retriesExhausted', seen);
  if (given[0] && given[0].attempts !== attempts) fail(tally, 'attempts told of', seen);

  add(tally, 'reads');
  add(tally, 'attempts', attempts);
  tally.counts.set('most attempts', Math.max(attempts, tally.counts.get('most attempts') ?? 0));
  add(tally, GIVEN_UP.includes(outcome) ? 'given up' : outcome);
}

async function orderRound(stage: Stage): Promise<void> {
  const { id, services, exchange, pick, tally } = stage;
  const plan = orderPlan(pick, id);
  // Now and then the order cannot even be made ready, and must not leave.
  const { order: tr, orderNeeds } = services;
  const failing = pick([true, false, false, false, false, false, false, false]) ? orderNeeds : undefined;
  await exchange.faults([
    ...(failing === undefined ? [] : [{ kind: 'empty500', match: { path: failing } }]),
    ...plan.map(({ fault }) => ({ ...fault, match: { tr } })),
  ]);
  const before = await exchange.ledger();
  exchange.events.length = 0;
  const { outcome, account } = await exchange.finish(buy(stage));
  await exchange.leap(1_000);
  const after = await exchange.ledger();
  const sent = requests(after, before, tr);
  const executed = judgeOrder(tally, [before, after], { outcome, account, sent, plan: planNames(plan) });
  if (failing !== undefined ? sent !== 0 : sent > mostPosts(plan))
    fail(tally, 'an order left too often', { outcome, sent, plan: planNames(plan) });
  if (exchange.events.some(event => event.kind === 'retriesExhausted'))
    fail(tally, 'an order raised retriesExhausted', { outcome, plan: planNames(plan) });

  add(tally, 'orders');
  if (sent > 1) add(tally, 're-sent');
  add(tally, `${outcome.kind}/${executed}`);
}

/** One share at the market. */
async function buy(stage: Stage): Promise<{ outcome: SendOutcome; account: string }> {
  stage.orders += 1;
  const account = stage.services.account(stage.orders);
  const outcome = await stage.exchange.broker.trading.place({
    account,
    side: 'buy',
    code: STOCK,
    quantity: 1n,
    price: 0n,
    type: 'market',
    exchange: 'KRX',
  });
  return { outcome, account: account.number + account.product };
}

/** Holds what was said of an order against the ledger; how often it was executed. */
function judgeOrder(
  tally: Tally,
  [before, after]: readonly [SeenLedger, SeenLedger],
  said: { outcome: SendOutcome; account: string; sent: number; plan: string },
): number {
  const { outcome, account } = said;
  const isNew = (number: string) =>
    !before.orders.some(old => old.account === account && old.number === number);
  const executed = after.orders.filter(order => order.account === account && isNew(order.number));
  const seen = { ...said, executed };
  if (executed.length > 1) fail(tally, 'an order was executed twice', seen);
  if (executed.length > 0 && (outcome.kind === 'refused' || outcome.kind === 'notSent'))
    fail(tally, 'an executed order was called refused or unsent', seen);
  if (outcome.kind === 'accepted' && !executed.some(o => sameOrderNumber(o.number, outcome.order.number)))
    fail(tally, 'an accepted order is not in the ledger', seen);
  return executed.length;
}

/** The token dies; many meet it at once. */
async function tokenRound(stage: Stage): Promise<void> {
  const { services, exchange, pick, tally } = stage;
  const reads = services.reads(exchange.broker);
  await exchange.faults([]);
  // Whatever happened before, this round begins with a token that works.
  await exchange.leap(MINT_MS);
  await exchange.finish(outcomeOf(() => exchange.broker.tokens.forceRenew().then(() => true)));
  const soon = pick([true, false, false]);
  const as = pick(['revoked', 'expired'] as const);
  const issue = pick(['works', 'works', 'empty500', 'resetAfter', 'hang', 'notJson']);
  await exchange.leap(soon ? COOLDOWN_MS : MINT_MS);
  await exchange.revoke(as);
  if (issue !== 'works') await exchange.faults([{ kind: issue, match: { path: services.token } }]);

  const before = await exchange.ledger();
  exchange.events.length = 0;
  const list = Array.from({ length: 12 }, () => pick(reads));
  const order = pick([true, false]) ? buy(stage) : undefined;
  const outcomes = await exchange.finish(Promise.all(list.map(([, read]) => outcomeOf(read))));
  const ordered = order && (await exchange.finish(order));
  const after = await exchange.ledger();
  const asked = after.tokenRequests - before.tokenRequests;
  const seen = { soon, as, issue, asked, outcomes, ordered: ordered?.outcome };

  if (asked !== 1) fail(tally, 'token calls for one recovery', seen);
  // KIS hands out a token that was revoked within six hours of its mint again, dead.
  const recovers = issue === 'works' && !(services.givesDeadTokens && soon && as === 'revoked');
  if (outcomes.some(outcome => (outcome === 'answered') !== recovers)) fail(tally, 'recovery', seen);
  const kinds = exchange.events.map(event => event.kind).join();
  const due = `tokenDied,${recovers ? 'tokenRenewed' : 'tokenRefreshFailed'}`;
  if (kinds !== due) fail(tally, `events ${kinds}`, seen);
  if (ordered) {
    const sent = requests(after, before, services.order);
    judgeOrder(tally, [before, after], { ...ordered, sent, plan: 'dead token' });
    if (sent > 2) fail(tally, 'an order left too often', seen);
    // A hanging issue may outlast the patience of the order, never its being told the truth.
    if (recovers && ordered.outcome.kind !== 'accepted') fail(tally, 'order after recovery', seen);
  }
  await exchange.faults([]);
  await exchange.leap(MINT_MS);
  const [, again] = pick(reads);
  if ((await exchange.finish(outcomeOf(again))) !== 'answered')
    fail(tally, 'the next read after the wait', seen);
  add(tally, 'recoveries');
  add(tally, 'token calls', asked);
}
