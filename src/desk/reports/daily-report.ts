import {
  type Balance,
  type Block,
  cellText,
  change,
  type Draft,
  type Field,
  formatKst,
  type InstrumentKind,
  type Language,
  type OrderList,
  percent,
  percentOf,
  shares,
  won,
} from '../../core/index.js';
import { sayIn } from '../teller.js';
import { type DayTrades, dayTrades, type Fills } from './day-trades.js';
import type { AccountFacts, EveningFacts } from './facts.js';
import { gapNotice, holdingFields, missingPart } from './holdings.js';
import { accountText, countText, dayText } from './report-words.js';
import { isTroubled, openAlertBlocks, serviceFields } from './service-fields.js';
import { totalBlocks } from './totals.js';

/** The day that was: what the accounts are worth, what was traded, what was told, and whether the service is well. */
export function dailyReport(facts: EveningFacts, language: Language): Draft {
  const say = sayIn(language);
  const { day, service, openAlerts, alertsToday } = facts;
  return {
    title: `${say('마감 보고', 'Daily report')} · ${dayText(day.date, language)}`,
    tone: isTroubled(service) || openAlerts.length > 0 ? 'warning' : 'neutral',
    blocks: [
      ...facts.accounts.flatMap((account, n) => [
        ...(n === 0 ? [] : [{ kind: 'divider' as const }]),
        ...accountBlocks(account, facts, language),
      ]),
      ...totalBlocks(facts.accounts, facts.others, language),
      { kind: 'divider' },
      {
        kind: 'fields',
        fields: [
          { label: say('다음 거래일', 'Next trading day'), value: dayText(day.nextTradingDay, language) },
          { label: say('오늘 알림', 'Alerts today'), value: countText(alertsToday, say) },
          ...serviceFields(service, language),
        ],
      },
      ...openAlertBlocks(openAlerts, language),
    ],
    footer: `${formatKst(day.at)} KST`,
  };
}

function accountBlocks(
  { account, balance, orders }: AccountFacts,
  { accounts, kinds }: EveningFacts,
  language: Language,
): Block[] {
  const fields = [
    ...(balance.kind === 'read' ? worthFields(balance.value, language) : []),
    ...(orders.kind === 'read' ? tradeFields(orders.value, kinds, language) : []),
    ...(balance.kind === 'read' ? holdingFields(balance.value.positions, language) : []),
  ];
  return [
    { kind: 'text', text: accountText(account, accounts.length > 1, language) },
    ...(fields.length > 0 ? [{ kind: 'fields' as const, fields }] : []),
    ...(balance.kind === 'failed' ? [missingPart('balance', balance.why, language)] : []),
    ...(orders.kind === 'failed' ? [missingPart('orders', orders.why, language)] : []),
    ...(orders.kind === 'read' && !orders.value.complete ? [gapNotice(language)] : []),
  ];
}

function worthFields(
  { total, dayChange, stockValue, profit, profitRate, cashAfterSettlement }: Balance,
  language: Language,
): Field[] {
  const say = sayIn(language);
  return [
    { label: say('총평가금액', 'Total'), value: won(total) },
    { label: say('전일 대비', 'Since yesterday'), value: change(dayChange) },
    { label: say('전일 대비율', 'Change'), value: percent(percentOf(dayChange, total - dayChange)) },
    { label: say('주식평가금액', 'Stocks'), value: won(stockValue) },
    { label: say('평가손익', 'Profit'), value: change(profit) },
    { label: say('수익률', 'Return'), value: percent(profitRate) },
    { label: say('예수금 (D+2)', 'Cash (D+2)'), value: won(cashAfterSettlement) },
  ];
}

function tradeFields(
  list: OrderList,
  kinds: ReadonlyMap<string, InstrumentKind>,
  language: Language,
): Field[] {
  const say = sayIn(language);
  const label = say('오늘 주문', 'Orders today');
  if (list.orders.length === 0 && list.complete) return [{ label, value: say('없음', 'none') }];
  const trades = dayTrades(list, kinds);
  const { bought, sold, costs } = trades;
  return [
    { label, value: ordersText(trades, language) },
    ...fillField(say('매수 체결', 'Bought'), bought, language),
    ...fillField(say('매도 체결', 'Sold'), sold, language),
    ...(bought.count + sold.count > 0
      ? [{ label: say('수수료·세금 (추정)', 'Fees and tax (estimate)'), value: won(costs) }]
      : []),
  ];
}

function ordersText({ placed, amended, cancelled, rejected, open }: DayTrades, language: Language): string {
  const say = sayIn(language);
  const counts: readonly (readonly [string, number])[] = [
    [say('정정', 'amended'), amended],
    [say('취소', 'cancelled'), cancelled],
    [say('거부', 'rejected'), rejected],
    [say('미체결', 'open'), open],
  ];
  const others = counts
    .filter(([, count]) => count > 0)
    .map(([name, count]) => say(`${name} ${count}건`, `${count} ${name}`));
  return [say(`신규 ${placed}건`, `${placed} new`), ...others].join(', ');
}

function fillField(label: string, { count, quantity, amount }: Fills, language: Language): Field[] {
  if (count === 0) return [];
  const say = sayIn(language);
  const filled = cellText(shares(quantity), language);
  const worth = cellText(won(amount), language);
  return [
    {
      label,
      value: say(
        `${count}건 ${filled} ${worth}`,
        `${count} ${count === 1 ? 'order' : 'orders'}, ${filled} shares, ${worth}`,
      ),
    },
  ];
}
