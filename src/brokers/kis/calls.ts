import type { z } from 'zod';
import type { OrderAnswer } from '../transport/index.js';
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

/** An order as its service takes it; every value is text. */
export interface OrderForm {
  readonly tr: OrderTrName;
  readonly body: Readonly<Record<string, string>>;
}

export interface OrderCall<T> extends OrderForm {
  readonly schema: z.ZodType<T>;
  /** Aborted, it keeps what has not left from leaving; on what has left it has no effect. */
  readonly signal?: AbortSignal | undefined;
}

export interface ReadAnswer<T> {
  readonly data: T;
  /** The `tr_cont` header was F or M: another page follows. */
  readonly more: boolean;
}

/** How endpoints reach KIS: headers, token, limiter, retries and classification are behind it. */
export interface KisClient {
  readonly environment: KisEnvironment;
  /** Now, ms, by the client's clock. */
  now(): number;
  /** Retried on 5xx and network faults. Throws DeskError. */
  read<T>(call: ReadCall<T>): Promise<ReadAnswer<T>>;
  /** Makes sure of a token and of the hash key of exactly this form, for a send that may follow. Never rejects. */
  prepare(form: OrderForm): Promise<void>;
  /** Is taken at most once, whatever happens. Never rejects. */
  send<T>(call: OrderCall<T>): Promise<OrderAnswer<T>>;
}
