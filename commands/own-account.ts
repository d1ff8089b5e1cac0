import {
  type AccountRef,
  type ArgSpec,
  accountLabel,
  accountMeant,
  accountWord,
  type CommandCall,
  type CommandContext,
  type DeskAccount,
  DeskError,
  type Draft,
  sameAccount,
  stampLabel,
  stampOf,
} from '../src/core/index.js';

/** The last argument of every command that is about one account. */
export const ACCOUNT_ARG = {
  name: 'account',
  ko: '계좌',
  kind: 'account',
  description: {
    ko: '계좌 (예: @엄마, @5678. 없으면 기본 계좌)',
    en: 'Account, e.g. @mum or @5678; left out, your default',
  },
  suggest: 'account',
} as const satisfies ArgSpec;

/**
 * The account that a command is about which only reads: the one named, else the pinned one, else the first that was
 * given and is open. Throws `notFound` for a word that means none of theirs, whether there is such an account or not, and
 * `denied` (`need`: `account`) when they have none or it is closed.
 */
export function readingAccount(context: CommandContext, word: string | undefined): AccountRef {
  if (word !== undefined) return opened(namedAccount(context, word));
  const { accounts } = context;
  const mine = accounts.mine();
  const chosen = accounts.pinned() ?? mine.find(({ closed }) => closed === undefined) ?? mine[0];
  if (chosen === undefined) throw noAccount(context);
  return opened(chosen);
}

/** The account that something is ordered from, or the card that asks which. */
export type OrderingAccount =
  | { readonly kind: 'one'; readonly account: AccountRef }
  | { readonly kind: 'ask'; readonly card: Draft };

/**
 * The account that a command orders from: the one named, else the pinned one, else the only one. Of several none is
 * chosen for the person: `call` is the same call, to be made again with the account that they press. Throws as
 * `readingAccount`.
 */
export function orderingAccount(
  context: CommandContext,
  word: string | undefined,
  call: CommandCall,
): OrderingAccount {
  const { accounts } = context;
  if (word !== undefined) return { kind: 'one', account: opened(namedAccount(context, word)) };
  const pinned = accounts.pinned();
  if (pinned !== undefined) return { kind: 'one', account: opened(pinned) };
  const mine = accounts.mine();
  const [only, another] = mine;
  if (only === undefined) throw noAccount(context);
  if (another === undefined) return { kind: 'one', account: opened(only) };
  return { kind: 'ask', card: accountChoice(context, mine, call) };
}

/** One of the person's own accounts by what it is called; closed ones too. Throws `notFound`. */
export function namedAccount({ accounts }: CommandContext, word: string): DeskAccount {
  const found = accounts.meant(word);
  if (!found) throw new DeskError('notFound', 'no such account', { what: 'account', query: word });
  return found;
}

/** The same for who looks after all of them: an admin may name any account of the desk. */
export function keptAccount(context: CommandContext, word: string): DeskAccount {
  const { accounts, who } = context;
  if (!who.roles.has('admin')) return namedAccount(context, word);
  const all = accounts.all();
  const meant = accountMeant(
    word,
    all.map(({ ref }) => ref),
  );
  const found = meant && all.find(({ ref }) => sameAccount(ref, meant));
  return found ?? namedAccount(context, word);
}

function opened({ ref, closed }: DeskAccount): AccountRef {
  if (closed === undefined) return ref;
  throw new DeskError('denied', 'account closed', {
    need: 'account',
    what: 'closed',
    account: accountLabel(ref),
    reason: closed,
  });
}

/** `person`: what an admin types to give them one. */
export function noAccount({ who, accounts }: CommandContext): DeskError {
  const isEmpty = who.roles.has('admin') && accounts.all().length === 0;
  return new DeskError('denied', 'no account', {
    need: 'account',
    person: who.id,
    ...(isEmpty ? { what: 'none' } : {}),
  });
}

/** As a further argument of a call: which account it is about, where the person has more than one. */
export function accountArgs({ accounts }: CommandContext, account: AccountRef): { account?: string } {
  const mine = accounts.mine().map(({ ref }) => ref);
  return mine.length > 1 ? { account: accountWord(account, mine) } : {};
}

/** The same for a command that reads its account with `keptAccount`. */
export function deskArgs(context: CommandContext, account: AccountRef): { account?: string } {
  const { accounts, who } = context;
  if (!who.roles.has('admin')) return accountArgs(context, account);
  const all = accounts.all().map(({ ref }) => ref);
  return all.length > 1 ? { account: accountWord(account, all) } : {};
}

/** What a card about this account is stamped with, and noted under. */
export function aboutAccount(
  { stamp }: Pick<CommandContext, 'stamp'>,
  account: AccountRef,
): Required<Pick<Draft, 'stamp' | 'about'>> {
  return { stamp: stampOf(account, stamp), about: account };
}

const MOST_CHOICES = 10;

/** Several accounts: the person chooses, and nothing is chosen for them. */
function accountChoice(context: CommandContext, mine: readonly DeskAccount[], call: CommandCall): Draft {
  const { say, button, language, stamp } = context;
  const open = mine.filter(({ closed }) => closed === undefined);
  const shown = open.slice(0, MOST_CHOICES);
  const refs = mine.map(({ ref }) => ref);
  const [first] = refs;
  const example = first ? `@${accountWord(first, refs)}` : '';
  const left = open.length - shown.length;
  return {
    title: say('어느 계좌인가요?', 'Which account?'),
    tone: 'neutral',
    blocks: [
      {
        kind: 'text',
        text: say(
          `계좌가 ${mine.length}개 있습니다. 눌러서 고르거나 끝에 ${example} 처럼 붙이세요. 아직 아무것도 나가지 않았습니다.`,
          `You have ${mine.length} accounts. Press one, or add it at the end like ${example}. Nothing has been sent.`,
        ),
      },
      {
        kind: 'buttons',
        buttons: shown.map(({ ref }) =>
          button(`${accountLabel(ref)} ${stampLabel(stampOf(ref, stamp), language)}`, {
            ...call,
            args: { ...call.args, account: accountWord(ref, refs) },
          }),
        ),
      },
      {
        kind: 'text',
        text: [
          ...(left > 0
            ? [say(`여기에 없는 계좌가 ${left}개 더 있습니다.`, `${left} more are not shown here.`)]
            : []),
          say(
            `늘 같은 계좌로 주문하려면 기본 계좌로 정하세요: /account ${example} pin`,
            `To order from the same account always, make it your default: /account ${example} pin`,
          ),
        ].join(' '),
      },
    ],
  };
}
