import type { TradingMode } from '../core/index.js';
import { createAnswerCache } from './answer-cache.js';
import { appKeyAccepted, appSecretAccepted } from './credentials.js';
import { type GatewayCode, gatewayRefusal, queryRefusal } from './gateway-answers.js';
import { countRequest, type Ledger } from './ledger.js';
import { createOauth, hashkeyAnswer, OAUTH_PATHS } from './oauth.js';
import type { RateWindow } from './rate-window.js';
import type { Route, VenueAnswer } from './route.js';
import type { Switches } from './switches.js';
import type { TokenBook } from './token-book.js';
import type { TradingRoute } from './trading-route.js';
import { refused } from './venue-answers.js';
import { fieldsOf, notFound, queryFields, type WireAnswer, type WireRequest, wireAnswer } from './wire.js';

type AnyRoute = Route & Partial<Pick<TradingRoute, 'required'>>;

interface GateParts {
  readonly mode: TradingMode;
  readonly routes: readonly AnyRoute[];
  readonly tokens: TokenBook;
  readonly rate: RateWindow;
  readonly switches: Switches;
  readonly ledger: Ledger;
  now(): number;
  /** For the rate window: does not jump with the wall clock. */
  monotonic(): number;
}

/** KIS as seen from the wire: every check in KIS's order, then the service. */
export interface Gate {
  /**
   * Counts a request and passes it through the gateway (key, secret, token, rate) at its arrival. The result serves
   * it, or gives the gateway's refusal, when called: at most once, perhaps later.
   */
  admit(request: WireRequest): () => WireAnswer;
}

const HASHKEY_PATH = '/uapi/hashkey';

export function createGate(parts: GateParts): Gate {
  const { mode, tokens, rate, switches, ledger } = parts;
  const cache = createAnswerCache();
  const oauth = createOauth({ tokens, switches, ledger });
  const routes = new Map(parts.routes.map(route => [`${route.method} ${route.path}`, route]));

  function wrongSecrets(request: WireRequest): GatewayCode | undefined {
    const [key, secret] = [request.header('appkey'), request.header('appsecret')];
    if (key === '') return 'EGW00102';
    if (secret === '') return 'EGW00104';
    if (!appKeyAccepted(key, switches)) return 'EGW00103';
    return appSecretAccepted(secret, switches) ? undefined : 'EGW00304';
  }

  function tooFast(request: WireRequest): GatewayCode | undefined {
    if (rate.admit(request.header('appkey'), parts.monotonic(), switches.ratePerSecond)) return undefined;
    ledger.rateViolations += 1;
    return 'EGW00201';
  }

  /** Key, secret, token, rate: refusals of the gateway, in this order. */
  function gateway(request: WireRequest): GatewayCode | undefined {
    return (
      wrongSecrets(request) ??
      tokens.check(request.header('authorization'), request.header('appkey'), parts.now()) ??
      tooFast(request)
    );
  }

  function serve(route: AnyRoute, request: WireRequest, trId: string): VenueAnswer {
    const wrong = wrongTr(mode, route, trId);
    if (wrong) return wrong;
    const fields = route.method === 'GET' ? queryFields(request.query) : fieldsOf(request.body);
    if (!fields) return queryRefusal('OPSQ3001', 'ERROR : INPUT JSON PARSING');
    const faulty = wrongFields(route.required ?? {}, fields);
    if (faulty) return faulty;
    const field = (name: string) => fields.get(name) ?? '';
    const stranger = route.account ? wrongAccount(mode, field, switches) : undefined;
    if (stranger) return stranger;
    return route.handle({ trId, field, trCont: request.header('tr_cont'), now: parts.now(), mode });
  }

  return {
    admit(request) {
      const { method, path } = request;
      const route = routes.get(`${method} ${path}`);
      if (route) {
        const trId = request.header('tr_id');
        countRequest(ledger, path, trId);
        const code = gateway(request);
        if (code) return () => wireAnswer(gatewayRefusal(code), trId);
        const answer = () => wireAnswer(serve(route, request, trId), trId);
        // What does not concern an account depends on the tape only.
        if (route.account) return answer;
        const question = `${trId} ${request.header('tr_cont')} ${path}?${request.query}`;
        return () => cache.get(question, parts.now(), answer);
      }
      if (method !== 'POST' || !(path === HASHKEY_PATH || OAUTH_PATHS.has(path))) return () => notFound;
      countRequest(ledger, path, '');
      if (path !== HASHKEY_PATH) return () => wireAnswer(oauth(path, request.body, parts.now()));
      const code = wrongSecrets(request) ?? tooFast(request);
      return () => wireAnswer(code ? gatewayRefusal(code) : hashkeyAnswer(request.body));
    },
  };
}

/** Undefined when this environment's service answers to the id. */
function wrongTr(mode: TradingMode, route: Route, trId: string): VenueAnswer | undefined {
  if (route[mode].includes(trId)) return undefined;
  if (mode === 'live') return queryRefusal('OPSQ0002', '없는 서비스 코드 입니다.');
  // The gateway knows the V twins of live services; what paper does not offer is refused behind it.
  const twin = /^V/.test(trId) && route.live.some(id => /^[TJC]/.test(id) && id.slice(1) === trId.slice(1));
  return twin ? refused('paper', 'notOffered') : gatewayRefusal('EGW02006');
}

function wrongFields(
  required: Readonly<Record<string, number>>,
  fields: ReadonlyMap<string, string>,
): VenueAnswer | undefined {
  for (const [name, length] of Object.entries(required)) {
    const value = fields.get(name);
    if (value === undefined) return queryRefusal('OPSQ2001', `ERROR : INPUT FIELD NOT FOUND [${name}]`);
    if (value.length > length) return queryRefusal('OPSQ2002', `ERROR : INPUT FIELD LENGTH [${name}]`);
  }
  return undefined;
}

function wrongAccount(
  mode: TradingMode,
  field: (name: string) => string,
  switches: Switches,
): VenueAnswer | undefined {
  const [number, product] = [field('CANO'), field('ACNT_PRDT_CD')];
  if (!/^\d{8}$/.test(number) || !/^\d{2}$/.test(product)) {
    return queryRefusal('OPSQ2000', 'ERROR : INPUT INVALID_CHECK_ACNO', '2');
  }
  if (switches.accounts === null || switches.accounts.includes(number + product)) return undefined;
  if (mode === 'paper') return queryRefusal('OPSQ2000', 'ERROR : INPUT INVALID_CHECK_ACNO', '2');
  return { status: 200, body: { rt_cd: '7', msg_cd: 'APAC0081', msg1: '계좌번호 입력 오류입니다' } };
}
