import type { KiwoomClient } from './calls.js';
import { createInquire, type Inquire } from './inquiry.js';
import type { KiwoomLine } from './line.js';
import { createOrderCall } from './order-call.js';
import { createOwner } from './owner.js';
import { createReadCall } from './read-call.js';

/** The one way in which endpoints reach Kiwoom. */
export function createClient(line: KiwoomLine, inquire: Inquire = createInquire(line)): KiwoomClient {
  const owner = createOwner(line, inquire);
  return {
    environment: line.environment,
    now: () => line.clock.now(),
    read: createReadCall(line, { inquire, owner }),
    ...createOrderCall(line, owner),
  };
}
