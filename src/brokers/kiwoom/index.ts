export { createKiwoom, identifyKiwoom, type KiwoomBroker } from './create.js';
export type { KiwoomEnvironment } from './environment.js';
export type { KiwoomLineOptions } from './open-line.js';
