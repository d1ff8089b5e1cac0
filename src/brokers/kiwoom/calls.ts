import type { z } from 'zod';
import type { OrderAnswer, ReadGroup } from '../transport/index.js';
import type { OrderApiName, ReadApiName } from './api-ids.js';
import type { KiwoomEnvironment } from './environment.js';

/** One read of Kiwoom. `params` are the body as documented; every value is text. */
export interface ReadCall<T> {
  readonly api: ReadApiName;
  readonly params: Readonly<Record<string, string>>;
  /** Of the whole body; an answer that does not fit is an `unavailable` DeskError, never half a result. */
  readonly schema: z.ZodType<T>;
  /** What "there is no data" means here; left out, it is a refusal. */
  readonly none?: T;
  /** The page that follows the answer which gave this key. */
  readonly nextKey?: string | undefined;
  readonly group?: ReadGroup | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ReadAnswer<T> {
  readonly data: T;
  /** Another page follows. */
  readonly more: boolean;
  /** Its key; '' when Kiwoom named none. */
  readonly nextKey: string;
}

/** An order as its service takes it; every value is text. */
export interface OrderForm {
  readonly api: OrderApiName;
  readonly body: Readonly<Record<string, string>>;
}

export interface OrderCall<T> {
  readonly api: OrderApiName;
  /** Made when the order is about to leave; what it throws keeps it from leaving. */
  form(signal: AbortSignal): OrderForm | Promise<OrderForm>;
  readonly schema: z.ZodType<T>;
  /** Aborted, it keeps what has not left from leaving; on what has left it has no effect. */
  readonly signal?: AbortSignal | undefined;
}

/** How endpoints reach Kiwoom: headers, token, limiters, retries and classification are behind it. */
export interface KiwoomClient {
  readonly environment: KiwoomEnvironment;
  /** Now, ms, by the client's clock. */
  now(): number;
  /**
   * Retried on 5xx and network faults. Throws DeskError. What tells of the account, or changes it, is preceded once by
   * the question whose account the token stands for: with that of another one nothing is read or ordered.
   */
  read<T>(call: ReadCall<T>): Promise<ReadAnswer<T>>;
  /** Makes sure of a token for a send that may follow. Never rejects. */
  prepare(): Promise<void>;
  /** Is taken at most once, whatever happens. Never rejects. */
  send<T>(call: OrderCall<T>): Promise<OrderAnswer<T>>;
}
