import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Clock, kstDate, kstTime, type TradingMode } from '../core/index.js';
import type { ExecutionSink } from './execution.js';
import { EXECUTION_TR, executionFrame, executionRecord, type FrameKey } from './execution-frame.js';
import { type Frame, type Message, parseFrame, refusal } from './realtime-message.js';
import type { SocketFaults } from './socket-faults.js';
import type { Switches } from './switches.js';
import type { TokenBook } from './token-book.js';
import type { SocketFace } from './upgrades.js';
import type { VenueClock } from './venue-clock.js';
import { textOf } from './wire.js';

/** KIS: 웹소켓, one session per app key, 41 registrations in it. */
const MAX_REGISTRATIONS = 41;
const PING_EVERY_MS = 20_000;
/** Orders that trade as time passes are looked at this often while somebody listens. */
const SETTLE_EVERY_MS = 1_000;

interface RealtimeParts {
  readonly mode: TradingMode;
  readonly switches: Switches;
  readonly tokens: TokenBook;
  readonly clock: VenueClock;
  readonly faults: SocketFaults;
  readonly pace: Clock;
  random(bytes: number): Uint8Array;
  /** Brings the exchange up to now. */
  settle(now: number): void;
}

/** Serves the WebSocket address `/tryitout`. */
export interface Realtime extends SocketFace {
  /** Tells every session that has registered for notices of executions. */
  readonly tell: ExecutionSink;
  /** Ends every session without a close frame; how many there were. */
  drop(): number;
  stop(): void;
}

interface Session {
  appKey: string | undefined;
  readonly registrations: Set<string>;
  /** One for each service. */
  readonly keys: Map<string, FrameKey>;
  /** HTS ids whose notices it gets. */
  readonly htsIds: Set<string>;
}

/** Sessions at `/tryitout`: subscriptions are acknowledged, PINGPONG goes out, notices of executions; no quotes. */
export function createRealtime(parts: RealtimeParts): Realtime {
  const { mode, switches, tokens, clock, faults, pace } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const sessions = new Map<WebSocket, Session>();
  const stopped = new AbortController();
  const hex = (bytes: number) => Buffer.from(parts.random(bytes)).toString('hex');
  let settling = false;

  function opened(socket: WebSocket): void {
    const session: Session = {
      appKey: undefined,
      registrations: new Set(),
      keys: new Map(),
      htsIds: new Set(),
    };
    sessions.set(socket, session);
    socket.on('message', (data: RawData) => received(socket, session, textOf(data)));
    socket.on('close', () => sessions.delete(socket));
    socket.on('error', () => socket.terminate());
  }

  function send(socket: WebSocket, text: string): void {
    if (!faults.isSilent()) socket.send(text);
  }

  const answer = (socket: WebSocket, message: Message) => send(socket, JSON.stringify(message));

  function received(socket: WebSocket, session: Session, text: string): void {
    if (text.includes('"PINGPONG"')) return;
    const frame = parseFrame(text);
    const appKey = frame && tokens.appKeyOfApproval(frame.header.approval_key, clock.now());
    if (!frame) {
      answer(socket, refusal('OPSP9999', 'JSON PARSING ERROR'));
    } else if (appKey === undefined) {
      answer(socket, refusal('OPSP9994', 'INVALID appkey'));
    } else if (isTaken(appKey, socket) || (session.appKey === undefined && faults.takeRefusal())) {
      answer(socket, refusal('OPSP8996', 'ALREADY IN USE appkey'));
      socket.close();
    } else if (isStranger(frame)) {
      socket.terminate();
    } else {
      session.appKey = appKey;
      answer(socket, registered(session, frame));
      if (session.htsIds.size > 0) void settleOften();
    }
  }

  const isTaken = (appKey: string, socket: WebSocket) =>
    [...sessions].some(([other, held]) => other !== socket && held.appKey === appKey);

  /** A wrong HTS id is not refused: KIS drops the connection. */
  function isStranger({ header, body }: Frame): boolean {
    const { tr_id: trId, tr_key: htsId } = body.input;
    if (header.tr_type === '2' || trId !== EXECUTION_TR[mode] || switches.htsIds === null) return false;
    return !switches.htsIds.includes(htsId);
  }

  function registered(session: Session, { header, body }: Frame): Message {
    const { registrations, keys, htsIds } = session;
    const { tr_id: trId, tr_key: trKey } = body.input;
    const isExecutions = trId === EXECUTION_TR[mode];
    const name = `${trId}/${trKey}`;
    const about = { tr_id: trId, tr_key: trKey, encrypt: isExecutions ? 'Y' : 'N' };
    const say = (rtCd: string, code: string, text: string): Message => ({
      header: about,
      body: { rt_cd: rtCd, msg_cd: code, msg1: text },
    });
    if (header.tr_type === '2') {
      if (!registrations.delete(name)) return say('1', 'OPSP0003', 'UNSUBSCRIBE ERROR(not found!)');
      if (isExecutions) htsIds.delete(trKey);
      return say('0', 'OPSP0001', 'UNSUBSCRIBE SUCCESS');
    }
    // The other environment's notices are no service of this one.
    if (!isExecutions && Object.values(EXECUTION_TR).includes(trId))
      return say('1', 'OPSP8991', 'invalid tr_id');
    if (registrations.has(name)) return say('1', 'OPSP0002', 'ALREADY IN SUBSCRIBE');
    if (registrations.size >= MAX_REGISTRATIONS) return say('1', 'OPSP0008', 'MAX SUBSCRIBE OVER');
    registrations.add(name);
    if (isExecutions) htsIds.add(trKey);
    const output = keys.get(trId) ?? { iv: hex(8), key: hex(16) };
    keys.set(trId, output);
    const taken = say('0', 'OPSP0000', 'SUBSCRIBE SUCCESS');
    return { ...taken, body: { ...taken.body, output } };
  }

  const someoneListens = () => [...sessions.values()].some(({ htsIds }) => htsIds.size > 0);

  /** What trades with time reaches those who listen without anybody asking. Ends with the last of them. */
  async function settleOften(): Promise<void> {
    if (settling) return;
    settling = true;
    try {
      while (someoneListens()) {
        await pace.sleep(SETTLE_EVERY_MS, stopped.signal);
        clock.runDue();
        parts.settle(clock.now());
      }
    } catch {
      // Stopped.
    } finally {
      settling = false;
    }
  }

  async function ping(): Promise<void> {
    while (!stopped.signal.aborted) {
      await pace.sleep(PING_EVERY_MS, stopped.signal);
      const now = clock.now();
      const text = JSON.stringify({ header: { tr_id: 'PINGPONG', datetime: kstDate(now) + kstTime(now) } });
      for (const socket of sessions.keys()) send(socket, text);
    }
  }
  ping().catch(() => undefined);

  function drop(): number {
    const count = sessions.size;
    for (const socket of sessions.keys()) socket.terminate();
    sessions.clear();
    return count;
  }

  return {
    serves: path => path === '/' || path === '/tryitout' || path.startsWith('/tryitout/'),
    upgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head, opened),
    tell(execution) {
      const trId = EXECUTION_TR[mode];
      for (const [socket, { htsIds, keys }] of sessions) {
        const key = keys.get(trId);
        if (!key) continue;
        for (const htsId of htsIds) {
          const record = executionRecord(execution, { mode, htsId, fields: switches.executionFields });
          send(socket, executionFrame(record, trId, key));
        }
      }
    },
    drop,
    stop() {
      stopped.abort();
      drop();
    },
  };
}
