import { kstDate, kstTime } from '../../core/index.js';
import type { Ledger } from '../ledger.js';
import { fieldsOf } from '../wire.js';
import { answered, type KiwoomAnswer, SAID } from './answer.js';
import { type GatewayCode, gatewayRefusal } from './gateway-words.js';
import { TOKEN_PATH } from './paths.js';
import type { KiwoomSwitches } from './switches.js';
import type { KiwoomTokenBook } from './token-book.js';

interface OauthParts {
  readonly tokens: KiwoomTokenBook;
  readonly switches: KiwoomSwitches;
  readonly ledger: Ledger;
}

type Fields = ReadonlyMap<string, string>;

/** Kiwoom: 접근토큰 발급 au10001, 접근토큰폐기 au10002. Refusals are HTTP 200 without a `token`. */
export function createKiwoomOauth({ tokens, switches, ledger }: OauthParts) {
  function token(fields: Fields, now: number): KiwoomAnswer {
    const refusal = wrongGrant(fields) ?? wrongKeys(fields, switches) ?? wrongAddress(switches);
    if (refusal) return gatewayRefusal(refusal);
    const issued = tokens.issue(fields.get('appkey') ?? '', now);
    if (issued.minted) ledger.tokensIssued += 1;
    const { expiresAt, token: text } = issued.token;
    const content = {
      expires_dt: kstDate(expiresAt) + kstTime(expiresAt),
      token_type: 'bearer',
      token: text,
    };
    return answered(content, SAID.market);
  }

  function revoke(fields: Fields, now: number): KiwoomAnswer {
    const refusal = wrongKeys(fields, switches);
    if (refusal) return gatewayRefusal(refusal);
    const text = fields.get('token') ?? '';
    if (text === '') return gatewayRefusal('8016');
    const done = tokens.revoke(text, fields.get('appkey') ?? '', now);
    return done ? answered({}, SAID.market) : gatewayRefusal('8015');
  }

  return (path: string, body: string, now: number): KiwoomAnswer => {
    const fields = fieldsOf(body);
    if (!fields) return gatewayRefusal('1517');
    return path === TOKEN_PATH ? token(fields, now) : revoke(fields, now);
  };
}

function wrongGrant(fields: Fields): GatewayCode | undefined {
  const grant = fields.get('grant_type') ?? '';
  if (grant === '') return '8011';
  return grant === 'client_credentials' ? undefined : '8012';
}

const WELL_FORMED = /^[\x21-\x7e]{16,512}$/;

function wrongKeys(fields: Fields, { kiwoomKeys, kiwoomOtherKeys }: KiwoomSwitches): GatewayCode | undefined {
  const [key, secret] = [fields.get('appkey') ?? '', fields.get('secretkey') ?? ''];
  if (key === '' || secret === '') return '8020';
  if (kiwoomOtherKeys.includes(key)) return '8030';
  if (kiwoomKeys === null)
    return WELL_FORMED.test(key) ? (WELL_FORMED.test(secret) ? undefined : '8002') : '8001';
  if (!Object.hasOwn(kiwoomKeys, key)) return '8001';
  return kiwoomKeys[key] === secret ? undefined : '8002';
}

function wrongAddress({ kiwoomAddress, kiwoomAddresses }: KiwoomSwitches): GatewayCode | undefined {
  return kiwoomAddresses === null || kiwoomAddresses.includes(kiwoomAddress) ? undefined : '8050';
}
