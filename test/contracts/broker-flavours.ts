import { createHash } from 'node:crypto';
import { createKis } from '../../src/brokers/kis/index.js';
import { createKiwoom } from '../../src/brokers/kiwoom/index.js';

import {
  type AccountRef,
  type Broker,
  type BrokerEventSink,
  type Clock,
  Secret,
  type TokenVault,
  type TradingMode,
} from '../../src/core/index.js';
import { kiwoomAccountOf } from '../../src/simulator/kiwoom/account-of.js';
import { environmentAt } from '../support/kis-desk.js';

/** What the exchange calls a service, to trouble its requests and to count them. */
export interface Service {
  readonly tr?: string;
  readonly path?: string;
}

/** A line to the exchange, and whose it is. */
export interface Line {
  readonly broker: Broker;
  readonly account: AccountRef;
}

/** What a line needs of its surroundings. Lines with the same number are runs of one program. */
export interface Seat {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly number: number;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
}

/**
 * One broker in one of its environments: what differs between them, and all that differs. Everything else that the
 * contracts say holds for each.
 */
export interface Flavour {
  readonly name: string;
  readonly mode: TradingMode;
  open(seat: Seat): Line;
  readonly services: Readonly<Record<'token' | 'quote' | 'buy' | 'orders', Service>>;
  /** Calls of one service that it allows within a second, and whether the services are counted apart. */
  readonly rate: { readonly perSecond: number; readonly apart: boolean };
  /** Whether it names the exchange days, and knows another exchange than the KRX. */
  readonly marketDays: boolean;
  readonly nxt: boolean;
  /** Whether its list comes with totals of its own. */
  readonly totals: boolean;
  /** Whether a notice says how many shares an IOC order could not fill. */
  readonly tellsRest: boolean;
  /** Whether the code of a price off the tick is on record, so that it proves a refusal. */
  readonly knowsTick: boolean;
}

const KIS_SERVICES = {
  live: { token: { path: '/oauth2/tokenP' }, buy: { tr: 'TTTC0012U' }, orders: { tr: 'TTTC0081R' } },
  paper: { token: { path: '/oauth2/tokenP' }, buy: { tr: 'VTTC0012U' }, orders: { tr: 'VTTC0081R' } },
} as const;

function kis(mode: TradingMode): Flavour {
  const live = mode === 'live';
  const perSecond = live ? 18 : 1;
  return {
    name: live ? 'KIS live' : 'KIS paper',
    mode,
    open({ baseUrl, wsUrl, number, ...around }) {
      const account = { broker: 'kis', mode, number: String(60_000_000 + number), product: '01' } as const;
      const environment = environmentAt(baseUrl, {
        mode,
        wsUrl,
        appKey: new Secret(`contract${number}`.padEnd(36, '0')),
        account: { ...account, alias: 'test' },
        htsId: 'somebody',
        ratePerSecond: perSecond,
      });
      const broker = createKis({ environment, log: () => undefined, ...around });
      return { broker, account: environment.account };
    },
    services: { quote: { tr: 'FHKST01010100' }, ...KIS_SERVICES[mode] },
    rate: { perSecond, apart: false },
    marketDays: live,
    nxt: live,
    totals: true,
    tellsRest: true,
    knowsTick: !live,
  };
}

function kiwoom(mode: TradingMode): Flavour {
  const live = mode === 'live';
  return {
    name: live ? 'Kiwoom real' : 'Kiwoom mock',
    mode,
    open({ baseUrl, wsUrl, number, ...around }) {
      const appKey = createHash('sha256').update(`contract ${number}`).digest('base64url');
      const account: AccountRef = { broker: 'kiwoom', mode, ...kiwoomAccountOf(appKey), alias: 'test' };
      const environment = {
        mode,
        baseUrl,
        wsUrl,
        appKey: new Secret(appKey),
        appSecret: new Secret(`secret of ${appKey}`.replaceAll(' ', '-')),
        account,
      };
      return { broker: createKiwoom({ environment, log: () => undefined, ...around }), account };
    },
    services: {
      token: { path: '/oauth2/token' },
      quote: { tr: 'ka10001' },
      buy: { tr: 'kt10000' },
      orders: { tr: 'kt00007' },
    },
    rate: { perSecond: live ? 5 : 1, apart: true },
    marketDays: false,
    nxt: live,
    totals: false,
    tellsRest: false,
    knowsTick: true,
  };
}

export const FLAVOURS: readonly Flavour[] = [kis('paper'), kis('live'), kiwoom('paper'), kiwoom('live')];
