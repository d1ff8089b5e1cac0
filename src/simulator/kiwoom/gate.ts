import type { TradingMode } from '../../core/index.js';
import type { Gate } from '../gate.js';
import { countRequest, type Ledger } from '../ledger.js';
import type { RateWindow } from '../rate-window.js';
import type { Switches } from '../switches.js';
import { STEP_MS } from '../trading-days.js';
import { fieldsOf, type WireAnswer, type WireRequest } from '../wire.js';
import { kiwoomAccountKey } from './account-of.js';
import { type KiwoomAnswer, kiwoomWire } from './answer.js';
import { refused } from './business-words.js';
import { badField, type GatewayCode, gatewayRefusal, missingField, tooMany } from './gateway-words.js';
import { createKiwoomOauth } from './oauth.js';
import { REVOKE_PATH, TOKEN_PATH } from './paths.js';
import { type KiwoomRoute, PATHS } from './route.js';
import type { KiwoomTokenBook } from './token-book.js';

export interface KiwoomGateParts {
  readonly mode: TradingMode;
  readonly routes: readonly KiwoomRoute[];
  readonly tokens: KiwoomTokenBook;
  readonly rate: RateWindow;
  readonly switches: Switches;
  readonly ledger: Ledger;
  now(): number;
  /** For the rate window: does not jump with the wall clock. */
  monotonic(): number;
}

/** Requests per second that a service is held to. */
function rateOf(route: KiwoomRoute | undefined, switches: Switches): number {
  return route?.kind === 'order' ? switches.kiwoomOrderRatePerSecond : switches.kiwoomRatePerSecond;
}

/** Characters of answers that are kept. */
const MOST_KNOWN = 16_000_000;

/** Kiwoom as seen from the wire: headers, service, token, rate, fields, then the service itself. */
export function createKiwoomGate(parts: KiwoomGateParts): Gate {
  const { mode, tokens, rate, switches, ledger } = parts;
  const oauth = createKiwoomOauth({ tokens, switches, ledger });
  const routes = new Map(parts.routes.map(route => [route.apiId, route]));

  function tooFast(route: KiwoomRoute, appKey: string): KiwoomAnswer | undefined {
    const perSecond = rateOf(route, switches);
    const bucket = route.kind === 'order' ? 'orders' : route.apiId;
    if (rate.admit(`${appKey} ${bucket}`, parts.monotonic(), perSecond)) return undefined;
    ledger.rateViolations += 1;
    return tooMany(route.apiId, perSecond, switches.kiwoomRateStatus);
  }

  function serve(route: KiwoomRoute, request: WireRequest, appKey: string): KiwoomAnswer {
    if (mode === 'paper' && route.onMock) return refused(mode, route.onMock);
    const fields = fieldsOf(request.body.trim() === '' ? '{}' : request.body);
    if (!fields) return gatewayRefusal('1517');
    const faulty = wrongFields(route.required, fields);
    if (faulty) return faulty;
    return route.handle({
      apiId: route.apiId,
      field: name => fields.get(name) ?? '',
      next: request.header('cont-yn') === 'Y' ? request.header('next-key') : '',
      account: kiwoomAccountKey(appKey, switches.kiwoomAccounts),
      now: parts.now(),
      mode,
    });
  }

  const known = new Map<string, WireAnswer>();
  let knownFor = '';
  let size = 0;

  /** What concerns no account depends on the tape only: the same question has the same answer until it moves. */
  function cached(question: string, answer: () => WireAnswer): WireAnswer {
    const { alwaysOpen, kiwoomSignedDays } = switches;
    const current = `${alwaysOpen} ${kiwoomSignedDays} ${Math.floor(parts.now() / STEP_MS)}`;
    if (current !== knownFor || size >= MOST_KNOWN) {
      known.clear();
      size = 0;
    }
    knownFor = current;
    const held = known.get(question);
    if (held) return held;
    const fresh = answer();
    known.set(question, fresh);
    size += question.length + fresh.body.length;
    return fresh;
  }

  return {
    serviceOf: request => request.header('api-id'),
    isRead: ({ path }) => path.startsWith('/api/') && path !== PATHS.order,
    faultWords(request) {
      const apiId = request.header('api-id');
      const perSecond = rateOf(routes.get(apiId), switches);
      return {
        rateRefusal: kiwoomWire(tooMany(apiId, perSecond, switches.kiwoomRateStatus), apiId),
        maintenance: kiwoomWire(gatewayRefusal('1999', '', 500), apiId),
        orderNumber: 'ord_no',
      };
    },
    admit(request) {
      const { method, path } = request;
      const apiId = request.header('api-id');
      countRequest(ledger, path, apiId);
      if (path === TOKEN_PATH || path === REVOKE_PATH) {
        const own = path === TOKEN_PATH ? 'au10001' : 'au10002';
        if (apiId !== '' && apiId !== own) return () => kiwoomWire(gatewayRefusal('1504'), apiId);
        return () => kiwoomWire(oauth(path, request.body, parts.now()), own);
      }
      const route = routes.get(apiId);
      const wrong = method === 'POST' ? wrongHeaders(request) : '1504';
      if (wrong) return () => kiwoomWire(gatewayRefusal(wrong), apiId);
      if (!route) return () => kiwoomWire(gatewayRefusal('1505', `. API ID=${apiId}`), apiId);
      if (route.path !== path) return () => kiwoomWire(gatewayRefusal('1504', `. API ID=${apiId}`), apiId);
      const holder = tokens.holder(tokenOf(request), parts.now());
      if (typeof holder === 'string') return () => kiwoomWire(gatewayRefusal(holder), apiId);
      const late = tooFast(route, holder.appKey);
      if (late) return () => kiwoomWire(late, apiId);
      const answer = () => kiwoomWire(serve(route, request, holder.appKey), apiId);
      if (route.kind !== 'quote') return answer;
      const page = `${request.header('cont-yn')} ${request.header('next-key')}`;
      return () => cached(`${apiId} ${page} ${request.body}`, answer);
    },
  };
}

const tokenOf = (request: WireRequest) => request.header('authorization').slice('Bearer '.length).trim();

function wrongHeaders(request: WireRequest): GatewayCode | undefined {
  if (request.header('api-id') === '') return '1501';
  if (!request.header('content-type').includes('json')) return '1512';
  const authorization = request.header('authorization');
  if (authorization === '') return '1513';
  if (authorization === 'Bearer') return '1516';
  if (!/^\S+ +\S+$/.test(authorization)) return '1514';
  return authorization.startsWith('Bearer ') ? undefined : '1515';
}

function wrongFields(
  required: Readonly<Record<string, number>>,
  fields: ReadonlyMap<string, string>,
): KiwoomAnswer | undefined {
  for (const [name, length] of Object.entries(required)) {
    const value = fields.get(name) ?? '';
    if (value.trim() === '') return missingField(name);
    if (value.length > length) return badField(name);
  }
  return undefined;
}
