import { DeskError, type MarketReads } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { candles, dailyPrices } from './candles.js';
import { minuteCandles } from './minute-candles.js';
import { orderBook } from './order-book.js';
import { price } from './price.js';
import { stockInfo } from './stock-info.js';

export function createMarketReads(client: KiwoomClient): MarketReads {
  return {
    quote: (code, signal) => price(client, code, signal),
    orderBook: (code, signal) => orderBook(client, code, signal),
    dailyPrices: (code, period, signal) => dailyPrices(client, code, period, signal),
    candles: (code, range, signal) => candles(client, code, range, signal),
    minuteCandles: (code, range, signal) => minuteCandles(client, code, range, signal),
    stockInfo: (code, signal) => stockInfo(client, code, signal),
    async marketDays() {
      throw new DeskError('notOffered', 'Kiwoom has no exchange calendar', { service: 'holidays' });
    },
  };
}
