import {
  type AccountRef,
  accountLabel,
  type CancelWish,
  type CommandCall,
  type CommandContext,
  DeskError,
  type Draft,
  defineCommand,
  formatKst,
  type Instrument,
  SYMBOL_CODE,
  sameOrderNumber,
  type VenueOrder,
} from '../src/core/index.js';
import { listedIssue } from './listed-issue.js';
import {
  cancelAllButton,
  incompleteNotice,
  isOpen,
  openOrderButtons,
  orderTable,
  shortNumber,
} from './order-rows.js';
import { ACCOUNT_ARG, aboutAccount, accountArgs, orderingAccount } from './own-account.js';
import { pageButtons, pageOf } from './pages.js';
import { symbolChoice } from './symbol-choice.js';

export const cancel = defineCommand({
  name: 'cancel',
  aliases: ['취소'],
  summary: {
    ko: '미체결 주문 취소: 하나, 종목, 전체 (확인을 눌러야 나갑니다)',
    en: 'Make a ticket that cancels open orders: one, a symbol’s, or all; sent when confirmed',
  },
  access: 'trade',
  visibility: 'public',
  urgent: true,
  args: [
    {
      name: 'target',
      ko: '대상',
      kind: 'text',
      description: {
        ko: '주문 번호, 전체, 또는 종목 (없으면 고를 수 있게 보여 줌)',
        en: 'Order number, all, or a symbol; left out, the open orders to choose from',
      },
      suggest: 'openOrder',
      rest: true,
    },
    ACCOUNT_ARG,
  ],
  async run(context, { target, account: named }) {
    const from = orderingAccount(context, named, {
      command: 'cancel',
      args: target === undefined ? {} : { target },
    });
    if (from.kind === 'ask') return from.card;
    const { account } = from;
    if (target === undefined) return choiceOfOrders(context, account);
    if (EVERYTHING.test(target)) return propose(context, account, { kind: 'all' });
    if (target.startsWith('#')) return propose(context, account, { kind: 'one', number: target.slice(1) });
    if (DIGITS.test(target)) return ofDigits(context, account, target);
    const name = target.replace(SYMBOL_AHEAD, '');
    const match = await context.desk.findSymbol(name, context.signal);
    switch (match.kind) {
      case 'one':
        return propose(context, account, { kind: 'symbol', instrument: match.instrument });
      case 'many':
        return symbolChoice(context, name, match.candidates, code => ofSymbol(context, account, code));
      case 'none':
        throw new DeskError('notFound', 'no such symbol', { query: name });
    }
  },
});

async function propose(context: CommandContext, account: AccountRef, which: CancelWish): Promise<Draft> {
  const ticket = await context.propose({ kind: 'cancel', account, which });
  return { ...ticket, ...aboutAccount(context, account) };
}

const EVERYTHING = /^(?:전체|전부|모두|all)$/i;
const DIGITS = /^[0-9]+$/;
/** `symbol 005930`: says that a code is meant, where digits alone could be an order's number. */
const SYMBOL_AHEAD = /^(?:종목|symbol)\s+/i;

const ofSymbol = (context: CommandContext, account: AccountRef, code: string): CommandCall => ({
  command: 'cancel',
  args: { target: `symbol ${code}`, ...accountArgs(context, account) },
});

/** Digits name an order, or an issue by its code. Six may be both, and then the person says which. */
async function ofDigits(context: CommandContext, account: AccountRef, digits: string): Promise<Draft> {
  const one: CancelWish = { kind: 'one', number: digits };
  const instrument = SYMBOL_CODE.test(digits) ? await listedIssue(context, digits) : undefined;
  if (!instrument) return propose(context, account, one);
  const { orders } = await context.desk.openOrders(account, context.signal);
  const order = orders.find(o => sameOrderNumber(o.number, digits) && isOpen(o, context.now));
  if (order) return choiceOfMeanings(context, account, order, instrument);
  return propose(context, account, { kind: 'symbol', instrument });
}

function choiceOfMeanings(
  context: CommandContext,
  account: AccountRef,
  order: VenueOrder,
  { code, name }: Instrument,
): Draft {
  const { say, button } = context;
  const number = shortNumber(order.number);
  return {
    title: say('무엇을 취소할까요?', 'Cancel what?'),
    tone: 'neutral',
    blocks: [
      {
        kind: 'text',
        text: say(
          `${code}: 종목코드이기도 하고 미체결 주문의 번호이기도 합니다. 눌러서 고르세요.`,
          `${code} is the code of a symbol and the number of an open order. Press the one that is meant.`,
        ),
      },
      orderTable(context, [order], { dated: false }),
      {
        kind: 'buttons',
        buttons: [
          button(say(`주문 #${number} ${order.name}`, `Order #${number} ${order.name}`), {
            command: 'cancel',
            args: { target: `#${number}`, ...accountArgs(context, account) },
          }),
          button(say(`종목 ${name} 전부`, `All of ${name}`), ofSymbol(context, account, code)),
        ],
      },
    ],
    ...aboutAccount(context, account),
  };
}

/** The open orders, each with its buttons. Further pages are those of `/orders open`, which has the same buttons. */
async function choiceOfOrders(context: CommandContext, account: AccountRef): Promise<Draft> {
  const { say, desk, signal, now } = context;
  const list = await desk.openOrders(account, signal);
  const page = pageOf(list.orders.filter(order => isOpen(order, now)));
  const ofOpen = { command: 'orders', args: { when: 'open', ...accountArgs(context, account) } };
  const further = pageButtons(context, ofOpen, page);
  return {
    title: `${say('어느 주문을 취소할까요?', 'Cancel which order?')} · ${accountLabel(account)}`,
    tone: list.complete ? 'neutral' : 'warning',
    blocks: [
      ...incompleteNotice(context, list),
      page.rows.length > 0
        ? orderTable(context, page.rows, { dated: false })
        : { kind: 'text', text: say('취소할 미체결 주문이 없습니다.', 'There is no open order to cancel.') },
      { kind: 'buttons', buttons: [...further, ...cancelAllButton(context, account, list)] },
      ...(page.rows.length > 0
        ? [{ kind: 'buttons' as const, buttons: openOrderButtons(context, account, page.rows) }]
        : []),
    ],
    footer: `${formatKst(list.asOf)} KST`,
    ...aboutAccount(context, account),
  };
}
