import { groupDigits, type Language, type Side, type TradeAct, type VenueOrder } from '../../core/index.js';
import { ORDER_TYPES } from '../../market/index.js';

/** Names of issues by code, as far as they are known: the journal holds codes. */
export type Names = ReadonlyMap<string, string>;

export const sideWord = (side: Side, language: Language): string =>
  language === 'ko' ? (side === 'buy' ? '매수' : '매도') : side === 'buy' ? 'Buy' : 'Sell';

/** `매수`, `매수 정정`, `매도 취소` */
export function actWord(act: TradeAct, language: Language): string {
  const side = sideWord(act.kind === 'place' ? act.order.side : act.original.side, language);
  switch (act.kind) {
    case 'place':
      return side;
    case 'amend':
      return language === 'ko' ? `${side} 정정` : `Amend ${side.toLowerCase()}`;
    case 'cancel':
      return language === 'ko' ? `${side} 취소` : `Cancel ${side.toLowerCase()}`;
  }
}

/** `삼성전자 005930` */
export function issueText(act: TradeAct, names: Names): string {
  const code = act.kind === 'place' ? act.order.code : act.original.code;
  const name = act.kind === 'place' ? names.get(code) : act.original.name;
  return name === undefined || name === '' ? code : `${name} ${code}`;
}

/** `10주 · 71,000원 지정가` */
export function termsText(act: TradeAct, language: Language): string {
  if (act.kind === 'place') {
    const { quantity, price, type } = act.order;
    return `${sharesText(quantity, language)} · ${priceText(price, type, language)}`;
  }
  const { request, original } = act;
  const quantity = request.quantity === 'all' ? original.remaining : request.quantity;
  const number = `#${bareNumber(original.number)}`;
  if (act.kind === 'cancel') return `${number} · ${sharesText(quantity, language)}`;
  const to = priceText(act.request.price, act.request.type, language);
  return `${number} · ${sharesText(quantity, language)} · ${rowPrice(original, language)} → ${to}`;
}

const sharesText = (quantity: bigint, language: Language) =>
  language === 'ko' ? `${groupDigits(quantity)}주` : `${groupDigits(quantity)} shares`;

function priceText(price: bigint, type: keyof typeof ORDER_TYPES, language: Language): string {
  const name = ORDER_TYPES[type].name[language];
  if (!ORDER_TYPES[type].priced) return name;
  return language === 'ko' ? `${groupDigits(price)}원 ${name}` : `₩${groupDigits(price)} ${name}`;
}

const rowPrice = ({ price, typeName }: VenueOrder, language: Language) =>
  price === 0n ? typeName : language === 'ko' ? `${groupDigits(price)}원` : `₩${groupDigits(price)}`;

/** Order numbers are padded with zeros in some answers; people read them bare. */
export const bareNumber = (number: string): string => number.trim().replace(/^0+(?=.)/, '');
