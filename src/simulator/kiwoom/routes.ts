import { balanceRoutes } from './balance-routes.js';
import { cashRoutes } from './cash-routes.js';
import { minuteChartRoutes } from './chart-minutes.js';
import { periodChartRoutes } from './chart-periods.js';
import { dayListRoutes } from './day-list-routes.js';
import { issueRoutes } from './issue-routes.js';
import { notOnMockRoutes } from './not-on-mock.js';
import { orderListRoutes } from './order-list-routes.js';
import { type OrderDesk, orderRoutes } from './order-routes.js';
import { profitRoutes } from './profit-routes.js';
import { bookRoute } from './quote-book.js';
import { priceRoute } from './quote-price.js';
import { watchRoute } from './quote-watch.js';
import type { KiwoomRoute } from './route.js';

/** Every service of the Kiwoom face. */
export function kiwoomRoutes(desk: OrderDesk): readonly KiwoomRoute[] {
  const { venue } = desk;
  const { tape } = venue;
  return [
    ...orderRoutes(desk),
    ...orderListRoutes(venue),
    ...dayListRoutes(venue),
    ...balanceRoutes(venue),
    ...cashRoutes(venue),
    ...profitRoutes(venue),
    ...notOnMockRoutes(),
    ...minuteChartRoutes(venue),
    ...periodChartRoutes(venue),
    ...issueRoutes(tape),
    priceRoute(tape),
    bookRoute(tape),
    watchRoute(tape),
  ];
}
