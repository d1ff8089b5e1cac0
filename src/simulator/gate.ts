import type { TradingMode } from '../core/index.js';
import type { FaultWords } from './fault-delivery.js';
import { type GatewayCode, gatewayRefusal, queryRefusal } from './gateway-answers.js';
import { countRequest, type Ledger } from './ledger.js';
import { createOauth, hashkeyAnswer, OAUTH_PATHS, wrongKeys } from './oauth.js';
import type { RateWindow } from './rate-window.js';
import type { Route, VenueAnswer } from './route.js';
import type { Switches } from './switches.js';
import type { TokenBook } from './token-book.js';
import { STEP_MS } from './trading-days.js';
import { refused } from './venue-answers.js';
import {
  fieldsOf,
  jsonAnswer,
  notFound,
  queryFields,
  type WireAnswer,
  type WireRequest,
  wireAnswer,
} from './wire.js';

interface GateParts {
  readonly mode: TradingMode;
  readonly routes: readonly Route[];
  readonly tokens: TokenBook;
  readonly rate: RateWindow;
  readonly switches: Switches;
  readonly ledger: Ledger;
  now(): number;
  /** For the rate window: does not jump with the wall clock. */
  monotonic(): number;
}

/** A broker as seen from the wire: every check in its order, then the service. */
export interface Gate {
  /**
   * Counts a request and passes it through the gateway (key, secret, token, rate) at its arrival. The result serves
   * it, or gives the gateway's refusal, when called: at most once, perhaps later.
   */
  admit(request: WireRequest): () => WireAnswer;
  /** Which service a request is for: the TR id, or what the broker has in its place. */
  serviceOf(request: WireRequest): string;
  /** Whether a request changes nothing but counts. */
  isRead(request: WireRequest): boolean;
  /** How this face words faults that are to look like its own, for a request. */
  faultWords(request: WireRequest): FaultWords;
}

const HASHKEY_PATH = '/uapi/hashkey';

const FAULT_WORDS: FaultWords = {
  rateRefusal: wireAnswer(gatewayRefusal('EGW00201')),
  maintenance: jsonAnswer(500, { rt_cd: '1', msg_cd: '', msg1: '' }),
  orderNumber: 'ODNO',
};
const MOST_KNOWN = 2000;

export function createGate(parts: GateParts): Gate {
  const { mode, tokens, rate, switches, ledger } = parts;
  const oauth = createOauth({ tokens, switches, ledger });
  const routes = new Map(parts.routes.map(route => [`${route.method} ${route.path}`, route]));

  function wrongSecrets(request: WireRequest): GatewayCode | undefined {
    return wrongKeys(request.header('appkey'), request.header('appsecret'), switches, 'EGW00304');
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

  function serve(route: Route, request: WireRequest, trId: string): VenueAnswer {
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

  const known = new Map<string, WireAnswer>();
  let knownFor = '';

  /** What concerns no account depends on the tape only: the same question has the same answer until it moves. */
  function cached(question: string, answer: () => WireAnswer): WireAnswer {
    const current = `${switches.alwaysOpen} ${Math.floor(parts.now() / STEP_MS)}`;
    if (current !== knownFor || known.size >= MOST_KNOWN) known.clear();
    knownFor = current;
    const held = known.get(question);
    if (held) return held;
    const fresh = answer();
    known.set(question, fresh);
    return fresh;
  }

  return {
    serviceOf: request => request.header('tr_id'),
    isRead: request => request.method === 'GET',
    faultWords: () => FAULT_WORDS,
    admit(request) {
      const { method, path } = request;
      const route = routes.get(`${method} ${path}`);
      if (route) {
        const trId = request.header('tr_id');
        countRequest(ledger, path, trId);
        const code = gateway(request);
        if (code) return () => wireAnswer(gatewayRefusal(code), trId);
        const answer = () => wireAnswer(serve(route, request, trId), trId);
        if (route.account) return answer;
        const question = `${trId} ${request.header('tr_cont')} ${path}?${request.query}`;
        return () => cached(question, answer);
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
