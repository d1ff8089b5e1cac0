import type { ProxiedService, TradingMode } from '../../core/index.js';
import { type ReadTrName, readIds } from './tr-ids.js';

/** What this program reads itself, by KIS's own names (KIS: API 목록). */
const OWN: Readonly<Record<ReadTrName, string>> = {
  balance: '주식잔고조회',
  buyingPower: '매수가능조회',
  sellable: '매도가능수량조회',
  orders: '주식일별주문체결조회',
  oldOrders: '주식일별주문체결조회',
  openOrders: '주식정정취소가능주문조회',
  price: '주식현재가 시세',
  orderBook: '주식현재가 호가/예상체결',
  dailyPrices: '주식현재가 일자별',
  candles: '국내주식기간별시세(일/주/월/년)',
  minuteCandles: '주식당일분봉조회',
  stockInfo: '주식기본조회',
  holidays: '국내휴장일조회',
};

/** Service, TR id and KIS's own name (KIS: API 목록, June 2026). All are GET. */
type Row = readonly [service: string, trId: string, name: string];

/** The same on 실전 and 모의투자. */
const EVERYWHERE: readonly Row[] = [
  ['quotations/inquire-ccnl', 'FHKST01010300', '주식현재가 체결'],
  ['quotations/inquire-member', 'FHKST01010600', '주식현재가 회원사'],
  ['quotations/inquire-investor', 'FHKST01010900', '주식현재가 투자자'],
  ['quotations/inquire-time-itemconclusion', 'FHPST01060000', '주식현재가 당일시간대별체결'],
  ['quotations/inquire-time-overtimeconclusion', 'FHPST02310000', '주식현재가 시간외시간별체결'],
  ['quotations/inquire-daily-overtimeprice', 'FHPST02320000', '주식현재가 시간외일자별주가'],
  ['quotations/inquire-elw-price', 'FHKEW15010000', 'ELW 현재가 시세'],
  ['quotations/inquire-daily-indexchartprice', 'FHKUP03500100', '국내주식업종기간별시세(일/주/월/년)'],
];

