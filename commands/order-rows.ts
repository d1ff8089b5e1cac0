import {
  type AccountRef,
  type Block,
  type Button,
  type Cell,
  type CommandContext,
  kstDate,
  type OrderList,
  type OrderState,
  shares,
  type VenueOrder,
  won,
} from '../src/core/index.js';
import { accountArgs } from './own-account.js';

/** Whether something of this order can still be filled today; a row that only cancels another has nothing of its own. */
export function isOpen(order: VenueOrder, now: number): boolean {
  return (
    (order.state === 'open' || order.state === 'partlyFilled') &&
    order.remaining > 0n &&
    order.act !== 'cancel' &&
    order.date === kstDate(now)
  );
}

/** The venue's number without its padding, as people read and type it. */
export const shortNumber = (number: string) => number.trim().replace(/^0+(?=.)/, '');

/** A table of orders; `dated` puts the day before the time. */
export function orderTable(
  { say }: CommandContext,
  rows: readonly VenueOrder[],
  { dated }: { dated: boolean },
): Block {
  return {
    kind: 'table',
    columns: [
      { label: say('시각', 'Time'), align: 'left' },
      { label: say('종목', 'Symbol'), align: 'left' },
      { label: say('구분', 'Side'), align: 'left' },
      { label: say('주문가', 'Price'), align: 'right' },
      { label: say('수량', 'Shares'), align: 'right' },
      { label: say('체결', 'Filled'), align: 'right' },
      { label: say('잔량', 'Left'), align: 'right' },
      { label: say('상태', 'State'), align: 'left' },
      { label: say('번호', 'Number'), align: 'right' },
    ],
    rows: rows.map((order): readonly Cell[] => [
      dated
        ? `${order.date.slice(4, 6)}-${order.date.slice(6)} ${clockTime(order.time)}`
        : clockTime(order.time),
      `${order.name} ${order.code}`,
      sideName(say, order),
      order.price === 0n ? order.typeName : won(order.price),
      shares(order.quantity),
      shares(order.filled),
      shares(order.remaining),
      say(...STATES[order.state]),
      `#${shortNumber(order.number)}`,
    ]),
  };
}

export function sideName(say: CommandContext['say'], { side }: Pick<VenueOrder, 'side'>): string {
  return side === 'buy' ? say('매수', 'Buy') : say('매도', 'Sell');
}

const clockTime = (time: string) => `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}`;

const STATES: Readonly<Record<OrderState, readonly [string, string]>> = {
  open: ['미체결', 'open'],
  partlyFilled: ['일부체결', 'partly filled'],
  filled: ['체결', 'filled'],
  cancelled: ['취소', 'cancelled'],
  rejected: ['거부', 'rejected'],
};

/** Buttons to amend and to cancel each open order among these. Each leads to a ticket and sends nothing. */
export function openOrderButtons(
  context: CommandContext,
  account: AccountRef,
  rows: readonly VenueOrder[],
): Button[] {
  const { say, button, now } = context;
  const of = accountArgs(context, account);
  return rows
    .filter(order => isOpen(order, now))
    .flatMap(order => {
      const number = shortNumber(order.number);
      const which = `${order.name} #${number}`;
      return [
        button(say(`정정 ${which}`, `Amend ${which}`), {
          command: 'amend',
          args: { order: `#${number}`, ...of },
        }),
        button(say(`취소 ${which}`, `Cancel ${which}`), {
          command: 'cancel',
          args: { target: `#${number}`, ...of },
        }),
      ];
    });
}

/** A button to cancel everything, where more than one order is open. */
export function cancelAllButton(context: CommandContext, account: AccountRef, list: OrderList): Button[] {
  const { say, button, now } = context;
  if (list.orders.filter(order => isOpen(order, now)).length < 2) return [];
  const call = { command: 'cancel', args: { target: 'all', ...accountArgs(context, account) } };
  return [button(say('전부 취소', 'Cancel all'), call, 'danger')];
}

/** A list that the broker itself contradicts is shown, but nobody may conclude anything from a gap in it. */
export function incompleteNotice({ say }: CommandContext, list: OrderList): Block[] {
  if (list.complete) return [];
  return [
    {
      kind: 'notice',
      tone: 'warning',
      text: say(
        '증권사 합계에는 있는 주문이 목록에 빠져 있습니다(모의투자 서버에서 생기는 일입니다). 여기에 없다고 주문이 없는 것이 아닙니다. 증권사 앱에서 확인하세요.',
        'The broker’s totals contain orders that its list leaves out (the paper server does this). An order missing here may still exist; check in the broker’s app.',
      ),
    },
  ];
}
