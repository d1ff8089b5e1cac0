import { decimal } from './decimal.js';
import { fundamentalsOf } from './fundamentals.js';
import { type Listing, listingOf } from './listings.js';
import { QUOTE_PATH } from './quote-route.js';
import type { Route, VenueAnswer, VenueRequest } from './route.js';
import type { Tape } from './tape.js';

/** 국내주식, and with it ETF, ETN and ELW. */
const DOMESTIC = '300';

/** Padded to 80 bytes, a Korean character counting two. */
const FOUND = '조회되었습니다'.padEnd(73);
const NOT_FOUND = '조회할 내용이 없습니다'.padEnd(70);

/** Listing dates are not kept: every issue is shown as listed on this day. */
const LISTED_ON = '20100104';

/** KIS: 주식기본조회 CTPF1002R. Live only. */
export function stockInfoRoute(tape: Tape): Route {
  return infoRoute('search-stock-info', 'CTPF1002R', (issue, { now }) => stockInfo(tape, issue, now));
}

/** KIS: 상품기본조회 CTPF1604R. Live only; here it knows domestic issues. */
export function productInfoRoute(): Route {
  return infoRoute('search-info', 'CTPF1604R', issue => ({
    ...names(issue),
    shtn_pdno: issue.instrument.code,
    prdt_sale_stat_cd: '',
    prdt_risk_grad_cd: '',
    prdt_clsf_cd: '101110',
    prdt_clsf_name: '국내주식',
    sale_strt_dt: '',
    sale_end_dt: '',
    wrap_asst_type_cd: '06',
    ivst_prdt_type_cd: '1011',
    ivst_prdt_type_cd_name: '국내주식',
    frst_erlm_dt: '',
  }));
}

function infoRoute(
  name: string,
  trId: string,
  output: (issue: Listing, request: VenueRequest) => object,
): Route {
  return {
    method: 'GET',
    path: `${QUOTE_PATH}/${name}`,
    live: [trId],
    paper: [],
    account: false,
    handle(request): VenueAnswer {
      const issue = request.field('PRDT_TYPE_CD') === DOMESTIC ? listingOf(request.field('PDNO')) : undefined;
      // rt_cd "7" is what clients go by; the code and text are our assumption.
      if (issue === undefined) {
        return { status: 200, body: { rt_cd: '7', msg_cd: 'KIOK0560', msg1: NOT_FOUND } };
      }
      const body = { output: output(issue, request), rt_cd: '0', msg_cd: 'KIOK0530', msg1: FOUND };
      return { status: 200, body };
    },
  };
}

/** `00000A005930`: an A before a share's or a fund's code; an ETN brings its Q. */
function productNumber(code: string): string {
  return (code.length === 7 ? code : `A${code}`).padStart(12, '0');
}

function names(issue: Listing) {
  const { code, name } = issue.instrument;
  return {
    pdno: productNumber(code),
    prdt_type_cd: DOMESTIC,
    prdt_name: name,
    prdt_name120: name,
    prdt_abrv_name: name,
    prdt_eng_name: issue.englishName,
    prdt_eng_name120: issue.englishName,
    prdt_eng_abrv_name: issue.englishName,
    std_pdno: issue.isin,
  };
}

function stockInfo(tape: Tape, issue: Listing, now: number) {
  const { code, kind, market, halted, managed, name } = issue.instrument;
  const kospi = market === 'KOSPI';
  const base = tape.base(code, now);
  const yes = (condition: boolean) => (condition ? 'Y' : 'N');
  const substitute = (((base * 76n) / 1000n) * 10n).toString();
  return {
    ...names(issue),
    mket_id_cd: kospi ? 'STK' : 'KSQ',
    scty_grp_id_cd: { stock: 'ST', etf: 'EF', etn: 'EN', reit: 'RT', elw: 'EW', other: 'MF' }[kind],
    excg_dvsn_cd: kospi ? '02' : '03',
    setl_mmdd: '12',
    lstg_stqt: issue.listedShares.toString(),
    lstg_cptl_amt: '0',
    cpta: (issue.faceValue * issue.listedShares).toString(),
    papr: issue.faceValue.toString(),
    issu_pric: issue.faceValue.toString(),
    kospi200_item_yn: 'N',
    scts_mket_lstg_dt: kospi ? LISTED_ON : '',
    scts_mket_lstg_abol_dt: '',
    kosdaq_mket_lstg_dt: kospi ? '' : LISTED_ON,
    kosdaq_mket_lstg_abol_dt: '',
    frbd_mket_lstg_dt: '',
    frbd_mket_lstg_abol_dt: '',
    reits_kind_cd: '',
    etf_dvsn_cd: kind === 'etf' ? '1' : '0',
    oilf_fund_yn: 'N',
    idx_bztp_lcls_cd: '002',
    idx_bztp_mcls_cd: '013',
    idx_bztp_scls_cd: '013',
    stck_kind_cd: name.endsWith('우') ? '201' : '101',
    mfnd_opng_dt: '',
    mfnd_end_dt: '',
    dpsi_erlm_cncl_dt: '',
    etf_cu_qty: '0',
    dpsi_aptm_erlm_yn: 'Y',
    etf_txtn_type_cd: '00',
    etf_type_cd: '',
    lstg_abol_dt: '',
    nwst_odst_dvsn_cd: '1',
    sbst_pric: substitute,
    thco_sbst_pric: substitute,
    thco_sbst_pric_chng_dt: tape.day(now),
    tr_stop_yn: yes(halted),
    admn_item_yn: yes(managed),
    thdt_clpr: tape.price(code, now).toString(),
    bfdy_clpr: base.toString(),
    clpr_chng_dt: tape.day(now),
    std_idst_clsf_cd: '000000',
    std_idst_clsf_cd_name: issue.sector,
    idx_bztp_lcls_cd_name: '시가총액규모대',
    idx_bztp_mcls_cd_name: issue.sector,
    idx_bztp_scls_cd_name: issue.sector,
    ocr_no: '0000',
    crfd_item_yn: 'N',
    elec_scty_yn: 'Y',
    issu_istt_cd: '00000',
    etf_chas_erng_rt_dbnb: '0',
    etf_etn_ivst_heed_item_yn: 'N',
    stln_int_rt_dvsn_cd: '02',
    frnr_psnl_lmt_rt: decimal(fundamentalsOf(issue).foreign, 100n, 8),
    lstg_rqsr_issu_istt_cd: '',
    lstg_rqsr_item_cd: '',
    trst_istt_issu_istt_cd: '',
    cptt_trad_tr_psbl_yn: yes(kind === 'stock'),
    nxt_tr_stop_yn: 'N',
  };
}