/** 모의투자 미지원. */
const LIVE_ONLY: readonly Row[] = [
  ['trading/inquire-account-balance', 'CTRP6548R', '투자계좌자산현황조회'],
  ['trading/inquire-balance-rlz-pl', 'TTTC8494R', '주식잔고조회_실현손익'],
  ['trading/inquire-period-profit', 'TTTC8708R', '기간별손익일별합산조회'],
  ['trading/inquire-period-trade-profit', 'TTTC8715R', '기간별매매손익현황조회'],
  ['trading/inquire-credit-psamount', 'TTTC8909R', '신용매수가능조회'],
  ['trading/intgr-margin', 'TTTC0869R', '주식통합증거금 현황'],
  ['trading/period-rights', 'CTRGA011R', '기간별계좌권리현황조회'],
  ['quotations/inquire-price-2', 'FHPST01010000', '주식현재가 시세2'],
  ['quotations/inquire-overtime-price', 'FHPST02300000', '국내주식 시간외현재가'],
  ['quotations/inquire-overtime-asking-price', 'FHPST02300400', '국내주식 시간외호가'],
  ['quotations/inquire-time-dailychartprice', 'FHKST03010230', '주식일별분봉조회'],
  ['quotations/intstock-multprice', 'FHKST11300006', '관심종목(멀티종목) 시세조회'],
  ['quotations/exp-closing-price', 'FHKST117300C0', '국내주식 장마감 예상체결가'],
  ['quotations/exp-price-trend', 'FHPST01810000', '국내주식 예상체결가 추이'],
  ['quotations/inquire-index-price', 'FHPUP02100000', '국내업종 현재지수'],
  ['quotations/inquire-index-daily-price', 'FHPUP02120000', '국내업종 일자별지수'],
  ['quotations/inquire-index-timeprice', 'FHPUP02110200', '국내업종 시간별지수(분)'],
  ['quotations/inquire-index-tickprice', 'FHPUP02110100', '국내업종 시간별지수(초)'],
  ['quotations/inquire-index-category-price', 'FHPUP02140000', '국내업종 구분별전체시세'],
  ['quotations/inquire-time-indexchartprice', 'FHKUP03500200', '업종 분봉조회'],
  ['quotations/inquire-vi-status', 'FHPST01390000', '변동성완화장치(VI) 현황'],
  ['quotations/comp-interest', 'FHPST07020000', '금리 종합(국내채권/금리)'],
  ['quotations/news-title', 'FHKST01011800', '종합 시황/공시(제목)'],
  ['quotations/mktfunds', 'FHKST649100C0', '국내 증시자금 종합'],
  ['quotations/search-info', 'CTPF1604R', '상품기본조회'],
  ['quotations/invest-opinion', 'FHKST663300C0', '국내주식 종목투자의견'],
  ['quotations/invest-opbysec', 'FHKST663400C0', '국내주식 증권사별 투자의견'],
  ['quotations/estimate-perform', 'HHKST668300C0', '국내주식 종목추정실적'],
  ['quotations/credit-by-company', 'FHPST04770000', '국내주식 당사 신용가능종목'],
  ['quotations/inquire-member-daily', 'FHPST04540000', '주식현재가 회원사 종목매매동향'],
  ['quotations/inquire-daily-trade-volume', 'FHKST03010800', '종목별일별매수매도체결량'],
  ['quotations/investor-trade-by-stock-daily', 'FHPTJ04160001', '종목별 투자자매매동향(일별)'],
  ['quotations/investor-trend-estimate', 'HHPTJ04160200', '종목별 외인기관 추정가집계'],
  ['quotations/inquire-investor-time-by-market', 'FHPTJ04030000', '시장별 투자자매매동향(시세)'],
  ['quotations/inquire-investor-daily-by-market', 'FHPTJ04040000', '시장별 투자자매매동향(일별)'],
  ['quotations/foreign-institution-total', 'FHPTJ04400000', '국내기관_외국인 매매종목가집계'],
  ['quotations/program-trade-by-stock', 'FHPPG04650101', '종목별 프로그램매매추이(체결)'],
  ['quotations/program-trade-by-stock-daily', 'FHPPG04650201', '종목별 프로그램매매추이(일별)'],
  ['quotations/comp-program-trade-today', 'FHPPG04600101', '프로그램매매 종합현황(시간)'],
  ['quotations/comp-program-trade-daily', 'FHPPG04600001', '프로그램매매 종합현황(일별)'],
  ['quotations/daily-credit-balance', 'FHPST04760000', '국내주식 신용잔고 일별추이'],
  ['quotations/daily-short-sale', 'FHPST04830000', '국내주식 공매도 일별추이'],
  ['quotations/daily-loan-trans', 'HHPST074500C0', '종목별 일별 대차거래추이'],
  ['quotations/pbar-tratio', 'FHPST01130000', '국내주식 매물대/거래비중'],
  ['quotations/tradprt-byamt', 'FHKST111900C0', '국내주식 체결금액별 매매비중'],
  ['quotations/capture-uplowprice', 'FHKST130000C0', '국내주식 상하한가 포착'],
  ['quotations/volume-rank', 'FHPST01710000', '거래량순위'],
  ['ranking/fluctuation', 'FHPST01700000', '국내주식 등락률 순위'],
  ['ranking/volume-power', 'FHPST01680000', '국내주식 체결강도 상위'],
  ['ranking/quote-balance', 'FHPST01720000', '국내주식 호가잔량 순위'],
  ['ranking/market-cap', 'FHPST01740000', '국내주식 시가총액 상위'],
  ['ranking/market-value', 'FHPST01790000', '국내주식 시장가치 순위'],
  ['ranking/finance-ratio', 'FHPST01750000', '국내주식 재무비율 순위'],
  ['ranking/profit-asset-index', 'FHPST01730000', '국내주식 수익자산지표 순위'],
  ['ranking/disparity', 'FHPST01780000', '국내주식 이격도 순위'],
  ['ranking/near-new-highlow', 'FHPST01870000', '국내주식 신고/신저근접종목 상위'],
  ['ranking/dividend-rate', 'HHKDB13470100', '국내주식 배당률 상위'],
  ['ranking/bulk-trans-num', 'FHKST190900C0', '국내주식 대량체결건수 상위'],
  ['ranking/short-sale', 'FHPST04820000', '국내주식 공매도 상위종목'],
  ['ranking/credit-balance', 'FHKST17010000', '국내주식 신용잔고 상위'],
  ['ranking/top-interest-stock', 'FHPST01800000', '국내주식 관심종목등록 상위'],
  ['ranking/exp-trans-updown', 'FHPST01820000', '국내주식 예상체결 상승/하락상위'],
  ['ranking/after-hour-balance', 'FHPST01760000', '국내주식 시간외잔량 순위'],
  ['ranking/overtime-volume', 'FHPST02350000', '국내주식 시간외거래량순위'],
  ['ranking/overtime-fluctuation', 'FHPST02340000', '국내주식 시간외등락율순위'],
  ['finance/balance-sheet', 'FHKST66430100', '국내주식 대차대조표'],
  ['finance/income-statement', 'FHKST66430200', '국내주식 손익계산서'],
  ['finance/financial-ratio', 'FHKST66430300', '국내주식 재무비율'],
  ['finance/profit-ratio', 'FHKST66430400', '국내주식 수익성비율'],
  ['finance/other-major-ratios', 'FHKST66430500', '국내주식 기타주요비율'],
  ['finance/stability-ratio', 'FHKST66430600', '국내주식 안정성비율'],
  ['finance/growth-ratio', 'FHKST66430800', '국내주식 성장성비율'],
  ['ksdinfo/dividend', 'HHKDB669102C0', '예탁원정보(배당일정)'],
  ['ksdinfo/bonus-issue', 'HHKDB669101C0', '예탁원정보(무상증자일정)'],
  ['ksdinfo/paidin-capin', 'HHKDB669100C0', '예탁원정보(유상증자일정)'],
  ['ksdinfo/merger-split', 'HHKDB669104C0', '예탁원정보(합병/분할일정)'],
  ['ksdinfo/rev-split', 'HHKDB669105C0', '예탁원정보(액면교체일정)'],
  ['ksdinfo/list-info', 'HHKDB669107C0', '예탁원정보(상장정보일정)'],
  ['ksdinfo/sharehld-meet', 'HHKDB669111C0', '예탁원정보(주주총회일정)'],
];

