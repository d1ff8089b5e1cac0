import { expect } from 'vitest';
import type { KisEnvironment } from '../../src/brokers/kis/environment.js';
import { createExecutions } from '../../src/brokers/kis/realtime/executions.js';
import { createRenewal } from '../../src/brokers/transport/index.js';
import type { BrokerEvent, ExecutionNotice, Executions } from '../../src/core/index.js';
import { type ManualClock, manualClock } from './clock.js';
import { environmentAt } from './kis-desk.js';
import { CANARIES } from './kis-line.js';
import { memoryVault } from './memory-vault.js';
import {
  type ScriptedSocket,
  type SeenSession,
  type SocketScript,
  startScriptedSocket,
} from './scripted-socket.js';
import { soon } from './soon.js';

export interface ExecutionLine {
  readonly executions: Executions;
  readonly server: ScriptedSocket;
  readonly clock: ManualClock;
  readonly notices: ExecutionNotice[];
  /** `live` and `lost`, in order. */
  readonly events: (BrokerEvent & { readonly kind: 'executions' })[];
  readonly lines: unknown[];
  /** How many approval keys were asked for: `key-1`, `key-2`… */
  readonly keysIssued: () => number;
  /** Aborts what aborts when a broker is closed. */
  shut(): void;
  close(): Promise<void>;
}

export const HTS_ID = 'somebody';

/** Execution notices against a scripted server, on a clock that stands still. */
export async function startExecutionLine(
  script: SocketScript,
  extra: {
    readonly environment?: Partial<KisEnvironment>;
    readonly clock?: ManualClock;
    readonly issue?: () => Promise<string>;
  } = {},
): Promise<ExecutionLine> {
  const { clock = manualClock() } = extra;
  const server = await startScriptedSocket(script);
  const environment = environmentAt('http://127.0.0.1:9', {
    wsUrl: server.url,
    htsId: HTS_ID,
    account: { broker: 'kis', mode: 'paper', number: CANARIES.account, product: '01', alias: 'test' },
    ...extra.environment,
  });
  const closing = new AbortController();
  let issued = 0;
  const approval = createRenewal({
    key: 'approval',
    vault: memoryVault(),
    clock,
    emit: () => undefined,
    minIntervalMs: 2_000,
    closing: closing.signal,
    async issue(_signal, leaving) {
      await leaving();
      issued += 1;
      const token = extra.issue ? await extra.issue() : `key-${issued}`;
      return { token, expiresAt: clock.now() + 12 * 3_600_000 };
    },
  });
  const events: ExecutionLine['events'] = [];
  const lines: unknown[] = [];
  const notices: ExecutionNotice[] = [];
  const executions = createExecutions({
    environment,
    approval,
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
    keysIssued: () => issued,
    shut,
    async close() {
      shut();
      await server.close();
    },
  };
}

/** What a server does upon the nth registration. */
export function registered(answer: (session: SeenSession, nth: number) => void): SocketScript {
  return {
    text(session, text, nth) {
      if (text.includes('"tr_type":"1"')) answer(session, nth);
    },
  };
}

/** Waits until the nth session has ended, and the wait for the next one has begun. */
export async function ended(line: ExecutionLine, nth: number): Promise<void> {
  await soon(() => line.lines.filter(isEnd)).toHaveLength(nth);
}

/** Whether a log line tells of the end of a session. */
export function isEnd(logged: unknown): boolean {
  return JSON.stringify(logged).includes('kis.executions.ended');
}

/** Expects the nth session after exactly this wait, ms. */
export async function expectAfter(line: ExecutionLine, ms: number, nth: number): Promise<void> {
  const openings = () => line.lines.filter(logged => JSON.stringify(logged).includes('executions.opening'));
  await line.clock.advance(ms - 1);
  expect(openings()).toHaveLength(nth - 1);
  await line.clock.advance(1);
  expect(openings()).toHaveLength(nth);
  await soon(() => line.server.paths).toHaveLength(nth);
}
