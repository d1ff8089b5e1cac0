import {
  type AccountBook,
  type AccountIdentity,
  type AccountKeys,
  type AccountStore,
  accountKey,
  type Clock,
  DeskError,
} from '../core/index.js';
import { type AccountsContent, accountsContent, bookOf, contentOf } from './account-content.js';
import { type AccountSeal, accountSeal, digestOf, FILE, newDataKey } from './account-seal.js';
import { type Cipher, createCipher } from './cipher.js';
import { openSharedDocument } from './shared-document.js';
import { type Report, storageError } from './storage-error.js';

export interface Accounts extends AccountStore {
  /** Looks twice a second whether another process has changed them, until the signal is aborted. Never rejects. */
  watch(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface AccountsOptions {
  /** As the system spells it. Another process may have it open as well. */
  readonly directory: string;
  /** Of the document. */
  readonly cipher: Cipher;
  /** Of the data key in it. */
  readonly wrapping: Cipher;
  readonly clock: Clock;
  readonly report: Report;
}

/** Of the document, and of the data key in it. */
export function accountCiphers(master: Buffer): Pick<AccountsOptions, 'cipher' | 'wrapping'> {
  return { cipher: createCipher(master, 'accounts'), wrapping: createCipher(master, 'account data key') };
}

/**
 * Accounts in one encrypted document, their keys sealed once more, each for its own account, under a data key. Throws
 * `storage`.
 */
export async function openAccounts({ wrapping, ...options }: AccountsOptions): Promise<Accounts> {
  const document = await openSharedDocument<AccountsContent>({
    ...options,
    name: 'accounts',
    schema: accountsContent,
    empty: () => ({ accounts: [], profiles: {} }),
    copyFailed: {
      ko: '계좌 파일의 예비 사본을 쓰지 못했습니다. 디스크 상태를 확인하세요.',
      en: 'The spare copy of the accounts file could not be written. Check the disk.',
    },
    unread: {
      event: 'store_accounts_unread',
      ko: '계좌 파일을 읽지 못해 마지막으로 읽은 계좌를 계속 씁니다. 디스크 상태를 확인하세요.',
      en: 'The accounts file cannot be read, so the accounts read last stay in use. Check the disk.',
    },
  });
  let known = viewOf(document.content());
  let opened: { readonly dataKey: string; readonly seal: AccountSeal } | undefined;

  /** Of what is durable now; worked out once for all who ask. */
  function view(): View {
    const content = document.content();
    if (content !== known.content) known = viewOf(content);
    return known;
  }

  /** The lines of a thousand accounts open one after the other, and the same data key opens the keys of all. */
  function sealOf(dataKey: string): AccountSeal {
    if (opened?.dataKey !== dataKey) opened = { dataKey, seal: accountSeal(dataKey, wrapping) };
    return opened.seal;
  }

  return {
    list: () => view().book,
    update: (change, fresh) =>
      document.update(content => {
        const next = change(bookOf(content));
        const before = sealedByKey(content);
        if (fresh) content.dataKey ??= newDataKey(wrapping);
        const sealed = fresh && sealFresh(next, fresh, accountSeal(content.dataKey ?? '', wrapping));
        Object.assign(
          content,
          contentOf(next, one =>
            sealed && accountKey(one) === accountKey(fresh.of) ? sealed : sealedIn(before, one),
          ),
        );
      }),
    keysOf(account) {
      const { content, byKey } = view();
      const sealed = sealedIn(byKey, account);
      if (sealed === undefined || content.dataKey === undefined) return undefined;
      return sealOf(content.dataKey).open(account, sealed);
    },
    async rotate() {
      let count = 0;
      await document.update(content => {
        count = content.accounts.length;
        if (content.dataKey === undefined) return;
        const before = accountSeal(content.dataKey, wrapping);
        content.dataKey = newDataKey(wrapping);
        const after = accountSeal(content.dataKey, wrapping);
        for (const account of content.accounts) {
          const keys = before.open(account, account.sealed);
          // Sealed anew without it, an account would be lost for good.
          if (!keys) throw storageError('unreadable', 'the keys of an account do not open', FILE);
          account.sealed = after.seal(account, keys);
        }
      });
      return count;
    },
    onElsewhere: hear => document.onElsewhere((before, now) => hear(bookOf(before), bookOf(now))),
    watch: signal => document.watch(signal),
    close: () => document.close(),
  };
}

type Sealed = AccountsContent['accounts'][number];

/** What the document holds, as it is asked for. */
interface View {
  readonly content: AccountsContent;
  readonly book: AccountBook;
  readonly byKey: ReadonlyMap<string, Sealed>;
}

const viewOf = (content: AccountsContent): View => ({
  content,
  book: bookOf(content),
  byKey: sealedByKey(content),
});

const sealedByKey = ({ accounts }: AccountsContent): ReadonlyMap<string, Sealed> =>
  new Map(accounts.map(one => [accountKey(one), one]));

function sealedIn(byKey: ReadonlyMap<string, Sealed>, wanted: AccountIdentity): string | undefined {
  const found = byKey.get(accountKey(wanted));
  return found && found.broker === wanted.broker && found.mode === wanted.mode ? found.sealed : undefined;
}

function sealFresh(
  book: AccountBook,
  { of, keys }: { readonly of: AccountIdentity; readonly keys: AccountKeys },
  seal: AccountSeal,
): string {
  const account = book.accounts.find(one => accountKey(one) === accountKey(of));
  if (
    account?.broker !== of.broker ||
    account.mode !== of.mode ||
    account.keyDigest !== digestOf(keys.appKey)
  )
    throw new DeskError('bug', 'keys of an account that is not there');
  return seal.seal(of, keys);
}
