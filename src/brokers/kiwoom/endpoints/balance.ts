import {
  type AccountRef,
  type Balance,
  kstDate,
  mergeByStock,
  type Position,
  percentOf,
  type Won,
} from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { deposit } from './deposit.js';
import { type HoldingRow, holdings } from './holdings.js';
import { realisedProfit } from './realised.js';

/**
 * Holdings and cash of an account. Kiwoom's profits have the fees and tax of a sale taken off. Rows of a stock sold out
 * are left out; one stock held in several ways becomes one position. `sellable` then counts shares bought on credit too;
 * ask `sellable` before a cash order.
 *
 * Kiwoom does not tell the day's change. It is made up of what today's sales brought against their cost, and of what is
 * held: shares held over count against yesterday's close, shares bought today against their cost.
 *
 * Kiwoom: 계좌평가잔고내역 kt00018, 예수금상세현황 kt00001, 일자별실현손익 ka10074.
 */
export async function balance(
  client: KiwoomClient,
  account: AccountRef,
  signal?: AbortSignal,
): Promise<Balance> {
  const held = await holdings(client, account, signal);
  const today = kstDate(client.now());
  const [money, realised] = await Promise.all([
    deposit(client, account, signal),
    realisedProfit(client, account, { from: today, to: today }, signal),
  ]);
  return {
    account,
    asOf: client.now(),
    cash: money.cash,
    cashNextDay: money.nextDay,
    cashAfterSettlement: money.afterSettlement,
    stockValue: held.value,
    total: held.value + money.afterSettlement,
    cost: held.cost,
    profit: held.profit,
    profitRate: percentOf(held.profit, held.cost),
    dayChange: held.rows.map(changeOf).reduce((sum, change) => sum + change, realised.profit),
    positions: mergeByStock(held.rows.map(toPosition)),
  };
}

function changeOf(row: HoldingRow): Won {
  const { rmnd_qty: quantity, cur_prc: price, pred_close_pric: close, pur_amt: cost } = row;
  if (quantity === 0n) return 0n;
  const bought = close === 0n || row.tdy_buyq > quantity ? quantity : row.tdy_buyq;
  return (price - close) * (quantity - bought) + price * bought - (cost * bought) / quantity;
}

function toPosition(row: HoldingRow): Position {
  return {
    code: row.stk_cd,
    name: row.stk_nm,
    quantity: row.rmnd_qty,
    sellable: row.trde_able_qty,
    averagePrice: row.pur_pric,
    price: row.cur_prc,
    cost: row.pur_amt,
    value: row.evlt_amt,
    profit: row.evltv_prft,
    profitRate: row.prft_rt,
  };
}
