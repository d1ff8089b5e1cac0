import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { CLOSE, gatewayRules, type IdentifyPace, identifyPace } from './fake-discord-gateway-rules.js';
import { type Body, isBody } from './fake-discord-rules.js';
import { newConnection, noteFrame } from './platform-calls.js';

export interface FakeGateway {
  readonly identifies: readonly Body[];
  readonly resumes: number;
  readonly connections: number;
  readonly pace: IdentifyPace;
  /** Sends an event to the bot; kept for a resume when it is away. */
  dispatch(type: string, data: Body): void;
  /** Closes every connection with this code. */
  drop(code: number): void;
  /** Cuts every connection without a word. */
  cut(): void;
  /** How many of the events that the bot has had already a resume sends again. */
  replays: number;
  /** Whether connections are taken at all; when not, they are cut at once. */
  open: boolean;
  /** While set, connections are taken but not greeted; clearing it greets them. */
  silent: boolean;
  close(): void;
}

/** Discord's gateway for one bot: hello, identify, heartbeats, resume, and nothing else. */
export function fakeGateway(options: {
  server: Server;
  url(): string;
  accepts(token: string): boolean;
  ready: Body;
  guilds: readonly Body[];
  now(): number;
  /** How often a bot must say that it is there; Discord names a time near this one. */
  heartbeatMs?: number | undefined;
  /** Told when a connection is closed because the bot broke a rule. */
  forbidden(what: string): void;
}): FakeGateway {
  const sockets = new WebSocketServer({ server: options.server, path: '/gateway' });
  const identifies: Body[] = [];
  const sent: Body[] = [];
  let sequence = 0;
  let session = 0;
  let resumes = 0;
  let current: WebSocket | undefined;
  let open = true;
  let replays = 0;
  let silent = false;
  const pace = identifyPace(options.now);
  const heartbeatMs = options.heartbeatMs ?? 41_250;
  const greet = (socket: WebSocket) =>
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: heartbeatMs } }));

  function shut(socket: WebSocket, code: number): void {
    options.forbidden(`gateway: ${code}`);
    socket.close(code);
  }

  function emit(socket: WebSocket | undefined, type: string, data: Body): void {
    sequence += 1;
    const payload = { op: 0, t: type, s: sequence, d: data };
    sent.push(payload);
    socket?.send(JSON.stringify(payload));
  }

  function identify(socket: WebSocket, data: Body): void {
    identifies.push(data);
    if (!options.accepts(String(data['token']))) {
      socket.close(4004, 'Authentication failed.');
      return;
    }
    const begun = pace.identify();
    if (begun === 'tooMany') {
      shut(socket, CLOSE.tooManySessions);
      return;
    }
    if (begun === 'tooSoon') {
      options.forbidden('gateway: identified too soon');
      socket.send(JSON.stringify({ op: 9, d: false }));
      return;
    }
    session += 1;
    sent.length = 0;
    current = socket;
    const ids = { session_id: `session-${session}`, resume_gateway_url: options.url() };
    emit(socket, 'READY', { ...options.ready, ...ids });
    for (const guild of options.guilds) emit(socket, 'GUILD_CREATE', guild);
  }

  function resume(socket: WebSocket, data: Body): void {
    if (data['session_id'] !== `session-${session}`) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return;
    }
    resumes += 1;
    current = socket;
    for (const missed of sent.filter(payload => Number(payload['s']) > Number(data['seq']) - replays)) {
      socket.send(JSON.stringify(missed));
    }
    emit(socket, 'RESUMED', {});
  }

  sockets.on('connection', (socket, request) => {
    if (!open) {
      socket.terminate();
      return;
    }
    if (!silent) greet(socket);
    socket.on('close', () => {
      if (current === socket) current = undefined;
    });
    const asked = new URL(request.url ?? '', 'ws://gateway').searchParams;
    if (asked.get('v') !== '10' || asked.get('encoding') !== 'json') return shut(socket, CLOSE.badVersion);
    const connection = newConnection();
    const rules = gatewayRules(options.now);
    const beating = () => {
      clearTimeout(timeout);
      timeout = setTimeout(() => shut(socket, CLOSE.timedOut), 1.5 * heartbeatMs).unref();
    };
    let timeout: NodeJS.Timeout | undefined;
    beating();
    socket.on('close', () => clearTimeout(timeout));
    socket.on('message', raw => {
      const message = rules.check(textOf(raw), sequence);
      if (typeof message === 'number') return shut(socket, message);
      noteFrame(connection, message);
      if (message['op'] === 1) beating();
      const data = message['d'];
      if (message['op'] === 1) socket.send(JSON.stringify({ op: 11 }));
      if (message['op'] === 2 && isBody(data)) identify(socket, data);
      if (message['op'] === 6 && isBody(data)) resume(socket, data);
    });
  });

  return {
    identifies,
    pace,
    get resumes() {
      return resumes;
    },
    get connections() {
      return sockets.clients.size;
    },
    get replays() {
      return replays;
    },
    set replays(value) {
      replays = value;
    },
    get open() {
      return open;
    },
    set open(value) {
      open = value;
    },
    get silent() {
      return silent;
    },
    set silent(value) {
      silent = value;
      if (!value) for (const socket of sockets.clients) greet(socket);
    },
    dispatch: (type, data) => emit(current, type, data),
    drop(code) {
      for (const socket of sockets.clients) socket.close(code);
    },
    cut() {
      for (const socket of sockets.clients) socket.terminate();
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function textOf(raw: RawData): string {
  const bytes = Array.isArray(raw)
    ? Buffer.concat(raw)
    : Buffer.from(raw instanceof ArrayBuffer ? new Uint8Array(raw) : raw);
  return bytes.toString();
}
