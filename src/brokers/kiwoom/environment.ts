import type { AccountRef, Secret, TradingMode } from '../../core/index.js';

/**
 * Everything that decides which account a request reaches, as one value: a key, host, account and store key of
 * different environments cannot meet, because they never travel apart. No request of Kiwoom's names an account: its
 * token stands for one.
 */
export interface KiwoomEnvironment {
  /** `live` is 실전, `paper` 모의투자. */
  readonly mode: TradingMode;
  /** `https://api.kiwoom.com` and the like, without a path. */
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly appKey: Secret;
  readonly appSecret: Secret;
  readonly account: AccountRef;
  /** Calls per second of each service, and of all orders together; left out: 4 live, one in 1.1 s on paper. */
  readonly ratePerSecond?: number | undefined;
}
