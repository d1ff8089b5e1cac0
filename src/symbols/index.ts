export * from './download.js';
export * from './symbols.js';
