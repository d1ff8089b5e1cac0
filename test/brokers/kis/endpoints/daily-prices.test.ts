import { expect, it } from 'vitest';
import { createMarketReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { ok, scriptedClient } from './scripted-client.js';

const day = (date: string, close: string) => ({
  stck_bsop_date: date,
  stck_oprc: '100',
  stck_hgpr: '120',
  stck_lwpr: '90',
  stck_clpr: close,
  acml_vol: '5000',
  prdy_vrss: '-1',
});

it('daily prices are asked for adjusted, which here is 1, and come as candles', async () => {
  const scripted = scriptedClient('paper', [
    { body: ok({ output: [day('20261120', '110'), day('20261119', '111'), {}, { stck_bsop_date: '' }] }) },
  ]);
  expect(await createMarketReads(scripted.client).dailyPrices('005930', 'W')).toEqual([
    { date: '20261120', open: 100n, high: 120n, low: 90n, close: 110n, volume: 5000n },
    { date: '20261119', open: 100n, high: 120n, low: 90n, close: 111n, volume: 5000n },
  ]);
  expect(scripted.reads).toEqual([
    {
      tr: 'FHKST01010400',
      continued: false,
      params: {
        FID_COND_MRKT_DIV_CODE: 'J',
        FID_INPUT_ISCD: '005930',
        FID_PERIOD_DIV_CODE: 'W',
        FID_ORG_ADJ_PRC: '1',
      },
    },
  ]);
});

it('a damaged day makes daily prices an error, not a shorter list', async () => {
  const scripted = scriptedClient('paper', [
    { body: ok({ output: [day('20261120', '110'), day('20261119', '')] }) },
  ]);
  await expect(createMarketReads(scripted.client).dailyPrices('005930', 'D')).rejects.toMatchObject({
    kind: 'unavailable',
  });
});
