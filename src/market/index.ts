export * from './calendar.js';
export * from './fees.js';
export * from './order-hours.js';
export * from './order-price.js';
export * from './order-types.js';
export * from './price-limit.js';
export * from './session.js';
export * from './tick-size.js';
