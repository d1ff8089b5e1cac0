import type { Command } from '../src/core/index.js';
import { balance } from './balance.js';
import { help } from './help.js';
import { orders } from './orders.js';
import { price } from './price.js';
import { status } from './status.js';
import { token } from './token.js';

/** THE allow-list: what is not in this array cannot be run from anywhere. Its order is the order of `/help`. */
export const COMMANDS: readonly Command[] = [help, balance, price, orders, token, status];
