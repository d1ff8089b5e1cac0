/** What Discord refuses in a body: one door to the rules of every kind of body. */
export { checkCommands } from './fake-discord-commands.js';
export { checkFiles, checkMessage } from './fake-discord-messages.js';
export { type Body, isBody, Refusal } from './fake-discord-refusal.js';
