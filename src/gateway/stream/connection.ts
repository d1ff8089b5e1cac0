import type { RawData, WebSocket } from 'ws';
import type { Clock, News } from '../../core/index.js';
import type { Caller } from '../caller.js';
import { ENDS, type End, type Message, readSaid, type Said } from './message.js';
import { newsMessage } from './news-message.js';
import { createOutlet } from './outlet.js';
import { messagePace } from './pace.js';
import type { Subscriptions } from './subscriptions.js';
import type { Visitor } from './visitor.js';

const HEARTBEAT_MS = 15_000;
const SILENCE_MS = 30_000;
const AUTH_WITHIN_MS = 5_000;
/** How long the other side has to answer the close frame. */
const LEAVE_MS = 1_000;
const MOST_A_SECOND = 20;

export interface ConnectionParts {
  readonly socket: WebSocket;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly subscriptions: (send: (message: Message) => void) => Subscriptions;
  /** Who it is by this key. */
  readonly visitorOf: (key: string) => Visitor;
  /** Whether one more connection of this caller is let in; counted until the connection is over. */
  readonly admit: (caller: Caller) => boolean;
  /** What the caller is told first. */
  readonly generation: (caller: Caller) => number;
  /** A key was shown that is no good. */
  readonly turnedAway: () => void;
  /** The desk has ended it. */
  readonly ended: (why: End, caller: string | undefined) => void;
}

/** One reader of the stream. */
export interface Connection {
  /** Who it is; undefined until they have shown it. */
  caller(): Caller | undefined;
  hear(news: News): void;
  /** To be called twice a second: whether they still may, still answer, and did not leave too slowly. */
  look(): void;
  end(why: End): void;
  /** Without taking leave. */
  cut(): void;
}

export function createConnection(parts: ConnectionParts, atUpgrade: Visitor | undefined): Connection {
  const { socket, clock } = parts;
  const began = clock.monotonic();
  const outlet = createOutlet(socket, () => end('slow'));
  const subscriptions = parts.subscriptions(outlet.send);
  const withinPace = messagePace(MOST_A_SECOND);
  let visitor: Visitor | undefined;
  let caller: Caller | undefined;
  let heardAt = began;
  let beatAt = began;
  let leftAt: number | undefined;

  const refuse = (code: string, more = {}) => outlet.send({ type: 'ERROR', code, ...more });

  function end(why: End): void {
    if (leftAt !== undefined) return;
    leftAt = clock.monotonic();
    subscriptions.close();
    socket.close(ENDS[why], why);
    parts.ended(why, caller?.name);
  }

  function authorise(shown: Visitor): void {
    const known = shown();
    if (!known) {
      parts.turnedAway();
      outlet.send({ type: 'AUTH_FAILED' });
      end('denied');
    } else if (parts.admit(known)) {
      visitor = shown;
      caller = known;
      outlet.send({ type: 'AUTH_OK', caller: known.name, generation: parts.generation(known) });
    } else {
      refuse('limit');
      end('tooMany');
    }
  }

  function answer(said: Said): void {
    if (said.type === 'PONG') return;
    if (said.type === 'PING') outlet.send({ type: 'PONG' });
    else if (said.type === 'AUTH' && caller) refuse('conflict');
    else if (said.type === 'AUTH') authorise(parts.visitorOf(said.key));
    else if (!caller) refuse('denied');
    else if (said.type === 'SUBSCRIBE') subscriptions.add(said.stockCodes);
    else subscriptions.remove(said.stockCodes);
  }

  /** Everything that arrives is a sign of life, and counts. */
  function arrived(): boolean {
    if (leftAt !== undefined) return false;
    heardAt = clock.monotonic();
    if (withinPace(heardAt)) return true;
    refuse('rateLimited');
    end('tooMany');
    return false;
  }

  function take(data: RawData, isBinary: boolean): void {
    if (!arrived()) return;
    const said = isBinary ? undefined : readSaid(textOf(data));
    if (isBinary) end('notText');
    else if (said) answer(said);
    else refuse('malformed');
  }

  socket.on('message', take);
  socket.on('ping', arrived);
  socket.on('pong', arrived);
  // Told by the close that follows.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    leftAt ??= clock.monotonic();
    subscriptions.close();
  });
  outlet.send({
    type: 'HELLO',
    version: 1,
    heartbeat_seconds: HEARTBEAT_MS / 1_000,
    auth_within_seconds: AUTH_WITHIN_MS / 1_000,
  });
  if (atUpgrade) authorise(atUpgrade);

  return {
    caller: () => caller,
    hear(news) {
      const message = caller && leftAt === undefined ? newsMessage(news, caller) : undefined;
      if (message) outlet.send(message);
    },
    look() {
      const now = clock.monotonic();
      if (leftAt !== undefined) {
        if (now - leftAt >= LEAVE_MS) socket.terminate();
        return;
      }
      if (visitor) {
        caller = visitor();
        if (!caller) return end('denied');
      } else if (now - began >= AUTH_WITHIN_MS) {
        return end('nobody');
      }
      if (now - heardAt >= SILENCE_MS) return end('silent');
      if (now - beatAt < HEARTBEAT_MS) return;
      beatAt = now;
      outlet.send({ type: 'PING' });
      socket.ping();
    },
    end,
    cut: () => socket.terminate(),
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}
