import { type BrokerId, systemClock } from '../../src/core/index.js';
import { buttonsOf } from '../support/desk.js';
import { openTradeRig, type Ticket, type TradeRig } from '../support/trade-rig.js';
import type { VenueLedger } from '../support/trade-venue.js';
import type { Pick } from './fault-plan.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { PRESSERS, type Pressed, pressAll } from './trade-crowd.js';
import { frozenProblems } from './trade-frozen.js';
import { guessHandles } from './trade-handles.js';
import { PRODUCT, type Wish, wishOf } from './trade-order.js';
import { pickBy } from './trade-picking.js';
import { deskWord } from './trade-state.js';
import { ownRows } from './trade-verdict.js';

/** What is special about a ticket by the time its buttons are pressed. `barred`: its issue may not be ordered any more.
 * `slept`: its time ran out while the machine slept, unnoticed by any timer. */
type Manner = 'live' | 'expired' | 'slept' | 'declined' | 'either' | 'late' | 'barred';

interface Tried {
  readonly manner: Manner;
  readonly wish: Wish;
  readonly ticket: Ticket;
  readonly pressed: readonly Pressed[];
}

/** Live tickets that are pressed at the same moment, beside which stand others that must come to nothing, or may. */
const GROUP = 10;
const BESIDE = ['declined', 'either', 'late', 'barred'] as const;
const EXPIRED: readonly Manner[] = Array.from({ length: 5 }, () => 'expired');
const SLEPT: readonly Manner[] = Array.from({ length: 5 }, () => 'slept');
const OTHER_MANNERS: readonly Manner[] = [...BESIDE, 'expired', 'slept'];
const SECOND = 1_000;
/** What is left of a ticket's minute is enough for the presses. */
const WITHIN_S = [0, 17, 33, 50];
const A_TOKEN_MS = 66 * SECOND;
const BEYOND_S = [61, 90, 300, 3_600, 86_400];

/**
 * Many presses on each ticket at the same moment, by its owner, by others of both platforms and by strangers, of the
 * same event and of different ones, here and elsewhere. The venue's ledger judges: one order for each ticket that was
 * live, none for the others; whoever came to nothing is told, or met with silence; and what was ordered is what the
 * card said, whatever changed in between. Then handles are guessed.
 */
export async function tradePresses(options: {
  tickets: number;
  presses: number;
  guesses: number;
  mutations: number;
  seed: number;
  broker?: BrokerId;
}): Promise<Report> {
  const { tickets, presses, seed, broker = 'kis' } = options;
  const began = systemClock.monotonic();
  const random = seededRandom(seed);
  const pick = pickBy(random);
  const rig = await openTradeRig({ seed: `presses-${seed}`, broker });
  const counts = new Map<string, number>();
  const add = (name: string, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by);
  const failures: string[] = [];
  const report: Report = { campaign: `Many presses at once, ${broker}`, seed, lines: [], failures };
  let n = 0;
  try {
    for (const manners of groupsOf(tickets)) {
      const group = await pressGroup(rig, { first: n, manners, presses }, pick);
      n += manners.length;
      add('moved', group.moved);
      const ledger = await rig.venue.ledger();
      for (const tried of group.tried) {
        add(`${tried.manner} tickets`);
        add(`${tried.manner} orders`, judge(rig, ledger, tried, failures));
        for (const { presser } of tried.pressed) add(presser);
      }
    }
    const seconds = (systemClock.monotonic() - began) / 1_000;
    const guessed = await guessHandles(rig, options, random, pick);
    failures.push(...guessed.failures, ...rig.troubles.map(({ event }) => `logged ${event}`));
    const lines = linesOf(counts, n, presses, seconds);
    return { ...report, lines: [...lines, ...guessed.lines] };
  } catch (thrown) {
    failures.push(`after ${n} tickets: ${String(thrown)}`);
    return report;
  } finally {
    await rig.stop();
  }
}

function linesOf(counts: ReadonlyMap<string, number>, n: number, presses: number, seconds: number): string[] {
  const count = (name: string) => counts.get(name) ?? 0;
  const others = OTHER_MANNERS.map(
    manner => `${manner}: ${count(`${manner} tickets`)} tickets, ${count(`${manner} orders`)} orders`,
  );
  return [
    `${n} tickets, ${n * presses} presses in ${Math.round(seconds)} s, ${presses} at once on each`,
    `live: ${count('live tickets')} tickets, ${count('live orders')} orders`,
    ...others,
    `pressed by ${PRESSERS.map(presser => `${presser} ${count(presser)}`).join(', ')}`,
    `the price had moved between ticket and press: ${count('moved')} tickets`,
  ];
}

/** Groups with so many live tickets in all; every one is followed by tickets that expire, one way or the other. */
function groupsOf(live: number): readonly (readonly Manner[])[] {
  const count = Math.ceil(live / GROUP);
  return Array.from({ length: count }, (_, g) => {
    const size = Math.min(GROUP, live - g * GROUP);
    const mixed: Manner[] = [...Array.from({ length: size }, () => 'live' as const), ...BESIDE];
    return [mixed, g % 2 === 0 ? EXPIRED : SLEPT];
  }).flat();
}

