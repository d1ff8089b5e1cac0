export { createKis, type KisBroker } from './create.js';
export { vaultKey } from './tokens.js';
