import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../core/index.js';
import type { ExecutionSink } from '../execution.js';
import type { SocketFaults } from '../socket-faults.js';
import type { Venue } from '../venue.js';
import type { VenueClock } from '../venue-clock.js';
import { textOf } from '../wire.js';
import { kiwoomAccountKey } from './account-of.js';
import { NOT_LOGGED_IN, realFrame, type SystemCode, systemFrame } from './frame.js';
import { type LastTold, newEntries } from './market-pushes.js';
import { holdingEntry, orderEntries } from './order-frame.js';
import { createRegistrations, type Registrations } from './registrations.js';
import type { KiwoomTokenBook } from './token-book.js';

const PATH = '/api/dostk/websocket';
const PING_EVERY_MS = 10_000;
/** The tape and resting orders are looked at this often while somebody listens. */
const LOOK_EVERY_MS = 1_000;
const PING = JSON.stringify({ trnm: 'PING' });

interface RealtimeParts {
  readonly venue: Venue;
  readonly tokens: KiwoomTokenBook;
  readonly clock: VenueClock;
  readonly faults: SocketFaults;
  readonly pace: Clock;
  /** Brings the exchange up to now. */
  settle(now: number): void;
}

export interface KiwoomRealtime {
  serves(path: string): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells the sessions of the order's account that have registered for it. */
  readonly tell: ExecutionSink;
  /** Ends every session with a SYSTEM frame; how many there were. */
  system(code: SystemCode): number;
  /** Ends every session without a close frame; how many there were. */
  drop(): number;
  stop(): void;
}

interface Session {
  /** Once logged in. */
  owner: { readonly appKey: string; readonly account: string } | undefined;
  readonly registrations: Registrations;
  readonly told: LastTold;
  unanswered: number;
  readonly ended: AbortController;
}

/** Kiwoom: 실시간 WebSocket. LOGIN first, then registrations; pings to be echoed; own orders, holdings and the market. */
export function createKiwoomRealtime(parts: RealtimeParts): KiwoomRealtime {
  const { venue, tokens, clock, faults, pace } = parts;
  const { switches, mode } = venue;
  const sessions = new Map<WebSocket, Session>();
  let sockets: WebSocketServer | undefined;
  let looking = false;
  const stopped = new AbortController();

  const send = (socket: WebSocket, text: string) => {
    if (!faults.isSilent()) socket.send(text);
  };
  const answer = (socket: WebSocket, trnm: string, code: number, message: string, more: object = {}) =>
    send(socket, JSON.stringify({ trnm, return_code: code, return_msg: message, ...more }));

  function end(socket: WebSocket, code: SystemCode): void {
    send(socket, systemFrame(code));
    socket.close(1000);
  }

  function opened(socket: WebSocket): void {
    const session: Session = {
      owner: undefined,
      registrations: createRegistrations(),
      told: new Map(),
      unanswered: 0,
      ended: new AbortController(),
    };
    sessions.set(socket, session);
    socket.on('message', (data: RawData) => received(socket, session, textOf(data)));
    socket.on('close', () => forget(socket));
    socket.on('error', () => socket.terminate());
    ping(socket, session).catch(() => undefined);
  }

  function forget(socket: WebSocket): void {
    sessions.get(socket)?.ended.abort();
    sessions.delete(socket);
  }

  function received(socket: WebSocket, session: Session, text: string): void {
    const frame = frameOf(text);
    if (!frame) return;
    const { trnm } = frame;
    if (trnm === 'PING') session.unanswered = 0;
    else if (trnm === 'LOGIN') login(socket, session, frame.token);
    else if (!session.owner) answer(socket, trnm, 100_013, NOT_LOGGED_IN);
    else if (trnm === 'REG' || trnm === 'REMOVE') {
      const wrong = session.registrations.take(frame.whole);
      answer(socket, trnm, wrong === undefined ? 0 : 1, wrong ?? '');
      void lookOften();
    } else answer(socket, trnm, 1, '지원하지 않는 서비스입니다');
  }

  function login(socket: WebSocket, session: Session, token: string): void {
    // As when a connection comes too soon after the last one.
    if (!session.owner && faults.takeRefusal()) {
      socket.close(1000);
      return;
    }
    const holder = tokens.holder(token, clock.now());
    if (typeof holder === 'string') {
      const why = `토큰 인증에 실패했습니다 [CODE=${holder}, MESSAGE=Token이 유효하지 않습니다]`;
      answer(socket, 'LOGIN', 805_004, why);
      socket.close(1000);
      return;
    }
    const { appKey } = holder;
    if (switches.kiwoomEvictsOlder) {
      for (const [other, held] of sessions) {
        if (other !== socket && held.owner?.appKey === appKey) end(other, 'R10001');
      }
    }
    session.owner = { appKey, account: kiwoomAccountKey(appKey, switches.kiwoomAccounts) };
    answer(socket, 'LOGIN', 0, '', { sor_yn: 'Y' });
  }

  async function ping(socket: WebSocket, session: Session): Promise<void> {
    const signal = AbortSignal.any([stopped.signal, session.ended.signal]);
    for (;;) {
      await pace.sleep(PING_EVERY_MS, signal);
      if (!session.owner) return end(socket, 'R10004');
      if (session.unanswered >= switches.kiwoomPingMisses) return end(socket, 'R10002');
      if (!faults.isSilent()) session.unanswered += 1;
      send(socket, PING);
    }
  }

  const someoneListens = () => [...sessions.values()].some(({ registrations }) => registrations.size > 0);

  /** Time passes for those who listen without anybody asking. Ends with the last of them. */
  async function lookOften(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      while (someoneListens()) {
        await pace.sleep(LOOK_EVERY_MS, stopped.signal);
        clock.runDue();
        parts.settle(clock.now());
        for (const [socket, { registrations, told }] of sessions) {
          const entries = newEntries(venue, registrations, told, { mode, now: clock.now() });
          if (entries.length > 0) send(socket, realFrame(entries));
        }
      }
    } catch {
      // Stopped.
    } finally {
      looking = false;
    }
  }

  function drop(): number {
    const open = [...sessions.keys()];
    for (const socket of open) {
      forget(socket);
      socket.terminate();
    }
    return open.length;
  }

  return {
    serves: path => path === PATH,
    upgrade(request, socket, head) {
      sockets ??= new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
      sockets.handleUpgrade(request, socket, head, opened);
    },
    tell(execution) {
      for (const [socket, { owner, registrations }] of sessions) {
        if (owner?.account !== execution.order.account) continue;
        const orders = registrations.has('00') ? orderEntries(venue, execution) : [];
        for (const entry of orders) send(socket, realFrame([entry]));
        if (execution.what === 'filled' && registrations.has('04'))
          send(socket, realFrame([holdingEntry(venue, execution)]));
      }
    },
    system(code) {
      for (const socket of sessions.keys()) end(socket, code);
      return sessions.size;
    },
    drop,
    stop() {
      stopped.abort();
      drop();
    },
  };
}

/** The parts of a frame that decide what becomes of it; undefined for what is none, which nobody answers. */
function frameOf(text: string): { trnm: string; token: string; whole: unknown } | undefined {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof whole !== 'object' || whole === null || !('trnm' in whole)) return undefined;
  const token = 'token' in whole && typeof whole.token === 'string' ? whole.token : '';
  return typeof whole.trnm === 'string' ? { trnm: whole.trnm, token, whole } : undefined;
}
