import type { TradingMode } from '../../core/index.js';
import type { KiwoomAnswer } from './answer.js';

/** A request after the gateway's checks (headers, token, rate, fields) have passed. */
export interface KiwoomRequest {
  readonly apiId: string;
  /** Missing ones are ''. */
  field(name: string): string;
  /** The `next-key` of a request with `cont-yn: Y`; '' asks for the first page. */
  readonly next: string;
  /** Number and product of the account that the token belongs to, ten digits. */
  readonly account: string;
  /** The simulator's clock, ms. */
  readonly now: number;
  readonly mode: TradingMode;
}

export const PATHS = {
  issue: '/api/dostk/stkinfo',
  market: '/api/dostk/mrkcond',
  chart: '/api/dostk/chart',
  order: '/api/dostk/ordr',
  account: '/api/dostk/acnt',
} as const;

/** One service: the path names its category, the `api-id` header the service itself. */
export interface KiwoomRoute {
  readonly apiId: string;
  readonly path: (typeof PATHS)[keyof typeof PATHS];
  /**
   * `quote`: the same for everybody. `account`: about the token's account. `order`: changes it, and has a rate of its
   * own together with its sisters.
   */
  readonly kind: 'quote' | 'account' | 'order';
  /** What the mock server answers instead of a service that it does not have. */
  readonly onMock?: 'notOffered' | 'queryFailed';
  /** Fields that must be filled, in the document's order, with the length each may have. */
  readonly required: Readonly<Record<string, number>>;
  handle(request: KiwoomRequest): KiwoomAnswer;
}
