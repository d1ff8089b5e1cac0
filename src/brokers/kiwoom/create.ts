import type { AccountRef, Broker, BrokerEventSink, Log } from '../../core/index.js';
import { withDeadline } from '../transport/index.js';
import { createApprovals } from './approvals.js';
import { createClient } from './client.js';
import {
  createAccountReads,
  createMarketReads,
  createTrading,
  type DateRange,
  type RealisedProfit,
  realisedProfit,
} from './endpoints/index.js';
import type { KiwoomEnvironment } from './environment.js';
import { createInquire } from './inquiry.js';
import { type KiwoomLineOptions, openLine } from './open-line.js';
import { type AccountNumber, askOwner } from './owner.js';
import { createProxy } from './proxy.js';
import { createExecutions, type KiwoomExecutions } from './realtime/executions.js';

/** Kiwoom, with what only it has. */
export interface KiwoomBroker extends Broker {
  readonly executions: KiwoomExecutions;
  /** Profit and loss of what was sold on the days of a range. Throws DeskError. */
  realisedProfit(account: AccountRef, range: DateRange, signal?: AbortSignal): Promise<RealisedProfit>;
  /** Revokes the access token at Kiwoom. Throws DeskError. */
  revokeToken(signal?: AbortSignal): Promise<void>;
}

/** A line to one Kiwoom account: one token, one set of limiters for everything that asks Kiwoom for it. */
export function createKiwoom(options: KiwoomLineOptions): KiwoomBroker {
  const { clock, log, environment } = options;
  const closing = new AbortController();
  const emit = careful(options.emit, log);
  const line = openLine({ ...options, emit }, closing.signal);
  const { keys, limiter, vitals, timing } = line;
  const client = createClient(line);
  const tokens = keys.access;
  const executions = createExecutions({ environment, tokens, clock, log, emit, closing: closing.signal });

  return {
    market: createMarketReads(client),
    accounts: createAccountReads(client),
    trading: createTrading(client),
    tokens,
    approvals: createApprovals(),
    proxy: createProxy(line, client),
    executions,
    realisedProfit: (account, range, signal) => realisedProfit(client, account, range, signal),
    revokeToken: signal => withDeadline(clock, timing.readMs, [signal, closing.signal], keys.revoke),
    status: () => ({ ...vitals, limiter: limiter.status() }),
    close: () => closing.abort(new DOMException('the broker was closed', 'AbortError')),
  };
}

/**
 * Asks Kiwoom which account these keys stand for: a token, and one read with it. Throws DeskError; the token stays in
 * the vault, since it may be the only one for a minute.
 */
export async function identifyKiwoom(
  options: Omit<KiwoomLineOptions, 'environment'> & {
    readonly environment: Omit<KiwoomEnvironment, 'account'>;
  },
  signal?: AbortSignal,
): Promise<AccountNumber> {
  const { mode } = options.environment;
  const account = { broker: 'kiwoom', mode, number: '', product: '', alias: '' } as const;
  const closing = new AbortController();
  const emit = careful(options.emit, options.log);
  const line = openLine(
    { ...options, emit, environment: { ...options.environment, account } },
    closing.signal,
  );
  try {
    return await askOwner(createInquire(line), signal);
  } finally {
    closing.abort(new DOMException('the line was closed', 'AbortError'));
  }
}

/** A listener that fails must not fail the call it is told about. */
function careful(emit: BrokerEventSink, log: Log): BrokerEventSink {
  return event => {
    try {
      emit(event);
    } catch {
      log('error', 'kiwoom.eventLost', { kind: event.kind });
    }
  };
}
