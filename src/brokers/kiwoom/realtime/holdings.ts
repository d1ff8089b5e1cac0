import type { AccountRef, Shares, Won } from '../../../core/index.js';
import type { Values } from './frame.js';
import { amountOf, codeOf, textOf } from './values.js';

/** What an account holds of an issue, as it stands after a fill. */
export interface Holding {
  readonly code: string;
  readonly quantity: Shares;
  /** Not bound by open sell orders. */
  readonly sellable: Shares;
  /** 매입단가, won. */
  readonly averagePrice: Won;
}

/** 키움: 잔고 (04). `foreign`: of another account than the token's. undefined when it lacks what makes a holding. */
export function readHolding(
  values: Values,
  account: Pick<AccountRef, 'number' | 'product'>,
): Holding | 'foreign' | undefined {
  const whose = textOf(values, 9201);
  if (whose !== account.number + account.product) return /^\d{10}$/.test(whose) ? 'foreign' : undefined;
  const code = codeOf(textOf(values, 9001))?.code;
  const [quantity, averagePrice, sellable] = [930, 931, 933].map(field => amountOf(values, field));
  if (code === undefined || quantity === undefined || sellable === undefined) return undefined;
  return averagePrice === undefined ? undefined : { code, quantity, sellable, averagePrice };
}
