import type { MarketReads } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { candles } from './candles.js';
import { dailyPrices } from './daily-prices.js';
import { marketDays } from './holidays.js';
import { minuteCandles } from './minute-candles.js';
import { orderBook } from './order-book.js';
import { price } from './price.js';
import { stockInfo } from './stock-info.js';

export function createMarketReads(client: KisClient): MarketReads {
  return {
    quote: (code, signal) => price(client, code, signal),
    orderBook: (code, signal) => orderBook(client, code, signal),
    dailyPrices: (code, period, signal) => dailyPrices(client, code, period, signal),
    candles: (code, range, signal) => candles(client, code, range, signal),
    minuteCandles: (code, range, signal) => minuteCandles(client, code, range, signal),
    stockInfo: (code, signal) => stockInfo(client, code, signal),
    marketDays: (from, signal) => marketDays(client, from, signal),
  };
}