/** Makes tickets, lets something happen to them, and has them all pressed in one tick. */
async function pressGroup(
  rig: TradeRig,
  {
    first,
    manners,
    presses,
  }: { readonly first: number; readonly manners: readonly Manner[]; readonly presses: number },
  pick: Pick,
): Promise<{ tried: readonly Tried[]; moved: number }> {
  const { clock } = rig;
  // A night may have passed: by now another token is given out.
  await clock.advance(A_TOKEN_MS);
  const made: { manner: Manner; wish: Wish; ticket: Ticket; price: bigint }[] = [];
  for (const [i, manner] of manners.entries()) {
    const n = first + i;
    const account = String(70_000_000 + n);
    rig.useAccount(account);
    const wish = await wishOf(rig, pick, 2 * n, { mode: 'paper', account, mayChange: true });
    const { price } = await quote(rig, wish);
    made.push({ manner, wish, ticket: await rig.ticket(wish.by, wish.text), price });
  }
  for (const { manner, ticket } of made) {
    if (manner === 'declined') await clock.finish(rig.press(ticket.by, ticket.decline));
  }
  if (manners === SLEPT) clock.step(pick(BEYOND_S) * SECOND);
  else await clock.advance(pick(manners === EXPIRED ? BEYOND_S : WITHIN_S) * SECOND);
  const deny = made.filter(({ manner }) => manner === 'barred').map(({ wish }) => wish.code);
  rig.setLimits({ deny, orderQuantity: pick([19n, 1_000n]), repeatSeconds: 0, drift: pick([50, 100]) });
  rig.useAccount('79999999');
  let moved = 0;
  for (const { wish, price } of made) if ((await quote(rig, wish)).price !== price) moved += 1;

  const crowd = made.map(({ manner, ticket }) => {
    const button = manner === 'either' ? manner : 'confirm';
    return pressAll(rig, ticket, { presses, button, late: manner === 'late' }, pick);
  });
  const pressed = await Promise.all(crowd.map(each => clock.finish(Promise.all(each))));
  await clock.advance(3 * SECOND);
  rig.setLimits({ deny: [] });
  return { tried: made.map((each, i) => ({ ...each, pressed: pressed[i] ?? [] })), moved };
}

const quote = (rig: TradeRig, { code }: Wish) => rig.desk().broker.market.quote(code);

/** How many orders came of a ticket; what is wrong goes to the failures. */
function judge(rig: TradeRig, ledger: VenueLedger, tried: Tried, failures: string[]): number {
  const { manner, wish, ticket } = tried;
  const rows = ownRows(ledger, { wish, byHand: [] });
  const posts = rig.posts.filter(({ account }) => account === `${wish.account}${PRODUCT}`).length;
  const { state } = deskWord(rig.journal, ticket.id);
  const wanted = ordersWanted(tried, state);
  const fail = (what: string) => failures.push(`${manner} ticket, ${wish.text}: ${what}`);
  if (rows.length !== wanted) fail(`${rows.length} orders at the venue, not ${wanted}`);
  if (posts !== wanted) fail(`${posts} requests left, not ${wanted}`);
  for (const problem of pressProblems(tried, state)) fail(problem);
  for (const row of rows) for (const problem of frozenProblems(rig, ticket, row)) fail(problem);
  const left = buttonsOf(rig.screen.card(ticket.id) ?? { blocks: [] }).length;
  if (left !== (manner === 'late' ? 2 : 0)) fail(`${left} buttons left on the card`);
  return rows.length;
}

/** Cancels are for every day and every issue, so that being barred does not concern them. */
function ordersWanted({ manner, wish }: Tried, state: string): number {
  switch (manner) {
    case 'live':
      return 1;
    case 'either':
      return state === 'ended' ? 0 : 1;
    case 'barred':
      return wish.act.kind === 'cancel' ? 1 : 0;
    case 'expired':
    case 'slept':
    case 'declined':
    case 'late':
      return 0;
  }
}

/** Who is not let in gets no answer; everybody else is told; one press at most changes the card. */
function pressProblems(tried: Tried, state: string): string[] {
  const { pressed } = tried;
  const problems: string[] = [];
  const won = pressed.filter(({ outcome }) => outcome.kind === 'reply' && outcome.placement === 'replace');
  // Of tickets whose time ran out unnoticed the first press finds that out.
  const mayWin = ['either', 'slept'].includes(tried.manner) || ordersWanted(tried, state) > 0 ? 1 : 0;
  if (won.length !== mayWin) problems.push(`${won.length} presses changed the card, not ${mayWin}`);
  for (const { presser } of won) {
    if (presser !== 'owner' && presser !== 'redelivered') problems.push(`a ${presser} changed the card`);
  }
  const again = pressed.filter(({ presser }) => presser === 'redelivered');
  if (again.filter(({ outcome }) => outcome.kind !== 'ignored').length > 1)
    problems.push('acted on an event twice');
  for (const { presser, outcome } of pressed) {
    const wanted = presser === 'stranger' || presser === 'unlisted' ? 'refused' : 'reply';
    if (outcome.kind === wanted || (presser === 'redelivered' && outcome.kind === 'ignored')) {
      if (outcome.kind !== 'reply' || outcome.placement === 'replace') continue;
      if (outcome.reply.visibility !== 'private') problems.push(`a ${presser} was told in public`);
      if (buttonsOf(outcome.reply).length > 0) problems.push(`a ${presser} was given buttons`);
    } else {
      problems.push(`a ${presser} got ${outcome.kind}`);
    }
  }
  return problems;
}
