import type { AccountRef, Secret, TradingMode } from '../../core/index.js';

/**
 * Everything that decides which exchange a request reaches, as one value: a key, host, TR id, account and store
 * key of different environments cannot meet, because they never travel apart.
 */
export interface KisEnvironment {
  readonly mode: TradingMode;
  /** `https://openapi.koreainvestment.com:9443` and the like, without a path. */
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly appKey: Secret;
  readonly appSecret: Secret;
  readonly account: AccountRef;
  readonly htsId: string | undefined;
  /** `current` (0011U…) or `legacy` (0801U…) TR ids. */
  readonly trIds: 'current' | 'legacy';
  /** Whether order POSTs carry a hashkey. */
  readonly hashkey: boolean;
  /** Calls per second for this app key: 18 live, 1 paper unless configured. */
  readonly ratePerSecond: number;
}
