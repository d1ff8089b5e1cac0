import type { Shares, Won } from '../core/index.js';
import type { Order } from './order.js';

/**
 * Something that happened to an order at the exchange, of which its holder is told. `received`: the order, amendment or
 * cancellation stands in the log. `filled`: one fill. `cancelled`: what an IOC or FOK order could not fill.
 * `rejected`: what the exchange gave back of an order that the broker had taken. The end of the day tells nobody anything.
 */
export interface Execution {
  readonly order: Order;
  readonly what: 'received' | 'filled' | 'cancelled' | 'rejected';
  readonly quantity: Shares;
  /** Of a fill; 0 otherwise. */
  readonly price: Won;
  /** ms */
  readonly at: number;
  /** Shares of the order still working after this, and what all its fills so far came to. */
  readonly rest: Shares;
  readonly amount: Won;
}

export type ExecutionSink = (execution: Execution) => void;
