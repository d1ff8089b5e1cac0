import { describe, expect, it } from 'vitest';
import { ask, at, keysOf, output, outputRows, SAMSUNG, tape, words } from './quote-caller.js';

const DAY_KEYS = words(`stck_bsop_date stck_oprc stck_hgpr stck_lwpr stck_clpr acml_vol prdy_vrss_vol_rate
  prdy_vrss prdy_vrss_sign prdy_ctrt hts_frgn_ehrt frgn_ntby_qty flng_cls_code acml_prtt_rate`);
const CHART_KEYS = words(`stck_bsop_date stck_clpr stck_oprc stck_hgpr stck_lwpr acml_vol acml_tr_pbmn
  flng_cls_code prtt_rate mod_yn prdy_vrss_sign prdy_vrss revl_issu_reas`);
const SUMMARY_KEYS =
  words(`prdy_vrss prdy_vrss_sign prdy_ctrt stck_prdy_clpr acml_vol acml_tr_pbmn hts_kor_isnm
  stck_prpr stck_shrn_iscd prdy_vol stck_mxpr stck_llam stck_oprc stck_hgpr stck_lwpr stck_prdy_oprc
  stck_prdy_hgpr stck_prdy_lwpr askp bidp prdy_vrss_vol vol_tnrt stck_fcam lstn_stcn cpfn hts_avls per eps pbr
  itewhol_loan_rmnd_ratem`);

const dates = (list: readonly Record<string, string>[]) => list.map(row => row['stck_bsop_date'] ?? '');
const close = (row: Record<string, string> | undefined) => BigInt(row?.['stck_clpr'] ?? '');

/** Each row's change leads from the close of the row below it to its own. */
function expectChained(list: readonly Record<string, string>[]): void {
  for (const [i, row] of list.slice(0, -1).entries()) {
    const change = close(row) - close(list[i + 1]);
    expect(row['prdy_vrss']).toBe(change.toString());
    expect(row['prdy_vrss_sign']).toBe(change === 0n ? '3' : change > 0n ? '2' : '5');
  }
}

describe('주식현재가 일자별', () => {
  const daily = (period: string, adjusted: string) =>
    outputRows(
      ask('inquire-daily-price', { ...SAMSUNG, FID_PERIOD_DIV_CODE: period, FID_ORG_ADJ_PRC: adjusted }),
    );

  it('lists the last thirty days, newest first, today included', () => {
    const list = daily('D', '1');
    expect(list).toHaveLength(30);
    expect(list.map(keysOf)).toEqual(list.map(() => DAY_KEYS));
    expect(dates(list)[0]).toBe('20261123');
    expect(dates(list)).toEqual([...dates(list)].sort().reverse());
    expect(dates(list)).not.toContain('20261122');
    expectChained(list);
  });

  it('lists thirty weeks or months, and takes every form of the adjustment flag', () => {
    const [weeks, months] = [daily('W', '0'), daily('M', '0000000001')];
    expect([weeks.length, months.length]).toEqual([30, 30]);
    expect(dates(weeks).slice(0, 2)).toEqual(['20261123', '20261116']);
    expect(dates(months).slice(0, 3)).toEqual(['20261102', '20261001', '20260901']);
    expectChained(weeks);
  });

  it('has no years, and wants its two fields', () => {
    const refusal = (fields: Record<string, string>) =>
      ask('inquire-daily-price', { ...SAMSUNG, ...fields }).body;
    expect(refusal({ FID_PERIOD_DIV_CODE: 'Y', FID_ORG_ADJ_PRC: '0' })).toMatchObject({
      msg_cd: 'OPSQ2001',
      msg1: 'ERROR : INPUT FIELD NOT FOUND [FID_PERIOD_DIV_CODE]',
    });
    expect(refusal({ FID_PERIOD_DIV_CODE: 'D' })['msg1']).toContain('[FID_ORG_ADJ_PRC]');
  });
});

