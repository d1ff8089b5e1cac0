import { type BrokerId, formatKst, type Language, type TradingMode } from '../../src/core/index.js';
import { MONDAY_TEN, textOf } from '../support/desk.js';
import { openTradeRig, type TradeRig } from '../support/trade-rig.js';
import type { VenueFault } from '../support/trade-venue.js';
import type { Pick } from './fault-plan.js';
import { type TradeKind, tradeKinds } from './trade-kinds.js';
import { wishOf } from './trade-order.js';
import { placeTwin, type Sent, sendWish, type Twin } from './trade-sending.js';
import { questionOn } from './trade-state.js';
import { ownRows, type Trial, type Verdict, verdictOn } from './trade-verdict.js';

/** How the orders of one batch stand to each other, and what becomes of the looks for them. */
export type Manner =
  /** Each in an account of its own. */
  | 'apart'
  /** All in one account, whose list has several pages; reads of it fail now and then, its second page for one. */
  | 'together'
  /** Each in its own account, and the lists show no rows, from the start or once all orders have left, perhaps for good. */
  | 'gaps'
  | 'laterGaps';

export interface BatchPlan {
  readonly seed: string;
  readonly orders: number;
  readonly manner: Manner;
  readonly broker: BrokerId;
  readonly mode: TradingMode;
  readonly language: Language;
  /** The trading day ends while the orders are looked for. */
  readonly late: boolean;
  /** Connections can be refused. */
  readonly relayed: boolean;
}

export interface BatchResult {
  readonly judged: readonly { readonly sent: Sent; readonly verdict: Verdict }[];
  /** What concerns no single order. */
  readonly problems: readonly string[];
  readonly halted: ReadonlyMap<string, number>;
  readonly restarts: number;
  readonly cards: Readonly<Cards>;
}

/** Cards that people looked at while nobody knew. */
interface Cards {
  seen: number;
  /** The next look that they named had passed. */
  stale: number;
  /** Their buttons meant nothing to the desk. */
  dead: number;
}

/** Its token is a minute old when the first order leaves. */
const FIRST_ACCOUNT = '60000000';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A token a minute is given out; one that dies in the batch can be replaced. */
const WARM_UP_MS = 66 * SECOND;
/** A quarter past three: the paper market's day ends 25 minutes later. */
const LATE = MONDAY_TEN + 5 * 60 * MINUTE + 15 * MINUTE;
/** Moments between the scheduled looks, after the last order has left, s. */
const STOPS_S = [0.5, 1.5, 3.5, 7, 15, 30, 60, 120, 240, 270, 330, 450];
/** Long enough for five whole answers, also where they fail at first, or the desk begins to count anew. */
const END_S = { soon: 640, late: 1_900 };

/** The same halts come again and again, since trouble is what they watch for; these say that something is broken. */
const ALARMING = ['LEDGER', 'AUDIT', 'JOURNAL', 'ROLLBACK', 'CHAIN', 'DAMAGED', 'CLOCK', 'TOKEN'];

/** Errors of the log that trouble leads to: a halt, an answer without an order number, a call that a stop cut off. */
const EXPECTED = ['halted by itself', 'kis.misfit', 'kiwoom.misfit', 'audit failed'];

/** Sends orders into trouble, one right after the other, lets the desk find out what became of them, and judges it. */
export async function runBatch(plan: BatchPlan, pick: Pick): Promise<BatchResult> {
  const { seed, broker, mode, language, manner } = plan;
  const rig = await openTradeRig({
    seed,
    broker,
    mode,
    language,
    relayed: plan.relayed,
    ...(broker === 'kiwoom' && manner === 'together' ? { htsId: 'everybody' } : {}),
    start: plan.late ? LATE : MONDAY_TEN,
  });
  try {
    rig.useAccount(FIRST_ACCOUNT);
    await rig.desk().broker.market.quote('005930');
    await rig.clock.advance(WARM_UP_MS);
    if (manner === 'gaps') await rig.venue.options({ emptyPaperOrderList: true });
    const sent = await sendAll(rig, plan, pick);
    if (manner === 'laterGaps') await rig.venue.options({ emptyPaperOrderList: true });
    const found = await findOut(rig, plan, sent, pick);
    await askPeople(rig, sent, pick);
    return { ...(await judgeAll(rig, plan, sent)), ...found, halted: rig.halted };
  } finally {
    await rig.stop();
  }
}

async function sendAll(rig: TradeRig, plan: BatchPlan, pick: Pick): Promise<Sent[]> {
  const { mode, manner, orders } = plan;
  const sent: Sent[] = [];
  let tokenDied = false;
  for (let n = 0; n < orders; n += 1) {
    const account = String(Number(FIRST_ACCOUNT) + (manner === 'together' ? 0 : n));
    // Where the list is empty nobody can name an order to change.
    const mayChange = manner !== 'gaps';
    const wish = await wishOf(rig, pick, n, { mode, account, mayChange });
    const kind: TradeKind = pick(usable(tradeKinds(pick, plan.broker), plan, tokenDied));
    tokenDied ||= kind.before === 'expire';
    const twin: Twin = wish.act.kind === 'new' && pick([true, false, false, false]) ? pick(TWINS) : 'none';
    sent.push(await sendWish(rig, wish, { kind, twin, mode }));
    await rig.lift();
  }
  return sent;
}

