export { type ConsoleChat, type ConsoleOptions, createConsole } from './console.js';
export { OPERATOR } from './conversation.js';
