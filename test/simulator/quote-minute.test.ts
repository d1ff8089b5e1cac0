import { describe, expect, it } from 'vitest';
import { createTape } from '../../src/simulator/tape.js';
import { ask, at, keysOf, output, outputRows, SAMSUNG, tape, words } from './quote-caller.js';

const SUMMARY_KEYS = words(
  'prdy_vrss prdy_vrss_sign prdy_ctrt stck_prdy_clpr acml_vol acml_tr_pbmn hts_kor_isnm stck_prpr',
);
const ROW_KEYS = words(
  'stck_bsop_date stck_cntg_hour stck_prpr stck_oprc stck_hgpr stck_lwpr cntg_vol acml_tr_pbmn',
);

const minutes = (hour: string, call = {}) =>
  ask(
    'inquire-time-itemchartprice',
    { ...SAMSUNG, FID_INPUT_HOUR_1: hour, FID_PW_DATA_INCU_YN: 'Y', FID_ETC_CLS_CODE: '' },
    call,
  );
const rows = (hour: string, call = {}) => outputRows(minutes(hour, call), 'output2');
const hours = (list: readonly Record<string, string>[]) => list.map(row => row['stck_cntg_hour']);

describe('주식당일분봉조회', () => {
  it('answers with the documented keys and nothing else, thirty rows', () => {
    const answer = minutes('140000');
    expect(keysOf(answer.body)).toEqual(words('output1 output2 rt_cd msg_cd msg1'));
    expect(keysOf(output(answer, 'output1'))).toEqual(SUMMARY_KEYS);
    expect(outputRows(answer, 'output2').map(keysOf)).toEqual(Array(30).fill(ROW_KEYS));
  });

  it('begins with the minute asked for and goes back, and on from there with an earlier hour', () => {
    const first = rows('130000');
    expect(hours(first).slice(0, 2)).toEqual(['130000', '125900']);
    expect(hours(first).at(-1)).toBe('123100');
    expect(hours(rows('123000'))[0]).toBe('123000');
    expect(first[0]?.['stck_bsop_date']).toBe('20261123');
  });

  it('shows a whole minute that is past, and what there is of the one under way', () => {
    const now = at('2026-11-23 14:00:10');
    const past = tape.minuteBars('005930', at('2026-11-23 13:00:00'), 1, now)[0];
    expect(rows('130000')[0]).toMatchObject({
      stck_prpr: past?.close.toString(),
      stck_oprc: past?.open.toString(),
      stck_hgpr: past?.high.toString(),
      stck_lwpr: past?.low.toString(),
      cntg_vol: past?.volume.toString(),
      acml_tr_pbmn: tape.bar('005930', '20261123', at('2026-11-23 13:00:59')).turnover.toString(),
    });
    expect(rows('130000')[29]?.['acml_tr_pbmn']).toBe(
      tape.bar('005930', '20261123', at('2026-11-23 12:31:59')).turnover.toString(),
    );
    const underWay = rows('140000')[0];
    expect(underWay?.['stck_prpr']).toBe(tape.price('005930', now).toString());
    expect(underWay?.['acml_tr_pbmn']).toBe(tape.bar('005930', '20261123', now).turnover.toString());
  });

  it('repeats the price in force in minutes that have not come', () => {
    const list = rows('140300');
    expect(hours(list).slice(0, 5)).toEqual(['140300', '140200', '140100', '140000', '135900']);
    const price = tape.price('005930', at('2026-11-23 14:00:10')).toString();
    expect(list[0]).toMatchObject({ stck_prpr: price, stck_oprc: price, cntg_vol: '0' });
    expect(list).toHaveLength(30);
  });

  it('ends with the closing auction after hours, whatever later hour is asked for', () => {
    const now = at('2026-11-23 21:00:00');
    expect(hours(rows('200000', { now })).slice(0, 2)).toEqual(['153000', '152900']);
    expect(hours(rows('235959', { now }))[0]).toBe('153000');
  });

  it('has no rows before the opening and fewer than thirty soon after it', () => {
    expect(rows('083000', { now: at('2026-11-23 08:30:00') })).toEqual([]);
    expect(hours(rows('090200', { now: at('2026-11-23 09:02:30') }))).toEqual(['090200', '090100', '090000']);
  });

  it('goes back to midnight on a market that never closes', () => {
    const always = createTape({ seed: 'quotes', alwaysOpen: true });
    const list = rows('000200', { now: at('2026-11-22 00:02:30'), tape: always });
    expect(hours(list)).toEqual(['000200', '000100', '000000']);
  });

  it('refuses an hour that is none', () => {
    expect(minutes('246000').body).toMatchObject({ rt_cd: '1', msg_cd: 'OPSQ2001' });
    expect(minutes('9').body['msg1']).toContain('[FID_INPUT_HOUR_1]');
  });
});
