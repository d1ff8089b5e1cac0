export { createKis, type KisBroker, type KisOptions } from './create.js';
export type { KisEnvironment } from './environment.js';
export { vaultKey } from './tokens.js';
