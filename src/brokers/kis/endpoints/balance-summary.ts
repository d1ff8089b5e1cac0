import { type Balance, DeskError } from '../../../core/index.js';

/** A balance as plain JSON for other systems: won and shares as numbers, rates in percent. */
export interface BalanceSummary {
  readonly total_evaluation: number;
  readonly deposit: number;
  readonly total_profit_loss: number;
  readonly profit_loss_rate: number;
  readonly holdings: readonly {
    readonly stock_code: string;
    readonly stock_name: string;
    readonly quantity: number;
    readonly avg_price: number;
    readonly current_price: number;
    readonly evaluation_amount: number;
    readonly profit_loss: number;
    readonly profit_loss_rate: number;
  }[];
}

/** Throws `bug` when an amount is too large for a JSON number to carry exactly (2^53 won), rather than round it. */
export function balanceSummary(balance: Balance): BalanceSummary {
  return {
    total_evaluation: exact(balance.total),
    deposit: exact(balance.cash),
    total_profit_loss: exact(balance.profit),
    profit_loss_rate: balance.profitRate,
    holdings: balance.positions.map(position => ({
      stock_code: position.code,
      stock_name: position.name,
      quantity: exact(position.quantity),
      avg_price: position.averagePrice,
      current_price: exact(position.price),
      evaluation_amount: exact(position.value),
      profit_loss: exact(position.profit),
      profit_loss_rate: position.profitRate,
    })),
  };
}

function exact(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new DeskError('bug', 'an amount beyond what JSON carries exactly');
  return number;
}
