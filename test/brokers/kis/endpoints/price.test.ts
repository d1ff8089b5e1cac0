import { describe, expect, it } from 'vitest';
import { createMarketReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { NOW, ok, scriptedClient } from './scripted-client.js';

const output = {
  iscd_stat_cls_code: '55',
  temp_stop_yn: 'N',
  stck_prpr: '71300',
  prdy_vrss: '-700',
  prdy_ctrt: '-0.97',
  acml_tr_pbmn: '123456789000',
  acml_vol: '1731234',
  stck_oprc: '72000',
  stck_hgpr: '72100',
  stck_lwpr: '71000',
  stck_mxpr: '93600',
  stck_llam: '50400',
  stck_sdpr: '72000',
  aspr_unit: '100',
  hts_avls: '4256432',
  per: '13.05',
  pbr: '1.21',
  w52_hgpr: '88800',
  w52_lwpr: '49900',
  vi_cls_code: 'N',
  invt_caful_yn: 'N',
  mrkt_warn_cls_code: '00',
  short_over_yn: 'N',
  sltr_yn: 'N',
};

const quote = (block: unknown, key = 'output') => {
  const scripted = scriptedClient('paper', [{ body: ok({ [key]: block }) }]);
  return { scripted, result: createMarketReads(scripted.client).quote('005930') };
};

describe('a quote', () => {
  it('is asked for on the KRX and carries prices, limits, tick and a market cap in won', async () => {
    const { scripted, result } = quote(output);
    expect(await result).toEqual({
      code: '005930',
      asOf: NOW,
      price: 71300n,
      change: -700n,
      changeRate: -0.97,
      open: 72000n,
      high: 72100n,
      low: 71000n,
      base: 72000n,
      upperLimit: 93600n,
      lowerLimit: 50400n,
      tick: 100n,
      volume: 1731234n,
      turnover: 123456789000n,
      marketCap: 425643200000000n,
      per: 13.05,
      pbr: 1.21,
      yearHigh: 88800n,
      yearLow: 49900n,
      warnings: [],
    });
    expect(scripted.reads).toEqual([
      {
        tr: 'FHKST01010100',
        continued: false,
        params: { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' },
      },
    ]);
  });

  it('does without the facts that some issues lack', async () => {
    const fund = { ...output, per: '0.00', pbr: '', w52_hgpr: '0', w52_lwpr: ' ' };
    expect(await quote(fund).result).toMatchObject({
      per: undefined,
      pbr: undefined,
      yearHigh: undefined,
      yearLow: undefined,
    });
  });

  it.each([
    [{ iscd_stat_cls_code: '58' }, ['halted']],
    [{ temp_stop_yn: 'Y', iscd_stat_cls_code: '58' }, ['halted']],
    [{ iscd_stat_cls_code: '51' }, ['managed']],
    [{ mang_issu_cls_code: 'Y' }, ['managed']],
    [{ sltr_yn: 'Y' }, ['liquidation']],
    [{ iscd_stat_cls_code: '54' }, ['caution']],
    [{ mrkt_warn_cls_code: '01', invt_caful_yn: 'Y' }, ['caution']],
    [{ mrkt_warn_cls_code: '02' }, ['warning']],
    [{ mrkt_warn_cls_code: '03', iscd_stat_cls_code: '52' }, ['danger']],
    [{ short_over_yn: 'Y' }, ['overheated']],
    [{ iscd_stat_cls_code: '59' }, ['overheated']],
    [{ vi_cls_code: 'Y', sltr_yn: 'Y' }, ['liquidation', 'vi']],
    [{ iscd_stat_cls_code: '57' }, []],
    [{ iscd_stat_cls_code: '', vi_cls_code: undefined, mrkt_warn_cls_code: undefined }, []],
  ])('of an issue with %j warns %j', async (fields, warnings) => {
    expect((await quote({ ...output, ...fields }).result).warnings).toEqual(warnings);
  });

  it('of a code that KIS does not know is notFound, whatever else the answer holds', async () => {
    for (const block of [{ stck_prpr: '0' }, { ...output, stck_prpr: '0', per: '' }, [{ stck_prpr: '0' }]]) {
      await expect(quote(block).result).rejects.toMatchObject({
        kind: 'notFound',
        detail: { code: '005930' },
      });
    }
  });

  it('is read from Output and from an array of one', async () => {
    expect((await quote([output], 'Output').result).price).toBe(71300n);
  });

  it('is an error when its price or a limit is damaged or missing', async () => {
    for (const block of [
      { ...output, stck_prpr: '71,300' },
      { ...output, stck_mxpr: '' },
      { ...output, aspr_unit: undefined },
      { ...output, prdy_ctrt: '-' },
      {},
      undefined,
    ]) {
      await expect(quote(block).result).rejects.toMatchObject({ kind: 'unavailable' });
    }
  });

  it('is not asked for something that is no code', async () => {
    const scripted = scriptedClient('paper', []);
    for (const code of ['', '5930', '삼성전자', '005930 ', "005930'"]) {
      await expect(createMarketReads(scripted.client).quote(code)).rejects.toMatchObject({ kind: 'input' });
    }
    expect(scripted.reads).toEqual([]);
  });
});
