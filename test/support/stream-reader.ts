import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';

const message = z.looseObject({ type: z.string(), seq: z.int() });

export type Received = z.infer<typeof message>;

/** A program that reads the stream, with a real WebSocket. */
export interface StreamReader {
  readonly socket: WebSocket;
  /** Everything that arrived, in order. */
  readonly received: readonly Received[];
  say(said: unknown): void;
  /** The next message of this type that was not asked for before. */
  next(type: string): Promise<Received>;
  /** Everything that the desk had to say by now, without the answer that shows it. */
  all(): Promise<readonly Received[]>;
  /** Resolves when the connection is over. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** The HTTP status with which the upgrade was refused. */
  readonly refused: Promise<number>;
}

export function openReader(url: string, headers: Record<string, string> = {}): StreamReader {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/ws`, {
    headers,
    perMessageDeflate: false,
  });
  onTestFinished(() => socket.terminate());
  const received: Received[] = [];
  const asked = new Map<string, number>();
  const waiting = new Set<() => void>();
  socket.binaryType = 'nodebuffer';
  socket.on('message', data => {
    received.push(message.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '')));
    for (const wake of [...waiting]) wake();
  });
  socket.on('error', () => undefined);
  const say = (said: unknown) => socket.send(typeof said === 'string' ? said : JSON.stringify(said));

  async function next(type: string): Promise<Received> {
    const place = asked.get(type) ?? 0;
    asked.set(type, place + 1);
    for (;;) {
      const found = received.filter(one => one.type === type)[place];
      if (found) return found;
      await new Promise<void>(resolve => {
        const wake = () => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
      });
    }
  }

  return {
    socket,
    received,
    say,
    next,
    async all() {
      say({ type: 'PING' });
      await next('PONG');
      return received.filter(({ type }) => type !== 'PONG');
    },
    closed: new Promise(resolve =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    ),
    refused: new Promise(resolve =>
      socket.once('unexpected-response', (_, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      }),
    ),
  };
}
