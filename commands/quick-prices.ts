import {
  type AccountRef,
  type Button,
  type CommandContext,
  groupDigits,
  type Instrument,
  type PriceWish,
  priceWord,
  type Quote,
  quantityWord,
  type Size,
  type VenueOrder,
  type Won,
} from '../src/core/index.js';
import { checkPrice, orderHours, roundToTick } from '../src/market/index.js';
import { shortNumber } from './order-rows.js';
import { accountArgs } from './own-account.js';

/** What the prices to offer for an open order are worked out from. */
export interface QuickPriceParts {
  readonly account: AccountRef;
  readonly order: VenueOrder;
  readonly quote: Quote;
  /** undefined while there is no list of symbols: then nobody knows the next price step. */
  readonly instrument: Instrument | undefined;
  /** undefined: the whole remainder. */
  readonly size: Size | undefined;
}

/**
 * One button for each price that an open order is likely to be moved to: the last one, a step above and below it, and
 * the market price where the exchange takes that now. Prices that no order may carry, and its own, are left out.
 */
export function quickPrices(context: CommandContext, parts: QuickPriceParts): Button[] {
  const { say, language } = context;
  const { order, quote, instrument } = parts;
  const digits = (price: Won) => (language === 'ko' ? `${groupDigits(price)}원` : groupDigits(price));
  const steps: readonly [Won, string][] =
    instrument === undefined
      ? []
      : [
          [roundToTick(quote.price + 1n, instrument.kind, 'up'), say('한 호가 위', 'One tick up')],
          [roundToTick(quote.price - 1n, instrument.kind, 'down'), say('한 호가 아래', 'One tick down')],
        ];
  // Below the lowest legal price there is no step.
  const others = steps.filter(([price]) => price !== quote.price);
  const priced = ([[quote.price, say('현재가', 'Last price')], ...others] as const)
    .filter(([price]) => price !== order.price && isLegal(price, parts))
    .map(([price, name]) => offer(context, parts, { kind: 'at', won: price }, `${name} ${digits(price)}`));
  return marketIsTaken(context, parts)
    ? [...priced, offer(context, parts, { kind: 'market' }, say('시장가', 'Market price'))]
    : priced;
}

function offer(
  context: CommandContext,
  { account, order, size }: QuickPriceParts,
  price: PriceWish,
  label: string,
): Button {
  return context.button(label, {
    command: 'amend',
    args: {
      order: `#${shortNumber(order.number)}`,
      price: priceWord(price),
      ...(size === undefined ? {} : { quantity: quantityWord(size) }),
      ...accountArgs(context, account),
    },
  });
}

function isLegal(price: Won, { quote, instrument }: QuickPriceParts): boolean {
  const limits = quote.warnings.includes('liquidation')
    ? undefined
    : { upper: quote.upperLimit, lower: quote.lowerLimit };
  return checkPrice(price, { kind: instrument?.kind ?? 'stock', limits, quoted: quote }) === 'ok';
}

function marketIsTaken(
  { now, stamp }: CommandContext,
  { account, order, instrument }: QuickPriceParts,
): boolean {
  const setting = {
    mode: account.mode,
    kind: instrument?.kind ?? 'stock',
    alwaysOpen: stamp === 'demo',
  } as const;
  const hours = orderHours('market', order.exchange ?? 'KRX', now, setting);
  return order.type !== 'market' && hours.kind === 'allowed';
}
