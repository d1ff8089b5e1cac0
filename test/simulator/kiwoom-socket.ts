import { once } from 'node:events';
import { type RawData, WebSocket } from 'ws';
import type { KiwoomVenue } from './kiwoom-client.js';

export interface Entry {
  readonly type: string;
  readonly name: string;
  readonly item: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface Frame {
  readonly trnm: string;
  readonly return_code?: number;
  readonly return_msg?: string;
  readonly code?: string;
  readonly data?: readonly Entry[];
}

/** A session at the WebSocket address that keeps what it hears in order. */
export interface KiwoomSocket {
  send(frame: object): void;
  /** The next frame that has not been taken yet. */
  next(): Promise<Frame>;
  /** Sends a frame and takes its answer. */
  ask(frame: object): Promise<Frame>;
  login(token: string): Promise<Frame>;
  register(types: readonly string[], items?: readonly string[], more?: object): Promise<Frame>;
  /** Entries of the frames that have come, and nothing else. */
  entries(): readonly Entry[];
  readonly texts: readonly string[];
  readonly closed: Promise<unknown>;
  end(): void;
}

export async function connect(venue: KiwoomVenue): Promise<KiwoomSocket> {
  const socket = new WebSocket(`${venue.simulator.wsUrl}/api/dostk/websocket`);
  const texts: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  let taken = 0;
  socket.on('message', (data: RawData) => {
    texts.push(Buffer.isBuffer(data) ? data.toString('utf8') : '');
    const first = waiting.shift();
    if (first) first(texts[taken++] ?? '');
  });
  const closed = once(socket, 'close');
  await once(socket, 'open');

  const send = (frame: object) => socket.send(JSON.stringify(frame));
  const next = async (): Promise<Frame> => {
    const ready = texts[taken];
    if (ready !== undefined) taken += 1;
    const text = ready ?? (await new Promise<string>(resolve => waiting.push(resolve)));
    return JSON.parse(text);
  };
  const ask = (frame: object) => {
    const answer = next();
    send(frame);
    return answer;
  };
  return {
    send,
    next,
    ask,
    login: token => ask({ trnm: 'LOGIN', token }),
    register: (types, items = [''], more = {}) =>
      ask({ trnm: 'REG', grp_no: '1', refresh: '1', data: [{ item: items, type: types }], ...more }),
    entries: () =>
      texts.flatMap(text => {
        const frame: Frame = JSON.parse(text);
        return frame.data ?? [];
      }),
    texts,
    closed,
    end: () => socket.terminate(),
  };
}
