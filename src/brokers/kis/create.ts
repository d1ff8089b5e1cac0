import type { Broker, BrokerEventSink } from '../../core/index.js';
import { withDeadline } from '../transport/index.js';
import { createClient } from './client.js';
import { createAccountReads, createMarketReads, createTrading } from './endpoints/index.js';
import { createInquire } from './inquiry.js';
import { type KisLineOptions, openLine } from './open-line.js';
import { createProxy } from './proxy.js';
import { createExecutions } from './realtime/executions.js';

/** KIS, with what only it has. */
export interface KisBroker extends Broker {
  /** The key that opens a WebSocket session, at most twelve hours old. Throws DeskError. */
  approvalKey(signal?: AbortSignal): Promise<string>;
  /** Revokes the access token at KIS. Within six hours of its issue KIS mints no other. Throws DeskError. */
  revokeToken(signal?: AbortSignal): Promise<void>;
}

/** The shared KIS service: one token, one limiter, one line for everything that asks KIS. */
export function createKis(options: KisLineOptions): KisBroker {
  const { clock, log } = options;
  const closing = new AbortController();

  // A listener that fails must not fail the call it is told about.
  const emit: BrokerEventSink = event => {
    try {
      options.emit(event);
    } catch {
      log('error', 'kis.eventLost', { kind: event.kind });
    }
  };

  const line = openLine({ ...options, emit }, closing.signal);
  const { keys, limiter, vitals, timing, environment } = line;
  const inquire = createInquire(line);
  const client = createClient(line, inquire);
  const { approval } = keys;
  const executions = createExecutions({
    environment,
    approval,
    clock,
    log,
    emit,
    closing: closing.signal,
  });

  return {
    market: createMarketReads(client),
    accounts: createAccountReads(client),
    trading: createTrading(client),
    tokens: keys.access,
    approvals: approval,
    proxy: createProxy(line, { inquire, read: client.read }),
    executions,
    approvalKey: signal => approval.current(signal),
    revokeToken: signal => withDeadline(clock, timing.readMs, [signal, closing.signal], keys.revoke),
    status: () => ({ ...vitals, limiter: limiter.status() }),
    close: () => closing.abort(new DOMException('the broker was closed', 'AbortError')),
  };
}
