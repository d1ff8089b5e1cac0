import { describe, expect, it } from 'vitest';
import { LISTINGS } from '../../src/simulator/listings.js';
import { quoteRoutes } from '../../src/simulator/quote-routes.js';
import { ask, at, keysOf, output, SAMSUNG, tape, words } from './quote-caller.js';

const PRICE_KEYS = words(`
  iscd_stat_cls_code marg_rate rprs_mrkt_kor_name new_hgpr_lwpr_cls_code bstp_kor_isnm temp_stop_yn
  oprc_rang_cont_yn clpr_rang_cont_yn crdt_able_yn grmn_rate_cls_code elw_pblc_yn stck_prpr prdy_vrss
  prdy_vrss_sign prdy_ctrt acml_tr_pbmn acml_vol prdy_vrss_vol_rate stck_oprc stck_hgpr stck_lwpr stck_mxpr
  stck_llam stck_sdpr wghn_avrg_stck_prc hts_frgn_ehrt frgn_ntby_qty pgtr_ntby_qty pvt_scnd_dmrs_prc
  pvt_frst_dmrs_prc pvt_pont_val pvt_frst_dmsp_prc pvt_scnd_dmsp_prc dmrs_val dmsp_val cpfn rstc_wdth_prc
  stck_fcam stck_sspr aspr_unit hts_deal_qty_unit_val lstn_stcn hts_avls per pbr stac_month vol_tnrt eps bps
  d250_hgpr d250_hgpr_date d250_hgpr_vrss_prpr_rate d250_lwpr d250_lwpr_date d250_lwpr_vrss_prpr_rate
  stck_dryy_hgpr dryy_hgpr_vrss_prpr_rate dryy_hgpr_date stck_dryy_lwpr dryy_lwpr_vrss_prpr_rate
  dryy_lwpr_date w52_hgpr w52_hgpr_vrss_prpr_ctrt w52_hgpr_date w52_lwpr w52_lwpr_vrss_prpr_ctrt w52_lwpr_date
  whol_loan_rmnd_rate ssts_yn stck_shrn_iscd fcam_cnnm cpfn_cnnm apprch_rate frgn_hldn_qty vi_cls_code
  ovtm_vi_cls_code last_ssts_cntg_qty invt_caful_yn mrkt_warn_cls_code short_over_yn sltr_yn mang_issu_cls_code
`);

const price = (code: string, call = {}) =>
  output(ask('inquire-price', { ...SAMSUNG, FID_INPUT_ISCD: code }, call));

describe('the quote services', () => {
  it('stand at their paths under their TR ids, the last three on live only', () => {
    const list = quoteRoutes(tape).map(r => [r.method, r.path.split('/').at(-1), r.live, r.paper, r.account]);
    const both = (name: string, id: string) => ['GET', name, [id], [id], false];
    const live = (name: string, id: string) => ['GET', name, [id], [], false];
    expect(list).toEqual([
      both('inquire-price', 'FHKST01010100'),
      both('inquire-asking-price-exp-ccn', 'FHKST01010200'),
      both('inquire-ccnl', 'FHKST01010300'),
      both('inquire-daily-price', 'FHKST01010400'),
      both('inquire-daily-itemchartprice', 'FHKST03010100'),
      both('inquire-time-itemchartprice', 'FHKST03010200'),
      live('search-stock-info', 'CTPF1002R'),
      live('search-info', 'CTPF1604R'),
      live('chk-holiday', 'CTCA0903R'),
    ]);
  });

  it('name the field that is missing or blank', () => {
    for (const service of ['inquire-price', 'inquire-asking-price-exp-ccn', 'inquire-ccnl']) {
      expect(ask(service, { FID_COND_MRKT_DIV_CODE: 'J' })).toEqual({
        status: 200,
        body: {
          rt_cd: '1',
          msg_cd: 'OPSQ2001',
          msg1: 'ERROR : INPUT FIELD NOT FOUND [FID_INPUT_ISCD]',
        },
      });
      expect(ask(service, { FID_INPUT_ISCD: '005930' }).body['msg_cd']).toBe('OPSQ2001');
    }
  });

  it('know the combined markets on live and KRX alone on paper', () => {
    const codeFor = (market: string, mode: 'live' | 'paper') =>
      ask('inquire-price', { ...SAMSUNG, FID_COND_MRKT_DIV_CODE: market }, { mode }).body['msg_cd'];
    expect(['J', 'NX', 'UN', 'ZZ'].map(m => codeFor(m, 'live'))).toEqual([
      'MCA00000',
      'MCA00000',
      'MCA00000',
      'OPSQ2001',
    ]);
    expect(['J', 'NX', 'UN'].map(m => codeFor(m, 'paper'))).toEqual(['MCA00000', 'OPSQ2001', 'OPSQ2001']);
  });
});

