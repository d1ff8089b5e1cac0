export { type AccessRules, createAccess, type ListedPerson } from './access.js';
export { type Alerts, createAlerts } from './alerts.js';
export { createTradeDesk, type TradeDesk } from './confirmations/trade-desk.js';
export { createDispatcher } from './dispatch.js';
export { type AutoHalt, createAutoHalt, signOf } from './halt/auto-halt.js';
export { createHalts, type Halts } from './halt/halts.js';
export { newReference } from './reference.js';
export { createTicketMaker } from './tickets/ticket-maker.js';
export { type TrackedDispatcher, trackUnderWay } from './under-way.js';
