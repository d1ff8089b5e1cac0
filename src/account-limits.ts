import type { AccountList, LimitBook, Limits } from './core/index.js';

/** What is said of some limits and not of others: a limit that is left out, or undefined, is not spoken of. */
type Said = { readonly [Name in keyof Limits]?: Limits[Name] | undefined };

/** The book, and over what it says of an account what an admin set for that very account. People's own limits stay. */
export function withAccountLimits(book: LimitBook, accounts: Pick<AccountList, 'find'>): LimitBook {
  return {
    limitsFor(account, ...identities) {
      const own = account === '' ? undefined : accounts.find(account)?.limits;
      if (!own || Object.keys(own).length === 0) return book.limitsFor(account, ...identities);
      const set = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
      const ofAccount: Limits = { ...book.limitsFor(account), ...set };
      return Object.freeze(
        identities.length === 0 ? ofAccount : stricter(ofAccount, book.limitsFor('', ...identities)),
      );
    },
  };
}

/**
 * Of two values the one that lets less through: the smaller one, but the longer time for repeats, more approvers and the
 * longer wait without them; where an account does not let anybody go without them, nobody is let.
 */
export function stricter(account: Limits, person: Said): Limits {
  const { breakGlassMinutes } = account;
  return {
    orderAmount: least(account.orderAmount, person.orderAmount),
    orderQuantity: least(account.orderQuantity, person.orderQuantity),
    dayAmount: least(account.dayAmount, person.dayAmount),
    dayCount: least(account.dayCount, person.dayCount),
    priceDistance: least(account.priceDistance, person.priceDistance),
    drift: least(account.drift, person.drift) ?? account.drift,
    repeatSeconds: Math.max(account.repeatSeconds, person.repeatSeconds ?? 0),
    allow: common(account.allow, person.allow),
    deny: [...new Set([...account.deny, ...(person.deny ?? [])])],
    marketBuyCash: least(account.marketBuyCash, person.marketBuyCash) ?? account.marketBuyCash,
    dayLoss: least(account.dayLoss, person.dayLoss),
    approveAbove: least(account.approveAbove, person.approveAbove),
    approvers: Math.max(account.approvers, person.approvers ?? 1),
    breakGlassMinutes:
      breakGlassMinutes === undefined
        ? undefined
        : Math.max(breakGlassMinutes, person.breakGlassMinutes ?? 0),
    stepUpAbove: least(account.stepUpAbove, person.stepUpAbove),
  };
}

function least<T extends bigint | number>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

function common(a: readonly string[] | undefined, b: readonly string[] | undefined) {
  if (a === undefined || b === undefined) return a ?? b;
  return a.filter(code => b.includes(code));
}
