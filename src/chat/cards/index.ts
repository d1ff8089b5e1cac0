export * from './card.js';
export * from './split-text.js';
export * from './table-text.js';
export * from './text-file.js';
export * from './words.js';
