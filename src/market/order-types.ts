import { type Bilingual, EXCHANGES, type Exchange, type OrderType } from '../core/index.js';

/** How an order type is written to KIS (`ORD_DVSN`), what people call it, and where it may go. */
export interface OrderTypeRule {
  readonly code: string;
  readonly name: Bilingual;
  /** False: the order carries the price 0. */
  readonly priced: boolean;
  readonly exchanges: readonly Exchange[];
}

const KRX: readonly Exchange[] = ['KRX'];
const NXT: readonly Exchange[] = ['NXT'];

const rule = (
  code: string,
  [ko, en]: readonly [ko: string, en: string],
  priced: boolean,
  exchanges: readonly Exchange[],
): OrderTypeRule => ({ code, name: { ko, en }, priced, exchanges });

/**
 * KIS: 주식주문(현금) TTTC0012U, `ORD_DVSN` and `EXCG_ID_DVSN_CD`, with the types that its notice of 9 September 2026
 * added (27–29, 41–47). The paper server takes KRX only; `orderHours` tells when each type is taken.
 *
 * Not verified: that 중간가 (21, 23, 24), the unpriced pre-market types (28, 29: KIS's own pages disagree on 28) and
 * 애프터마켓 최우선 (47) carry the price 0; of 44–46 only a client's use says so.
 *
 * Two codes are left out. 22 스톱지정가 waits for a trigger price (`CNDT_PRIC`), so it is a conditional order and no
 * plain one. 07 시간외 단일가 was abolished on 14 September 2026, when the after-market took its place.
 */
export const ORDER_TYPES: Readonly<Record<OrderType, OrderTypeRule>> = {
  limit: rule('00', ['지정가', 'Limit'], true, EXCHANGES),
  market: rule('01', ['시장가', 'Market'], false, ['KRX', 'SOR']),
  conditional: rule('02', ['조건부지정가', 'Limit, market at close'], true, KRX),
  best: rule('03', ['최유리지정가', 'Best opposite'], false, EXCHANGES),
  top: rule('04', ['최우선지정가', 'Best own side'], false, EXCHANGES),
  preOpenClose: rule('05', ['장전 시간외', 'Pre-open at previous close'], false, KRX),
  postClose: rule('06', ['장후 시간외', 'Post-close at close'], false, KRX),
  limitIoc: rule('11', ['지정가 IOC', 'Limit IOC'], true, EXCHANGES),
  limitFok: rule('12', ['지정가 FOK', 'Limit FOK'], true, EXCHANGES),
  // NXT has no market order that rests (01), but these two.
  marketIoc: rule('13', ['시장가 IOC', 'Market IOC'], false, EXCHANGES),
  marketFok: rule('14', ['시장가 FOK', 'Market FOK'], false, EXCHANGES),
  bestIoc: rule('15', ['최유리 IOC', 'Best opposite IOC'], false, EXCHANGES),
  bestFok: rule('16', ['최유리 FOK', 'Best opposite FOK'], false, EXCHANGES),
  mid: rule('21', ['중간가', 'Mid-price'], false, ['KRX', 'NXT']),
  midIoc: rule('23', ['중간가 IOC', 'Mid-price IOC'], false, ['KRX', 'NXT']),
  midFok: rule('24', ['중간가 FOK', 'Mid-price FOK'], false, ['KRX', 'NXT']),
  // Good till pre-market: the exchange cancels at 08:50 what is left of these three.
  preMarketLimit: rule('27', ['프리마켓 지정가', 'Pre-market limit'], true, NXT),
  preMarketBest: rule('28', ['프리마켓 최유리', 'Pre-market best opposite'], false, NXT),
  preMarketTop: rule('29', ['프리마켓 최우선', 'Pre-market best own side'], false, NXT),
  afterLimit: rule('41', ['애프터마켓 지정가', 'After-market limit'], true, KRX),
  afterIoc: rule('42', ['애프터마켓 지정가 IOC', 'After-market limit IOC'], true, KRX),
  afterFok: rule('43', ['애프터마켓 지정가 FOK', 'After-market limit FOK'], true, KRX),
  afterBest: rule('44', ['애프터마켓 최유리', 'After-market best opposite'], false, KRX),
  afterBestIoc: rule('45', ['애프터마켓 최유리 IOC', 'After-market best opposite IOC'], false, KRX),
  afterBestFok: rule('46', ['애프터마켓 최유리 FOK', 'After-market best opposite FOK'], false, KRX),
  afterTop: rule('47', ['애프터마켓 최우선', 'After-market best own side'], false, KRX),
};

const TYPE_OF: ReadonlyMap<string, OrderType> = new Map(
  orderTypes().map(type => [ORDER_TYPES[type].code, type]),
);

/** The two-digit code KIS knows this type by. */
export function orderTypeCode(type: OrderType): string {
  return ORDER_TYPES[type].code;
}

/** The type behind a code; undefined for codes that this program never sends (07, 22 and others). */
export function orderTypeOf(code: string): OrderType | undefined {
  return TYPE_OF.get(code);
}

/** Every order type, in the order of their codes. */
function orderTypes(): OrderType[] {
  const isType = (key: string): key is OrderType => Object.hasOwn(ORDER_TYPES, key);
  return Object.keys(ORDER_TYPES).filter(isType);
}
