export { createTelegram } from './telegram.js';
