import { describe, expect, it } from 'vitest';
import { createMarketReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { ok, scriptedClient } from './scripted-client.js';

const day = (date: string, open: string, settlement: string) => ({
  bass_dt: date,
  wday_dvsn_cd: '02',
  bzdy_yn: 'Y',
  tr_day_yn: 'Y',
  opnd_yn: open,
  sttl_day_yn: settlement,
});

describe('market days', () => {
  it('tell whether the exchange is open, not whether banks or brokers are, from one page', async () => {
    const scripted = scriptedClient('live', [
      {
        body: ok({
          ctx_area_nk: '20270115'.padEnd(20),
          output: [day('20261230', 'Y', 'Y'), day('20261231', 'N', 'Y')],
        }),
        more: true,
      },
    ]);
    expect(await createMarketReads(scripted.client).marketDays('20261230')).toEqual([
      { date: '20261230', open: true, settlement: true },
      { date: '20261231', open: false, settlement: true },
    ]);
    expect(scripted.reads).toEqual([
      {
        tr: 'CTCA0903R',
        continued: false,
        params: { BASS_DT: '20261230', CTX_AREA_NK: '', CTX_AREA_FK: '' },
      },
    ]);
  });

  it('are also read when the answer holds one day as an object', async () => {
    const scripted = scriptedClient('live', [{ body: ok({ output: day('20261230', 'Y', 'N') }) }]);
    expect(await createMarketReads(scripted.client).marketDays('20261230')).toHaveLength(1);
  });

  it('are an error when a day is neither open nor closed', async () => {
    const scripted = scriptedClient('live', [{ body: ok({ output: [day('20261230', '', 'Y')] }) }]);
    await expect(createMarketReads(scripted.client).marketDays('20261230')).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('are not offered on paper, and not guessed', async () => {
    const scripted = scriptedClient('paper', []);
    await expect(createMarketReads(scripted.client).marketDays('20261230')).rejects.toMatchObject({
      kind: 'notOffered',
    });
    expect(scripted.reads).toEqual([]);
  });

  it('are not asked from a date that is none', async () => {
    const scripted = scriptedClient('live', []);
    await expect(createMarketReads(scripted.client).marketDays('20261301')).rejects.toMatchObject({
      kind: 'input',
    });
  });
});
