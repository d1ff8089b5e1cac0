import type { Language } from '../core/index.js';

/** The reads of a broker by the names that its events bear. */
const OPERATIONS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['balance', ['잔고 조회', 'Balance']],
  ['buyingPower', ['매수 가능 금액 조회', 'Buying power']],
  ['sellable', ['매도 가능 수량 조회', 'Sellable quantity']],
  ['orders', ['주문 내역 조회', 'Orders']],
  ['oldOrders', ['지난 주문 내역 조회', 'Older orders']],
  ['openOrders', ['미체결 조회', 'Open orders']],
  ['price', ['현재가 조회', 'Price']],
  ['orderBook', ['호가 조회', 'Order book']],
  ['dailyPrices', ['일별 시세 조회', 'Daily prices']],
  ['candles', ['기간 시세 조회', 'Candles']],
  ['minuteCandles', ['분봉 조회', 'Minute candles']],
  ['stockInfo', ['종목 정보 조회', 'Stock information']],
  ['proxy', ['다른 프로그램의 조회', 'A program’s read']],
  ['holidays', ['휴장일 조회', 'Holidays']],
  ['accountNumber', ['계좌번호 조회', 'Account number']],
  ['prices', ['현재가 조회', 'Price']],
  ['ticks', ['틱 시세 조회', 'Ticks']],
  ['days', ['일별 시세 조회', 'Daily prices']],
  ['weeks', ['주별 시세 조회', 'Weekly prices']],
  ['months', ['월별 시세 조회', 'Monthly prices']],
  ['years', ['연별 시세 조회', 'Yearly prices']],
  ['deposit', ['예수금 조회', 'Deposit']],
  ['executions', ['체결 내역 조회', 'Executions']],
  ['realisedProfit', ['실현손익 조회', 'Realised profit']],
]);

/** What was asked of the broker, in a person's words; a general word for a name that is not known here. */
export function operationName(operation: string, language: Language): string {
  const known = OPERATIONS.get(operation.startsWith('proxy ') ? 'proxy' : operation);
  const [ko, en] = known ?? ['조회', 'A read'];
  return language === 'ko' ? ko : en;
}
