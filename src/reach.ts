import type { TradingMode } from './core/index.js';
import { isHere, KIS_HOSTS, KIWOOM_HOSTS, masterFolderBeside } from './hosts.js';
import { socketBeside } from './kiwoom-config.js';
import type { Values } from './variables.js';

/** How the brokers are reached for accounts of the store: the official hosts of their environment, or a stand-in here. */
export interface Reach {
  /** The folder of the master files. */
  readonly masterUrl: string;
  /** The exchange of a simulator, which trades at every hour. */
  readonly alwaysOpen: boolean;
  kis(mode: TradingMode): KisReach;
  kiwoom(mode: TradingMode): { readonly baseUrl: string; readonly wsUrl: string };
}

export interface KisReach {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly trIds: 'current' | 'legacy';
  readonly hashkey: boolean;
  readonly ratePerSecond: number;
}

/** KIS: calls per second (notice of April 2026). */
export const KIS_RATE = { live: 18, paper: 1 } as const;

/**
 * An address of the configuration that is not of this computer belongs to the account of the configuration alone, for it
 * is of one environment.
 */
export function reachOf(values: Values): Reach {
  const { KIS_BASE_URL, KIS_WS_URL, KIWOOM_BASE_URL, KIWOOM_WS_URL } = values;
  const kisHere = isHere(KIS_BASE_URL) ? KIS_BASE_URL : undefined;
  const kiwoomHere = isHere(KIWOOM_BASE_URL) ? KIWOOM_BASE_URL : undefined;
  return {
    masterUrl: values.KIS_MASTER_URL ?? masterFolderBeside(KIS_BASE_URL ?? KIWOOM_BASE_URL),
    alwaysOpen: values.KIS_ALWAYS_OPEN === 'on',
    kis: mode => ({
      baseUrl: kisHere ?? KIS_HOSTS[mode].base,
      wsUrl: (kisHere && (KIS_WS_URL ?? socketBeside(kisHere))) ?? KIS_HOSTS[mode].ws,
      trIds: values.KIS_TR_IDS ?? 'current',
      hashkey: values.KIS_HASHKEY !== 'off',
      ratePerSecond: Number(values.KIS_RATE_PER_SECOND ?? KIS_RATE[mode]),
    }),
    kiwoom: mode => ({
      baseUrl: kiwoomHere ?? KIWOOM_HOSTS[mode].base,
      wsUrl: (kiwoomHere && (KIWOOM_WS_URL ?? socketBeside(kiwoomHere))) ?? KIWOOM_HOSTS[mode].ws,
    }),
  };
}
