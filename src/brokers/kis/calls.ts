import type { z } from 'zod';
import type { KisEnvironment } from './environment.js';
import type { OrderTrName, ReadTrName } from './tr-ids.js';

/** One read of KIS. `params` are the query as documented; every value is text. */
export interface ReadCall<T> {
  readonly tr: ReadTrName;
  readonly params: Readonly<Record<string, string>>;
  /** Of the whole body; an answer that does not fit is an `unavailable` DeskError, never half a result. */
  readonly schema: z.ZodType<T>;
  /** True on second and later pages: sends `tr_cont: N`. */
  readonly continued?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface OrderCall<T> {
  readonly tr: OrderTrName;
  readonly body: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<T>;
}

export interface ReadAnswer<T> {
  readonly data: T;
  /** The `tr_cont` header was F or M: another page follows. */
  readonly more: boolean;
}

/** What an order POST came to; the same four ways as the desk's SendOutcome. */
export type OrderAnswer<T> =
  | { readonly kind: 'answered'; readonly data: T }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'notSent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** How endpoints reach KIS: headers, token, limiter, retries and classification are behind it. */
export interface KisClient {
  readonly environment: KisEnvironment;
  /** Now, ms, by the client's clock. */
  now(): number;
  /** Retried on 5xx and network faults. Throws DeskError. */
  read<T>(call: ReadCall<T>): Promise<ReadAnswer<T>>;
  /** Leaves at most once, whatever happens. Never rejects. */
  send<T>(call: OrderCall<T>): Promise<OrderAnswer<T>>;
}
