export { createAccountReads } from './account-reads.js';
export { balanceSummary } from './balance-summary.js';
export { createMarketReads } from './market-reads.js';
export { createTrading } from './trading.js';
