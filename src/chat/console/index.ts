export { type ConsoleChat, createConsole } from './console.js';
