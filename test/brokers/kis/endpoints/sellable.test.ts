import { describe, expect, it } from 'vitest';
import { createAccountReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { accountOf, ok, scriptedClient } from './scripted-client.js';

const amounts = {
  pchs_avg_pric: '1000.0000',
  pchs_amt: '10000',
  prpr: '1100',
  evlu_amt: '11000',
  evlu_pfls_amt: '1000',
  evlu_pfls_rt: '10.00',
};
const totals = {
  dnca_tot_amt: '0',
  nxdy_excc_amt: '0',
  prvs_rcdl_excc_amt: '0',
  scts_evlu_amt: '11000',
  tot_evlu_amt: '11000',
  pchs_amt_smtl_amt: '10000',
  evlu_pfls_smtl_amt: '1000',
  asst_icdc_amt: '0',
};

describe('the sellable quantity', () => {
  it.each(['output', 'output1', 'Output1'])('is read live from the block %s', async key => {
    const scripted = scriptedClient('live', [
      { body: ok({ [key]: { pdno: '005930', cblc_qty: '40', ord_psbl_qty: '25' } }) },
    ]);
    expect(await createAccountReads(scripted.client).sellable(accountOf('live'), '005930')).toBe(25n);
    expect(scripted.reads).toEqual([
      {
        tr: 'TTTC8408R',
        continued: false,
        params: { CANO: '50101234', ACNT_PRDT_CD: '01', PDNO: '005930' },
      },
    ]);
  });

  it('is an error, not zero, when the live answer has no quantity', async () => {
    const scripted = scriptedClient('live', [{ body: ok({ output: { pdno: '005930' } }) }]);
    await expect(
      createAccountReads(scripted.client).sellable(accountOf('live'), '005930'),
    ).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('comes on paper from the balance, and is zero for a stock that is not held', async () => {
    const body = ok({
      output1: [{ pdno: '005930', prdt_name: '가', hldg_qty: '10', ord_psbl_qty: '4', ...amounts }],
      output2: [totals],
    });
    const scripted = scriptedClient('paper', [{ body }, { body }]);
    const reads = createAccountReads(scripted.client);
    expect(await reads.sellable(accountOf('paper'), '005930')).toBe(4n);
    expect(await reads.sellable(accountOf('paper'), '000660')).toBe(0n);
    expect(scripted.reads.map(read => read.tr)).toEqual(['VTTC8434R', 'VTTC8434R']);
  });

  it('is not asked for something that is no code', async () => {
    const scripted = scriptedClient('paper', []);
    await expect(
      createAccountReads(scripted.client).sellable(accountOf('paper'), '삼성전자'),
    ).rejects.toMatchObject({ kind: 'input', detail: { argument: 'code' } });
  });
});
