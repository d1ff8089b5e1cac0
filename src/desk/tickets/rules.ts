import {
  type AccountRef,
  DeskError,
  type Instrument,
  type OrderRequest,
  type Quote,
  type Won,
} from '../../core/index.js';
import { checkPrice, ORDER_TYPES, type OrderSetting, orderHours } from '../../market/index.js';
import { impossible } from './impossible.js';
import type { TicketParts } from './ticket.js';
import { requireUsable } from './usable-quote.js';

/** How this desk may trade at all. */
export type DeskRules = Pick<
  TicketParts,
  'stamp' | 'hasAccount' | 'liveTrading' | 'alwaysOpen' | 'knownDays'
>;

/** An order before it is known how many shares it is for. */
export type Terms = Omit<OrderRequest, 'quantity'>;

/** Throws unless this desk may change anything in this account. */
export function requireEnvironment(account: AccountRef, { stamp, hasAccount, liveTrading }: DeskRules): void {
  // The demo's exchange has no account with real money.
  const isReal = account.mode === 'live';
  if (!hasAccount(account) || (stamp === 'demo' && isReal)) throw impossible('environment');
  if (isReal && !liveTrading) throw new DeskError('denied', 'live trading is off', { need: 'live' });
}

/** What besides type, exchange and time decides whether an order of this issue is taken. */
export function settingOf(
  { mode, broker }: AccountRef,
  { kind }: Pick<Instrument, 'kind'>,
  { alwaysOpen, knownDays }: DeskRules,
): OrderSetting {
  return { mode, broker, kind, alwaysOpen, known: knownDays?.() };
}

/** The exchange's rules that no quote is needed for. Throws `impossible`. */
export function requireTerms(terms: Terms, instrument: Instrument, now: number, rules: DeskRules): void {
  const { type, exchange, price, account } = terms;
  if (instrument.halted) throw impossible('halted', { name: instrument.name });
  const { priced } = ORDER_TYPES[type];
  const hours = orderHours(type, exchange, now, settingOf(account, instrument, rules));
  if (hours.kind === 'noCalendar') throw impossible('noCalendar');
  if (hours.kind === 'closed') {
    throw impossible(hours.problem, {
      type,
      exchange,
      next: hours.next,
      allowed: hours.allowed.slice(0, TYPES_NAMED).join(',') || undefined,
    });
  }
  if (priced && price <= 0n) throw impossible('noPrice', { type });
  if (!priced && price !== 0n) throw impossible('price', { type });
}

/** As many as a person wants to read of what would be taken instead. */
const TYPES_NAMED = 5;

/** The rules that hang on the market as it is now. Throws `impossible`, and `unavailable` for a quote that is none. */
export function requireMarket(terms: Terms, instrument: Instrument, quote: Quote, now: number): void {
  requireUsable(quote, terms.code, now);
  if (quote.warnings.includes('halted')) throw impossible('halted', { name: instrument.name });
  if (terms.price > 0n) requirePrice(terms.price, instrument, quote);
}

function requirePrice(price: Won, { kind }: Instrument, quote: Quote): void {
  const limits = { upper: quote.upperLimit, lower: quote.lowerLimit };
  const checked = checkPrice(price, { kind, limits, quoted: quote });
  if (checked === 'ok') return;
  switch (checked.problem) {
    case 'above':
      throw impossible('upperLimit', { price, nearest: checked.nearest });
    case 'below':
      throw impossible('lowerLimit', { price, nearest: checked.nearest });
    case 'tick': {
      const { below, above } = checked;
      const nearest = below !== undefined && price - below <= above - price ? below : above;
      throw impossible('tick', { price, nearest, below, above });
    }
  }
}
