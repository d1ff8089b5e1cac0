import { createHash } from 'node:crypto';
import { keysOf } from './account-answers.js';
import { type Dialogue, requireEntry } from './account-dialogue.js';
import type { Config } from './config.js';
import {
  accountKey,
  asDeskError,
  brokerName,
  type Clock,
  type DeskAccount,
  DeskError,
  formatKst,
  maskAccount,
  type Principal,
  stampLabel,
} from './core/index.js';
import { createAccounts } from './desk/index.js';
import { knownSecrets } from './known-secrets.js';
import { createLineOpener } from './open-line.js';
import { configuredAccounts } from './settled-config.js';
import { openAccountsAlone } from './store/index.js';

/** What `npm run account` does. */
export interface AccountActs {
  list(): void;
  add(dialogue: Dialogue): Promise<void>;
  keys(alias: string, dialogue: Dialogue): Promise<void>;
  rotate(): Promise<void>;
  remove(alias: string, dialogue: Dialogue): Promise<void>;
  close(): Promise<void>;
}

const WHO: Principal = {
  id: 'npm run account',
  ids: ['npm run account'],
  name: 'npm run account',
  roles: new Set(['admin']),
  accounts: 'all',
};
const PROBE_MS = 30_000;

/** `print`: for the person; `out`: what a script reads. Throws `storage`. */
export async function accountActs(
  config: Config,
  { clock, print, out }: { readonly clock: Clock; print(text: string): void; out(text: string): void },
): Promise<AccountActs> {
  const { dataDirectory: directory, storeKey: key, storeKeyFile: keyFile, language } = config;
  const store = await openAccountsAlone({
    ...{ directory, key, keyFile, clock },
    report: (_event, _fields, remark) => print(`${remark.ko} / ${remark.en}`),
  });
  const opener = createLineOpener({
    config,
    store,
    secrets: knownSecrets(config),
    clock,
    log: () => undefined,
  });
  const accounts = createAccounts({
    store: store.accounts,
    configured: configuredAccounts(config),
    appKeys: [config.kis?.appKey, config.kiwoom?.appKey].filter(one => one !== undefined),
    // Whatever is chosen and told belongs to the desk, which hears of every change made here.
    preferences: { of: () => ({}), set: () => Promise.reject(new DeskError('bug', 'read only')) },
    probe: opener.probe,
    isInUse: () => false,
    tell: () => undefined,
    audit: { record: async () => ({ line: 0, hash: '' }) },
    clock,
    language,
  });
  const control = accounts.controlFor(WHO);

  function named(alias: string): DeskAccount {
    const account = control.meant(alias);
    if (!account) throw new DeskError('notFound', 'no such account', { what: 'account', query: alias });
    return account;
  }

  function fingerprintOf({ ref }: DeskAccount): string {
    const keys = store.accounts.keysOf(ref);
    return keys ? createHash('sha256').update(keys.appKey).digest('hex').slice(0, 8) : '-';
  }

  function lineOf(account: DeskAccount): string {
    const { ref, owner, from } = account;
    const stored = store.accounts.list().accounts.find(one => accountKey(one) === accountKey(ref));
    const fields = [ref.alias, ref.broker, ref.mode, maskAccount(ref), ref.colour ?? '-', owner || '-', from];
    const keys = from === 'store' && stored ? [fingerprintOf(account), formatKst(stored.keysAt)] : ['-', '-'];
    return [...fields, ...keys].join('\t');
  }

  function told(what: string, account: DeskAccount): void {
    const { ref } = account;
    print(`${what}: ${brokerName(ref.broker, 'ko')} ${stampLabel(ref.mode, 'ko')}`);
    out([ref.alias, maskAccount(ref), fingerprintOf(account)].join('\t'));
  }

  /** However long the broker takes, whoever waits may leave. */
  async function tried<T>(left: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    print('증권사에서 확인하는 중입니다… / asking the broker…');
    const over = new AbortController();
    const late = new AbortController();
    clock.sleep(PROBE_MS, over.signal).then(
      () => late.abort(new DOMException('deadline passed', 'TimeoutError')),
      () => undefined,
    );
    try {
      return await work(AbortSignal.any([left, late.signal]));
    } finally {
      over.abort();
    }
  }

  /** Orders that stand at the broker would be nobody's any more. Keys that are dead keep nobody from removing them. */
  async function requireNoOrders({ ref }: DeskAccount): Promise<void> {
    await opener.prepare(ref.broker);
    const line = opener.open(ref, () => undefined);
    try {
      const { orders, complete } = await tried(new AbortController().signal, signal =>
        line.accounts.openOrders(ref, signal),
      );
      if (orders.length > 0 || !complete)
        throw new DeskError('impossible', 'open orders', { what: 'account', problem: 'accountInUse' });
    } catch (thrown) {
      if (asDeskError(thrown).kind !== 'credentials') throw thrown;
    } finally {
      line.close();
    }
  }

  return {
    list: () => {
      for (const account of accounts.list()) out(lineOf(account));
    },

    async add(dialogue) {
      const fields = [
        ...(['broker', 'environment', 'number', 'alias', 'owner', 'colour'] as const),
        ...(['app_key', 'app_secret', 'hts_id'] as const),
      ];
      const added = await dialogue.withAnswers(fields, (answers, left) => {
        const entry = requireEntry(answers);
        return tried(left, signal => accounts.entries.add(entry, WHO, signal));
      });
      told('추가했습니다 / added', added);
      print(
        '모든 계좌(all)를 받은 사람만 지금 볼 수 있습니다. 다른 사람에게는 관리자가 줍니다: /members accounts <이름> <별명>',
      );
      print(
        'Only whoever was given all accounts sees it now; an admin gives it to others: /members accounts <name> <alias>',
      );
      print(
        '데모로 실행 중인 봇은 다시 시작해야 이 계좌를 씁니다. / A desk that runs as a demo has to be started again.',
      );
    },

    async keys(alias, dialogue) {
      const account = named(alias);
      const fields = [
        'app_key',
        'app_secret',
        ...(account.ref.broker === 'kis' ? (['hts_id'] as const) : []),
      ] as const;
      const after = await dialogue.withAnswers(
        fields,
        (answers, left) =>
          tried(left, signal => accounts.entries.replaceKeys(account.ref, keysOf(answers), WHO, signal)),
        { broker: account.ref.broker },
      );
      told('앱키를 바꿨습니다 / keys exchanged', after);
    },

    async rotate() {
      const count = await store.accounts.rotate();
      print(
        `앱키 ${count}벌을 새 데이터 키로 다시 암호화했습니다. / sealed the keys of ${count} accounts anew.`,
      );
    },

    async remove(alias, dialogue) {
      const account = named(alias);
      if (account.from !== 'store')
        throw new DeskError('impossible', 'fixed', { what: 'account', problem: 'fixedAccount' });
      const { ref } = account;
      print(`${ref.alias} ${maskAccount(ref)}: 봇이 이 계좌의 앱키를 지웁니다. / the desk forgets its keys.`);
      await dialogue.confirm(
        '지우려면 별명을 한 번 더 / type the alias once more: ',
        given => given?.trim() === ref.alias,
      );
      await requireNoOrders(account);
      await control.remove(ref);
      print(
        '지웠습니다. 증권사에서 앱키를 폐기하면 더 안전합니다. / removed; revoke the keys at the broker as well.',
      );
    },

    close: () => store.close(),
  };
}