describe('국내주식기간별시세', () => {
  const chart = (fields: Record<string, string>) =>
    ask('inquire-daily-itemchartprice', {
      ...SAMSUNG,
      FID_PERIOD_DIV_CODE: 'D',
      FID_ORG_ADJ_PRC: '0',
      FID_INPUT_DATE_1: '20260101',
      FID_INPUT_DATE_2: '20261123',
      ...fields,
    });
  const list = (fields: Record<string, string>) => outputRows(chart(fields), 'output2');

  it('answers with the documented keys and nothing else', () => {
    const answer = chart({});
    expect(keysOf(answer.body)).toEqual(words('output1 output2 rt_cd msg_cd msg1'));
    expect(keysOf(output(answer, 'output1'))).toEqual(SUMMARY_KEYS);
    expect(outputRows(answer, 'output2').map(keysOf)).toEqual(Array(100).fill(CHART_KEYS));
  });

  it('sums up today, with the issue’s name and yesterday’s figures', () => {
    const now = at('2026-11-23 14:00:10');
    const yesterday = tape.bar('005930', '20261120', now);
    expect(output(chart({}), 'output1')).toMatchObject({
      hts_kor_isnm: '삼성전자',
      stck_shrn_iscd: '005930',
      stck_prpr: tape.price('005930', now).toString(),
      stck_prdy_clpr: yesterday.close.toString(),
      stck_prdy_hgpr: yesterday.high.toString(),
      prdy_vol: yesterday.volume.toString(),
      askp: tape.book('005930', now).asks[0]?.price.toString(),
    });
  });

  it('gives a hundred rows at most, and the rest to a caller who walks back', () => {
    const first = list({});
    const rest = list({ FID_INPUT_DATE_2: '20260629' });
    expect(dates(first)[0]).toBe('20261123');
    const all = new Map([...first, ...rest].map(row => [row['stck_bsop_date'], row]));
    const whole = tape.dailyBars('005930', '20260101', '20261123', at('2026-11-23 14:00:10'));
    expect(dates(first).at(-1)).toBe(whole[99]?.date);
    expect([...all.keys()].length).toBeGreaterThan(first.length);
    expectChained(first);
  });

  it('keeps to the range, and chains its oldest row to the day before it', () => {
    const rows = list({ FID_INPUT_DATE_1: '20261116', FID_INPUT_DATE_2: '20261118' });
    expect(dates(rows)).toEqual(['20261118', '20261117', '20261116']);
    const before = tape.bar('005930', '20261113', at('2026-11-23 14:00:10')).close;
    expect(rows[2]?.['prdy_vrss']).toBe((close(rows[2]) - before).toString());
    expect(list({ FID_INPUT_DATE_1: '20261201', FID_INPUT_DATE_2: '20261231' })).toEqual([]);
    expect(list({ FID_INPUT_DATE_1: '20261118', FID_INPUT_DATE_2: '20261116' })).toEqual([]);
  });

  it('joins days into weeks, months and years under their first trading day', () => {
    const days = list({ FID_INPUT_DATE_1: '20261116', FID_INPUT_DATE_2: '20261120' });
    const [week] = list({
      FID_PERIOD_DIV_CODE: 'W',
      FID_INPUT_DATE_1: '20261116',
      FID_INPUT_DATE_2: '20261120',
    });
    const numbers = (name: string) => days.map(row => BigInt(row[name] ?? ''));
    expect(week).toMatchObject({
      stck_bsop_date: '20261116',
      stck_oprc: days.at(-1)?.['stck_oprc'],
      stck_clpr: days[0]?.['stck_clpr'],
      stck_hgpr: numbers('stck_hgpr')
        .reduce((a, b) => (a > b ? a : b))
        .toString(),
      stck_lwpr: numbers('stck_lwpr')
        .reduce((a, b) => (a < b ? a : b))
        .toString(),
      acml_vol: numbers('acml_vol')
        .reduce((a, b) => a + b)
        .toString(),
    });
    const from = { FID_INPUT_DATE_1: '20250101' };
    expect(dates(list({ ...from, FID_PERIOD_DIV_CODE: 'Y' }))).toEqual(['20260102', '20250102']);
    expect(dates(list({ ...from, FID_PERIOD_DIV_CODE: 'M' })).slice(0, 2)).toEqual(['20261102', '20261001']);
  });

  it('marks days without a trade', () => {
    const rows = list({
      FID_INPUT_ISCD: '001570',
      FID_INPUT_DATE_1: '20261120',
      FID_INPUT_DATE_2: '20261120',
    });
    expect(rows[0]).toMatchObject({ mod_yn: 'Y', acml_vol: '0', stck_clpr: '9900', prdy_vrss_sign: '3' });
  });

  it('names a malformed field', () => {
    expect(chart({ FID_INPUT_DATE_1: '20260231' }).body['msg1']).toContain('[FID_INPUT_DATE_1]');
    expect(chart({ FID_INPUT_DATE_2: 'today' }).body['msg1']).toContain('[FID_INPUT_DATE_2]');
    expect(chart({ FID_PERIOD_DIV_CODE: 'constructor' }).body['msg1']).toContain('[FID_PERIOD_DIV_CODE]');
  });

  it('answers a code that is not listed with a price of zero and no rows', () => {
    const nobody = chart({ FID_INPUT_ISCD: '999999' });
    expect(nobody.body['rt_cd']).toBe('0');
    expect(output(nobody, 'output1')).toMatchObject({ stck_prpr: '0', hts_kor_isnm: '' });
    expect(outputRows(nobody, 'output2')).toEqual([]);
  });
});
