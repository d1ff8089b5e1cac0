import type { Position } from './account.js';
import { percentOf } from './money.js';

/** One position for each issue: a broker gives one for each way in which it was bought. Those of which nothing is left are none. */
export function mergeByStock(positions: readonly Position[]): Position[] {
  const byCode = new Map<string, Position>();
  for (const position of positions) {
    if (position.quantity === 0n) continue;
    const other = byCode.get(position.code);
    byCode.set(position.code, other === undefined ? position : merged(other, position));
  }
  return [...byCode.values()];
}

function merged(a: Position, b: Position): Position {
  const quantity = a.quantity + b.quantity;
  const cost = a.cost + b.cost;
  const profit = a.profit + b.profit;
  return {
    ...a,
    quantity,
    sellable: a.sellable + b.sellable,
    averagePrice: Number((cost * 10_000n) / quantity) / 10_000,
    cost,
    value: a.value + b.value,
    profit,
    profitRate: percentOf(profit, cost),
  };
}
