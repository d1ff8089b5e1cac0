export { type Access, type AccessRules, createAccess, type ListedPerson } from './access.js';
export { type AlertParts, type Alerts, createAlerts } from './alerts.js';
export { createDispatcher, type DispatchParts } from './dispatch.js';
