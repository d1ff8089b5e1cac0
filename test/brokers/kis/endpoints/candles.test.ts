import { describe, expect, it } from 'vitest';
import { createMarketReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { addKstDays, type CandlePeriod } from '../../../../src/core/index.js';
import { ok, type ScriptedBody, scriptedClient } from './scripted-client.js';

const row = (date: string) => ({
  stck_bsop_date: date,
  stck_clpr: '110',
  stck_oprc: '100',
  stck_hgpr: '120',
  stck_lwpr: '90',
  acml_vol: '5000',
});

const page = (dates: readonly string[], extra: readonly unknown[] = []): ScriptedBody => ({
  body: ok({ output1: { hts_kor_isnm: '가나전자' }, output2: [...dates.map(row), ...extra] }),
});

/** `count` dates going back from `newest`, `step` days apart. */
const back = (newest: string, count: number, step = 1) =>
  Array.from({ length: count }, (_, i) => addKstDays(newest, -i * step));

const read = (range: { period: CandlePeriod; from: string; to: string }, ...pages: ScriptedBody[]) => {
  const scripted = scriptedClient('paper', pages);
  return { scripted, result: createMarketReads(scripted.client).candles('005930', range) };
};

describe('candles', () => {
  it('are asked for adjusted, which here is 0, and come newest first', async () => {
    const { scripted, result } = read(
      { period: 'D', from: '20261101', to: '20261120' },
      page(['20261120', '20261119'], [{}, { stck_bsop_date: '', stck_clpr: '0' }]),
    );
    expect(await result).toEqual([
      { date: '20261120', open: 100n, high: 120n, low: 90n, close: 110n, volume: 5000n },
      { date: '20261119', open: 100n, high: 120n, low: 90n, close: 110n, volume: 5000n },
    ]);
    expect(scripted.reads).toEqual([
      {
        tr: 'FHKST03010100',
        continued: false,
        params: {
          FID_COND_MRKT_DIV_CODE: 'J',
          FID_INPUT_ISCD: '005930',
          FID_INPUT_DATE_1: '20261101',
          FID_INPUT_DATE_2: '20261120',
          FID_PERIOD_DIV_CODE: 'D',
          FID_ORG_ADJ_PRC: '0',
        },
      },
    ]);
  });

  it('walk back over full pages from the day before the oldest one', async () => {
    const first = back('20261120', 100);
    const second = back(addKstDays('20261120', -100), 100);
    const third = back(addKstDays('20261120', -200), 7);
    const { scripted, result } = read(
      { period: 'D', from: '20260101', to: '20261120' },
      page(first),
      page(second),
      page(third),
    );
    expect((await result).map(candle => candle.date)).toEqual([...first, ...second, ...third]);
    expect(scripted.reads.map(r => r.params['FID_INPUT_DATE_2'])).toEqual([
      '20261120',
      addKstDays('20261120', -100),
      addKstDays('20261120', -200),
    ]);
    expect(scripted.reads.map(r => r.continued)).toEqual([false, false, false]);
  });

  it('need no further page when a full one reaches the first day', async () => {
    const dates = back('20261120', 100);
    const { scripted, result } = read({ period: 'D', from: dates.at(-1) ?? '', to: '20261120' }, page(dates));
    expect(await result).toHaveLength(100);
    expect(scripted.reads).toHaveLength(1);
  });

  it.each([
    ['W', back('20261120', 100, 7), addKstDays('20261116', -99 * 7 - 1)],
    ['W', back('20261116', 100, 7), addKstDays('20261116', -99 * 7 - 1)],
  ] as const)(
    'of weeks go on before the whole oldest week, however it is dated (%s)',
    async (period, dates, next) => {
      const { scripted, result } = read({ period, from: '20200101', to: '20261120' }, page(dates), page([]));
      expect(await result).toHaveLength(100);
      expect(scripted.reads[1]?.params['FID_INPUT_DATE_2']).toBe(next);
    },
  );

  it('of months and years go on before the first of the oldest one', async () => {
    const months = Array.from({ length: 100 }, (_, i) => {
      const index = 2026 * 12 + 10 - i;
      return `${Math.floor(index / 12)}${String((index % 12) + 1).padStart(2, '0')}15`;
    });
    const monthly = read({ period: 'M', from: '20000101', to: '20261120' }, page(months), page([]));
    expect(await monthly.result).toHaveLength(100);
    expect(monthly.scripted.reads[1]?.params['FID_INPUT_DATE_2']).toBe('20180731');
    const years = Array.from({ length: 100 }, (_, i) => `${2026 - i}0601`);
    const yearly = read({ period: 'Y', from: '19000101', to: '20261120' }, page(years), page([]));
    expect(await yearly.result).toHaveLength(100);
    expect(yearly.scripted.reads[1]?.params['FID_INPUT_DATE_2']).toBe('19261231');
  });

  it('keep a week that only partly lies in the range, and drop rows outside it', async () => {
    const weekly = read(
      { period: 'W', from: '20261104', to: '20261118' },
      page(['20261116', '20261109', '20261102', '20261030']),
    );
    expect((await weekly.result).map(candle => candle.date)).toEqual(['20261116', '20261109', '20261102']);
    const daily = read(
      { period: 'D', from: '20261104', to: '20261118' },
      page(['20261119', '20261118', '20261104', '20261103']),
    );
    expect((await daily.result).map(candle => candle.date)).toEqual(['20261118', '20261104']);
  });

  it('are an error when the server keeps giving the same newest page', async () => {
    const same = page(back('20261120', 100));
    const { scripted, result } = read({ period: 'D', from: '20200101', to: '20261120' }, same, same, same);
    await expect(result).rejects.toMatchObject({ kind: 'unavailable', detail: { pages: 2 } });
    expect(scripted.reads).toHaveLength(2);
  });

  it('are not asked for a range that is none', async () => {
    for (const range of [
      { from: '20261120', to: '20261119' },
      { from: '2026-11-01', to: '20261119' },
      { from: '20261101', to: '20261131' },
    ]) {
      const { scripted, result } = read({ period: 'D', ...range });
      await expect(result).rejects.toMatchObject({ kind: 'input' });
      expect(scripted.reads).toEqual([]);
    }
  });
});
