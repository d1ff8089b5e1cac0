import { createKis } from './brokers/kis/index.js';
import type * as Kiwoom from './brokers/kiwoom/index.js';
import type { Config } from './config.js';
import {
  type AccountEntry,
  type AccountKeys,
  type AccountRef,
  type AccountStore,
  accountKey,
  type Broker,
  type BrokerEventSink,
  type Clock,
  DeskError,
  type Log,
  Secret,
  type TokenVault,
} from './core/index.js';
import type { KnownSecrets } from './known-secrets.js';

interface OpenerParts {
  readonly config: Config;
  readonly store: { readonly accounts: Pick<AccountStore, 'keysOf'>; readonly vault: TokenVault };
  readonly secrets: Pick<KnownSecrets, 'watch' | 'add'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens lines to the brokers, and tries keys. */
export interface LineOpener {
  /** Kiwoom's part of the program is loaded only where there is such an account. */
  prepare(broker: AccountRef['broker']): Promise<void>;
  /** Throws DeskError `credentials` when the keys cannot be had. */
  open(account: AccountRef, emit: BrokerEventSink): Broker;
  /**
   * Asks the broker which account keys belong to, by a token and one read of it. Throws DeskError: `credentials`, and
   * what a read throws. The token stays in the store, since another would not be had within a minute.
   */
  probe(
    entry: Pick<AccountEntry, 'broker' | 'mode' | 'number' | 'keys'>,
    signal: AbortSignal,
  ): Promise<{ readonly number: string; readonly product: string }>;
}

export function createLineOpener({ config, store, secrets, clock, log }: OpenerParts): LineOpener {
  const vault = secrets.watch(store.vault);
  const { reach } = config;
  let kiwoom: typeof Kiwoom | undefined;

  async function loadKiwoom(): Promise<typeof Kiwoom> {
    kiwoom ??= await import('./brokers/kiwoom/index.js');
    return kiwoom;
  }

  function keysOf(account: AccountRef): AccountKeys {
    const configured = configuredKeys(config, account);
    if (configured) return configured;
    const keys = store.accounts.keysOf(account);
    if (!keys) throw new DeskError('credentials', 'no keys of this account', { what: 'keys' });
    secrets.add(keys.appKey, keys.appSecret, account.number);
    return keys;
  }

  function open(account: AccountRef, emit: BrokerEventSink, keys = keysOf(account)): Broker {
    const { mode } = account;
    const pair = { appKey: new Secret(keys.appKey), appSecret: new Secret(keys.appSecret) };
    const around = { vault, clock, log, emit };
    if (account.broker === 'kis') {
      const own =
        config.kis && accountKey(config.kis.account) === accountKey(account) ? config.kis : reach.kis(mode);
      const environment = { ...own, mode, ...pair, account, htsId: keys.htsId };
      return createKis({ environment, ...around });
    }
    if (!kiwoom) throw new DeskError('unavailable', 'the broker is not loaded yet');
    const own = config.kiwoom && isConfigured(config, keys) ? config.kiwoom : reach.kiwoom(mode);
    const { baseUrl, wsUrl } = own;
    return kiwoom.createKiwoom({ environment: { mode, baseUrl, wsUrl, ...pair, account }, ...around });
  }

  return {
    async prepare(broker) {
      if (broker === 'kiwoom') await loadKiwoom();
    },
    open: (account, emit) => open(account, emit),
    async probe({ broker, mode, number: said = '', keys }, signal) {
      secrets.add(keys.appKey, keys.appSecret);
      if (broker === 'kiwoom') {
        const { identifyKiwoom } = await loadKiwoom();
        const own = config.kiwoom && isConfigured(config, keys) ? config.kiwoom : reach.kiwoom(mode);
        const environment = {
          mode,
          baseUrl: own.baseUrl,
          wsUrl: own.wsUrl,
          appKey: new Secret(keys.appKey),
          appSecret: new Secret(keys.appSecret),
        };
        return identifyKiwoom({ environment, vault, clock, log, emit: () => undefined }, signal);
      }
      const [number = '', product = ''] = said.split('-');
      const account: AccountRef = { broker, mode, number, product, alias: '' };
      const line = open(account, () => undefined, keys);
      try {
        await line.accounts.balance(account, signal);
        return { number, product };
      } finally {
        line.close();
      }
    },
  };
}

/** The keys that the configuration has for exactly this account. */
function configuredKeys({ kis, kiwoom }: Config, account: AccountRef): AccountKeys | undefined {
  if (account.broker === 'kis') {
    if (!kis || accountKey(kis.account) !== accountKey(account) || kis.mode !== account.mode)
      return undefined;
    const { appKey, appSecret, htsId } = kis;
    const pair = { appKey: appKey.reveal(), appSecret: appSecret.reveal() };
    return htsId === undefined ? pair : { ...pair, htsId };
  }
  const number = kiwoom?.number;
  if (!kiwoom || !number || kiwoom.mode !== account.mode) return undefined;
  if (number.number !== account.number || number.product !== account.product) return undefined;
  return { appKey: kiwoom.appKey.reveal(), appSecret: kiwoom.appSecret.reveal() };
}

const isConfigured = ({ kiwoom }: Config, { appKey }: AccountKeys) => kiwoom?.appKey.reveal() === appKey;
