import {
  accountLabel,
  type Button,
  type CommandContext,
  DeskError,
  type Draft,
  defineCommand,
  formatKst,
  priceWord,
  quantityWord,
  sameOrderNumber,
  shares,
  won,
} from '../src/core/index.js';
import { listedIssue } from './listed-issue.js';
import { isOpen, shortNumber, sideName } from './order-rows.js';
import { ACCOUNT_ARG, aboutAccount, accountArgs, orderingAccount } from './own-account.js';
import { type QuickPriceParts, quickPrices } from './quick-prices.js';

export const amend = defineCommand({
  name: 'amend',
  aliases: ['정정'],
  summary: {
    ko: '미체결 주문의 가격 정정 (확인을 눌러야 나갑니다)',
    en: 'Make a ticket that amends an open order; nothing is sent until it is confirmed',
  },
  access: 'trade',
  visibility: 'public',
  args: [
    {
      name: 'order',
      ko: '주문',
      kind: 'text',
      description: { ko: '주문 번호 (/orders open 에서 확인)', en: 'Order number; /orders open shows it' },
      required: true,
      suggest: 'openOrder',
    },
    {
      name: 'price',
      ko: '가격',
      kind: 'price',
      description: {
        ko: '새 가격 (예: 71000, 시장가. 없으면 버튼으로)',
        en: 'New price, e.g. 71000 or market; left out, buttons offer some',
      },
    },
    {
      name: 'quantity',
      ko: '수량',
      kind: 'quantity',
      description: { ko: '정정할 수량 (없으면 잔량 전부)', en: 'How much of it; left out, all that is open' },
    },
    ACCOUNT_ARG,
  ],
  async run(context, { order: named, price, quantity: size, account: of }) {
    const { desk, signal, now } = context;
    const number = named.replace(/^#/, '');
    const from = orderingAccount(context, of, {
      command: 'amend',
      args: {
        order: `#${number}`,
        ...(price === undefined ? {} : { price: priceWord(price) }),
        ...(size === undefined ? {} : { quantity: quantityWord(size) }),
      },
    });
    if (from.kind === 'ask') return from.card;
    const { account } = from;
    if (price !== undefined) {
      const ticket = await context.propose({ kind: 'amend', account, number, price, size });
      return { ...ticket, ...aboutAccount(context, account) };
    }
    const list = await desk.openOrders(account, signal);
    const order = list.orders.find(o => sameOrderNumber(o.number, number) && isOpen(o, now));
    if (!order) throw new DeskError('notFound', 'no such open order', { what: 'order', number });
    const [quote, instrument] = await Promise.all([
      desk.quote(order.code, signal),
      listedIssue(context, order.code),
    ]);
    return askPrice(context, { account, order, quote, instrument, size });
  },
});

/** The order as it stands, prices to press, and the line to type for any other price. */
function askPrice(context: CommandContext, parts: QuickPriceParts): Draft {
  const { say } = context;
  const { account, order, quote, size } = parts;
  const number = shortNumber(order.number);
  const { account: word } = accountArgs(context, account);
  const example = [
    `/amend ${number} ${quote.price}`,
    ...(size === undefined ? [] : [quantityWord(size)]),
    ...(word === undefined ? [] : [`@${word}`]),
  ].join(' ');
  const prices = quickPrices(context, parts);
  return {
    title: `${say('정정', 'Amend')} · ${order.name} ${order.code} #${number} · ${accountLabel(account)}`,
    tone: 'neutral',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: say('구분', 'Side'), value: sideName(say, order) },
          { label: say('주문가', 'Price'), value: order.price === 0n ? order.typeName : won(order.price) },
          { label: say('수량', 'Shares'), value: shares(order.quantity) },
          { label: say('체결', 'Filled'), value: shares(order.filled) },
          { label: say('잔량', 'Left'), value: shares(order.remaining) },
          { label: say('현재가', 'Last price'), value: won(quote.price) },
          { label: say('상한가', 'Upper limit'), value: won(quote.upperLimit) },
          { label: say('하한가', 'Lower limit'), value: won(quote.lowerLimit) },
        ],
      },
      {
        kind: 'text',
        text: say(
          `새 가격을 누르거나 이렇게 쓰세요: ${example}\n주문표가 나오며, 확인을 누르기 전에는 아무것도 바뀌지 않습니다.`,
          `Press a new price, or type it: ${example}\nA ticket follows; nothing changes before it is confirmed.`,
        ),
      },
      { kind: 'buttons', buttons: [...prices, otherPrice(context, parts)] },
    ],
    footer: `${formatKst(quote.asOf)} KST`,
    ...aboutAccount(context, account),
  };
}

function otherPrice(context: CommandContext, { account, order, size }: QuickPriceParts): Button {
  const { say, button } = context;
  const call = {
    command: 'amend',
    args: {
      order: `#${shortNumber(order.number)}`,
      ...(size === undefined ? {} : { quantity: quantityWord(size) }),
      ...accountArgs(context, account),
    },
  };
  return button(say('다른 가격…', 'Another price…'), call, 'plain', ['price', 'quantity']);
}
