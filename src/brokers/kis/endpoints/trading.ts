import type { Trading } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { amendOrder, cancelOrder } from './amend-cancel.js';
import { placeOrder } from './order-cash.js';

export function createTrading(client: KisClient): Trading {
  return {
    place: order => placeOrder(client, order),
    amend: request => amendOrder(client, request),
    cancel: request => cancelOrder(client, request),
  };
}
