import { inspect } from 'node:util';
import { createClient } from '../../src/brokers/kis/client.js';
import type { KisEnvironment } from '../../src/brokers/kis/environment.js';
import { createInquire } from '../../src/brokers/kis/inquiry.js';
import type { KisTiming } from '../../src/brokers/kis/line.js';
import type { KisOauth } from '../../src/brokers/kis/oauth.js';
import { openLine } from '../../src/brokers/kis/open-line.js';
import { createProxy } from '../../src/brokers/kis/proxy.js';
import type { KisTokens } from '../../src/brokers/kis/tokens.js';
import type { Vitals } from '../../src/brokers/transport/index.js';
import { type BrokerEvent, type Clock, type Log, Secret, systemClock } from '../../src/core/index.js';
import { memoryVault } from './memory-vault.js';
import {
  type Answer,
  type ScriptedServer,
  type SeenRequest,
  startScriptedServer,
} from './scripted-server.js';

/** Values that must turn up nowhere but on the wire. */
export const CANARIES = {
  appKey: 'PScanaryKeyABCDEFghijklmnopqrstu0123',
  appSecret: `canarySecret${'s3cReT/+='.repeat(18)}`,
  token: 'eyJcanary.eyJ0b2tlbiI6ImNhbmFyeSJ9.c2lnbmF0dXJlY2FuYXJ5',
  account: '50199887',
} as const;

/** The text says in any of its forms what no log, event or error may say. */
export function leaks(things: readonly unknown[]): string[] {
  const texts = things.flatMap(thing => [
    inspect(thing, { depth: 10, showHidden: true }),
    JSON.stringify(thing, (_key, value) => (typeof value === 'bigint' ? String(value) : value)) ?? '',
    thing instanceof Error ? `${thing.message}\n${thing.stack}\n${inspect(thing.cause, { depth: 10 })}` : '',
  ]);
  const forms = Object.values(CANARIES).flatMap(secret => [
    secret,
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('hex'),
    encodeURIComponent(secret),
  ]);
  return forms.filter(form => texts.some(text => text.includes(form)));
}

export type CalledEvent = BrokerEvent & { readonly kind: 'called' };

export interface TestLine {
  readonly client: ReturnType<typeof createClient>;
  readonly proxy: ReturnType<typeof createProxy>;
  readonly server: ScriptedServer;
  readonly oauth: KisOauth;
  readonly tokens: KisTokens;
  /** Without those of `calls`. */
  readonly events: BrokerEvent[];
  readonly calls: CalledEvent[];
  /** Every log line. */
  readonly lines: unknown[];
  readonly vitals: Vitals;
  close(): Promise<void>;
}

export interface TestLineOptions {
  readonly script: (request: SeenRequest, nth: number) => Answer | Promise<Answer>;
  readonly environment?: Partial<KisEnvironment>;
  readonly timing?: Partial<KisTiming>;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly vault?: ReturnType<typeof memoryVault>;
}

/** A fresh answer of tokenP, valid for a day. */
export function tokenAnswer(name: string = CANARIES.token, at = Date.now()): Answer {
  const expiry = new Date(at + 86_400_000 + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  return {
    status: 200,
    json: {
      access_token: name,
      access_token_token_expired: expiry,
      token_type: 'Bearer',
      expires_in: 86_400,
    },
  };
}

/** The real client, with fast spans, against a server that answers by a script. OAuth answers unless it is scripted. */
export async function startLine(options: TestLineOptions): Promise<TestLine> {
  const { clock = systemClock, vault = memoryVault() } = options;
  const server = await startScriptedServer(options.script);
  const environment: KisEnvironment = {
    mode: 'paper',
    baseUrl: server.url,
    wsUrl: 'ws://127.0.0.1:9',
    appKey: new Secret(CANARIES.appKey),
    appSecret: new Secret(CANARIES.appSecret),
    account: { broker: 'kis', mode: 'paper', number: CANARIES.account, product: '01', alias: 'test' },
    htsId: undefined,
    trIds: 'current',
    hashkey: false,
    ratePerSecond: 100_000,
    ...options.environment,
  };
  const timing = { attemptMs: 1_500, readMs: 10_000, retryDelayMs: 5, ...options.timing };
  const closing = new AbortController();
  const events: BrokerEvent[] = [];
  const lines: unknown[] = [];
  const calls: CalledEvent[] = [];
  const emit = (event: BrokerEvent) =>
    void (event.kind === 'called' ? calls.push(event) : events.push(event));
  const log: Log = (level, event, fields) => {
    lines.push({ level, event, ...fields });
    options.log?.(level, event, fields);
  };
  const line = openLine({ environment, vault, clock, log, emit, timing }, closing.signal);
  const inquire = createInquire(line);
  const client = createClient(line, inquire);
  return {
    client,
    proxy: createProxy(line, { inquire, read: client.read }),
    server,
    oauth: line.oauth,
    tokens: line.keys,
    events,
    calls,
    lines,
    vitals: line.vitals,
    async close() {
      closing.abort(new DOMException('closed', 'AbortError'));
      await server.close();
    },
  };
}
