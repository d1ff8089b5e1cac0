import type { BrokerEventSink, Clock, Log, TokenVault } from '../../core/index.js';
import {
  createBuckets,
  createHttp,
  type Limiter,
  watchClockSkew,
  watchMaintenance,
} from '../transport/index.js';
import type { Lane } from './api-ids.js';
import type { KiwoomEnvironment } from './environment.js';
import { DEFAULT_TIMING, type KiwoomLine, type KiwoomTiming } from './line.js';
import { createOauth } from './oauth.js';
import { createKiwoomTokens, type KiwoomTokens } from './tokens.js';

export interface KiwoomLineOptions {
  readonly environment: KiwoomEnvironment;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
  readonly timing?: Partial<KiwoomTiming>;
}

/** A line with the parts that calls have no business with. */
export interface OpenLine extends KiwoomLine {
  readonly keys: KiwoomTokens;
  readonly limiter: Limiter<Lane>;
}

/** Kiwoom: 5 a second live, 1 on the practice server; both are kept with room to spare. */
const LIVE_RATE = { perSecond: 4 };
const PRACTICE_RATE = { perSecond: 1, holdMs: 1_102 };
const URGENT: readonly Lane[] = ['order', 'oauth'];

/** One set of limiters, one token care and one HTTP edge for everything that asks Kiwoom, until `closing` aborts. */
export function openLine(options: KiwoomLineOptions, closing: AbortSignal): OpenLine {
  const { environment, vault, clock, log, emit } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const limiter = createBuckets<Lane>({ clock, urgent: URGENT, ...rateOf(environment) });
  const { baseUrl } = environment;
  const dated = watchClockSkew(clock, emit);
  const http = createHttp({ baseUrl, clock, limiter, closing, dated, ...timing });
  const oauth = createOauth({ environment, http, clock, log, emit });
  const keys = createKiwoomTokens({ environment, oauth, vault, clock, emit, closing });
  const vitals = { lastGoodCallAt: undefined, rateRefusals: 0, maintenanceSince: undefined };
  const maintenance = watchMaintenance({ clock, emit, vitals });
  const tokens = keys.access;
  const calls = { environment, http, tokens, clock, log, emit, timing, vitals, maintenance, closing };
  return { ...calls, keys, limiter };
}

function rateOf({ mode, ratePerSecond }: KiwoomEnvironment) {
  if (ratePerSecond !== undefined) return { perSecond: ratePerSecond };
  return mode === 'live' ? LIVE_RATE : PRACTICE_RATE;
}
