import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { sourceOf } from './guards/source.js';
import { answerClientError } from './raw-answer.js';

export const MOST_HEADERS = 100;
const MOST_CONNECTIONS = 600;
const MOST_OF_ONE_SOURCE = 100;
/** Requests of one connection at once: a client that pipelines more does not wait for answers at all. */
const MOST_PIPELINED = 64;
/** Without a byte in either direction; event streams say something every 15 s. */
const IDLE_MS = 60_000;

/** Whoever dawdles is cut off by Node after these. */
export const SERVER_LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  // A missing Host is refused by our own guard, in the words of every refusal.
  requireHostHeader: false,
} as const;

export interface Connections {
  /** Bounds what comes in and answers what cannot be read. */
  watch(server: Server): void;
  /** Counts a request as under way; false when its connection was ended for having too many. */
  begin(incoming: IncomingMessage, outgoing: ServerResponse): boolean;
  /** Ends the answers that have no end of their own. */
  endStreams(): void;
}

/** How many connections there are in all and by source, and what is under way on each. */
export function boundConnections(): Connections {
  const bySource = new Map<string, number>();
  /** By connection: an answer that waits behind another when its connection ends never closes by itself. */
  const underWay = new Map<Duplex, Set<ServerResponse>>();

  function admit(socket: Socket): void {
    const source = sourceOf(socket.remoteAddress);
    const count = (bySource.get(source) ?? 0) + 1;
    if (count > MOST_OF_ONE_SOURCE) return void socket.destroy();
    bySource.set(source, count);
    socket.once('close', () => {
      const left = (bySource.get(source) ?? 1) - 1;
      if (left === 0) bySource.delete(source);
      else bySource.set(source, left);
    });
  }

  function watched(socket: Socket): Set<ServerResponse> {
    const answers = new Set<ServerResponse>();
    underWay.set(socket, answers);
    socket.once('close', () => underWay.delete(socket));
    return answers;
  }

  return {
    watch(server) {
      server.maxConnections = MOST_CONNECTIONS;
      server.timeout = IDLE_MS;
      server.on('connection', admit);
      server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
        answerClientError(error, socket, (underWay.get(socket)?.size ?? 0) > 0);
      });
    },
    begin({ socket }, outgoing) {
      const answers = underWay.get(socket) ?? watched(socket);
      if (answers.size >= MOST_PIPELINED) {
        socket.destroy();
        return false;
      }
      answers.add(outgoing);
      outgoing.once('close', () => answers.delete(outgoing));
      return true;
    },
    endStreams() {
      for (const answer of [...underWay.values()].flatMap(answers => [...answers])) {
        if (isEventStream(answer)) answer.destroy();
        else if (!answer.headersSent) answer.setHeader('connection', 'close');
      }
    },
  };
}

function isEventStream(answer: ServerResponse): boolean {
  return String(answer.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
