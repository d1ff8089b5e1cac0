import { type AccountRef, Secret, stampLabel, type TradingMode } from './core/index.js';
import { KIS_HOSTS, modeOfHost } from './hosts.js';
import { KIS_RATE } from './reach.js';
import type { Values } from './variables.js';

/** The KIS account of the configuration. */
export interface KisConfig {
  readonly mode: TradingMode;
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly appKey: Secret;
  readonly appSecret: Secret;
  readonly account: AccountRef;
  readonly htsId: string | undefined;
  readonly trIds: 'current' | 'legacy';
  readonly hashkey: boolean;
  readonly ratePerSecond: number;
}

export function kisOf(values: Values): KisConfig | undefined {
  const { KIS_APP_KEY, KIS_APP_SECRET, KIS_ACCOUNT } = values;
  if (KIS_APP_KEY === undefined || KIS_APP_SECRET === undefined || KIS_ACCOUNT === undefined)
    return undefined;
  const mode = values.KIS_ENV ?? modeOfHost(values.KIS_BASE_URL);
  const hosts = KIS_HOSTS[mode];
  const [number = '', product = ''] = KIS_ACCOUNT.split('-');
  return {
    mode,
    baseUrl: values.KIS_BASE_URL ?? hosts.base,
    wsUrl: values.KIS_WS_URL ?? hosts.ws,
    appKey: new Secret(KIS_APP_KEY),
    appSecret: new Secret(KIS_APP_SECRET),
    account: {
      broker: 'kis',
      mode,
      number,
      product,
      alias: values.KIS_ALIAS ?? stampLabel(mode, values.LANG_UI ?? 'ko'),
    },
    htsId: values.KIS_HTS_ID,
    trIds: values.KIS_TR_IDS ?? 'current',
    hashkey: values.KIS_HASHKEY !== 'off',
    ratePerSecond: Number(values.KIS_RATE_PER_SECOND ?? KIS_RATE[mode]),
  };
}
