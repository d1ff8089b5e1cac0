import { addAccounts } from './accounts.js';
import { type Api, newApi } from './api.js';
import { addAudit } from './audit.js';
import { addAuthControl } from './auth-control.js';
import { addConsole } from './console/console.js';
import { addAccount } from './desk/account.js';
import { addCharts } from './desk/charts.js';
import { addCommands } from './desk/commands.js';
import { addOrderChanges } from './desk/order-changes.js';
import { addOrders } from './desk/orders.js';
import { addProxy } from './desk/proxy.js';
import { addShelves } from './desk/shelves.js';
import { addSymbols } from './desk/symbols.js';
import { addDocument } from './document/document.js';
import {
  accounting,
  bodies,
  hosts,
  origins,
  plainRequests,
  queryKeys,
  requestIds,
  safeHeaders,
} from './guards/guards.js';
import { type TurnedAway, watchTurnedAway } from './guards/turned-away.js';
import { answerUnknown } from './guards/unknown.js';
import { addHealth } from './health.js';
import { addMetrics } from './metrics/route.js';
import type { GatewayParts } from './parts.js';
import { answerFailures } from './refuse.js';
import { addStream } from './stream/route.js';
import { addSync } from './sync.js';
import { addUsage } from './usage.js';

/** Every group of routes, in the order of the document. */
const GROUPS: readonly ((api: Api, parts: GatewayParts) => void)[] = [
  addHealth,
  addMetrics,
  addSync,
  addAuthControl,
  addUsage,
  addAudit,
  addAccounts,
  addAccount,
  addSymbols,
  addCharts,
  addShelves,
  addOrders,
  addOrderChanges,
  addCommands,
  addProxy,
  addStream,
  addConsole,
  addDocument,
];

/** The whole API. What stands before every route comes first, in the order in which a request meets it. */
export function createApp(parts: GatewayParts, turnedAway: TurnedAway = watchTurnedAway(parts)): Api {
  const api = newApi();
  const guards = [
    requestIds(parts),
    safeHeaders(),
    accounting(parts),
    plainRequests(),
    hosts(parts.settings),
    origins(parts.settings),
    queryKeys(),
    bodies(),
  ];
  for (const guard of guards) api.use(guard);
  for (const add of GROUPS) add(api, parts);
  api.notFound(answerUnknown(api));
  api.onError(answerFailures(parts, turnedAway));
  return api;
}
