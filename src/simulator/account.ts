import { z } from 'zod';
import type { Shares, Side, Won } from '../core/index.js';
import { addTradingDays } from '../market/index.js';
import { wholeText } from './whole.js';

const holdingSchema = z.object({
  code: z.string(),
  quantity: wholeText,
  /** What the held shares cost, won, without fees. */
  cost: wholeText,
  /** The day on which the last share was sold; the row stays until that sale has settled. */
  clearedOn: z.string().nullable(),
});
export type Holding = z.infer<typeof holdingSchema>;

export const accountSchema = z.object({
  /** Account number and product code together: `5010123401`. */
  key: z.string(),
  /** The trading day this account stands at, `YYYYMMDD`. */
  day: z.string(),
  /** Cash that is settled: 예수금 (D). */
  settled: wholeText,
  /** Proceeds and payments on their way, by the day they settle. */
  pending: z.array(z.object({ on: z.string(), amount: wholeText })),
  holdings: z.array(holdingSchema),
  /** Everything at the previous close, as the day began. */
  openingAssets: wholeText,
});
/** One account of the simulated broker. Its functions keep cash and shares from ever going below zero. */
export type Account = z.infer<typeof accountSchema>;

/** Cash once everything that settles on or before `day` has settled. */
export function cashOn(account: Account, day: string): Won {
  return account.pending.reduce((sum, p) => (p.on <= day ? sum + p.amount : sum), account.settled);
}

/** 가수도정산금액: cash after every trade so far has settled (D+2). */
export function cashAfterSettlement(account: Account): Won {
  return account.pending.reduce((sum, p) => sum + p.amount, account.settled);
}

export function heldShares(account: Account, code: string): Shares {
  return account.holdings.find(h => h.code === code)?.quantity ?? 0n;
}

export interface Trade {
  side: Side;
  code: string;
  quantity: Shares;
  amount: Won;
  /** Fee and tax, won. */
  costs: Won;
  /** Trade date; money settles two trading days later. */
  day: string;
}

/**
 * Books a fill; what the shares had cost that it sold, or 0 for a buy. Throws a RangeError rather than let shares or
 * money go below zero.
 */
export function bookTrade(account: Account, trade: Trade): Won {
  const { side, code, quantity, amount, costs, day } = trade;
  const delta = side === 'buy' ? -(amount + costs) : amount - costs;
  if (cashAfterSettlement(account) + delta < 0n) throw new RangeError('cash below zero');
  if (side === 'sell' && heldShares(account, code) < quantity) throw new RangeError('shares below zero');
  const on = addTradingDays(day, 2);
  const same = account.pending.find(p => p.on === on);
  if (same) same.amount += delta;
  else account.pending.push({ on, amount: delta });
  const holding = holdingFor(account, code);
  if (side === 'buy') {
    holding.cost += amount;
    holding.quantity += quantity;
    holding.clearedOn = null;
    return 0n;
  }
  const basis = (holding.cost * quantity) / holding.quantity;
  holding.cost -= basis;
  holding.quantity -= quantity;
  if (holding.quantity === 0n) holding.clearedOn = day;
  return basis;
}

function holdingFor(account: Account, code: string): Holding {
  const held = account.holdings.find(h => h.code === code);
  if (held) return held;
  const fresh: Holding = { code, quantity: 0n, cost: 0n, clearedOn: null };
  account.holdings.push(fresh);
  account.holdings.sort((a, b) => (a.code < b.code ? -1 : 1));
  return fresh;
}

/** Brings the account to a new day: settles what is due, drops settled empty rows, notes the opening assets. */
export function beginDay(account: Account, day: string, basePriceOf: (code: string) => Won): void {
  account.settled = cashOn(account, day);
  account.pending = account.pending.filter(p => p.on > day);
  account.holdings = account.holdings.filter(
    h => h.quantity > 0n || (h.clearedOn !== null && addTradingDays(h.clearedOn, 2) > day),
  );
  account.openingAssets = account.holdings.reduce(
    (sum, h) => sum + h.quantity * basePriceOf(h.code),
    cashAfterSettlement(account),
  );
  account.day = day;
}
