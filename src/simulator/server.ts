import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock, Log } from '../core/index.js';
import { deliver, send } from './fault-delivery.js';
import type { FaultList } from './faults.js';
import type { Gate } from './gate.js';
import { gatewayRefusal } from './gateway-answers.js';
import type { Ledger } from './ledger.js';
import type { VenueClock } from './venue-clock.js';
import { jsonAnswer, notFound, type WireAnswer, type WireRequest, wireAnswer } from './wire.js';

interface ServerParts {
  /** The face of the broker that this path belongs to. */
  gateFor(path: string): Gate;
  /** undefined: whatever answers this path is there already. */
  loading(path: string): Promise<void> | undefined;
  readonly faults: FaultList;
  readonly ledger: Ledger;
  readonly clock: VenueClock;
  /** The given clock itself, for faults that take real time. */
  readonly pace: Clock;
  /** `/control/<random>`; nobody who was not told can guess it. */
  readonly controlPath: string;
  control(method: string, name: string, body: string): WireAnswer;
  masterFile(name: string): WireAnswer | undefined;
  /** Brings the venue up to now, before each request. */
  settle(now: number): void;
  readonly log: Log;
  /** Something has to be saved: at once, or (counts of reads) with the next change. */
  changed(how: 'now' | 'sometime'): void;
}

const BODY_LIMIT = 64 * 1024;
/** Longer than any client keeps an idle connection, so that no request meets a closing one. */
const KEEP_ALIVE_MS = 120_000;

const tooLarge = jsonAnswer(
  413,
  { rt_cd: '1', msg_cd: 'TOOLARGE', msg1: 'body too large' },
  { connection: 'close' },
);

export const MASTER_PATH = '/common/master';

export function createVenueServer(parts: ServerParts): Server {
  const { faults, ledger, clock, controlPath } = parts;

  function venue(request: WireRequest, response: ServerResponse): void {
    clock.runDue();
    parts.settle(clock.now());
    const gate = parts.gateFor(request.path);
    const serve = gate.admit(request);
    const fault = faults.take({ tr: gate.serviceOf(request), path: request.path });
    if (fault) {
      ledger.faultsServed += 1;
      deliver(fault, {
        words: gate.faultWords(request),
        response,
        clock: parts.pace,
        later: clock.later,
        serve: () => {
          const answer = serve();
          parts.changed('now');
          return answer;
        },
      });
    } else send(response, serve());
    parts.changed(gate.isRead(request) ? 'sometime' : 'now');
  }

  /** An oversight of ours must not end the exchange: it is logged and answered like one of KIS's own. */
  function answer(request: WireRequest, response: ServerResponse): void {
    try {
      route(request, response);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : 'unknown';
      parts.log('error', 'simulator failed on a request', { path: request.path, reason });
      if (!response.headersSent) send(response, wireAnswer(gatewayRefusal('EGW00002')));
    }
  }

  function route(request: WireRequest, response: ServerResponse): void {
    const { method, path } = request;
    if (path.startsWith(`${controlPath}/`)) {
      send(response, parts.control(method, path.slice(controlPath.length + 1), request.body));
      parts.changed('now');
    } else if (method === 'GET' && path.startsWith(`${MASTER_PATH}/`)) {
      send(response, parts.masterFile(path.slice(MASTER_PATH.length + 1)) ?? notFound);
    } else venue(request, response);
  }

  const server = createServer((message, response) => {
    // Of the exchange's clock, which clients compare with their own.
    response.setHeader('date', new Date(clock.now()).toUTCString());
    const { method = 'GET', url = '/' } = message;
    const mark = url.indexOf('?');
    const [path, query] = mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
    const header = (name: string) => {
      const value = message.headers[name];
      return typeof value === 'string' ? value : '';
    };
    const request = { method, path, query, header };
    if (method === 'GET') answer({ ...request, body: '' }, response);
    else
      readBody(message, body => {
        if (body === undefined) {
          send(response, tooLarge);
          return;
        }
        const loading = parts.loading(path);
        if (loading) void loading.then(() => answer({ ...request, body }, response));
        else answer({ ...request, body }, response);
      });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

/** Calls back once: with the body, or with undefined as soon as it is too large. */
function readBody(message: IncomingMessage, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
    else if (size - chunk.length <= BODY_LIMIT) done(undefined);
  });
  message.on('end', () => {
    if (size <= BODY_LIMIT) done(Buffer.concat(chunks).toString('utf8'));
  });
  message.on('error', () => undefined);
}
