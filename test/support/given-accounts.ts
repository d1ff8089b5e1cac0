import {
  type AccountControl,
  accountKey,
  accountMeant,
  type DeskAccount,
  DeskError,
  type DeskReads,
  type Principal,
  sameAccount,
} from '../../src/core/index.js';

/** The accounts of hand-made reads as commands see them, pinned in memory; none can be changed. */
export function givenAccounts(desk: Pick<DeskReads, 'accountsOf' | 'allAccounts'>): {
  controlFor(who: Principal): AccountControl;
} {
  const pins = new Map<string, string>();
  const asDeskAccount = (ref: DeskAccount['ref']): DeskAccount => ({
    ref,
    owner: '',
    from: 'configuration',
    limits: {},
    closed: undefined,
  });
  const fixed = () => new DeskError('impossible', 'hand-made', { problem: 'fixedAccount' });
  return {
    controlFor(who) {
      const mine = () => desk.accountsOf(who).map(asDeskAccount);
      return {
        mine,
        all: () => desk.allAccounts().map(asDeskAccount),
        meant(word) {
          const meant = accountMeant(word, desk.accountsOf(who));
          return mine().find(({ ref }) => meant && sameAccount(ref, meant));
        },
        pinned: () => mine().find(({ ref }) => accountKey(ref) === pins.get(who.id)),
        async pin(account) {
          if (account === undefined) pins.delete(who.id);
          else if (mine().some(({ ref }) => sameAccount(ref, account))) pins.set(who.id, accountKey(account));
          else throw new DeskError('denied', 'not theirs', { need: 'account', what: 'grant' });
        },
        change: () => Promise.reject(fixed()),
        remove: () => Promise.reject(fixed()),
      };
    },
  };
}