describe('주식현재가 시세', () => {
  it('answers with the documented keys and nothing else, every value a text', () => {
    const answer = ask('inquire-price', SAMSUNG);
    expect(keysOf(answer.body)).toEqual(words('output rt_cd msg_cd msg1'));
    expect(answer.body).toMatchObject({ rt_cd: '0', msg_cd: 'MCA00000', msg1: '정상처리 되었습니다.' });
    expect(keysOf(output(answer))).toEqual(PRICE_KEYS);
  });

  it('shows what the tape shows', () => {
    const now = at('2026-11-23 14:00:10');
    const bar = tape.bar('005930', '20261123', now);
    const base = tape.base('005930', now);
    expect(price('005930')).toMatchObject({
      stck_prpr: bar.close.toString(),
      stck_oprc: bar.open.toString(),
      stck_hgpr: bar.high.toString(),
      stck_lwpr: bar.low.toString(),
      stck_sdpr: base.toString(),
      prdy_vrss: (bar.close - base).toString(),
      acml_vol: bar.volume.toString(),
      acml_tr_pbmn: bar.turnover.toString(),
      aspr_unit: '100',
      lstn_stcn: '5919637922',
      hts_avls: ((bar.close * 5_919_637_922n) / 100_000_000n).toString(),
      stck_fcam: '100',
      fcam_cnnm: '100',
      iscd_stat_cls_code: '55',
      mrkt_warn_cls_code: '00',
    });
  });

  it('writes signed changes with the sign code that goes with them, for every issue', () => {
    const seen = new Set<string>();
    for (const { instrument } of LISTINGS) {
      const out = price(instrument.code);
      const change = BigInt(out['prdy_vrss'] ?? '');
      expect(out['prdy_vrss_sign']).toBe(change === 0n ? '3' : change > 0n ? '2' : '5');
      expect(out['prdy_ctrt']).toMatch(change < 0n ? /^-?\d+\.\d\d$/ : /^\d+\.\d\d$/);
      expect(BigInt(out['stck_prpr'] ?? '') - BigInt(out['stck_sdpr'] ?? '')).toBe(change);
      seen.add(out['prdy_vrss_sign'] ?? '');
    }
    expect(seen).toEqual(new Set(['2', '3', '5']));
  });

  it('gives percentages two decimals and dates eight digits', () => {
    const out = price('000660');
    for (const name of words(
      'marg_rate prdy_vrss_vol_rate wghn_avrg_stck_prc hts_frgn_ehrt per pbr vol_tnrt',
    )) {
      expect(out[name], name).toMatch(/^\d+\.\d\d$/);
    }
    for (const name of words('eps bps')) expect(out[name], name).toMatch(/^\d+\.00$/);
    for (const name of PRICE_KEYS.filter(key => key.endsWith('_date'))) {
      expect(out[name], name).toMatch(/^202[56]\d{4}$/);
    }
    for (const name of PRICE_KEYS.filter(key => key.endsWith('_vrss_prpr_rate'))) {
      expect(out[name], name).toMatch(/^-?\d+\.\d\d$/);
    }
  });

  it('marks halted, managed and warned issues', () => {
    expect(price('001570')).toMatchObject({
      iscd_stat_cls_code: '58',
      temp_stop_yn: 'Y',
      mang_issu_cls_code: 'Y',
      acml_vol: '0',
      stck_oprc: '0',
    });
    expect(price('009410')).toMatchObject({
      iscd_stat_cls_code: '51',
      temp_stop_yn: 'N',
      marg_rate: '100.00',
    });
    expect(price('084670')).toMatchObject({ iscd_stat_cls_code: '53', mrkt_warn_cls_code: '02' });
    expect(price('062970')).toMatchObject({ iscd_stat_cls_code: '54', mrkt_warn_cls_code: '01' });
  });

  it('shows no open, high or low before the opening, and the base as the price', () => {
    const out = price('005930', { now: at('2026-11-23 08:45:00') });
    expect(out).toMatchObject({
      stck_oprc: '0',
      stck_hgpr: '0',
      stck_lwpr: '0',
      acml_vol: '0',
      prdy_vrss: '0',
    });
    expect(out['stck_prpr']).toBe(out['stck_sdpr']);
  });

  it('answers a code that is not listed with success and a price of zero', () => {
    const answer = ask('inquire-price', { ...SAMSUNG, FID_INPUT_ISCD: '999999' });
    expect(answer.body['rt_cd']).toBe('0');
    expect(keysOf(output(answer))).toEqual(PRICE_KEYS);
    expect(output(answer)).toMatchObject({
      stck_prpr: '0',
      prdy_vrss_sign: '3',
      prdy_ctrt: '0.00',
      aspr_unit: '0',
    });
    expect(output(answer)['rprs_mrkt_kor_name']).toBe('');
  });
});
