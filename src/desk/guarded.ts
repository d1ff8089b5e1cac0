import type { AccountControl, PreferenceControl, Role, StepUpControl, StepUpReason } from '../core/index.js';

/** What stands before an act: each throws `denied`. */
export interface Guards {
  need(role: Role): void;
  /** A program has no business here. */
  needPerson(): void;
  /** Their second factor, where one is asked of them. */
  second(why: StepUpReason): Promise<void>;
}

/** Accounts as a command of this person reaches them. */
export function guardedAccounts(
  accounts: AccountControl,
  { need, needPerson, second }: Guards,
): AccountControl {
  return {
    mine: () => accounts.mine(),
    all() {
      need('admin');
      return accounts.all();
    },
    meant: word => accounts.meant(word),
    pinned: () => accounts.pinned(),
    async pin(account) {
      // It would change what the person's own commands are about.
      needPerson();
      return accounts.pin(account);
    },
    async change(account, change) {
      need('admin');
      await second(change.limits === undefined ? 'accounts' : 'limits');
      return accounts.change(account, change);
    },
    async remove(account) {
      need('admin');
      await second('accounts');
      return accounts.remove(account);
    },
  };
}

/** What a person chose is theirs to choose, and not their program's. */
export function guardedPreferences(
  preferences: PreferenceControl,
  { needPerson }: Guards,
): PreferenceControl {
  return {
    mine: () => preferences.mine(),
    async setLanguage(language) {
      needPerson();
      return preferences.setLanguage(language);
    },
  };
}

/** A second factor as a command of this person reaches it: whoever acts by a key has no authenticator in hand. */
export function guardedStepUp(stepUp: StepUpControl, { need, needPerson }: Guards): StepUpControl {
  return {
    state: () => stepUp.state(),
    async begin() {
      needPerson();
      return stepUp.begin();
    },
    async finish(code) {
      needPerson();
      return stepUp.finish(code);
    },
    async remove() {
      needPerson();
      return stepUp.remove();
    },
    async reset(who) {
      need('admin');
      needPerson();
      return stepUp.reset(who);
    },
  };
}
