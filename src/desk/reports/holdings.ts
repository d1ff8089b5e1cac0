import {
  type Block,
  cellText,
  type DeskErrorKind,
  type Field,
  type Language,
  type Position,
  percent,
  shares,
  won,
} from '../../core/index.js';
import { sayIn } from '../teller.js';
import { reasonOf } from '../upkeep/job-meaning.js';

/** As many as one wants to read on a phone. */
const MOST_HOLDINGS = 10;

/** The largest positions, one line each, and the others as one. */
export function holdingFields(positions: readonly Position[], language: Language): Field[] {
  const say = sayIn(language);
  if (positions.length === 0) {
    return [{ label: say('보유 종목', 'Positions'), value: say('없음', 'none') }];
  }
  const largestFirst = positions.toSorted((a, b) => (a.value === b.value ? 0 : a.value > b.value ? -1 : 1));
  // One more is no longer than the line that would stand for it.
  const shown =
    largestFirst.length === MOST_HOLDINGS + 1 ? largestFirst : largestFirst.slice(0, MOST_HOLDINGS);
  const rest = largestFirst.slice(shown.length);
  const fields = shown.map(
    ({ name, quantity, value, profitRate }): Field => ({
      label: `${name} ${cellText(shares(quantity), language)}`,
      value: `${cellText(won(value), language)} (${cellText(percent(profitRate), language)})`,
    }),
  );
  if (rest.length === 0) return fields;
  const value = rest.reduce((sum, position) => sum + position.value, 0n);
  return [...fields, { label: say(`외 ${rest.length}종목`, `${rest.length} others`), value: won(value) }];
}

/** A part of a report that could not be read, and where to look instead. */
export function missingPart(what: 'balance' | 'orders', why: DeskErrorKind, language: Language): Block {
  const say = sayIn(language);
  const reason = reasonOf(why)[language];
  return {
    kind: 'notice',
    tone: 'warning',
    text:
      what === 'balance'
        ? say(
            `잔고를 읽지 못했습니다. ${reason} 나중에 /balance 로 보세요.`,
            `The balance could not be read. ${reason} Look at /balance later.`,
          )
        : say(
            `주문 내역을 읽지 못했습니다. ${reason} 나중에 /orders 로 보세요.`,
            `The orders could not be read. ${reason} Look at /orders later.`,
          ),
  };
}

/** A list that the broker itself contradicts: nothing may be concluded from a gap in it. */
export function gapNotice(language: Language): Block {
  return {
    kind: 'notice',
    tone: 'warning',
    text: sayIn(language)(
      '증권사 합계에는 있는 주문이 목록에 빠져 있습니다. 여기에 없는 주문이 있을 수 있으니 증권사 앱에서 확인하세요.',
      'The broker’s totals contain orders that its list leaves out: there may be more. Check in the broker’s app.',
    ),
  };
}
