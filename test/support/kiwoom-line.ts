import { createClient } from '../../src/brokers/kiwoom/client.js';
import type { KiwoomEnvironment } from '../../src/brokers/kiwoom/environment.js';
import type { KiwoomTiming } from '../../src/brokers/kiwoom/line.js';
import { type OpenLine, openLine } from '../../src/brokers/kiwoom/open-line.js';
import { type BrokerEvent, type Clock, Secret, systemClock } from '../../src/core/index.js';
import { CANARIES } from './kis-line.js';
import { memoryVault } from './memory-vault.js';
import {
  type Answer,
  type ScriptedServer,
  type SeenRequest,
  startScriptedServer,
} from './scripted-server.js';

export const TOKEN = '/oauth2/token';
export const ACCOUNT = {
  broker: 'kiwoom',
  mode: 'paper',
  number: CANARIES.account,
  product: '11',
  alias: 'test',
} as const;

/** `YYYYMMDDHHMMSS` KST. */
const stampAt = (ms: number) => new Date(ms + 9 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);

export function tokenAnswer(token: string, expiresAt = systemClock.now() + 86_400_000): Answer {
  const json = { expires_dt: stampAt(expiresAt), token_type: 'Bearer', token, ...good() };
  return { status: 200, json };
}

export const good = (body: Readonly<Record<string, unknown>> = {}) => ({
  ...body,
  return_code: 0,
  return_msg: '정상적으로 처리되었습니다',
});

export const says = (returnCode: number, message: string, status = 200): Answer => ({
  status,
  json: { return_code: returnCode, return_msg: message },
});

export const OWNER = good({ acctNo: `${ACCOUNT.number}${ACCOUNT.product}` });

export interface KiwoomTestLine {
  readonly client: ReturnType<typeof createClient>;
  readonly line: OpenLine;
  readonly server: ScriptedServer;
  readonly events: BrokerEvent[];
  /** Every log line. */
  readonly lines: unknown[];
  /** How many requests named this service. */
  count(apiId: string): number;
  close(): Promise<void>;
}

/** The real client against a server that answers by a script. Tokens and the owner are answered unless scripted. */
export async function startKiwoom(options: {
  readonly script: (request: SeenRequest, apiId: string) => Answer | undefined | Promise<Answer | undefined>;
  readonly timing?: Partial<KiwoomTiming>;
  readonly environment?: Partial<KiwoomEnvironment>;
  readonly clock?: Clock;
  readonly vault?: ReturnType<typeof memoryVault>;
}): Promise<KiwoomTestLine> {
  const { clock = systemClock, vault = memoryVault() } = options;
  const idOf = ({ headers }: SeenRequest) => String(headers['api-id'] ?? '');
  const server = await startScriptedServer(async (request, nth) => {
    const apiId = idOf(request);
    const scripted = await options.script(request, apiId);
    if (scripted) return scripted;
    if (request.url === TOKEN) return tokenAnswer(`token-${nth}`, clock.now() + 86_400_000);
    return apiId === 'ka00001' ? { status: 200, json: OWNER } : says(2, '[1505:없음]');
  });
  const environment: KiwoomEnvironment = {
    mode: 'paper',
    baseUrl: server.url,
    wsUrl: 'ws://127.0.0.1:9',
    appKey: new Secret(CANARIES.appKey),
    appSecret: new Secret(CANARIES.appSecret),
    account: ACCOUNT,
    ratePerSecond: 1_000,
    ...options.environment,
  };
  const closing = new AbortController();
  const events: BrokerEvent[] = [];
  const lines: unknown[] = [];
  const line = openLine(
    {
      environment,
      vault,
      clock,
      log: (level, event, fields) => void lines.push({ level, event, ...fields }),
      emit: event => void events.push(event),
      timing: { retryDelayMs: 5, ...options.timing },
    },
    closing.signal,
  );
  return {
    client: createClient(line),
    line,
    server,
    events,
    lines,
    count: apiId => server.requests.filter(request => idOf(request) === apiId).length,
    async close() {
      closing.abort(new DOMException('closed', 'AbortError'));
      await server.close();
    },
  };
}
