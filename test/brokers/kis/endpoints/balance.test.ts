import { describe, expect, it } from 'vitest';
import { createAccountReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { accountOf, NOW, ok, type ScriptedBody, scriptedClient } from './scripted-client.js';

const held = (code: string, more: Record<string, string> = {}) => ({
  pdno: code,
  prdt_name: '가나전자',
  trad_dvsn_name: '현금',
  hldg_qty: '10',
  ord_psbl_qty: '7',
  pchs_avg_pric: '1000.5000',
  pchs_amt: '10005',
  prpr: '1100',
  evlu_amt: '11000',
  evlu_pfls_amt: '995',
  evlu_pfls_rt: '9.94',
  ...more,
});

const totals = {
  dnca_tot_amt: '500000',
  nxdy_excc_amt: '480000',
  prvs_rcdl_excc_amt: '460000',
  scts_evlu_amt: '11000',
  tot_evlu_amt: '471000',
  pchs_amt_smtl_amt: '10005',
  evlu_pfls_smtl_amt: '995',
  asst_icdc_amt: '-2300',
};

const page = (rows: unknown, output2: unknown = [totals]): ScriptedBody => ({
  body: ok({ ctx_area_fk100: ' '.repeat(100), ctx_area_nk100: ' '.repeat(100), output1: rows, output2 }),
});

const continued = (rows: unknown, cursor: string, output2: unknown = [totals]): ScriptedBody => ({
  body: ok({ ctx_area_fk100: 'f'.padEnd(100), ctx_area_nk100: cursor.padEnd(100), output1: rows, output2 }),
  more: true,
});

const read = (...pages: ScriptedBody[]) => {
  const scripted = scriptedClient('paper', pages);
  return { scripted, result: createAccountReads(scripted.client).balance(accountOf('paper')) };
};

describe('the balance', () => {
  it('is asked for as documented', async () => {
    const { scripted, result } = read(page([]));
    await result;
    expect(scripted.reads).toEqual([
      {
        tr: 'VTTC8434R',
        continued: false,
        params: {
          CANO: '50101234',
          ACNT_PRDT_CD: '01',
          AFHR_FLPR_YN: 'N',
          OFL_YN: '',
          INQR_DVSN: '02',
          UNPR_DVSN: '01',
          FUND_STTL_ICLD_YN: 'N',
          FNCG_AMT_AUTO_RDPT_YN: 'N',
          PRCS_DVSN: '00',
          CTX_AREA_FK100: '',
          CTX_AREA_NK100: '',
        },
      },
    ]);
  });

  it('carries cash of three days, totals and positions', async () => {
    const { result } = read(page([held('005930')]));
    expect(await result).toEqual({
      account: accountOf('paper'),
      asOf: NOW,
      cash: 500000n,
      cashNextDay: 480000n,
      cashAfterSettlement: 460000n,
      stockValue: 11000n,
      total: 471000n,
      cost: 10005n,
      profit: 995n,
      profitRate: 9.945,
      dayChange: -2300n,
      positions: [
        {
          code: '005930',
          name: '가나전자',
          quantity: 10n,
          sellable: 7n,
          averagePrice: 1000.5,
          price: 1100n,
          cost: 10005n,
          value: 11000n,
          profit: 995n,
          profitRate: 9.94,
        },
      ],
    });
  });

  it('gathers every page, and takes the totals from the last one that has them', async () => {
    const last = { ...totals, tot_evlu_amt: '999' };
    const { scripted, result } = read(
      continued([held('000001'), held('000002')], 'k1'),
      continued([held('000003')], 'k2', [last]),
      page([held('000004')], []),
    );
    const got = await result;
    expect(got.positions.map(p => p.code)).toEqual(['000001', '000002', '000003', '000004']);
    expect(got.total).toBe(999n);
    expect(scripted.reads.map(r => r.continued)).toEqual([false, true, true]);
  });

  it('leaves out stocks sold out today, and rows that say nothing', async () => {
    const { result } = read(page([held('000001', { hldg_qty: '0' }), held('000002'), {}]));
    expect((await result).positions.map(p => p.code)).toEqual(['000002']);
  });

  it('adds up the rows of one stock held in cash and on credit, across pages too', async () => {
    const credit = {
      trad_dvsn_name: '자기융자',
      hldg_qty: '3',
      ord_psbl_qty: '3',
      pchs_avg_pric: '900.0000',
      pchs_amt: '2700',
      evlu_amt: '3300',
      evlu_pfls_amt: '600',
      evlu_pfls_rt: '22.22',
    };
    const { result } = read(continued([held('005930'), held('000002')], 'k'), page([held('005930', credit)]));
    const { positions } = await result;
    expect(positions.map(p => p.code)).toEqual(['005930', '000002']);
    expect(positions[0]).toMatchObject({
      quantity: 13n,
      sellable: 10n,
      cost: 12705n,
      value: 14300n,
      profit: 1595n,
      averagePrice: 977.3076,
      profitRate: 12.5541,
    });
  });

  it('reads totals given as an object as well as an array of one', async () => {
    expect((await read(page([], totals)).result).total).toBe(471000n);
  });

  it('is an error without totals, without its rows, and with a damaged number', async () => {
    await expect(read(page(undefined)).result).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(read(page([], [])).result).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(read(page([held('000001', { hldg_qty: '1,000' })])).result).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('is never asked for an account of the other environment or another broker', async () => {
    const scripted = scriptedClient('paper', []);
    const reads = createAccountReads(scripted.client);
    await expect(reads.balance(accountOf('live'))).rejects.toMatchObject({ kind: 'input' });
    await expect(reads.balance({ ...accountOf('paper'), broker: 'kiwoom' })).rejects.toMatchObject({
      kind: 'input',
    });
    await expect(reads.balance({ ...accountOf('paper'), number: '501' })).rejects.toMatchObject({
      kind: 'input',
    });
    expect(scripted.reads).toEqual([]);
  });
});
