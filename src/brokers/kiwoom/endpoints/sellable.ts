import type { AccountRef, Shares } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { holdings, isCash } from './holdings.js';
import { checkedCode } from './request.js';

/**
 * Shares that a cash sell order may still name: holdings less open sell orders. A stock that is not held is 0n.
 *
 * Kiwoom: 계좌평가잔고내역 kt00018.
 */
export async function sellable(
  client: KiwoomClient,
  account: AccountRef,
  code: string,
  signal?: AbortSignal,
): Promise<Shares> {
  checkedCode(code);
  const { rows } = await holdings(client, account, signal);
  return rows
    .filter(row => row.stk_cd === code && isCash(row))
    .reduce((sum, row) => sum + row.trde_able_qty, 0n);
}
