import type { Shares, Won } from '../core/index.js';
import type { Order } from './order.js';

/**
 * Something that happened to an order at the exchange, of which its holder is told. `received`: the order, amendment or
 * cancellation stands in the log. `filled`: one fill. `cancelled`: what an IOC or FOK order could not fill. The end of
 * the day tells nobody anything.
 */
export interface Execution {
  readonly order: Order;
  readonly what: 'received' | 'filled' | 'cancelled';
  readonly quantity: Shares;
  /** Of a fill; 0 otherwise. */
  readonly price: Won;
  /** ms */
  readonly at: number;
}

export type ExecutionSink = (execution: Execution) => void;
