export { createKis, type KisBroker } from './create.js';
