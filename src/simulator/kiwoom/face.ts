import type { Gate } from '../gate.js';
import { createKiwoomGate, type KiwoomGateParts } from './gate.js';
import type { OrderDesk } from './order-routes.js';
import { kiwoomRoutes } from './routes.js';

/** Kiwoom as seen from the wire, with every service. Loaded when the first request of its kind arrives. */
export function createKiwoomFace(parts: Omit<KiwoomGateParts, 'routes'> & OrderDesk): Gate {
  return createKiwoomGate({ ...parts, routes: kiwoomRoutes(parts) });
}