const TWINS = ['before', 'between', 'after', 3 * SECOND, 45 * SECOND] as const;

function usable(kinds: readonly TradeKind[], { relayed }: BatchPlan, tokenDied: boolean): TradeKind[] {
  return kinds.filter(({ before }) => (before !== 'shut' || relayed) && (before !== 'expire' || !tokenDied));
}

/** Lets time pass, with what happens on the way. */
async function findOut(
  rig: TradeRig,
  plan: BatchPlan,
  sent: readonly Sent[],
  pick: Pick,
): Promise<{ restarts: number; cards: Cards }> {
  const { clock, venue } = rig;
  const from = clock.now();
  const until = async (ms: number) => clock.advance(Math.max(0, from + ms - clock.now()));
  const restartAt = pick([Infinity, Infinity, Infinity, Infinity, ...STOPS_S]);
  const cards = { seen: 0, stale: 0, dead: 0 };
  let restarts = 0;
  for (const stop of STOPS_S) {
    await until(stop * SECOND);
    await rig.lift();
    for (const { wish, twin, byHand } of sent) {
      if (typeof twin === 'number' && byHand.length === 0 && twin <= stop * SECOND) {
        await placeTwin(rig, wish, byHand);
      }
    }
    if (stop === restartAt) {
      await rig.restart();
      restarts += 1;
    }
    lookAtCards(rig, sent, cards);
    if (plan.manner === 'together') {
      await venue.clearFaults();
      if (stop < 240) await venue.addFaults(...listTrouble(plan, pick));
    }
    if (stop === 450 && plan.mode === 'paper' && plan.broker === 'kis' && pick([true, false, false])) {
      await venue.options({ emptyPaperOrderList: false });
    }
  }
  const long = plan.late || plan.manner !== 'apart' || restarts > 0;
  await until(END_S[long ? 'late' : 'soon'] * SECOND);
  await rig.lift();
  await Promise.all(sent.map(({ answer }) => clock.finish(answer)));
  return { restarts, cards };
}

/** Every card of an unknown outcome says when the venue is asked next, and some ask a person. */
function lookAtCards(rig: TradeRig, sent: readonly Sent[], cards: Cards): void {
  const { screen, clock, desk } = rig;
  for (const { ticket } of sent) {
    const card = screen.card(ticket);
    const next = card && /(?:다음 확인|Next look): (\d\d:\d\d:\d\d)/.exec(textOf(card))?.[1];
    if (next === undefined) continue;
    cards.seen += 1;
    if (next < formatKst(clock.now()).slice(11)) cards.stale += 1;
    const { trade } = desk();
    if (questionOn(rig, ticket).ids.some(id => trade.buttonOf(id) === undefined)) cards.dead += 1;
  }
}

/** What befalls the next reads of the order list: none, or enough for the read to be given up. */
function listTrouble({ broker, mode }: BatchPlan, pick: Pick): VenueFault[] {
  const kis = mode === 'live' ? 'TTTC0081R' : 'VTTC0081R';
  const match = { tr: broker === 'kis' ? kis : 'kt00007' };
  const kind = pick(['empty500', 'html502', 'resetBefore', 'truncate', 'notJson', 'hang', 'rateRefusal']);
  // Skipping one lets the first page pass.
  const skip = pick([0, 1, 1]);
  return pick([true, true, false]) ? [{ match, kind, skip, times: pick([1, 3, 3, 6]) }] : [];
}

/** People look into the broker's app and answer truthfully what the desk asks them; not all of them do. */
async function askPeople(rig: TradeRig, sent: readonly Sent[], pick: Pick): Promise<void> {
  const ledger = await rig.venue.ledger();
  for (const one of sent) {
    const { kind, rows, none, exists } = questionOn(rig, one.ticket);
    if (kind === 'none' || pick([true, false])) continue;
    const [own] = ownRows(ledger, one);
    const button = own ? (exists ?? rows.find(({ number }) => Number(number) === Number(own.number))) : none;
    if (button) await rig.clock.finish(rig.press(one.wish.by, button.id));
  }
}

async function judgeAll(rig: TradeRig, plan: BatchPlan, sent: readonly Sent[]) {
  const { mode, manner } = plan;
  const ledger = await rig.venue.ledger();
  const trial: Trial = {
    ledger,
    mode,
    looksWork: manner === 'apart',
    gaps: manner === 'gaps' || manner === 'laterGaps',
  };
  const confirmed = rig.journal.filter(({ kind }) => kind === 'sent').length;
  const taken = ledger.ordersAccepted + ledger.amendsAccepted + ledger.cancelsAccepted;
  const alarming = ALARMING.filter(id => rig.halted.has(id));
  return {
    judged: sent.map(one => ({ sent: one, verdict: verdictOn(rig, one, trial) })),
    problems: [
      ...(taken > confirmed ? [`${taken} orders at the venue of ${confirmed} confirmed`] : []),
      ...alarming.map(id => `halted itself: ${id}`),
      ...rig.troubles
        .filter(({ event }) => !EXPECTED.includes(event))
        .map(({ event, fields }) => `logged ${event} ${JSON.stringify(fields)}`),
    ],
  };
}
