import {
  accountLabel,
  type Balance,
  type Block,
  type Cell,
  type CommandContext,
  change,
  defineCommand,
  EVERY_ACCOUNT,
  formatKst,
  type Position,
  percent,
  shares,
  won,
} from '../src/core/index.js';
import { balanceOfAll } from './balance-all.js';
import { ACCOUNT_ARG, aboutAccount, accountArgs, readingAccount } from './own-account.js';
import { type Page, pageButtons, pageNotice, pageOf } from './pages.js';

export const balance = defineCommand({
  name: 'balance',
  aliases: ['잔고', '예수금'],
  summary: { ko: '예수금, 보유 종목과 평가손익 보기', en: 'Cash, positions and profit' },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'page',
      ko: '쪽',
      kind: 'integer',
      description: { ko: '보유 종목 쪽 번호', en: 'Page of the positions' },
      min: 1,
      max: 999,
    },
    {
      ...ACCOUNT_ARG,
      description: {
        ko: '계좌 (예: @엄마, @5678, 전체. 없으면 기본 계좌)',
        en: 'Account, e.g. @mum, @5678, or all; left out, your default',
      },
      all: true,
    },
  ],
  async run(context, args) {
    const { say, desk, signal, button, accounts } = context;
    if (args.account === EVERY_ACCOUNT) return balanceOfAll(context, args.page);
    const account = readingAccount(context, args.account);
    const of = accountArgs(context, account);
    const found = await desk.balance(account, signal);
    const largestFirst = found.positions.toSorted((a, b) =>
      a.value === b.value ? 0 : a.value > b.value ? -1 : 1,
    );
    const page = pageOf(largestFirst, args.page);
    return {
      title: `${say('잔고', 'Balance')} · ${accountLabel(account)}`,
      tone: 'neutral',
      blocks: [
        summary(context, found),
        { kind: 'divider' },
        ...pageNotice(context, args.page, page),
        positionsBlock(context, page),
        {
          kind: 'buttons',
          buttons: [
            ...pageButtons(context, { command: 'balance', args: of }, page),
            button(say('오늘 주문', "Today's orders"), { command: 'orders', args: { when: 'today', ...of } }),
            ...(accounts.mine().length > 1
              ? [
                  button(say('모든 계좌', 'All accounts'), {
                    command: 'balance',
                    args: { account: EVERY_ACCOUNT },
                  }),
                ]
              : []),
          ],
        },
      ],
      footer: [
        accountLabel(account),
        `${formatKst(found.asOf)} KST`,
        ...(page.count > 1
          ? [
              say(
                `${page.number}/${page.count}쪽 · ${found.positions.length}종목`,
                `page ${page.number}/${page.count} · ${found.positions.length} positions`,
              ),
            ]
          : []),
      ].join(' · '),
      ...aboutAccount(context, account),
    };
  },
});

function summary({ say }: CommandContext, found: Balance): Block {
  return {
    kind: 'fields',
    fields: [
      { label: say('총평가금액', 'Total'), value: won(found.total) },
      { label: say('주식평가금액', 'Stocks'), value: won(found.stockValue) },
      { label: say('예수금 (D)', 'Cash (D)'), value: won(found.cash) },
      { label: say('예수금 (D+1)', 'Cash (D+1)'), value: won(found.cashNextDay) },
      { label: say('예수금 (D+2)', 'Cash (D+2)'), value: won(found.cashAfterSettlement) },
      { label: say('매입금액', 'Cost'), value: won(found.cost) },
      { label: say('평가손익', 'Profit'), value: change(found.profit) },
      { label: say('수익률', 'Return'), value: percent(found.profitRate) },
      { label: say('전일 대비', 'Since yesterday'), value: change(found.dayChange) },
    ],
  };
}

function positionsBlock({ say }: CommandContext, page: Page<Position>): Block {
  if (page.rows.length === 0) {
    return {
      kind: 'text',
      text: say(
        '보유 종목이 없습니다. 시세를 보려면 /price 뒤에 종목 이름이나 코드를 쓰세요. 예: /price 삼성전자',
        'No positions. To look at a price, type /price and a name or code, for example /price 005930.',
      ),
    };
  }
  return {
    kind: 'table',
    columns: [
      { label: say('종목', 'Symbol'), align: 'left' },
      { label: say('수량', 'Shares'), align: 'right' },
      { label: say('평균단가', 'Average'), align: 'right' },
      { label: say('현재가', 'Price'), align: 'right' },
      { label: say('평가금액', 'Value'), align: 'right' },
      { label: say('평가손익', 'Profit'), align: 'right' },
      { label: say('수익률', 'Return'), align: 'right' },
    ],
    rows: page.rows.map((position): readonly Cell[] => [
      `${position.name} ${position.code}`,
      shares(position.quantity),
      // Brokers give averages with up to four decimals; all of them are shown.
      position.averagePrice.toLocaleString('en-US', { maximumFractionDigits: 4 }),
      won(position.price),
      won(position.value),
      change(position.profit),
      percent(position.profitRate),
    ]),
  };
}
