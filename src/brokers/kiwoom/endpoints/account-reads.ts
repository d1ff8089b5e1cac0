import type { AccountReads } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { balance } from './balance.js';
import { buyingPower } from './buying-power.js';
import { openOrders } from './open-orders.js';
import { orderList } from './order-list.js';
import { sellable } from './sellable.js';

export function createAccountReads(client: KiwoomClient): AccountReads {
  return {
    balance: (account, signal) => balance(client, account, signal),
    buyingPower: (account, order, signal) => buyingPower(client, account, order, signal),
    sellable: (account, code, signal) => sellable(client, account, code, signal),
    orders: (account, range, signal) => orderList(client, account, range, signal),
    openOrders: (account, signal) => openOrders(client, account, signal),
  };
}
