import {
  type AccountControl,
  accountKey,
  accountMeant,
  type DeskAccount,
  DeskError,
  mayUse,
  type Principal,
} from '../../core/index.js';
import { requireNoProgram, requireRole } from '../rights.js';
import type { Desk } from './accounts.js';
import { changedProfile, standingOf, withoutAccount, withProfile } from './book.js';
import { accountProblem } from './problems.js';

/** Accounts as this person's commands see them. */
export function accountControl(desk: Desk, who: Principal): AccountControl {
  const { store, configured, preferences, isInUse } = desk;
  const mine = () => desk.standing().list.filter(({ ref }) => mayUse(who, ref));

  function requireFree({ ref, from }: DeskAccount): void {
    if (from !== 'store') throw accountProblem('fixedAccount', { alias: ref.alias });
    if (isInUse(ref)) throw accountProblem('accountInUse', { alias: ref.alias });
  }

  return {
    mine,
    all() {
      requireRole(who, 'admin');
      return desk.standing().list;
    },
    meant(word) {
      const own = mine();
      const account = accountMeant(
        word,
        own.map(({ ref }) => ref),
      );
      return own.find(({ ref }) => ref === account);
    },
    pinned() {
      const { account } = preferences.of(who.id);
      return mine().find(({ ref }) => accountKey(ref) === account);
    },
    async pin(account) {
      requireNoProgram(who);
      if (account && !mine().some(({ ref }) => accountKey(ref) === accountKey(account)))
        throw new DeskError('denied', 'account not granted', { need: 'account', what: 'grant' });
      const { account: _before, ...rest } = preferences.of(who.id);
      await preferences.set(who.id, account ? { ...rest, account: accountKey(account) } : rest);
    },
    async change(account, change) {
      requireRole(who, 'admin');
      requireNoProgram(who);
      const before = desk.own(account);
      const key = accountKey(before.ref);
      await store.update(book => {
        const said = changedProfile(book.profiles.get(key) ?? {}, change, {
          key,
          standing: standingOf(configured, book, new Map()),
        });
        return withProfile(book, key, said);
      });
      const after = desk.own(account);
      await desk.changed('changed', after, who);
      return after;
    },
    async remove(account) {
      requireRole(who, 'admin');
      requireNoProgram(who);
      const before = desk.own(account);
      await store.update(book => {
        requireFree(before);
        return withoutAccount(book, accountKey(before.ref));
      });
      await desk.changed('removed', before, who);
    },
  };
}
