export { createAccountReads } from './account-reads.js';
export { createMarketReads } from './market-reads.js';
export { createTrading } from './trading.js';
