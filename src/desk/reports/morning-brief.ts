import {
  type Block,
  cellText,
  change,
  type Draft,
  type Field,
  formatKst,
  type Language,
  type OrderList,
  shares,
  type VenueOrder,
  won,
} from '../../core/index.js';
import { sayIn } from '../teller.js';
import type { AccountFacts, DayFacts, MorningFacts } from './facts.js';
import { gapNotice, holdingFields, missingPart } from './holdings.js';
import { accountText, countText, dayText, hourText } from './report-words.js';
import { isTroubled, openAlertBlocks, serviceFields } from './service-fields.js';
import { totalBlocks } from './totals.js';

const MOST_ORDERS = 5;
const MOST_HOLIDAYS = 3;

/** The day ahead: the exchange, what the accounts hold, what is still open, and whether the service is well. */
export function morningBrief(facts: MorningFacts, language: Language): Draft {
  const say = sayIn(language);
  const { day, service, openAlerts } = facts;
  return {
    title: `${say('아침 브리핑', 'Morning brief')} · ${dayText(day.date, language)}`,
    tone: isTroubled(service) || openAlerts.length > 0 ? 'warning' : 'neutral',
    blocks: [
      { kind: 'fields', fields: marketFields(facts, language) },
      ...facts.accounts.flatMap(account => accountBlocks(account, facts, language)),
      ...totalBlocks(facts.accounts, facts.others, language),
      { kind: 'divider' },
      { kind: 'fields', fields: serviceFields(service, language) },
      ...openAlertBlocks(openAlerts, language),
    ],
    footer: `${formatKst(day.at)} KST`,
  };
}

function marketFields({ day, holidays }: MorningFacts, language: Language): Field[] {
  const say = sayIn(language);
  const closed = holidays
    .slice(0, MOST_HOLIDAYS)
    .map(({ date, name }) =>
      [dayText(date, language), language === 'ko' ? name : undefined].filter(Boolean).join(' '),
    )
    .join(', ');
  return [
    { label: say('오늘 시장', 'Market today'), value: marketText(day, language) },
    ...(day.market === 'closed'
      ? [{ label: say('다음 거래일', 'Next trading day'), value: dayText(day.nextTradingDay, language) }]
      : []),
    ...(day.market === 'always'
      ? []
      : [
          {
            label: say('다음 휴장일', 'Next holidays'),
            value: closed || say('한 달 안에 없음', 'none within a month'),
          },
        ]),
  ];
}

function marketText({ market, opensAt, closesAt, late }: DayFacts, language: Language): string {
  const say = sayIn(language);
  const hours = `${hourText(opensAt)}–${hourText(closesAt)}`;
  switch (market) {
    case 'always':
      return say('데모 거래소는 늘 열려 있습니다', 'the demo exchange is always open');
    case 'closed':
      return say('휴장', 'closed');
    case 'unknown':
      return say(
        `정규장 ${hours} (휴장 여부를 확인하지 못함)`,
        `regular session ${hours} (whether it opens is not known)`,
      );
    case 'open':
      return late === undefined
        ? say(`정규장 ${hours}`, `regular session ${hours}`)
        : say(`정규장 ${hours} (${late.reason})`, `regular session ${hours} (late)`);
  }
}

function accountBlocks(
  { account, balance, orders }: AccountFacts,
  { day, accounts }: MorningFacts,
  language: Language,
): Block[] {
  const say = sayIn(language);
  const beforeOpening = day.market === 'open' && day.at < day.opensAt;
  const fields: Field[] = [];
  if (balance.kind === 'read') {
    const { total, stockValue, profit, cash, cashAfterSettlement, positions } = balance.value;
    fields.push(
      { label: say('총평가금액', 'Total'), value: won(total) },
      {
        label: beforeOpening
          ? say('주식평가금액 (전일 종가)', 'Stocks (previous close)')
          : say('주식평가금액', 'Stocks'),
        value: won(stockValue),
      },
      { label: say('평가손익', 'Profit'), value: change(profit) },
      { label: say('예수금', 'Cash'), value: won(cash) },
      { label: say('예수금 (D+2)', 'Cash (D+2)'), value: won(cashAfterSettlement) },
      ...holdingFields(positions, language),
    );
  }
  if (orders.kind === 'read') {
    fields.push({
      label: say('미체결 주문', 'Open orders'),
      value: countText(orders.value.orders.length, say),
    });
  }
  return [
    { kind: 'divider' },
    { kind: 'text', text: accountText(account, accounts.length > 1, language) },
    ...(fields.length > 0 ? [{ kind: 'fields' as const, fields }] : []),
    ...(balance.kind === 'failed' ? [missingPart('balance', balance.why, language)] : []),
    ...(orders.kind === 'failed'
      ? [missingPart('orders', orders.why, language)]
      : orderBlocks(orders.value, language)),
  ];
}

function orderBlocks({ orders, complete }: OrderList, language: Language): Block[] {
  const lines = orders.slice(0, MOST_ORDERS).map(order => orderLine(order, language));
  const more = orders.length - lines.length;
  const rest = more > 0 ? [sayIn(language)(`외 ${more}건`, `and ${more} more`)] : [];
  const text = [...lines, ...rest].join('\n');
  return [
    ...(text === '' ? [] : [{ kind: 'text' as const, text }]),
    ...(complete ? [] : [gapNotice(language)]),
  ];
}

function orderLine({ side, name, remaining, price, typeName }: VenueOrder, language: Language): string {
  const say = sayIn(language);
  const at = price === 0n ? typeName : cellText(won(price), language);
  const left = cellText(shares(remaining), language);
  return `${side === 'buy' ? say('매수', 'Buy') : say('매도', 'Sell')} ${name} ${left} ${at}`;
}
