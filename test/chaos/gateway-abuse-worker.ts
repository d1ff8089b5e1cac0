import { connect, type Socket } from 'node:net';
import { systemClock } from '../../src/core/index.js';
import { answerParent } from './child-talk.js';

/** Whoever means no good, from an address of their own. */
interface Aim {
  readonly port: number;
  readonly from: string;
  readonly seconds: number;
}

/** What an attack came to: what was answered, how many connections were ended, and what got through the door. */
export interface AbuseSeen {
  readonly statuses: Readonly<Record<string, number>>;
  readonly ended: number;
  readonly sent: number;
}

const MEGABYTE = Buffer.alloc(1_048_576, 0x20);
const GIGABYTE = 1_073_741_824;
const head = ({ port }: Aim) => `host: 127.0.0.1:${port}\r\n`;

await answerParent({ slowloris, body, headers, pipeline, flood });
process.exit(0);

/** A thousand requests that never end, a byte of a header at a time. */
async function slowloris(aim: Aim): Promise<AbuseSeen> {
  const tally = newTally();
  const sockets = Array.from({ length: 1_000 }, () => open(aim, tally));
  for (const socket of sockets) socket.write(`GET /api/v1/health HTTP/1.1\r\n${head(aim)}x-slow: `);
  await during(aim.seconds, 500, () => {
    for (const socket of sockets) if (!socket.destroyed) socket.write('a');
  });
  for (const socket of sockets) leave(socket, tally);
  return tally.seen();
}

/** A gigabyte, announced and unannounced, as much of it as is taken. */
async function body(aim: Aim): Promise<AbuseSeen> {
  const tally = newTally();
  const announced = open(aim, tally);
  const path = '/api/v1/orders';
  announced.write(
    `POST ${path} HTTP/1.1\r\n${head(aim)}content-type: application/json\r\ncontent-length: ${GIGABYTE}\r\n\r\n`,
  );
  const streamed = open(aim, tally);
  streamed.write(
    `POST ${path} HTTP/1.1\r\n${head(aim)}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  const until = systemClock.monotonic() + aim.seconds * 1_000;
  await Promise.all([
    pour(announced, () => [MEGABYTE], until, tally),
    pour(streamed, () => [Buffer.from('100000\r\n'), MEGABYTE, Buffer.from('\r\n')], until, tally),
  ]);
  return tally.seen();
}

async function pour(socket: Socket, next: () => Buffer[], until: number, tally: Tally): Promise<void> {
  for (let sent = 0; sent < GIGABYTE && !socket.destroyed; sent += MEGABYTE.length) {
    const left = until - systemClock.monotonic();
    if (left <= 0) break;
    const took = next().map(bytes => socket.write(bytes));
    tally.sent(MEGABYTE.length);
    if (took.at(-1) === false) await drained(socket, left);
  }
  leave(socket, tally);
}

/** Resolves when more can be sent, when nothing can any more, or when the time is over. */
function drained(socket: Socket, withinMs: number): Promise<void> {
  return new Promise(resolve => {
    const over = () => {
      clearTimeout(timer);
      socket.off('drain', over).off('close', over);
      resolve();
    };
    const timer = setTimeout(over, withinMs);
    socket.on('drain', over).on('close', over);
  });
}

/** Ten thousand headers, again and again. */
async function headers(aim: Aim): Promise<AbuseSeen> {
  const tally = newTally();
  const lines = Array.from({ length: 10_000 }, (_, n) => `x-${n}: ${n}\r\n`).join('');
  await during(aim.seconds, 50, () => {
    const socket = open(aim, tally);
    socket.write(`GET /api/v1/health HTTP/1.1\r\n${head(aim)}${lines}\r\n`);
    tally.sent(lines.length);
    setTimeout(() => leave(socket, tally), 1_000);
  });
  return tally.seen();
}

/** Hundreds of requests in one piece, without waiting for an answer. */
async function pipeline(aim: Aim): Promise<AbuseSeen> {
  const tally = newTally();
  const piece = `GET /api/v1/account/balance HTTP/1.1\r\n${head(aim)}x-api-key: wrong\r\n\r\n`.repeat(500);
  await during(aim.seconds, 250, () => {
    const socket = open(aim, tally);
    socket.write(piece);
    tally.sent(piece.length);
    setTimeout(() => leave(socket, tally), 2_000);
  });
  return tally.seen();
}

/** Two thousand requests a second with a wrong key. */
async function flood(aim: Aim): Promise<AbuseSeen> {
  const tally = newTally();
  const request = `GET /api/v1/sync/kis-token/50101234 HTTP/1.1\r\n${head(aim)}x-sync-key: wrong-${'k'.repeat(37)}\r\n\r\n`;
  const sockets = Array.from({ length: 20 }, () => open(aim, tally));
  await during(aim.seconds, 10, () => {
    for (const [n, socket] of sockets.entries()) {
      const live = socket.destroyed ? open(aim, tally) : socket;
      sockets[n] = live;
      live.write(request);
      tally.sent(request.length);
    }
  });
  for (const socket of sockets) leave(socket, tally);
  return tally.seen();
}

type Tally = ReturnType<typeof newTally>;

function newTally() {
  const statuses: Record<string, number> = {};
  let ended = 0;
  let sent = 0;
  return {
    answered(text: string) {
      for (const [, status = ''] of text.matchAll(/HTTP\/1\.1 (\d{3}) /g))
        statuses[status] = (statuses[status] ?? 0) + 1;
    },
    ended() {
      ended += 1;
    },
    sent(bytes: number) {
      sent += bytes;
    },
    seen: (): AbuseSeen => ({ statuses, ended, sent }),
  };
}

function open({ port, from }: Aim, tally: Tally): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => tally.answered(chunk));
  socket.on('error', () => undefined);
  socket.on('close', tally.ended);
  return socket;
}

/** What we end ourselves was not ended by the gateway. */
function leave(socket: Socket, tally: Tally): void {
  socket.off('close', tally.ended).destroy();
}

/** Does it now and every `everyMs`, whatever the timer makes of it, for so long. */
async function during(seconds: number, everyMs: number, act: () => void): Promise<void> {
  const began = systemClock.monotonic();
  for (let n = 0; systemClock.monotonic() - began < seconds * 1_000; n += 1) {
    act();
    const wait = began + (n + 1) * everyMs - systemClock.monotonic();
    await systemClock.sleep(Math.max(1, wait));
  }
}
