import { z } from 'zod';
import {
  type AccountRef,
  type Balance,
  DeskError,
  mergeByStock,
  type Position,
  percentOf,
} from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, decimal, issueCode, one, rows, text, whole } from './fields.js';
import { CURSOR_FIELDS, readPages } from './paging.js';
import { accountParams } from './request.js';

const row = z.object({
  pdno: issueCode,
  prdt_name: text,
  hldg_qty: whole,
  ord_psbl_qty: whole,
  pchs_avg_pric: decimal,
  pchs_amt: whole,
  prpr: whole,
  evlu_amt: whole,
  evlu_pfls_amt: whole,
  evlu_pfls_rt: decimal,
});

const summary = z.object({
  dnca_tot_amt: whole,
  nxdy_excc_amt: whole,
  prvs_rcdl_excc_amt: whole,
  scts_evlu_amt: whole,
  tot_evlu_amt: whole,
  pchs_amt_smtl_amt: whole,
  evlu_pfls_smtl_amt: whole,
  asst_icdc_amt: whole,
});

/** An answer of 주식잔고조회; `output2` is documented as an array of one, and may be empty on a middle page. */
export const balanceAnswer = answer({
  ...CURSOR_FIELDS,
  output1: rows(row),
  output2: one(summary.optional()),
});

/**
 * Holdings and cash of an account, all pages. Rows of a stock sold out today linger with quantity 0 and are left out.
 * One stock held in several ways (현금, 자기융자) becomes one position: quantities and amounts are added, the average
 * price is cost by quantity. `sellable` then counts shares bought on credit too; ask `sellable` before a cash order.
 * The account's own figures are those of the last page.
 *
 * KIS: 주식잔고조회 TTTC8434R / VTTC8434R.
 */
export async function balance(
  client: KisClient,
  account: AccountRef,
  signal?: AbortSignal,
): Promise<Balance> {
  const pages = await readPages(client, {
    tr: 'balance',
    params: {
      ...accountParams(client.environment, account),
      AFHR_FLPR_YN: 'N',
      OFL_YN: '',
      INQR_DVSN: '02',
      UNPR_DVSN: '01',
      FUND_STTL_ICLD_YN: 'N',
      FNCG_AMT_AUTO_RDPT_YN: 'N',
      PRCS_DVSN: '00',
    },
    schema: balanceAnswer,
    signal,
  });
  const totals = pages.findLast(page => page.output2 !== undefined)?.output2;
  if (totals === undefined) throw new DeskError('unavailable', 'a balance without totals');
  return {
    account,
    asOf: client.now(),
    cash: totals.dnca_tot_amt,
    cashNextDay: totals.nxdy_excc_amt,
    cashAfterSettlement: totals.prvs_rcdl_excc_amt,
    stockValue: totals.scts_evlu_amt,
    total: totals.tot_evlu_amt,
    cost: totals.pchs_amt_smtl_amt,
    profit: totals.evlu_pfls_smtl_amt,
    profitRate: percentOf(totals.evlu_pfls_smtl_amt, totals.pchs_amt_smtl_amt),
    dayChange: totals.asst_icdc_amt,
    positions: mergeByStock(pages.flatMap(page => page.output1).map(toPosition)),
  };
}

function toPosition(held: z.output<typeof row>): Position {
  return {
    code: held.pdno,
    name: held.prdt_name,
    quantity: held.hldg_qty,
    sellable: held.ord_psbl_qty,
    averagePrice: held.pchs_avg_pric,
    price: held.prpr,
    cost: held.pchs_amt,
    value: held.evlu_amt,
    profit: held.evlu_pfls_amt,
    profitRate: held.evlu_pfls_rt,
  };
}
