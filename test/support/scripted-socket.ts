import { createCipheriv, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { portOf } from './scripted-server.js';

/** A session as the server sees it. */
export interface SeenSession {
  /** Text frames that arrived, in order. */
  readonly texts: readonly string[];
  /** How it ended: the close code; undefined while it stands. */
  closed: number | undefined;
  send(text: string | Buffer): void;
  /** With a close frame. */
  close(): void;
  /** The line breaks without one. */
  break(): void;
}

export interface ScriptedSocket {
  readonly url: string;
  readonly sessions: readonly SeenSession[];
  /** Addresses that were asked for. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

export interface SocketScript {
  /** In place of the session: `refuse` answers HTTP 503, `hang` nothing at all. */
  readonly open?: (nth: number) => 'refuse' | 'hang' | undefined;
  readonly opened?: (session: SeenSession, nth: number) => void;
  readonly text?: (session: SeenSession, text: string, nth: number) => void;
}

/** A real WebSocket server on loopback that does as a script says. */
export async function startScriptedSocket(script: SocketScript): Promise<ScriptedSocket> {
  const sessions: SeenSession[] = [];
  const paths: string[] = [];
  const hung = new Set<Duplex>();
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });

  server.on('upgrade', (request, socket, head) => {
    paths.push(request.url ?? '');
    const instead = script.open?.(paths.length);
    if (instead === 'hang') hung.add(socket);
    else if (instead === 'refuse')
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, opened);
  });

  function opened(socket: WebSocket): void {
    const texts: string[] = [];
    const session: SeenSession = {
      texts,
      closed: undefined,
      send: text => socket.send(text),
      close: () => socket.close(1000),
      break: () => socket.terminate(),
    };
    sessions.push(session);
    const nth = sessions.length;
    socket.on('message', (data: RawData) => {
      const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
      texts.push(text);
      script.text?.(session, text, nth);
    });
    socket.on('close', code => {
      session.closed = code;
    });
    socket.on('error', () => undefined);
    script.opened?.(session, nth);
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${portOf(server)}`,
    sessions,
    paths,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      for (const socket of hung) socket.destroy();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

export const PINGPONG = JSON.stringify({ header: { tr_id: 'PINGPONG', datetime: '20261123100000' } });

/** What a session of the tests is encrypted with. */
export const KEYS = { key: randomBytes(16).toString('hex'), iv: randomBytes(8).toString('hex') };

/** A control message of KIS. */
export function control(code: string, options: { rtCd?: string; output?: unknown } = {}): string {
  const { rtCd = '0', output } = options;
  return JSON.stringify({
    header: { tr_id: 'H0STCNI9', tr_key: 'somebody', encrypt: 'N' },
    body: { rt_cd: rtCd, msg_cd: code, msg1: 'WORDS OF KIS', output },
  });
}

export const ACK = control('OPSP0000', { output: KEYS });

/** An encrypted data frame with this text. */
export function encrypted(
  text: string | Buffer,
  count = 1,
  { trId = 'H0STCNI9', ...keys } = { ...KEYS, trId: 'H0STCNI9' },
): string {
  const cipher = createCipheriv('aes-256-cbc', keys.key, keys.iv);
  const payload = Buffer.concat([cipher.update(text), cipher.final()]).toString('base64');
  return `1|${trId}|${String(count).padStart(3, '0')}|${payload}`;
}
