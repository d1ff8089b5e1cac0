import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { addEntry } from './enter.js';
import { addEvents } from './events.js';
import { addPage } from './page.js';
import { addState } from './state.js';
import { addTalk } from './talk.js';

/** The web console: a page, and what it asks. */
export function addConsole(api: Api, parts: GatewayParts): void {
  addPage(api, parts);
  addEntry(api, parts);
  addTalk(api, parts);
  addEvents(api, parts);
  addState(api, parts);
}