const ROOT = '/uapi/domestic-stock/v1/';
const OF_ACCOUNT = `${ROOT}trading/`;

/**
 * THE allow-list of what programs may read of KIS in this environment: one entry for each path. One list for the lines
 * of all accounts.
 */
export const proxiedServices = (mode: TradingMode): readonly ProxiedService[] => SERVICES[mode];

function servicesOf(mode: TradingMode): readonly ProxiedService[] {
  const more = mode === 'live' ? [...EVERYWHERE, ...LIVE_ONLY] : EVERYWHERE;
  const known = Object.keys(OWN).filter((name): name is ReadTrName => name in OWN);
  const all = [
    ...known.map(name => ({ ...readIds(name, mode), name: OWN[name] })),
    ...more.map(([service, id, name]) => ({ path: ROOT + service, ids: [id], name })),
  ].filter(({ ids }) => ids.length > 0);
  const paths = new Map<string, ProxiedService>();
  for (const { path, ids, name } of all) {
    const trIds = [...(paths.get(path)?.trIds ?? []), ...ids];
    paths.set(path, { path, trIds, name, ofAccount: path.startsWith(OF_ACCOUNT) });
  }
  return [...paths.values()];
}

const SERVICES: Readonly<Record<TradingMode, readonly ProxiedService[]>> = {
  live: servicesOf('live'),
  paper: servicesOf('paper'),
};
