import type {
  AmendRequest,
  Exchange,
  Instrument,
  OrderType,
  Proposal,
  VenueOrder,
} from '../../core/index.js';
import { defaultOrderType, ORDER_TYPES, type OrderSetting } from '../../market/index.js';
import { frozenAccount, frozenInstrument, frozenOrder, frozenQuote, frozenVenueOrder } from './frozen.js';
import { impossible } from './impossible.js';
import { type Circumstances, judgeOrder, judgeTerms } from './judge.js';
import { cashFor, NO_MEANS } from './means.js';
import { openOrder } from './open-order.js';
import { requireEnvironment, requireMarket, settingOf, type Terms } from './rules.js';
import { sharesOf } from './size.js';
import type { OrderFacts, TicketParts } from './ticket.js';
import { weigh } from './weigh.js';

type AmendProposal = Extract<Proposal, { kind: 'amend' }>;

/** An amendment, judged as the order that it makes of the open one. */
export async function judgeAmend(
  proposal: AmendProposal,
  parts: TicketParts,
  at: Circumstances,
  signal: AbortSignal,
): Promise<OrderFacts> {
  const { marketOf, accounts, clock } = parts;
  requireEnvironment(proposal.account, at.rules);
  const list = await accounts.openOrders(proposal.account, signal);
  const original = frozenVenueOrder(openOrder(list, proposal.number));
  const instrument = instrumentOf(original, parts);
  const terms = termsOf(proposal, original, instrument, at);
  judgeTerms(terms, instrument, { ...at, now: clock.now() });

  const reading = mayCostMore(terms, original)
    ? cashFor(accounts, terms, at, signal)
    : Promise.resolve(NO_MEANS);
  reading.catch(() => undefined);
  const quote = frozenQuote(await marketOf(terms.account).quote(terms.code, signal));
  requireMarket(terms, instrument, quote, clock.now());
  const means = await reading;

  const most = original.remaining;
  const price = terms.price > 0n ? terms.price : quote.price;
  const quantity = sharesOf(proposal.size ?? { kind: 'all' }, { price, most });
  if (quantity > most) throw impossible('amendMore', { given: quantity, most });
  const order = frozenOrder({ ...terms, quantity });
  const weighed = weigh(order, quote, original);
  if (means.power && weighed.adds.amount > means.power.amount) {
    throw impossible('cashGrowth', { given: weighed.adds.amount, most: means.power.amount });
  }
  const facts = { order, instrument, quote, original, means };
  judgeOrder(facts, quote, { ...at, now: clock.now() });
  return Object.freeze({ ...facts, kind: 'order', weighed });
}

/** The request that says so to the venue. All that is left is `all`: a share filled meanwhile must not spoil it. */
export function amendRequest({ order }: OrderFacts, original: VenueOrder): Readonly<AmendRequest> {
  const { account, type, price, quantity, exchange } = order;
  return Object.freeze({
    account: frozenAccount(account),
    order: Object.freeze({ number: original.number, branch: original.branch }),
    type,
    price,
    quantity: quantity === original.remaining ? 'all' : quantity,
    exchange,
  });
}

function instrumentOf({ code }: VenueOrder, parts: TicketParts): Instrument {
  const instrument = parts.instrumentOf(code);
  if (!instrument) throw impossible('unlisted', { code });
  return frozenInstrument(instrument);
}

/** Side, issue and exchange stay. Throws `impossible` when nothing would change. */
function termsOf(
  { account, price: wish }: AmendProposal,
  original: VenueOrder,
  instrument: Instrument,
  { now, rules }: Circumstances,
): Terms {
  const { side, code, exchange = 'KRX', typeName } = original;
  // What waits for a trigger price, say, would become an order that trades at once.
  if (original.type === undefined) throw impossible('amendType', { typeName });
  const setting = settingOf(account, instrument, rules);
  const type = wish.kind === 'market' ? 'market' : pricedType(original.type, exchange, now, setting);
  const price = wish.kind === 'market' ? 0n : wish.won;
  if (type === original.type && price === original.price) throw impossible('amendSame');
  return { account, side, code, price, type, exchange };
}

function pricedType(type: OrderType, exchange: Exchange, now: number, setting: OrderSetting): OrderType {
  return ORDER_TYPES[type].priced ? type : defaultOrderType(true, exchange, now, setting);
}

function mayCostMore({ side, price }: Terms, original: VenueOrder): boolean {
  return side === 'buy' && original.price > 0n && (price === 0n || price > original.price);
}
