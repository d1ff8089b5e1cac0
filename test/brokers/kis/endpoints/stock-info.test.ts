import { describe, expect, it } from 'vitest';
import { createMarketReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { ok, scriptedClient } from './scripted-client.js';

const output = {
  pdno: '00000A123450',
  prdt_name: '가나전자보통주',
  prdt_abrv_name: '가나전자',
  prdt_eng_name: 'Gana Electronics',
  mket_id_cd: 'KSQ',
  lstg_stqt: '71234567',
  papr: '500',
  tr_stop_yn: 'N',
  admn_item_yn: 'Y',
};

const live = (block: unknown) => {
  const scripted = scriptedClient('live', [{ body: ok({ output: block }) }]);
  return { scripted, result: createMarketReads(scripted.client).stockInfo('123450') };
};
const paper = (output1: unknown) => {
  const scripted = scriptedClient('paper', [{ body: ok({ output1, output2: [{}] }) }]);
  return { scripted, result: createMarketReads(scripted.client).stockInfo('123450') };
};

describe('stock info, live', () => {
  it('is asked for as a stock and carries what the master knows', async () => {
    const { scripted, result } = live(output);
    expect(await result).toEqual({
      code: '123450',
      name: '가나전자',
      englishName: 'Gana Electronics',
      market: 'KOSDAQ',
      listedShares: 71234567n,
      faceValue: 500n,
      halted: false,
      managed: true,
    });
    expect(scripted.reads).toEqual([
      { tr: 'CTPF1002R', continued: false, params: { PRDT_TYPE_CD: '300', PDNO: '123450' } },
    ]);
  });

  it('leaves unknown what the answer does not tell', async () => {
    const bare = { prdt_name: '가나전자보통주', mket_id_cd: 'XXX', papr: '0.0001', tr_stop_yn: ' ' };
    expect(await live(bare).result).toEqual({
      code: '123450',
      name: '가나전자보통주',
      englishName: undefined,
      market: undefined,
      listedShares: undefined,
      faceValue: undefined,
      halted: undefined,
      managed: undefined,
    });
  });

  it('is notFound when the answer names no issue', async () => {
    await expect(live({ prdt_name: '' }).result).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('stock info, on paper', () => {
  it('comes from the head of the candles, and the rest is undefined', async () => {
    const { scripted, result } = paper({
      hts_kor_isnm: '가나전자',
      lstn_stcn: '71234567',
      stck_fcam: '500',
    });
    expect(await result).toEqual({
      code: '123450',
      name: '가나전자',
      englishName: undefined,
      market: undefined,
      listedShares: 71234567n,
      faceValue: 500n,
      halted: undefined,
      managed: undefined,
    });
    expect(scripted.reads).toEqual([
      {
        tr: 'FHKST03010100',
        continued: false,
        params: {
          FID_COND_MRKT_DIV_CODE: 'J',
          FID_INPUT_ISCD: '123450',
          FID_INPUT_DATE_1: '20261116',
          FID_INPUT_DATE_2: '20261123',
          FID_PERIOD_DIV_CODE: 'D',
          FID_ORG_ADJ_PRC: '0',
        },
      },
    ]);
  });

  it('is notFound when the head is empty', async () => {
    await expect(paper({ hts_kor_isnm: ' ' }).result).rejects.toMatchObject({ kind: 'notFound' });
    await expect(paper({}).result).rejects.toMatchObject({ kind: 'notFound' });
  });
});
