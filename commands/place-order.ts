import {
  type ArgSpec,
  type ArgsOf,
  type CommandCall,
  type CommandContext,
  DeskError,
  type Draft,
  type Exchange,
  type OrderType,
  priceWord,
  quantityWord,
  type Side,
} from '../src/core/index.js';
import { ORDER_TYPES } from '../src/market/index.js';
import { ACCOUNT_ARG, aboutAccount, accountArgs, orderingAccount } from './own-account.js';
import { symbolChoice } from './symbol-choice.js';

const isOrderType = (key: string): key is OrderType => Object.hasOwn(ORDER_TYPES, key);

/**
 * Every order type but 시장가, which is said by the price: `시장가`, or none at all. Discord lists 25 choices at most, and
 * so many are left.
 */
const TYPES = Object.keys(ORDER_TYPES)
  .filter(isOrderType)
  .filter(type => type !== 'market')
  .map(type => ({ value: type, label: ORDER_TYPES[type].name }));

const EXCHANGES = [
  { value: 'KRX', label: { ko: '한국거래소', en: 'Korea Exchange' } },
  { value: 'NXT', label: { ko: '넥스트레이드', en: 'Nextrade' } },
  { value: 'SOR', label: { ko: '최선집행', en: 'Smart order routing' } },
] as const satisfies readonly { value: Exchange; label: unknown }[];

const SYMBOL = {
  name: 'symbol',
  ko: '종목',
  kind: 'symbol',
  description: { ko: '종목 이름이나 코드 (예: 삼성전자, 005930)', en: 'Name or code, e.g. 005930' },
  required: true,
} as const satisfies ArgSpec;

const TERMS = [
  {
    name: 'quantity',
    ko: '수량',
    kind: 'quantity',
    description: {
      ko: '수량 (예: 10주, 전량, 50%, 100만원)',
      en: 'How much, e.g. 10, all, 50%, 500000원 (an amount in won)',
    },
    required: true,
  },
  {
    name: 'price',
    ko: '가격',
    kind: 'price',
    description: {
      ko: '가격 (예: 71000, 7.1만, 시장가. 없으면 시장가)',
      en: 'Price, e.g. 71000 or market (default: market)',
    },
  },
  {
    name: 'type',
    ko: '유형',
    kind: 'choice',
    description: {
      ko: '주문 유형 (없으면 가격에 따라)',
      en: 'Order type; left out, what goes with the price',
    },
    choices: TYPES,
  },
  {
    name: 'exchange',
    ko: '거래소',
    kind: 'choice',
    description: { ko: '거래소 (없으면 기본값)', en: 'Exchange; left out, the usual one' },
    choices: EXCHANGES,
  },
  ACCOUNT_ARG,
] as const satisfies readonly ArgSpec[];

export const BUY_ARGS = [{ ...SYMBOL, suggest: 'issue' }, ...TERMS] as const satisfies readonly ArgSpec[];
/** What is held comes first: there is nothing else to sell. */
export const SELL_ARGS = [
  { ...SYMBOL, suggest: 'heldIssue' },
  ...TERMS,
] as const satisfies readonly ArgSpec[];

/** A ticket for an order, or the choice between several issues that fit the name. */
export async function placeOrder(
  context: CommandContext,
  side: Side,
  { symbol, quantity, price, type, exchange, account: named }: ArgsOf<typeof BUY_ARGS>,
): Promise<Draft> {
  const callFor = (of: string, more: { account?: string }): CommandCall => ({
    command: side,
    args: {
      symbol: of,
      quantity: quantityWord(quantity),
      ...(price === undefined ? {} : { price: priceWord(price) }),
      ...(type === undefined ? {} : { type }),
      ...(exchange === undefined ? {} : { exchange }),
      ...more,
    },
  });
  const from = orderingAccount(context, named, callFor(symbol, {}));
  if (from.kind === 'ask') return from.card;
  const { account } = from;
  const match = await context.desk.findSymbol(symbol, context.signal);
  switch (match.kind) {
    case 'none':
      throw new DeskError('notFound', 'no such symbol', { query: symbol });
    case 'many':
      return symbolChoice(context, symbol, match.candidates, code =>
        callFor(code, accountArgs(context, account)),
      );
    case 'one': {
      const ticket = await context.propose({
        kind: 'place',
        account,
        side,
        instrument: match.instrument,
        size: quantity,
        price,
        type,
        exchange,
      });
      return { ...ticket, ...aboutAccount(context, account) };
    }
  }
}
