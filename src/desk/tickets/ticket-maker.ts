import { accountKey, type Principal, stampOf, type TradeAct } from '../../core/index.js';
import type { DayBook } from '../risk/day-book.js';
import { isFurther } from '../risk/distance.js';
import { amendRequest, judgeAmend } from './amend.js';
import { cancelRequest, judgeCancel } from './cancel.js';
import { demandsOf } from './demands.js';
import { frozenQuote } from './frozen.js';
import { type Circumstances, isRepeat, judgeOrder } from './judge.js';
import { judgePlace } from './place.js';
import { requireEnvironment } from './rules.js';
import type { CancelFacts, OrderFacts, TicketContent, TicketMaker, TicketParts } from './ticket.js';
import { isDueForReread } from './usable-quote.js';

/** The maker of tickets on its parts; see TicketMaker for what it promises. */
export function createTicketMaker(parts: TicketParts): TicketMaker {
  const { marketOf, limits, clock, stamp } = parts;

  const circumstances = (who: Principal, day: DayBook, now: number): Circumstances => ({
    who,
    day,
    now,
    limits,
    rules: parts,
  });

  function orderContent(facts: OrderFacts, at: Circumstances): TicketContent {
    const { order, original, quote, weighed } = facts;
    const act: TradeAct = original
      ? { kind: 'amend', request: amendRequest(facts, original), original }
      : { kind: 'place', order };
    return Object.freeze({
      acts: Object.freeze([Object.freeze(act)]),
      values: Object.freeze([weighed.adds.amount]),
      prices: new Map([[order.code, quote.price]]),
      quotedAt: quote.asOf,
      repeat: original === undefined && isRepeat(order, at),
      madeAt: at.now,
      stamp: stampOf(order.account, stamp),
      facts,
    });
  }

  function cancelContent(facts: CancelFacts): TicketContent {
    const acts = facts.orders.map(
      (original): TradeAct =>
        Object.freeze({ kind: 'cancel', request: cancelRequest(facts, original), original }),
    );
    return Object.freeze({
      acts: Object.freeze(acts),
      values: Object.freeze(acts.map(() => 0n)),
      prices: new Map(),
      quotedAt: undefined,
      repeat: false,
      madeAt: clock.now(),
      stamp: stampOf(facts.account, stamp),
      facts,
    });
  }

  return {
    async make(proposal, who, day, signal) {
      const at = circumstances(who, day, clock.now());
      if (proposal.kind === 'cancel') return cancelContent(await judgeCancel(proposal, parts, at, signal));
      const facts =
        proposal.kind === 'place'
          ? await judgePlace(proposal, parts, at, signal)
          : await judgeAmend(proposal, parts, at, signal);
      return orderContent(facts, { ...at, now: clock.now() });
    },

    async refresh({ facts, quotedAt }, signal) {
      if (facts.kind === 'cancel' || quotedAt === undefined) return { quote: undefined };
      if (!isDueForReread(quotedAt, clock.now())) return { quote: undefined };
      const { account, code } = facts.order;
      return { quote: frozenQuote(await marketOf(account).quote(code, signal)) };
    },

    judgeAgain({ facts, repeat }, fresh, who, day, now) {
      const at = circumstances(who, day, now);
      if (facts.kind === 'cancel') {
        requireEnvironment(facts.account, parts);
        return 'same';
      }
      const { order, original } = facts;
      const quote = fresh.quote ?? facts.quote;
      judgeOrder(facts, quote, at);
      if (original === undefined && !repeat && isRepeat(order, at)) return 'repeat';
      const { drift } = limits.limitsFor(accountKey(order.account), ...who.ids);
      return isFurther(facts.quote.price, quote.price, drift) ? 'moved' : 'same';
    },

    demands: ({ facts }, who) => demandsOf(facts, limits, who),
  };
}
