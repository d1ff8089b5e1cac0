import type { AccountRef, ExecutionNotice } from '../../../core/index.js';
import type { Values } from './frame.js';
import { amountOf, codeOf, textOf, timeOf } from './values.js';

export type ReadNotice =
  | { readonly kind: 'notice'; readonly notice: ExecutionNotice }
  /** Of another account than the token's: to be left alone. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'misfit' };

const MISFIT: ReadNotice = { kind: 'misfit' };

/**
 * `취소` ends a rest without saying how many shares that was (field 902 was never seen in such a frame), so that it is
 * told as `confirmed`: the order list says the rest.
 */
const WHATS: ReadonlyMap<string, ExecutionNotice['what']> = new Map([
  ['접수', 'received'],
  ['체결', 'filled'],
  ['확인', 'confirmed'],
  ['취소', 'confirmed'],
  ['거부', 'rejected'],
]);

/**
 * An entry about an order (키움: 주문체결 00). The shares and the price of a fill are those of this one fill (914, 915):
 * whether 910 and 911 add up over the fills of an order is not known.
 */
export function readNotice(
  values: Values,
  { account, now }: { readonly account: Pick<AccountRef, 'number' | 'product'>; readonly now: number },
): ReadNotice {
  const whose = textOf(values, 9201);
  if (whose !== account.number + account.product)
    return /^\d{10}$/.test(whose) ? { kind: 'foreign' } : MISFIT;
  const what = WHATS.get(textOf(values, 913));
  const side = sideOf(values);
  const named = codeOf(textOf(values, 9001));
  const at = timeOf(values, 908, now);
  const [order, original] = [textOf(values, 9203), textOf(values, 904)];
  if (what === undefined || side === undefined || named === undefined || at === undefined) return MISFIT;
  if (!isOrderNumber(order) || !/^\d{0,10}$/.test(original)) return MISFIT;
  const filled = what === 'filled';
  const act = actOf(textOf(values, 905));
  if (act !== 'new' && !filled && !isOrderNumber(original)) return MISFIT;
  const quantity = amountOf(values, filled ? 915 : 900);
  const price = filled ? amountOf(values, 914) : 0n;
  if (quantity === undefined || price === undefined) return MISFIT;
  if (filled && (quantity === 0n || price === 0n)) return MISFIT;
  return {
    kind: 'notice',
    notice: {
      account: { number: account.number, product: account.product },
      order,
      original: isOrderNumber(original) ? original : '',
      side,
      code: named.code,
      act,
      what,
      quantity,
      price,
      at,
    },
  };
}

/** By the words of 905 (`+매수`, `-매도정정`, `매수취소`) and the number of 907, which may not contradict them. */
function sideOf(values: Values): ExecutionNotice['side'] | undefined {
  const words = textOf(values, 905);
  const [buys, sells] = [words.includes('매수'), words.includes('매도')];
  if (buys === sells) return undefined;
  const side = buys ? 'buy' : 'sell';
  return ['', buys ? '2' : '1'].includes(textOf(values, 907)) ? side : undefined;
}

function actOf(words: string): ExecutionNotice['act'] {
  if (words.includes('취소')) return 'cancel';
  return words.includes('정정') ? 'amend' : 'new';
}

/** Up to ten digits, not all of them zero. */
function isOrderNumber(text: string): boolean {
  return /^(?=0*[1-9])\d{1,10}$/.test(text);
}
