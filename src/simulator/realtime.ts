import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { type Clock, kstDate, kstTime } from '../core/index.js';
import type { TokenBook } from './token-book.js';
import type { VenueClock } from './venue-clock.js';

const frameSchema = z.object({
  header: z.object({ approval_key: z.string(), tr_type: z.enum(['1', '2']) }),
  body: z.object({ input: z.object({ tr_id: z.string(), tr_key: z.string() }) }),
});

type Frame = z.infer<typeof frameSchema>;

/** KIS: 웹소켓, one session per app key, 41 registrations in it. */
const MAX_REGISTRATIONS = 41;
const PING_EVERY_MS = 20_000;
/** Fill notices are announced as encrypted. */
const ENCRYPTED = /^H0STCNI[09]$/;

interface RealtimeParts {
  readonly tokens: TokenBook;
  readonly clock: VenueClock;
  readonly pace: Clock;
  random(bytes: number): Uint8Array;
}

export interface Realtime {
  stop(): void;
}

interface Session {
  appKey: string | undefined;
  readonly registrations: Set<string>;
}

/** The WebSocket address `/tryitout`: subscriptions are acknowledged, PINGPONG goes out; no data frames yet. */
export function attachRealtime(server: Server, parts: RealtimeParts): Realtime {
  const { tokens, clock } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const sessions = new Map<WebSocket, Session>();
  const stopped = new AbortController();
  const hex = (bytes: number) => Buffer.from(parts.random(bytes)).toString('hex');

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path !== '/' && path !== '/tryitout' && !path.startsWith('/tryitout/')) {
      socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
    } else sockets.handleUpgrade(request, socket, head, opened);
  });

  function opened(socket: WebSocket): void {
    const session: Session = { appKey: undefined, registrations: new Set() };
    sessions.set(socket, session);
    socket.on('message', (data: RawData) => received(socket, session, textOf(data)));
    socket.on('close', () => sessions.delete(socket));
    socket.on('error', () => socket.terminate());
  }

  function received(socket: WebSocket, session: Session, text: string): void {
    if (text.includes('"PINGPONG"')) return;
    const frame = parseFrame(text);
    const appKey = frame && tokens.appKeyOfApproval(frame.header.approval_key, clock.now());
    if (!frame) {
      tell(socket, refusal('OPSP9999', 'JSON PARSING ERROR'));
    } else if (appKey === undefined) {
      tell(socket, refusal('OPSP9994', 'INVALID appkey'));
    } else if ([...sessions].some(([other, held]) => other !== socket && held.appKey === appKey)) {
      tell(socket, refusal('OPSP8996', 'ALREADY IN USE appkey'));
      socket.close();
    } else {
      session.appKey = appKey;
      tell(socket, registered(session, frame));
    }
  }

  function registered({ registrations }: Session, { header, body }: Frame): Message {
    const { tr_id: trId, tr_key: trKey } = body.input;
    const name = `${trId}/${trKey}`;
    const about = { tr_id: trId, tr_key: trKey, encrypt: ENCRYPTED.test(trId) ? 'Y' : 'N' };
    const say = (rtCd: string, code: string, text: string): Message => ({
      header: about,
      body: { rt_cd: rtCd, msg_cd: code, msg1: text },
    });
    if (header.tr_type === '2') {
      return registrations.delete(name)
        ? say('0', 'OPSP0001', 'UNSUBSCRIBE SUCCESS')
        : say('1', 'OPSP0003', 'UNSUBSCRIBE ERROR(not found!)');
    }
    if (registrations.has(name)) return say('1', 'OPSP0002', 'ALREADY IN SUBSCRIBE');
    if (registrations.size >= MAX_REGISTRATIONS) return say('1', 'OPSP0008', 'MAX SUBSCRIBE OVER');
    registrations.add(name);
    const taken = say('0', 'OPSP0000', 'SUBSCRIBE SUCCESS');
    return { ...taken, body: { ...taken.body, output: { iv: hex(8), key: hex(16) } } };
  }

  async function ping(): Promise<void> {
    while (!stopped.signal.aborted) {
      await parts.pace.sleep(PING_EVERY_MS, stopped.signal);
      const now = clock.now();
      const text = JSON.stringify({ header: { tr_id: 'PINGPONG', datetime: kstDate(now) + kstTime(now) } });
      for (const socket of sessions.keys()) socket.send(text);
    }
  }
  ping().catch(() => undefined);

  return {
    stop() {
      stopped.abort();
      for (const socket of sessions.keys()) socket.terminate();
    },
  };
}

interface Message {
  readonly header: { readonly tr_id: string; readonly tr_key: string; readonly encrypt: string };
  readonly body: {
    readonly rt_cd: string;
    readonly msg_cd: string;
    readonly msg1: string;
    /** For frames that come encrypted: with AES-256-CBC under this key. */
    readonly output?: { readonly iv: string; readonly key: string };
  };
}

/** A refusal of the session itself. */
function refusal(code: string, text: string): Message {
  return {
    header: { tr_id: '(null)', tr_key: '', encrypt: 'N' },
    body: { rt_cd: '9', msg_cd: code, msg1: text },
  };
}

function tell(socket: WebSocket, message: Message): void {
  socket.send(JSON.stringify(message));
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}

function parseFrame(text: string): Frame | undefined {
  try {
    const frame = frameSchema.safeParse(JSON.parse(text));
    return frame.success ? frame.data : undefined;
  } catch {
    return undefined;
  }
}
