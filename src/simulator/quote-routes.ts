import { bookService, tradesService } from './quote-book.js';
import { chartService, dailyPriceService } from './quote-daily.js';
import { holidayRoute } from './quote-holiday.js';
import { productInfoRoute, stockInfoRoute } from './quote-info.js';
import { minuteService } from './quote-minute.js';
import { priceService } from './quote-price.js';
import { quoteRoute } from './quote-route.js';
import type { Route } from './route.js';
import type { Tape } from './tape.js';

/** Every quote service of the simulated exchange (KIS: 국내주식 기본시세, 종목정보, 국내휴장일조회). */
export function quoteRoutes(tape: Tape): readonly Route[] {
  const services = [
    priceService(tape),
    bookService(tape),
    tradesService(tape),
    dailyPriceService(tape),
    chartService(tape),
    minuteService(tape),
  ];
  return [...services.map(quoteRoute), stockInfoRoute(tape), productInfoRoute(), holidayRoute(tape)];
}
