import { z } from 'zod';
import type { AccountRef, Won } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import {
  amount,
  amountOrZero,
  decimalOrZero,
  issueCode,
  rows,
  signed,
  signedOrZero,
  text,
} from './fields.js';
import { readPages } from './paging.js';
import { checkedAccount } from './request.js';

const row = z.looseObject({
  stk_cd: issueCode,
  stk_nm: text,
  evltv_prft: signed,
  prft_rt: decimalOrZero,
  pur_pric: decimalOrZero,
  pred_close_pric: amountOrZero,
  rmnd_qty: amount,
  trde_able_qty: amountOrZero,
  cur_prc: amount,
  tdy_buyq: amountOrZero,
  pur_amt: amount,
  evlt_amt: amount,
  crd_tp: text,
});

export type HoldingRow = z.output<typeof row>;

const totals = z.object({ tot_pur_amt: amount, tot_evlt_amt: amount, tot_evlt_pl: signedOrZero });

export const holdingsAnswer = totals.extend({ acnt_evlt_remn_indv_tot: rows(row) });

export interface Holdings {
  readonly cost: Won;
  readonly value: Won;
  /** Fees and tax of a sale taken off. */
  readonly profit: Won;
  readonly rows: readonly HoldingRow[];
}

const MERGED = '1';
const NOTHING = { tot_pur_amt: 0n, tot_evlt_amt: 0n, tot_evlt_pl: 0n, acnt_evlt_remn_indv_tot: [] };

/** What an account holds, all pages; the totals are those of the last. Kiwoom: 계좌평가잔고내역 kt00018. */
export async function holdings(
  client: KiwoomClient,
  account: AccountRef,
  signal?: AbortSignal,
): Promise<Holdings> {
  checkedAccount(client.environment, account);
  const pages = await readPages(client, {
    api: 'balance',
    params: { qry_tp: MERGED, dmst_stex_tp: 'KRX' },
    schema: holdingsAnswer,
    none: NOTHING,
    signal,
  });
  const { tot_pur_amt, tot_evlt_amt, tot_evlt_pl } = pages.at(-1) ?? NOTHING;
  return {
    cost: tot_pur_amt,
    value: tot_evlt_amt,
    profit: tot_evlt_pl,
    rows: pages.flatMap(page => page.acnt_evlt_remn_indv_tot),
  };
}

/** Bought with cash, and so for a cash order to sell. */
export const isCash = ({ crd_tp }: Pick<HoldingRow, 'crd_tp'>) => ['', '00', '0'].includes(crd_tp);
