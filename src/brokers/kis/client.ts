import type { KisClient } from './calls.js';
import type { KisLine } from './line.js';
import { createOrderCall } from './order-call.js';
import { createReadCall } from './read-call.js';

/** The one way in which endpoints reach KIS. */
export function createClient(line: KisLine): KisClient {
  return {
    environment: line.environment,
    now: () => line.clock.now(),
    read: createReadCall(line),
    ...createOrderCall(line),
  };
}
