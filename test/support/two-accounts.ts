import type { AccountControl, AccountRef, DeskReads, Principal } from '../../src/core/index.js';
import { mayUse } from '../../src/core/index.js';
import { ACCOUNT, handMadeDesk } from './desk.js';
import { givenAccounts } from './given-accounts.js';

/** Beside ACCOUNT (`가족`, paper): another broker's, with real money. */
export const MUM: AccountRef = {
  broker: 'kiwoom',
  mode: 'live',
  number: '81112222',
  product: '10',
  alias: '엄마',
  colour: 'green',
};

/** So many accounts of the paper environment, the last four digits of each its own. */
export const manyAccounts = (count: number): readonly AccountRef[] =>
  Array.from({ length: count }, (_, n) => ({
    ...ACCOUNT,
    number: String(60_000_000 + n),
    alias: `계좌${n}`,
  }));

/** Reads of a desk with these accounts. */
export function deskWith(refs: readonly AccountRef[], over: Partial<DeskReads> = {}) {
  return handMadeDesk({
    accountsOf: who => refs.filter(account => mayUse(who, account)),
    allAccounts: () => refs,
    ...over,
  });
}

/** The accounts of such reads, of which these are closed. */
export function accountsWith(
  desk: Pick<DeskReads, 'accountsOf' | 'allAccounts'>,
  closed: Readonly<Record<string, string>> = {},
): { controlFor(who: Principal): AccountControl } {
  const given = givenAccounts(desk);
  return {
    controlFor(who) {
      const control = given.controlFor(who);
      const told = <T extends ReturnType<AccountControl['mine']>[number]>(account: T) => ({
        ...account,
        closed: closed[account.ref.alias],
      });
      return {
        ...control,
        mine: () => control.mine().map(told),
        all: () => control.all().map(told),
        meant(word) {
          const meant = control.meant(word);
          return meant && told(meant);
        },
        pinned() {
          const pinned = control.pinned();
          return pinned && told(pinned);
        },
      };
    },
  };
}
