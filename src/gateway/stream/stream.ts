import { type WebSocket, WebSocketServer } from 'ws';
import { asDeskError, mayUse, SYMBOL_CODE } from '../../core/index.js';
import type { Caller } from '../caller.js';
import { quoteJson } from '../desk/symbols.js';
import type { GatewayParts } from '../parts.js';
import { refuseUpgrade } from '../raw-answer.js';
import type { Upgrade } from '../server.js';
import { type Connection, createConnection } from './connection.js';
import { createQuoteFeed } from './quote-feed.js';
import { createSubscriptions } from './subscriptions.js';
import { keyVisitor, requestVisitor, type Visitor } from './visitor.js';

const MOST = 50;
const MOST_OF_ONE = 5;
const MOST_BYTES = 4_096;
const LOOK_EVERY_MS = 500;
const LEAVE_MS = 1_000;

/**
 * Quotes, orders, the token's generation and alerts, told to programs and pages as they happen. When it is closed it
 * takes leave of all of them, and does not wait longer than a second for their answer.
 */
export function createStream(parts: GatewayParts): Upgrade {
  const { clock, desk, news, log } = parts;
  const connections = new Set<Connection>();
  const ending = new AbortController();
  const gone = new AbortController();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const feed = createQuoteFeed({
    clock,
    quote: (code, signal) => desk.quote(code, signal),
    fieldsOf(quote) {
      const { as_of: _, ...fields } = quoteJson(quote);
      return fields;
    },
    limiter: () => desk.status().broker.limiter,
    stopped: thrown => log('error', 'stream feed stopped', { reason: asDeskError(thrown).message }),
  });
  const unlisten = news.listen(one => {
    for (const connection of connections) connection.hear(one);
  });
  let looking = false;

  /** Before the first list of issues is there, every code that looks like one. */
  function isListed(code: string): boolean {
    if (!SYMBOL_CODE.test(code)) return false;
    const found = parts.searchSymbols(code, 5);
    return found.some(one => one.code === code) || desk.status().symbols.count === 0;
  }

  async function lookRound(): Promise<void> {
    while (connections.size > 0 && !ending.signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, ending.signal);
      for (const connection of connections) connection.look();
    }
  }

  function beginLooking(): void {
    if (looking) return;
    looking = true;
    lookRound()
      .catch((thrown: unknown) => {
        if (ending.signal.aborted) return;
        log('error', 'stream watch stopped', { reason: asDeskError(thrown).message });
        for (const connection of connections) connection.cut();
      })
      .finally(() => {
        looking = false;
      });
  }

  function admit({ place }: Caller): boolean {
    const own = [...connections].filter(connection => connection.caller()?.place === place);
    return own.length < MOST_OF_ONE;
  }

  function begin(socket: WebSocket, visitor: Visitor | undefined, turnedAway: () => void): void {
    const connection = createConnection(
      {
        socket,
        clock,
        subscriptions: send => createSubscriptions(feed, isListed, send),
        visitorOf: key => keyVisitor(parts, key),
        admit,
        generation: caller => generationFor(parts, caller),
        turnedAway,
        ended: (why, name) => log('info', 'stream_ended', { end: why, caller: name }),
      },
      visitor,
    );
    connections.add(connection);
    socket.once('close', () => {
      connections.delete(connection);
      if (connections.size === 0 && ending.signal.aborted) gone.abort();
    });
    beginLooking();
  }

  /** Room for one more: when all is taken, whoever has longest not shown who they are makes way. */
  function makeRoom(): boolean {
    if (connections.size < MOST) return true;
    const nobody = [...connections].find(connection => !connection.caller());
    if (!nobody) return false;
    connections.delete(nobody);
    nobody.cut();
    return true;
  }

  return {
    path: '/api/v1/ws',
    take(request, socket, head, turnedAway) {
      const visitor = requestVisitor(parts, request);
      if (visitor && !visitor()) refuseUpgrade(socket, turnedAway() === undefined ? 403 : 429);
      else if (!makeRoom()) refuseUpgrade(socket, 503);
      else server.handleUpgrade(request, socket, head, line => begin(line, visitor, turnedAway));
    },
    close() {
      ending.abort();
      unlisten();
      feed.close();
      if (connections.size === 0) return;
      for (const connection of connections) connection.end('stopping');
      clock.sleep(LEAVE_MS, gone.signal).then(
        () => {
          for (const connection of connections) connection.cut();
        },
        () => undefined,
      );
    },
  };
}

/** Of the token that they would be handed without naming an account; 0 where they were given none. */
function generationFor({ accounts, lineOf }: GatewayParts, { who }: Caller): number {
  const own = accounts.list().find(({ ref, closed }) => closed === undefined && mayUse(who, ref));
  try {
    return own ? lineOf(own.ref).tokens.status().generation : 0;
  } catch {
    // A line that does not open is told of where it is used.
    return 0;
  }
}
