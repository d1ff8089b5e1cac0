import {
  type AccountRef,
  accountLabel,
  accountWord,
  EVERY_ACCOUNT,
  type Language,
  type Suggestion,
} from '../../core/index.js';
import { plain } from '../quoted.js';
import { sayIn } from '../teller.js';

/** The most that any platform shows. */
const MOST = 25;
const LONGEST = 100;

/** Of these accounts those that fit what is typed, in their own order, as they are typed in text: with @ before them. */
export function accountSuggestions(
  accounts: readonly AccountRef[],
  typed: string,
  { all, language }: { readonly all: boolean; readonly language: Language },
): readonly Suggestion[] {
  const wanted = typed.replace(/^@/, '').normalize('NFC').toLowerCase();
  const named = accounts
    .filter(
      ({ alias, number }) => alias.toLowerCase().includes(wanted) || number.slice(-4).startsWith(wanted),
    )
    .slice(0, MOST)
    .map(account => ({
      value: `@${accountWord(account, accounts)}`,
      label: plain(accountLabel(account), LONGEST),
    }));
  const every = sayIn(language)('전체: 모든 계좌', 'all: every account');
  const isEvery = all && accounts.length > 1 && ['all', '전체', '모두'].some(word => word.startsWith(wanted));
  return isEvery ? [{ value: `@${EVERY_ACCOUNT}`, label: every }, ...named] : named;
}
