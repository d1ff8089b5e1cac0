export { type AccessRules, createAccess, type ListedPerson } from './access.js';
export { createAlerts } from './alerts.js';
export { createDispatcher } from './dispatch.js';
export { type TrackedDispatcher, trackUnderWay } from './under-way.js';
