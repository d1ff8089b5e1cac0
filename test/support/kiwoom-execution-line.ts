import { createExecutions, type KiwoomExecutions } from '../../src/brokers/kiwoom/realtime/executions.js';
import { createRenewal } from '../../src/brokers/transport/index.js';
import type { BrokerEvent, ExecutionNotice } from '../../src/core/index.js';
import { type ManualClock, manualClock } from './clock.js';
import { CANARIES } from './kis-line.js';
import { LOGGED_IN, REGISTERED } from './kiwoom-frames.js';
import { memoryVault } from './memory-vault.js';
import {
  type ScriptedSocket,
  type SeenSession,
  type SocketScript,
  startScriptedSocket,
} from './scripted-socket.js';
import { soon } from './soon.js';

export interface KiwoomExecutionLine {
  readonly executions: KiwoomExecutions;
  readonly server: ScriptedSocket;
  readonly clock: ManualClock;
  readonly notices: ExecutionNotice[];
  /** `live` and `lost`, in order. */
  readonly events: (BrokerEvent & { readonly kind: 'executions' })[];
  readonly lines: unknown[];
  /** How many tokens were issued: `token-1`, `token-2`… */
  readonly tokensIssued: () => number;
  /** Aborts what aborts when a broker is closed. */
  shut(): void;
  close(): Promise<void>;
}

/** Execution notices against a scripted server, on a clock that stands still. */
export async function startKiwoomExecutionLine(
  script: SocketScript,
  extra: { readonly issue?: () => Promise<string> } = {},
): Promise<KiwoomExecutionLine> {
  const clock = manualClock();
  const server = await startScriptedSocket(script);
  const closing = new AbortController();
  let issued = 0;
  const tokens = createRenewal({
    key: 'token',
    vault: memoryVault(),
    clock,
    emit: () => undefined,
    closing: closing.signal,
    async issue(_signal, leaving) {
      await leaving();
      issued += 1;
      const token = extra.issue ? await extra.issue() : `token-${issued}`;
      return { token, expiresAt: clock.now() + 24 * 3_600_000 };
    },
  });
  const events: KiwoomExecutionLine['events'] = [];
  const lines: unknown[] = [];
  const notices: ExecutionNotice[] = [];
  const executions = createExecutions({
    environment: {
      wsUrl: server.url,
      account: { broker: 'kiwoom', mode: 'paper', number: CANARIES.account, product: '01', alias: 'test' },
    },
    tokens,
    clock,
    closing: closing.signal,
    log: (level, event, fields) => void lines.push({ level, event, ...fields }),
    emit: event => void (event.kind === 'executions' && events.push(event)),
  });
  executions.listen(notice => void notices.push(notice));
  const shut = () => closing.abort(new DOMException('closed', 'AbortError'));
  return {
    executions,
    server,
    clock,
    notices,
    events,
    lines,
    tokensIssued: () => issued,
    shut,
    async close() {
      shut();
      await server.close();
    },
  };
}

/** A server that lets everybody in and takes every registration, and then does as it is told. */
export function admitting(then: (session: SeenSession, nth: number) => void = () => undefined): SocketScript {
  return {
    text(session, text, nth) {
      if (text.includes('"LOGIN"')) session.send(LOGGED_IN);
      if (!text.includes('"REG"')) return;
      session.send(REGISTERED);
      if (text.includes('"00"')) then(session, nth);
    },
  };
}

/** Waits until the nth session has ended, and the wait for the next one has begun. */
export async function endedAt(line: KiwoomExecutionLine, nth: number): Promise<void> {
  await soon(() => told(line, 'executions.ended')).toHaveLength(nth);
}

/** Expects the nth session after exactly this wait, ms. */
export async function expectSession(line: KiwoomExecutionLine, ms: number, nth: number): Promise<void> {
  await line.clock.advance(ms - 1);
  await soon(() => told(line, 'executions.opening')).toHaveLength(nth - 1);
  await line.clock.advance(1);
  await soon(() => told(line, 'executions.opening')).toHaveLength(nth);
  await soon(() => line.server.paths).toHaveLength(nth);
}

const told = (line: KiwoomExecutionLine, what: string) =>
  line.lines.filter(logged => JSON.stringify(logged).includes(what));
