import type { KisClient } from './calls.js';
import { createInquire, type Inquire } from './inquiry.js';
import type { KisLine } from './line.js';
import { createOrderCall } from './order-call.js';
import { createReadCall } from './read-call.js';

/** The one way in which endpoints reach KIS. */
export function createClient(line: KisLine, inquire: Inquire = createInquire(line)): KisClient {
  return {
    environment: line.environment,
    now: () => line.clock.now(),
    read: createReadCall(line, inquire),
    ...createOrderCall(line),
  };
}
