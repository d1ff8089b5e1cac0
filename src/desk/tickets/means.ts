import { accountKey } from '../../core/index.js';
import type { Circumstances } from './judge.js';
import type { Terms } from './rules.js';
import type { Means, TicketParts } from './ticket.js';

type Accounts = TicketParts['accounts'];

/** For an order that needs neither cash nor shares: an amendment that costs no more than before. */
export const NO_MEANS: Means = Object.freeze({ power: undefined, sellable: undefined, dayChange: undefined });

/** Cash for a buy, reckoned by the broker with the order's own price and type; the day's change where a limit asks. */
export async function cashFor(
  accounts: Accounts,
  { account, code, price, type }: Terms,
  { limits, who }: Pick<Circumstances, 'limits' | 'who'>,
  signal: AbortSignal,
): Promise<Means> {
  const { dayLoss } = limits.limitsFor(accountKey(account), ...who.ids);
  const [power, balance] = await Promise.all([
    accounts.buyingPower(account, { code, price, type }, signal),
    dayLoss === undefined ? undefined : accounts.balance(account, signal),
  ]);
  return Object.freeze({ ...NO_MEANS, power: Object.freeze({ ...power }), dayChange: balance?.dayChange });
}

/** Shares for a sell. */
export async function sharesFor(
  accounts: Accounts,
  { account, code }: Terms,
  signal: AbortSignal,
): Promise<Means> {
  return Object.freeze({ ...NO_MEANS, sellable: await accounts.sellable(account, code, signal) });
}
