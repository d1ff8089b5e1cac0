import type { BrokerEventSink, Clock, Log, TokenVault } from '../../core/index.js';
import {
  createHttp,
  createLimiter,
  type Limiter,
  watchClockSkew,
  watchMaintenance,
} from '../transport/index.js';
import type { KisEnvironment } from './environment.js';
import { createHashKeys } from './hash-keys.js';
import { DEFAULT_TIMING, type KisLine, type KisTiming } from './line.js';
import { createOauth, type KisOauth } from './oauth.js';
import { createKisTokens, type KisTokens } from './tokens.js';
import type { Lane } from './tr-ids.js';

export interface KisLineOptions {
  readonly environment: KisEnvironment;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
  readonly timing?: Partial<KisTiming>;
}

/** A line with the parts that calls have no business with. */
export interface OpenLine extends KisLine {
  readonly oauth: KisOauth;
  readonly keys: KisTokens;
  readonly limiter: Limiter<Lane>;
}

const LANES: readonly Lane[] = ['order', 'account', 'quote', 'program'];

/** One limiter, one token care and one HTTP edge for everything that asks KIS, until `closing` aborts. */
export function openLine(options: KisLineOptions, closing: AbortSignal): OpenLine {
  const { environment, vault, clock, log, emit } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const limiter = createLimiter({ clock, perSecond: environment.ratePerSecond, lanes: LANES });
  const { baseUrl } = environment;
  const dated = watchClockSkew(clock, emit);
  const http = createHttp({ baseUrl, clock, limiter, closing, dated, ...timing });
  const oauth = createOauth({ environment, http, clock, log, emit });
  const hashKeys = createHashKeys({ oauth, clock, waitMs: timing.orderWaitMs, closing });
  const keys = createKisTokens({ environment, oauth, vault, clock, emit, closing });
  const vitals = { lastGoodCallAt: undefined, rateRefusals: 0, maintenanceSince: undefined };
  const maintenance = watchMaintenance({ clock, emit, vitals });
  const tokens = keys.access;
  const calls = {
    environment,
    http,
    tokens,
    hashKeys,
    clock,
    log,
    emit,
    timing,
    vitals,
    maintenance,
    closing,
  };
  return { ...calls, oauth, keys, limiter };
}
