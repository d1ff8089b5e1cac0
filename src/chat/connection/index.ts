export * from './attempt.js';
export * from './in-order.js';
export * from './keep-connected.js';
export * from './patiently.js';
export * from './session.js';
export * from './tasks.js';
