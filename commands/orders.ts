import {
  type AccountRef,
  accountLabel,
  type Block,
  type CommandCall,
  type CommandContext,
  type Draft,
  defineCommand,
  formatKst,
  kstDate,
  type OrderList,
  type VenueOrder,
} from '../src/core/index.js';
import { exampleRange, type OrderRange, orderRange } from './order-range.js';
import { cancelAllButton, incompleteNotice, openOrderButtons, orderTable } from './order-rows.js';
import { ACCOUNT_ARG, aboutAccount, accountArgs, readingAccount } from './own-account.js';
import { type Page, pageButtons, pageNotice, pageOf } from './pages.js';

export const orders = defineCommand({
  name: 'orders',
  aliases: ['주문', '체결', '주문내역'],
  summary: { ko: '미체결, 오늘 주문, 기간별 주문과 체결 보기', en: 'Open orders, today, or a range of days' },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'when',
      ko: '조회',
      kind: 'choice',
      description: {
        ko: '미체결만, 오늘 전체, 또는 결과 확인 중인 것 (없으면 오늘)',
        en: 'Only open ones, all of today (default), or those of unknown outcome',
      },
      choices: [
        { value: 'open', label: { ko: '미체결', en: 'Open' } },
        { value: 'today', label: { ko: '오늘', en: 'Today' } },
        { value: 'unsettled', label: { ko: '확인중', en: 'Unsettled' } },
      ],
    },
    {
      name: 'from',
      ko: '시작일',
      kind: 'date',
      description: { ko: '시작일 (하루만 보려면 이것만)', en: 'First day; alone, that day' },
    },
    {
      name: 'to',
      ko: '종료일',
      kind: 'date',
      description: { ko: '종료일 (최대 92일)', en: 'Last day, at most 92 days on' },
    },
    {
      name: 'page',
      ko: '쪽',
      kind: 'integer',
      description: { ko: '쪽 번호', en: 'Page' },
      min: 1,
      max: 999,
    },
    ACCOUNT_ARG,
  ],
  async run(context, args) {
    const { say, desk, signal } = context;
    const { when, account: named, ...days } = args;
    if (when === 'unsettled') return unsettled(context);
    const account = readingAccount(context, named);
    const range = orderRange(when === undefined ? days : { ...days, when }, context.now);
    const list =
      range.kind === 'open'
        ? await desk.openOrders(account, signal)
        : await desk.orders(account, range, signal);
    const page = pageOf(list.orders, args.page);
    return {
      title: `${titleOf(context, range)} · ${accountLabel(account)}`,
      tone: list.complete ? 'neutral' : 'warning',
      blocks: [
        ...incompleteNotice(context, list),
        ...unsettledNotice(context),
        ...pageNotice(context, args.page, page),
        page.rows.length === 0
          ? emptyBlock(context, range, list)
          : orderTable(context, page.rows, { dated: range.kind === 'open' || range.from !== range.to }),
        ...buttonsFor(context, account, range, list, page),
      ],
      footer: [
        accountLabel(account),
        `${formatKst(list.asOf)} KST`,
        countOf(context, list),
        ...(page.count > 1
          ? [say(`${page.number}/${page.count}쪽`, `page ${page.number}/${page.count}`)]
          : []),
      ].join(' · '),
      ...aboutAccount(context, account),
    };
  },
});

/** An order of unknown outcome has a card of its own; here it is shown anew, with what only a person can answer. */
function unsettled({ say, reshow }: CommandContext): Draft {
  return (
    reshow() ?? {
      title: say('결과를 확인 중인 주문', 'Orders of unknown outcome'),
      tone: 'good',
      blocks: [
        { kind: 'text', text: say('없습니다. 모든 주문의 결과를 압니다.', 'None: all outcomes are known.') },
      ],
    }
  );
}

/** In words only: at its fullest the card has as many buttons as a platform takes. */
function unsettledNotice({ desk, say, who }: CommandContext): Block[] {
  const count = desk.status().unsettled;
  if (count === 0 || !who.roles.has('trade')) return [];
  const text = say(
    `결과를 확인 중인 주문이 ${count}건 있고, 같은 종목·방향의 새 주문은 그때까지 막힙니다. /orders 확인중 으로 봅니다.`,
    `${count} orders have an unknown outcome, and like orders are held back until it is known: /orders unsettled.`,
  );
  return [{ kind: 'notice', tone: 'warning', text }];
}

const dashed = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;

function titleOf({ say }: CommandContext, range: OrderRange): string {
  if (range.kind === 'open') return say('미체결 주문', 'Open orders');
  const days = range.from === range.to ? dashed(range.from) : `${dashed(range.from)} ~ ${dashed(range.to)}`;
  return `${say('주문', 'Orders')} ${days}`;
}

/** An incomplete list is not counted: "none open" would be a conclusion from a gap. */
function countOf({ say }: CommandContext, { orders, complete }: OrderList): string {
  if (!complete) return say('불완전한 목록', 'incomplete list');
  const open = orders.filter(o => o.state === 'open' || o.state === 'partlyFilled').length;
  return say(`${orders.length}건, 미체결 ${open}건`, `${orders.length} orders, ${open} open`);
}

function emptyBlock({ say, now }: CommandContext, range: OrderRange, list: OrderList): Block {
  const today = range.kind === 'days' && range.from === range.to && range.from === kstDate(now);
  const what = !list.complete
    ? say('증권사가 보내 준 목록이 비어 있습니다.', 'The list that the broker sent is empty.')
    : range.kind === 'open'
      ? say('미체결 주문이 없습니다.', 'No open orders.')
      : today
        ? say('오늘은 주문이 없습니다.', 'No orders today.')
        : say('이 기간에 주문이 없습니다.', 'No orders in these days.');
  const example = exampleRange(now);
  const todo = say(
    `다른 날은 ${example} 처럼 날짜를 붙여 보세요.`,
    `For other days add dates, for example ${example}.`,
  );
  return { kind: 'text', text: `${what} ${todo}` };
}

/** Discord takes five rows of five: the first for the list, and four for the ten orders of a page. */
function buttonsFor(
  context: CommandContext,
  account: AccountRef,
  range: OrderRange,
  list: OrderList,
  page: Page<VenueOrder>,
): Block[] {
  const { say, button, who } = context;
  const of = accountArgs(context, account);
  const call = (args: CommandCall['args']): CommandCall => ({ command: 'orders', args: { ...args, ...of } });
  const same = call(range.kind === 'open' ? { when: 'open' } : { from: range.from, to: range.to });
  const trades = who.roles.has('trade');
  const ofOrders = trades ? openOrderButtons(context, account, page.rows) : [];
  return [
    {
      kind: 'buttons',
      buttons: [
        ...pageButtons(context, same, page),
        range.kind === 'open'
          ? button(say('오늘 전체', 'All of today'), call({ when: 'today' }))
          : button(say('미체결만', 'Only open'), call({ when: 'open' })),
        ...(trades ? cancelAllButton(context, account, list) : []),
      ],
    },
    ...(ofOrders.length > 0 ? [{ kind: 'buttons' as const, buttons: ofOrders }] : []),
  ];
}
