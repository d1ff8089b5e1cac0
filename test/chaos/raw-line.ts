import { connect } from 'node:net';
import { systemClock } from '../../src/core/index.js';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
  /** Until the last byte was there, ms. */
  readonly ms: number;
}

/** One connection that is kept, and costs the one who measures next to nothing. */
export interface RawLine {
  /** Several at once are answered in order. Rejects when the connection ends before the answer does. */
  ask(request: string): Promise<RawAnswer>;
  close(): void;
}

/** The text of a request without a body. */
export function rawGet(port: number, path: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ host: `127.0.0.1:${port}`, ...headers });
  return `GET ${path} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

interface Asked {
  readonly began: number;
  keep(answer: RawAnswer): void;
  fail(error: Error): void;
}

export async function openRawLine(port: number, from = '127.0.0.1'): Promise<RawLine> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true });
  const waiting: Asked[] = [];
  let text = '';
  const over = () => {
    for (const { fail } of waiting.splice(0)) fail(new Error('the connection ended'));
  };
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    for (let end = lengthOf(text); end > 0; end = lengthOf(text)) {
      const whole = text.slice(0, end);
      text = text.slice(end);
      const asked = waiting.shift();
      asked?.keep({ ...read(whole), ms: systemClock.monotonic() - asked.began });
    }
  });
  socket.on('error', over);
  socket.on('close', over);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return {
    ask: request =>
      new Promise((keep, fail) => {
        if (socket.destroyed) return fail(new Error('the connection has ended'));
        waiting.push({ began: systemClock.monotonic(), keep, fail });
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** How much of the text the first answer is; 0 while it is not all there. */
function lengthOf(text: string): number {
  const end = text.indexOf('\r\n\r\n') + 4;
  if (end < 4) return 0;
  const head = text.slice(0, end);
  const status = Number(head.slice(9, 12));
  if (status === 204 || status === 304) return end;
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  const whole = length === undefined ? text.indexOf('\r\n0\r\n\r\n', end - 2) + 7 : end + Number(length);
  return whole > 7 && whole <= text.length ? whole : 0;
}

function read(whole: string) {
  const end = whole.indexOf('\r\n\r\n');
  return { status: Number(whole.slice(9, 12)), head: whole.slice(0, end), body: whole.slice(end + 4) };
}
