import type { Block, Button, CommandCall, CommandContext } from '../src/core/index.js';

const ROWS_PER_PAGE = 10;

/** One page of a longer list. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** From 1. */
  readonly number: number;
  readonly count: number;
}

/** Ten rows a page, or so many. A page past the end gives the last one: the list may have shrunk since the card was sent. */
export function pageOf<T>(all: readonly T[], wanted = 1, size = ROWS_PER_PAGE): Page<T> {
  const count = Math.max(1, Math.ceil(all.length / size));
  const number = Math.min(Math.max(1, wanted), count);
  return { rows: rowsOn(all, number, size), number, count };
}

/** What stands on one page, from 1; nothing on a page past the end. */
export function rowsOn<T>(all: readonly T[], number: number, size = ROWS_PER_PAGE): readonly T[] {
  return all.slice((number - 1) * size, number * size);
}

/** Says that the wanted page does not exist and which one is shown. */
export function pageNotice(
  { say }: CommandContext,
  wanted: number | undefined,
  page: Page<unknown>,
): Block[] {
  if (wanted === undefined || wanted === page.number) return [];
  return [
    {
      kind: 'notice',
      tone: 'neutral',
      text: say(
        `${wanted}쪽은 없어 마지막 ${page.number}쪽을 보여 드립니다.`,
        `There is no page ${wanted}; this is the last one, ${page.number}.`,
      ),
    },
  ];
}

/** Buttons to the neighbouring pages of a call, where there are any, and one that shows the same page anew. */
export function pageButtons(context: CommandContext, call: CommandCall, page: Page<unknown>): Button[] {
  const { say, button } = context;
  const to = (number: number): CommandCall => ({ ...call, args: { ...call.args, page: String(number) } });
  return [
    ...(page.number > 1 ? [button(say('◀ 이전', '◀ Previous'), to(page.number - 1))] : []),
    ...(page.number < page.count ? [button(say('다음 ▶', 'Next ▶'), to(page.number + 1))] : []),
    button(say('새로고침', 'Refresh'), page.count > 1 ? to(page.number) : call),
  ];
}
