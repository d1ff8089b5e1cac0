import type { Broker, BrokerEventSink, Clock, Log, TokenVault } from '../../core/index.js';
import { createHttp, createLimiter, withDeadline } from '../transport/index.js';
import { createClient } from './client.js';
import { createAccountReads, createMarketReads, createTrading } from './endpoints/index.js';
import type { KisEnvironment } from './environment.js';
import { DEFAULT_TIMING, type KisTiming, type Vitals } from './line.js';
import { createOauth } from './oauth.js';
import { createKisTokens } from './tokens.js';
import type { Lane } from './tr-ids.js';

export interface KisOptions {
  readonly environment: KisEnvironment;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
  readonly timing?: Partial<KisTiming>;
}

/** KIS, with what only it has. */
export interface KisBroker extends Broker {
  /** The key that opens a WebSocket session, at most twelve hours old. Throws DeskError. */
  approvalKey(signal?: AbortSignal): Promise<string>;
  /** Revokes the access token at KIS. Within six hours of its issue KIS mints no other. Throws DeskError. */
  revokeToken(signal?: AbortSignal): Promise<void>;
}

const LANES: readonly Lane[] = ['order', 'account', 'quote'];

/** The shared KIS service: one token, one limiter, one line for everything that asks KIS. */
export function createKis(options: KisOptions): KisBroker {
  const { environment, vault, clock, log } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const closing = new AbortController();
  const vitals: Vitals = { lastGoodCallAt: undefined, rateRefusals: 0 };

  // A listener that fails must not fail the call it is told about.
  const emit: BrokerEventSink = event => {
    try {
      options.emit(event);
    } catch {
      log('error', 'kis.eventLost', { kind: event.kind });
    }
  };

  const limiter = createLimiter({ clock, perSecond: environment.ratePerSecond, lanes: LANES });
  const http = createHttp({
    baseUrl: environment.baseUrl,
    clock,
    limiter,
    closing: closing.signal,
    ...timing,
  });
  const oauth = createOauth({ environment, http, clock, log });
  const tokens = createKisTokens({ environment, oauth, vault, clock, emit, closing: closing.signal });
  const client = createClient({
    environment,
    http,
    tokens: tokens.access,
    oauth,
    clock,
    log,
    emit,
    timing,
    vitals,
    closing: closing.signal,
  });

  return {
    market: createMarketReads(client),
    accounts: createAccountReads(client),
    trading: createTrading(client),
    tokens: tokens.access,
    approvalKey: signal => tokens.approval.current(signal),
    revokeToken: signal => withDeadline(clock, timing.readMs, [signal, closing.signal], tokens.revoke),
    status: () => ({ ...vitals, limiter: limiter.status() }),
    close: () => closing.abort(new DOMException('the broker was closed', 'AbortError')),
  };
}
