export { createWebChat } from './web-chat.js';
