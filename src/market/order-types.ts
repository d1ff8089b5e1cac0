import type { Bilingual, Exchange, OrderType } from '../core/index.js';

/** How an order type is written to KIS (`ORD_DVSN`), what people call it, and where it may go. */
export interface OrderTypeRule {
  readonly code: string;
  readonly name: Bilingual;
  /** False: the order carries the price 0. */
  readonly priced: boolean;
  readonly exchanges: readonly Exchange[];
}

const EVERYWHERE: readonly Exchange[] = ['KRX', 'NXT', 'SOR'];

/** KIS: 주식주문(현금) TTTC0012U, `ORD_DVSN` and `EXCG_ID_DVSN_CD`. The paper server takes KRX only. */
export const ORDER_TYPES: Readonly<Record<OrderType, OrderTypeRule>> = {
  limit: { code: '00', name: { ko: '지정가', en: 'Limit' }, priced: true, exchanges: EVERYWHERE },
  market: { code: '01', name: { ko: '시장가', en: 'Market' }, priced: false, exchanges: ['KRX', 'SOR'] },
  conditional: {
    code: '02',
    name: { ko: '조건부지정가', en: 'Limit, market at close' },
    priced: true,
    exchanges: ['KRX'],
  },
  best: {
    code: '03',
    name: { ko: '최유리지정가', en: 'Best opposite' },
    priced: false,
    exchanges: EVERYWHERE,
  },
  top: {
    code: '04',
    name: { ko: '최우선지정가', en: 'Best own side' },
    priced: false,
    exchanges: EVERYWHERE,
  },
  preOpenClose: {
    code: '05',
    name: { ko: '장전 시간외', en: 'Pre-open at previous close' },
    priced: false,
    exchanges: ['KRX'],
  },
  postClose: {
    code: '06',
    name: { ko: '장후 시간외', en: 'Post-close at close' },
    priced: false,
    exchanges: ['KRX'],
  },
  limitIoc: { code: '11', name: { ko: '지정가 IOC', en: 'Limit IOC' }, priced: true, exchanges: EVERYWHERE },
  limitFok: { code: '12', name: { ko: '지정가 FOK', en: 'Limit FOK' }, priced: true, exchanges: EVERYWHERE },
  marketIoc: {
    code: '13',
    name: { ko: '시장가 IOC', en: 'Market IOC' },
    priced: false,
    exchanges: ['KRX', 'SOR'],
  },
  marketFok: {
    code: '14',
    name: { ko: '시장가 FOK', en: 'Market FOK' },
    priced: false,
    exchanges: ['KRX', 'SOR'],
  },
  bestIoc: {
    code: '15',
    name: { ko: '최유리 IOC', en: 'Best opposite IOC' },
    priced: false,
    exchanges: EVERYWHERE,
  },
  bestFok: {
    code: '16',
    name: { ko: '최유리 FOK', en: 'Best opposite FOK' },
    priced: false,
    exchanges: EVERYWHERE,
  },
};

const TYPE_OF: ReadonlyMap<string, OrderType> = new Map(
  orderTypes().map(type => [ORDER_TYPES[type].code, type]),
);

/** The two-digit code KIS knows this type by. */
export function orderTypeCode(type: OrderType): string {
  return ORDER_TYPES[type].code;
}

/** The type behind a code; undefined for codes that this program never sends (07, 21, 41 and others). */
export function orderTypeOf(code: string): OrderType | undefined {
  return TYPE_OF.get(code);
}

/** Every order type, in the order of their codes. */
function orderTypes(): OrderType[] {
  const isType = (key: string): key is OrderType => Object.hasOwn(ORDER_TYPES, key);
  return Object.keys(ORDER_TYPES).filter(isType);
}
