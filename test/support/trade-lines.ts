import { createKis } from '../../src/brokers/kis/index.js';
import { createKiwoom } from '../../src/brokers/kiwoom/index.js';
import {
  type AccountList,
  type AccountRef,
  accountKey,
  type Broker,
  type BrokerEventSink,
  type BrokerId,
  type Clock,
  type DeskAccount,
  type Executions,
  type Log,
  Secret,
  type TokenVault,
  type Trading,
  type TradingMode,
} from '../../src/core/index.js';
import type { KisConfig } from '../../src/kis-config.js';

interface Around {
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
}

/** How the accounts of a desk under test reach their broker. A desk has lines of its own in every run. */
export interface TradeLines {
  readonly broker: BrokerId;
  /** For one run. */
  begin(around: Omit<Around, 'emit'>): (account: AccountRef, emit: BrokerEventSink) => Broker;
}

/** No notices: of a line that serves several accounts they come once. */
export const UNHEARD: Executions = {
  listen: () => undefined,
  status: () => ({ state: 'off', since: 0, reason: undefined, lastNoticeAt: undefined }),
};

/** One line under one app key, over which every account is reached. */
export function kisLines(environment: KisConfig): TradeLines {
  return {
    broker: 'kis',
    begin(around) {
      let line: Broker | undefined;
      return (_account, emit) => {
        if (line) return { ...line, executions: UNHEARD };
        line = createKis({ environment, ...around, emit });
        return line;
      };
    },
  };
}

/** Each account has keys of its own, as the exchange must be told: `kiwoomKeyOf`. */
export function kiwoomLines(site: {
  readonly mode: TradingMode;
  readonly baseUrl: string;
  readonly wsUrl: string;
  /** Left out: as fast as the desk can ask. */
  readonly ratePerSecond?: number | undefined;
  /** Hears whose a token is. */
  readonly owns?: (token: string, account: string) => void;
}): TradeLines {
  const { mode, baseUrl, wsUrl, ratePerSecond = 1_000_000, owns = () => undefined } = site;
  return {
    broker: 'kiwoom',
    begin:
      ({ vault, ...around }) =>
      (account, emit) =>
        createKiwoom({
          environment: {
            mode,
            baseUrl,
            wsUrl,
            appKey: new Secret(kiwoomKeyOf(account)),
            appSecret: new Secret('secret'.padEnd(43, '0')),
            account,
            ratePerSecond,
          },
          ...around,
          emit,
          vault: {
            ...vault,
            read: async key => {
              const record = await vault.read(key);
              if (record) owns(record.token, account.number + account.product);
              return record;
            },
            save: async (key, record) => {
              owns(record.token, account.number + account.product);
              await vault.save(key, record);
            },
          },
        }),
  };
}

/** The app key of an account at the exchange; short, for the exchange is told of a thousand at once. */
export const kiwoomKeyOf = (account: AccountRef) => `rig-${accountKey(account)}`.padEnd(16, '0');

/** All that the people of a rig or a campaign ever use. */
export function manyAccounts(account: AccountRef): readonly AccountRef[] {
  const numbers = [
    [60_000_000, 60],
    [70_000_000, 900],
    [78_000_000, 300],
  ].flatMap(([first = 0, count = 0]) => Array.from({ length: count }, (_, n) => String(first + n)));
  return [account.number, '79999999', ...numbers].map(number => ({ ...account, number }));
}

/** What the exchange must be told so that it knows the keys of these accounts. */
export function kiwoomAccounts(accounts: readonly AccountRef[]): Readonly<Record<string, string>> {
  return Object.fromEntries(accounts.map(one => [kiwoomKeyOf(one), one.number + one.product]));
}

/** Everybody has one account, and may use whichever it is now; orders of an earlier one are looked after as well. */
export function anyAccount(current: () => AccountRef): AccountList {
  const own = (ref: AccountRef): DeskAccount => ({
    ref,
    owner: '',
    from: 'configuration',
    limits: {},
    closed: undefined,
  });
  return {
    list: () => [own(current())],
    find(key) {
      const [number = '', product = ''] = key.split('-');
      return own({ ...current(), number, product });
    },
    onChange: () => undefined,
  };
}

/** The port as it is, with somebody who is told right before an order leaves. */
export function announced({ prepare, place, amend, cancel }: Trading, tell: () => Promise<void>): Trading {
  return {
    prepare,
    place: async (order, signal) => tell().then(() => place(order, signal)),
    amend: async (request, signal) => tell().then(() => amend(request, signal)),
    cancel: async (request, signal) => tell().then(() => cancel(request, signal)),
  };
}
