import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { type ApiDocument, documentShape, endpointsOf } from '../../src/gateway/document/shape.js';
import type { GatewayHouse } from './gateway-house.js';
import { judgeBy, type Shown } from './openapi-judge.js';
import { type Shot, shots } from './openapi-requests.js';

/** An answer that the document does not allow. */
export interface Offence {
  readonly request: string;
  readonly problem: string;
}

export interface Conformance {
  readonly fired: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** `GET /docs 200`: everything that was seen. */
  readonly seen: ReadonlySet<string>;
  /** One of each kind. */
  readonly offences: readonly Offence[];
}

/** What means something at the desk. */
const KNOWN = {
  account_number: ['50101234', '50101234-01'],
  account: ['50101234', '50101234-01'],
  code: ['005930', '000660', '035720'],
  symbol: ['005930', '삼성전자'],
  q: ['삼성', '005930', 'ㅅㅅ'],
  period: ['D', 'W', 'M', 'Y'],
  interval: ['1', '5', '10', '30', '60'],
  from: ['2026-11-02', '20261102'],
  to: ['2026-11-20', '20261120'],
  name: ['price', 'balance', 'orders', 'status', 'help', 'me', 'token'],
  'if-match': ['"1"', '"2"', '"3"'],
  'if-none-match': ['*', '"1"'],
  CANO: ['50101234'],
  ACNT_PRDT_CD: ['01'],
} as const;

/** Chats of the page have no end, or end the session that the others need. */
const NOT_FIRED = /^\/console\/(?:events|leave)/;
/** An answer without an end is read for so long. */
const STREAM_MS = 30;
const AT_ONCE = 8;

/** Fires requests made from the desk's own document at it, with keys of several scopes and with none. */
export async function fireAt(
  house: Pick<GatewayHouse, 'url'>,
  keys: readonly string[],
  how: {
    readonly requests: number;
    readonly seed: number;
    /** Of orders and tickets that there are. */
    readonly ids: readonly string[];
  },
): Promise<Conformance> {
  const raw: Record<string, unknown> = JSON.parse(
    await (await fetch(`${house.url}/api/v1/openapi.json`)).text(),
  );
  const document: ApiDocument = documentShape.parse(raw);
  const judge = judgeBy(raw);
  const endpoints = endpointsOf(document).filter(({ path }) => !NOT_FIRED.test(path));
  const aims = {
    document,
    known: { ...KNOWN, id: ['favourites', ...how.ids] },
    keys: ['', `kco_${'x'.repeat(43)}`, ...keys],
  };
  const queue = fc.sample(shots(aims, endpoints), { numRuns: how.requests, seed: how.seed });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const statuses: Record<string, number> = {};
  const seen = new Set<string>();
  const offences = new Map<string, Offence>();
  let next = 0;
  const shooter = async () => {
    for (;;) {
      const shot = queue[next];
      next += 1;
      if (!shot) return;
      const answer = await fire(house.url, shot, agent);
      const { method, path } = shot.endpoint;
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      seen.add(`${method.toUpperCase()} ${path} ${answer.status}`);
      const problem = judge(shot.endpoint, answer);
      const kind = `${method} ${path} ${problem?.slice(0, 60)}`;
      if (problem !== undefined && !offences.has(kind))
        offences.set(kind, { request: described(shot), problem });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, shooter));
  agent.destroy();
  return { fired: queue.length, statuses, seen, offences: [...offences.values()] };
}

const described = ({ endpoint, path, headers, body }: Shot) => {
  const shown = Object.entries(headers).filter(([name]) => !/^x-(?:api|sync)-key$/.test(name));
  return `${endpoint.method.toUpperCase()} ${path} ${JSON.stringify(Object.fromEntries(shown))} ${body?.slice(0, 200) ?? ''}`;
};

function fire(url: string, { endpoint, path, headers, body }: Shot, agent: Agent): Promise<Shown> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}${path}`,
      { method: endpoint.method.toUpperCase(), headers: { ...headers, ...length }, agent },
      answer => {
        const { statusCode: status = 0 } = answer;
        const { 'content-type': type = '', 'retry-after': retryAfter } = answer.headers;
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status, type, retryAfter, text }));
        answer.on('error', reject);
        if (type.startsWith('text/event-stream')) {
          setTimeout(() => {
            resolve({ status, type, retryAfter, text: undefined });
            asked.destroy();
          }, STREAM_MS);
        }
      },
    );
    // What is too large is answered before it is read.
    asked.on('error', error => resolve({ status: 0, type: '', retryAfter: undefined, text: String(error) }));
    asked.end(body);
  });
}
