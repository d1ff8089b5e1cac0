import { DeskError, type Proposal, type Shares } from '../../core/index.js';
import { defaultOrderType } from '../../market/index.js';
import { frozenInstrument, frozenOrder, frozenQuote } from './frozen.js';
import { impossible } from './impossible.js';
import { type Circumstances, judgeOrder, judgeTerms } from './judge.js';
import { cashFor, sharesFor } from './means.js';
import { requireMarket, settingOf, type Terms } from './rules.js';
import { sharesOf } from './size.js';
import type { Means, OrderFacts, TicketParts } from './ticket.js';
import { weigh } from './weigh.js';

type PlaceProposal = Extract<Proposal, { kind: 'place' }>;

/** A new order, judged. Whatever can be refused without asking the broker is refused before it is asked. */
export async function judgePlace(
  proposal: PlaceProposal,
  parts: TicketParts,
  at: Circumstances,
  signal: AbortSignal,
): Promise<OrderFacts> {
  const { marketOf, accounts, clock } = parts;
  const { side, size } = proposal;
  const instrument = frozenInstrument(proposal.instrument);
  const terms = termsOf(proposal, at);
  judgeTerms(terms, instrument, at);

  const reading = side === 'buy' ? cashFor(accounts, terms, at, signal) : sharesFor(accounts, terms, signal);
  // A price that the exchange does not know is told as such, and not as the broker's refusal to reckon with it.
  reading.catch(() => undefined);
  const quote = frozenQuote(await marketOf(terms.account).quote(terms.code, signal));
  requireMarket(terms, instrument, quote, clock.now());
  const means = await reading;

  const most = mostOf(means);
  const price = terms.price > 0n ? terms.price : quote.price;
  const quantity = sharesOf(size, { price, most });
  requireMeans(quantity, most, means);
  const order = frozenOrder({ ...terms, quantity });
  const facts = { order, instrument, quote, original: undefined, means };
  judgeOrder(facts, quote, { ...at, now: clock.now() });
  return Object.freeze({ ...facts, kind: 'order', weighed: weigh(order, quote, undefined) });
}

function termsOf(proposal: PlaceProposal, { now, rules }: Circumstances): Terms {
  const { account, side, instrument, price, exchange = 'KRX' } = proposal;
  const setting = settingOf(account, instrument, rules);
  const type = proposal.type ?? defaultOrderType(price?.kind === 'at', exchange, now, setting);
  return {
    account,
    side,
    code: instrument.code,
    price: price?.kind === 'at' ? price.won : 0n,
    type,
    exchange,
  };
}

/** The most shares that can be ordered. */
function mostOf({ power, sellable }: Means): Shares {
  const most = power?.quantity ?? sellable;
  if (most === undefined) throw new DeskError('bug', 'an order without means');
  return most;
}

function requireMeans(quantity: Shares, most: Shares, { power }: Means): void {
  if (quantity > 0n && quantity <= most) return;
  if (power === undefined) throw impossible('shares', { given: quantity, most });
  throw impossible('cash', { given: quantity, most, price: power.pricedAt });
}
