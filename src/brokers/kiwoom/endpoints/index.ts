export { createAccountReads } from './account-reads.js';
export { executions } from './executions.js';
export { createMarketReads } from './market-reads.js';
export { ticks } from './minute-candles.js';
export { type RealisedProfit, realisedProfit } from './realised.js';
export type { DateRange } from './request.js';
export { createTrading } from './trading.js';
