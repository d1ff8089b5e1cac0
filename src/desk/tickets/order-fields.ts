import {
  accountLabel,
  type Field,
  groupDigits,
  type Language,
  type OrderRequest,
  type VenueOrder,
  type Won,
} from '../../core/index.js';
import { DEFAULT_RATES, ORDER_TYPES, tradeCosts } from '../../market/index.js';
import { bareNumber, sideWord } from '../confirmations/act-text.js';
import { distance } from '../risk/distance.js';
import { type Say, sessionText, sharesText, wonText } from './card-words.js';
import type { OrderFacts, TicketContent } from './ticket.js';

interface Writer {
  readonly say: Say;
  readonly language: Language;
  readonly won: (amount: Won) => string;
  readonly shares: (count: bigint) => string;
}

/** What a person confirms, in the order in which it is checked: whose, what, how much, what it costs, what it leaves. */
export function orderFields(
  facts: OrderFacts,
  { madeAt, stamp }: Pick<TicketContent, 'madeAt' | 'stamp'>,
  { say, language }: { say: Say; language: Language },
): readonly Field[] {
  const writer: Writer = {
    say,
    language,
    won: amount => wonText(amount, language),
    shares: count => sharesText(count, language),
  };
  const { order, instrument, original, quote } = facts;
  const typeName = ORDER_TYPES[order.type].name[language];
  const session =
    stamp === 'demo' ? say('데모 거래소', 'demo exchange') : sessionText(order.exchange, madeAt, say);
  return [
    { label: say('계좌', 'Account'), value: accountLabel(order.account) },
    {
      label: say('구분', 'Side'),
      value: `${original ? amendWord(order, writer) : sideWord(order.side, language)} · ${typeName} · ${order.exchange}`,
    },
    {
      label: say('종목', 'Symbol'),
      value: `${instrument.name} ${instrument.code} · ${instrument.market}`,
    },
    ...(original ? [{ label: say('원주문', 'Original'), value: originalText(original, writer) }] : []),
    { label: say('주문', 'Order'), value: amountText(facts, writer) },
    { label: say('예상 수수료·세금', 'Fee and tax (estimated)'), value: costText(facts, writer) },
    ...meansFields(facts, writer),
    { label: say('현재가', 'Last price'), value: gapText(order.price, quote.price, writer) },
    { label: say('호가단위·가격제한', 'Tick and limits'), value: priceText(facts, writer) },
    {
      label: say('장·주문유형', 'Session and type'),
      value: say(`${session}, ${typeName} 가능`, `${session}, ${typeName} is taken`),
    },
  ];
}

const amendWord = ({ side }: OrderRequest, { language, say }: Writer) =>
  say(`${sideWord(side, 'ko')} 정정`, `Amend ${sideWord(side, language).toLowerCase()}`);

function originalText({ number, remaining, price, typeName }: VenueOrder, { won, shares }: Writer): string {
  return `#${bareNumber(number)} · ${shares(remaining)} · ${price > 0n ? won(price) : typeName}`;
}

/** Shares times price is the amount; without a price, what it comes to at the last one and at most. */
function amountText({ order, quote, weighed }: OrderFacts, { say, won, shares, language }: Writer): string {
  const { quantity, price, type } = order;
  const count = shares(quantity);
  if (price > 0n) return `${count} × ${won(price)} = ${won(quantity * price)}`;
  const now = won(quantity * quote.price);
  const most = won(weighed.value);
  const name = ORDER_TYPES[type].name[language];
  return order.side === 'buy'
    ? say(
        `${count} × ${name} = 약 ${now} (상한가로 최대 ${most})`,
        `${count} × ${name} = about ${now} (at most ${most})`,
      )
    : say(`${count} × ${name} = 약 ${now}`, `${count} × ${name} = about ${now}`);
}

function costText({ order, quote, instrument }: OrderFacts, { say, won }: Writer): string {
  const amount = order.quantity * (order.price > 0n ? order.price : quote.price);
  const { fee, tax } = tradeCosts({ side: order.side, amount, kind: instrument.kind }, DEFAULT_RATES);
  return order.side === 'buy'
    ? say(`수수료 ${won(fee)}, 세금 없음`, `fee ${won(fee)}, no tax`)
    : say(
        `수수료 ${won(fee)}, 세금 ${won(tax)} → 예상 입금 ${won(amount - fee - tax)}`,
        `fee ${won(fee)}, tax ${won(tax)}: about ${won(amount - fee - tax)} to come`,
      );
}

/** What is at hand before and after. The broker sets aside an order without a price at the upper limit price. */
function meansFields(
  { order, means, weighed, instrument }: OrderFacts,
  { say, won, shares }: Writer,
): Field[] {
  const { power, sellable } = means;
  if (power) {
    const { amount } = weighed.adds;
    const { fee } = tradeCosts({ side: 'buy', amount, kind: instrument.kind }, DEFAULT_RATES);
    return [
      {
        label: say('주문가능', 'Buying power'),
        value: `${won(power.cash)} → ${won(power.cash - amount - fee)}`,
      },
    ];
  }
  if (sellable === undefined) return [];
  const left = shares(sellable - order.quantity);
  return [{ label: say('매도가능', 'Sellable'), value: `${shares(sellable)} → ${left}` }];
}

function gapText(price: Won, last: Won, { say, won }: Writer): string {
  if (price === 0n) return won(last);
  const gap = price - last;
  const sign = gap > 0n ? '+' : gap < 0n ? '-' : '';
  const size = gap < 0n ? -gap : gap;
  const percent = `${sign}${distance(last, price)}%`;
  return say(
    `${won(last)} (주문가 ${sign}${groupDigits(size)}원, ${percent})`,
    `${won(last)} (order ${sign}${groupDigits(size)}, ${percent})`,
  );
}

function priceText({ order, quote }: OrderFacts, { say, won }: Writer): string {
  const range = `${won(quote.lowerLimit)}~${won(quote.upperLimit)}`;
  return order.price > 0n
    ? say(`호가단위에 맞음, ${range} 안`, `on a tick, within ${range}`)
    : say(`가격 없음, ${range}`, `no price, ${range}`);
}
