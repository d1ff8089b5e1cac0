import { describe, expect, it } from 'vitest';
import { createMarketReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { ok, type ScriptedBody, scriptedClient } from './scripted-client.js';

/** `count` minutes going back from `newest` (`HHMM`). */
function back(newest: string, count: number): string[] {
  const start = Number(newest.slice(0, 2)) * 60 + Number(newest.slice(2));
  const two = (n: number) => String(n).padStart(2, '0');
  return Array.from({ length: count }, (_, i) => start - i).map(
    m => `${two(Math.floor(m / 60))}${two(m % 60)}00`,
  );
}

const page = (times: readonly string[], date = '20261123', extra: readonly unknown[] = []): ScriptedBody => ({
  body: ok({
    output1: {},
    output2: [
      ...times.map(at => ({
        stck_bsop_date: date,
        stck_cntg_hour: at,
        stck_prpr: '110',
        stck_oprc: '100',
        stck_hgpr: '120',
        stck_lwpr: '90',
        cntg_vol: '7',
        acml_tr_pbmn: '1',
      })),
      ...extra,
    ],
  }),
});

const read = (range: { until: string; count: number }, ...pages: ScriptedBody[]) => {
  const scripted = scriptedClient('paper', pages);
  return { scripted, result: createMarketReads(scripted.client).minuteCandles('005930', range) };
};
const hours = (reads: readonly { params: Readonly<Record<string, string>> }[]) =>
  reads.map(r => r.params['FID_INPUT_HOUR_1']);

describe('minute candles', () => {
  it('are asked for up to a time of today and carry date and time', async () => {
    const { scripted, result } = read({ until: '095500', count: 1 }, page(back('0955', 30)));
    expect(await result).toEqual([
      {
        date: '20261123',
        time: '095500',
        open: 100n,
        high: 120n,
        low: 90n,
        close: 110n,
        volume: 7n,
      },
    ]);
    expect(scripted.reads).toEqual([
      {
        tr: 'FHKST03010200',
        continued: false,
        params: {
          FID_COND_MRKT_DIV_CODE: 'J',
          FID_INPUT_ISCD: '005930',
          FID_INPUT_HOUR_1: '095500',
          FID_PW_DATA_INCU_YN: 'N',
          FID_ETC_CLS_CODE: '',
        },
      },
    ]);
  });

  it('walk back thirty at a time until there are enough, and never give more', async () => {
    const { scripted, result } = read(
      { until: '095900', count: 45 },
      page(back('0959', 30)),
      page(back('0929', 30)),
    );
    const got = await result;
    expect(got.map(candle => candle.time)).toEqual(back('0959', 45));
    expect(hours(scripted.reads)).toEqual(['095900', '092959']);
  });

  it('end with a page that is not full', async () => {
    const { scripted, result } = read(
      { until: '095900', count: 300 },
      page(back('0959', 30)),
      page(back('0929', 30)),
      page([], '20261123', [{}]),
    );
    expect(await result).toHaveLength(60);
    expect(scripted.reads).toHaveLength(3);
  });

  it('end where the day before begins', async () => {
    const { result } = read(
      { until: '091000', count: 100 },
      {
        body: ok({
          output2: [...asRows(page(back('0910', 11))), ...asRows(page(back('1530', 19), '20261120'))],
        }),
      },
    );
    const got = await result;
    expect(got.map(candle => candle.time)).toEqual(back('0910', 11));
  });

  it('are asked as of now when the time is still to come, since KIS would repeat the price', async () => {
    const { scripted, result } = read({ until: '153000', count: 5 }, page(back('1000', 5)));
    expect(await result).toHaveLength(5);
    expect(hours(scripted.reads)).toEqual(['100000']);
  });

  it('are an error when the server does not go back', async () => {
    const same = page(back('0959', 30));
    await expect(read({ until: '095900', count: 90 }, same, same, same).result).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('are not asked for a time or count that is none', async () => {
    for (const range of [
      { until: '250000', count: 1 },
      { until: '9:00', count: 1 },
      { until: '090000', count: 0 },
      { until: '090000', count: 1.5 },
    ]) {
      const { scripted, result } = read(range);
      await expect(result).rejects.toMatchObject({ kind: 'input' });
      expect(scripted.reads).toEqual([]);
    }
  });
});

function asRows(scripted: ScriptedBody): unknown[] {
  const { body } = scripted;
  if (typeof body === 'object' && body !== null && 'output2' in body && Array.isArray(body.output2)) {
    return body.output2;
  }
  throw new Error('a page without rows');
}
