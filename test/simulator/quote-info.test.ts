import { describe, expect, it } from 'vitest';
import { createTape } from '../../src/simulator/tape.js';
import { ask, at, keysOf, output, outputRows, tape, words } from './quote-caller.js';

const STOCK_KEYS = words(`
  pdno prdt_type_cd mket_id_cd scty_grp_id_cd excg_dvsn_cd setl_mmdd lstg_stqt lstg_cptl_amt cpta papr issu_pric
  kospi200_item_yn scts_mket_lstg_dt scts_mket_lstg_abol_dt kosdaq_mket_lstg_dt kosdaq_mket_lstg_abol_dt
  frbd_mket_lstg_dt frbd_mket_lstg_abol_dt reits_kind_cd etf_dvsn_cd oilf_fund_yn idx_bztp_lcls_cd
  idx_bztp_mcls_cd idx_bztp_scls_cd stck_kind_cd mfnd_opng_dt mfnd_end_dt dpsi_erlm_cncl_dt etf_cu_qty prdt_name
  prdt_name120 prdt_abrv_name std_pdno prdt_eng_name prdt_eng_name120 prdt_eng_abrv_name dpsi_aptm_erlm_yn
  etf_txtn_type_cd etf_type_cd lstg_abol_dt nwst_odst_dvsn_cd sbst_pric thco_sbst_pric thco_sbst_pric_chng_dt
  tr_stop_yn admn_item_yn thdt_clpr bfdy_clpr clpr_chng_dt std_idst_clsf_cd std_idst_clsf_cd_name
  idx_bztp_lcls_cd_name idx_bztp_mcls_cd_name idx_bztp_scls_cd_name ocr_no crfd_item_yn elec_scty_yn issu_istt_cd
  etf_chas_erng_rt_dbnb etf_etn_ivst_heed_item_yn stln_int_rt_dvsn_cd frnr_psnl_lmt_rt lstg_rqsr_issu_istt_cd
  lstg_rqsr_item_cd trst_istt_issu_istt_cd cptt_trad_tr_psbl_yn nxt_tr_stop_yn
`);
const PRODUCT_KEYS = words(`
  pdno prdt_type_cd prdt_name prdt_name120 prdt_abrv_name prdt_eng_name prdt_eng_name120 prdt_eng_abrv_name
  std_pdno shtn_pdno prdt_sale_stat_cd prdt_risk_grad_cd prdt_clsf_cd prdt_clsf_name sale_strt_dt sale_end_dt
  wrap_asst_type_cd ivst_prdt_type_cd ivst_prdt_type_cd_name frst_erlm_dt
`);

const info = (service: string, code: string, type = '300') =>
  ask(service, { PDNO: code, PRDT_TYPE_CD: type });

describe('주식기본조회', () => {
  it('answers with the documented keys and nothing else', () => {
    const answer = info('search-stock-info', '005930');
    expect(keysOf(output(answer))).toEqual(STOCK_KEYS);
    expect(answer.body).toMatchObject({ rt_cd: '0', msg_cd: 'KIOK0530' });
    // 80 bytes: seven Korean characters of two bytes, and blanks.
    expect(answer.body['msg1']).toBe(`조회되었습니다${' '.repeat(66)}`);
  });

  it('names the issue and its market', () => {
    expect(output(info('search-stock-info', '005930'))).toMatchObject({
      pdno: '00000A005930',
      prdt_abrv_name: '삼성전자',
      prdt_eng_name: 'Samsung Electronics',
      std_pdno: 'KR7005930003',
      mket_id_cd: 'STK',
      scty_grp_id_cd: 'ST',
      excg_dvsn_cd: '02',
      lstg_stqt: '5919637922',
      papr: '100',
      tr_stop_yn: 'N',
      thdt_clpr: tape.price('005930', at('2026-11-23 14:00:10')).toString(),
    });
    expect(output(info('search-stock-info', '247540'))).toMatchObject({
      mket_id_cd: 'KSQ',
      excg_dvsn_cd: '03',
    });
    expect(output(info('search-stock-info', 'Q530031'))).toMatchObject({
      pdno: '00000Q530031',
      scty_grp_id_cd: 'EN',
    });
    expect(output(info('search-stock-info', '001570'))).toMatchObject({ tr_stop_yn: 'Y', admn_item_yn: 'Y' });
  });

  it('refuses an unknown code, and an issue under another product type', () => {
    for (const [code, type] of [
      ['999999', '300'],
      ['005930', '512'],
    ]) {
      expect(info('search-stock-info', code ?? '', type).body['rt_cd']).toBe('7');
    }
  });
});

describe('상품기본조회', () => {
  it('answers with the documented keys and nothing else', () => {
    const answer = info('search-info', '069500');
    expect(keysOf(output(answer))).toEqual(PRODUCT_KEYS);
    expect(output(answer)).toMatchObject({ shtn_pdno: '069500', prdt_name: 'KODEX 200' });
    expect(info('search-info', '999999').body['rt_cd']).toBe('7');
  });
});

describe('국내휴장일조회', () => {
  const KEYS = words('bass_dt wday_dvsn_cd bzdy_yn tr_day_yn opnd_yn sttl_day_yn');
  const holidays = (date: string, call = {}, key = '') =>
    ask('chk-holiday', { BASS_DT: date, CTX_AREA_NK: key, CTX_AREA_FK: '' }, call);

  it('lists days from the one asked for, with the key of the next page', () => {
    const answer = holidays('20261223');
    expect(keysOf(answer.body)).toEqual(words('ctx_area_nk ctx_area_fk output rt_cd msg_cd msg1'));
    const list = outputRows(answer);
    expect(list.map(keysOf)).toEqual(Array(24).fill(KEYS));
    expect([list[0]?.['bass_dt'], list[23]?.['bass_dt']]).toEqual(['20261223', '20270115']);
    expect(answer).toMatchObject({ trCont: 'F', body: { ctx_area_nk: '20270115            ' } });
  });

  it('tells trading days from weekends, holidays and the last day of the year', () => {
    const day = (date: string) => outputRows(holidays(date))[0];
    expect(day('20261124')).toMatchObject({
      wday_dvsn_cd: '03',
      bzdy_yn: 'Y',
      opnd_yn: 'Y',
      sttl_day_yn: 'Y',
    });
    expect(day('20261122')).toMatchObject({ wday_dvsn_cd: '01', bzdy_yn: 'N', opnd_yn: 'N', tr_day_yn: 'Y' });
    expect(day('20261225')).toMatchObject({ wday_dvsn_cd: '06', bzdy_yn: 'N', opnd_yn: 'N' });
    expect(day('20261231')).toMatchObject({
      wday_dvsn_cd: '05',
      bzdy_yn: 'Y',
      opnd_yn: 'N',
      sttl_day_yn: 'N',
    });
  });

  it('goes on behind the key when asked for the following page', () => {
    const next = holidays('20261223', { trCont: 'N' }, '20270115            ');
    expect(outputRows(next)[0]?.['bass_dt']).toBe('20270116');
    expect(next.trCont).toBe('M');
    expect(outputRows(holidays('20261223', {}, '20270115'))[0]?.['bass_dt']).toBe('20261223');
  });

  it('knows only open days where the market never closes', () => {
    const always = createTape({ seed: 'quotes', alwaysOpen: true });
    const list = outputRows(holidays('20261223', { tape: always }));
    expect(new Set(list.map(row => row['opnd_yn']))).toEqual(new Set(['Y']));
  });

  it('refuses a date that is none', () => {
    expect(holidays('20260230').body).toMatchObject({ rt_cd: '1', msg_cd: 'OPSQ2001' });
  });
});
