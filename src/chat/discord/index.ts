export { createDiscord } from './discord.js';
