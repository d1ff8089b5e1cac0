import { accountLabel, type Block, groupDigits, type Language, type VenueOrder } from '../../core/index.js';
import { bareNumber, sideWord } from '../confirmations/act-text.js';
import { type Say, sharesText, wonText } from './card-words.js';
import type { CancelFacts } from './ticket.js';

const MOST_ROWS = 10;

/** What will be cancelled, as rows; a single one as fields. */
export function cancelBlocks(
  { account, orders, complete }: CancelFacts,
  { say, language }: { say: Say; language: Language },
): Block[] {
  const [first, ...others] = orders;
  const own = { label: say('계좌', 'Account'), value: accountLabel(account) };
  return [
    {
      kind: 'fields',
      fields: [own, ...(first && others.length === 0 ? rowFields(first, say, language) : [])],
    },
    ...(others.length > 0 ? [tableOf(orders, say, language)] : []),
    ...(complete ? [] : [gapNotice(say)]),
  ];
}

function rowFields(order: VenueOrder, say: Say, language: Language) {
  const side = sideWord(order.side, language);
  return [
    { label: say('구분', 'Side'), value: say(`${side} 취소`, `Cancel ${side.toLowerCase()}`) },
    { label: say('종목', 'Symbol'), value: `${order.name} ${order.code}` },
    {
      label: say('원주문', 'Original'),
      value: `#${bareNumber(order.number)} · ${rowPrice(order, language)}`,
    },
    {
      label: say('취소할 수량', 'To cancel'),
      value: say(
        `${sharesText(order.remaining, 'ko')} (주문 ${sharesText(order.quantity, 'ko')}, 체결 ${sharesText(order.filled, 'ko')})`,
        `${sharesText(order.remaining, 'en')} (of ${groupDigits(order.quantity)} ordered, ${groupDigits(order.filled)} filled)`,
      ),
    },
  ];
}

function tableOf(orders: readonly VenueOrder[], say: Say, language: Language): Block {
  const rows = orders
    .slice(0, MOST_ROWS)
    .map(order => [
      sideWord(order.side, language),
      `${order.name} ${order.code}`,
      rowPrice(order, language),
      sharesText(order.remaining, language),
    ]);
  const more = orders.length - rows.length;
  return {
    kind: 'table',
    columns: [
      { label: say('구분', 'Side'), align: 'left' },
      { label: say('종목', 'Symbol'), align: 'left' },
      { label: say('주문가', 'Price'), align: 'right' },
      { label: say('잔량', 'Left'), align: 'right' },
    ],
    rows: more > 0 ? [...rows, [say(`외 ${more}건`, `${more} more`), '', '', '']] : rows,
  };
}

const rowPrice = ({ price, typeName }: VenueOrder, language: Language) =>
  price > 0n ? wonText(price, language) : typeName;

function gapNotice(say: Say): Block {
  return {
    kind: 'notice',
    tone: 'warning',
    text: say(
      '증권사 목록에 빠진 주문이 있습니다. 여기에 없는 미체결 주문이 더 있을 수 있으니 증권사 앱에서도 확인하세요.',
      'The broker’s list has gaps. There may be more open orders than these; look in the broker’s app too.',
    ),
  };
}
