import { z } from 'zod';
import type { AccountRef, Exchange, Shares, Side, Won } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { amount, amountOrZero, filled, issueCode, rows, text, time } from './fields.js';
import { exchangeName, sideOf } from './order-rows.js';
import { readPages } from './paging.js';
import { checkedAccount } from './request.js';

/** An order of today of which something was filled. */
export interface Execution {
  readonly order: string;
  /** `HHMMSS` KST, of the order. */
  readonly time: string;
  readonly side: Side | undefined;
  readonly code: string;
  readonly name: string;
  readonly exchange: Exchange | undefined;
  readonly ordered: Shares;
  readonly filled: Shares;
  readonly price: Won;
  readonly remaining: Shares;
  readonly fees: Won;
  readonly tax: Won;
}

const row = z
  .looseObject({
    ord_no: filled,
    stk_cd: issueCode,
    stk_nm: text,
    io_tp_nm: text,
    ord_tm: time,
    ord_qty: amountOrZero,
    cntr_pric: amount,
    cntr_qty: amount,
    oso_qty: amountOrZero,
    tdy_trde_cmsn: amountOrZero,
    tdy_trde_tax: amountOrZero,
    stex_tp_txt: exchangeName,
  })
  .transform(
    (fill): Execution => ({
      order: fill.ord_no,
      time: fill.ord_tm,
      side: sideOf(fill.io_tp_nm),
      code: fill.stk_cd,
      name: fill.stk_nm,
      exchange: fill.stex_tp_txt,
      ordered: fill.ord_qty,
      filled: fill.cntr_qty,
      price: fill.cntr_pric,
      remaining: fill.oso_qty,
      fees: fill.tdy_trde_cmsn,
      tax: fill.tdy_trde_tax,
    }),
  );

export const executionsAnswer = z.looseObject({ cntr: rows(row) }).transform(body => body.cntr);

/** What was filled today, all issues. Kiwoom: 체결 ka10076. */
export async function executions(
  client: KiwoomClient,
  account: AccountRef,
  signal?: AbortSignal,
): Promise<readonly Execution[]> {
  checkedAccount(client.environment, account);
  const pages = await readPages(client, {
    api: 'executions',
    params: { stk_cd: '', qry_tp: '0', sell_tp: '0', ord_no: '', stex_tp: '0' },
    schema: executionsAnswer,
    none: [],
    signal,
  });
  return pages.flat().filter(fill => fill.filled > 0n);
}
