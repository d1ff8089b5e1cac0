import type { AccountReads, Shares, TradeAct } from '../../core/index.js';
import { accountOf, subjectOf } from './intent.js';

/**
 * By how many shares the holding has changed since it was `before`: what the balance says where the order list does not.
 * undefined when it says nothing either.
 */
export async function heldChange(
  accounts: Pick<AccountReads, 'balance'>,
  act: TradeAct,
  before: Shares | undefined,
  signal: AbortSignal,
): Promise<Shares | undefined> {
  if (before === undefined) return undefined;
  try {
    const { positions } = await accounts.balance(accountOf(act), signal);
    const { code } = subjectOf(act);
    return (positions.find(position => position.code === code)?.quantity ?? 0n) - before;
  } catch {
    return undefined;
  }
}
