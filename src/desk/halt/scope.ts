import { accountKey, type Halt, type HaltScope, type TradeAct } from '../../core/index.js';

/** Whether a halt of this scope stops the act. Cancels always pass: whoever stops must be able to get out. */
export function stops(scope: HaltScope, act: TradeAct): boolean {
  if (act.kind === 'cancel') return false;
  const { side, code } = act.kind === 'place' ? act.order : act.original;
  const { account } = act.kind === 'place' ? act.order : act.request;
  switch (scope.kind) {
    case 'all':
      return true;
    case 'buy':
      return side === 'buy';
    case 'symbol':
      return code === scope.code;
    case 'account':
      return accountKey(account) === scope.account;
  }
}

export function sameScope(a: HaltScope, b: HaltScope): boolean {
  switch (a.kind) {
    case 'symbol':
      return b.kind === 'symbol' && a.code === b.code;
    case 'account':
      return b.kind === 'account' && a.account === b.account;
    default:
      return a.kind === b.kind;
  }
}

/** A halt with an end is over at that very millisecond of the wall clock. */
export const inForce = (halt: Halt, now: number) => halt.until === undefined || now < halt.until;
