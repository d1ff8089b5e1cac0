import { createHash } from 'node:crypto';
import { formatKst } from '../core/index.js';
import { type GatewayCode, gatewayRefusal, oauthRefusal } from './gateway-answers.js';
import type { Ledger } from './ledger.js';
import type { VenueAnswer } from './route.js';
import type { Switches } from './switches.js';
import type { TokenBook } from './token-book.js';
import { fieldsOf } from './wire.js';

const EXPIRES_IN_SECONDS = 86_400;

interface OauthParts {
  readonly tokens: TokenBook;
  readonly switches: Switches;
  readonly ledger: Ledger;
}

type Fields = ReadonlyMap<string, string>;

/** The addresses that work without a token. All take POSTs. */
export const OAUTH_PATHS: ReadonlySet<string> = new Set([
  '/oauth2/tokenP',
  '/oauth2/revokeP',
  '/oauth2/Approval',
]);

/** KIS: 접근토큰발급(P), 접근토큰폐기(P), 실시간 (웹소켓) 접속키 발급. */
export function createOauth({ tokens, switches, ledger }: OauthParts) {
  /** The secret goes by another name at 접속키 발급. */
  const wrong = (fields: Fields, secret = 'appsecret') =>
    wrongKeys(fields.get('appkey') ?? '', fields.get(secret) ?? '', switches, 'EGW00105');

  function token(fields: Fields, now: number): VenueAnswer {
    const refusal = wrong(fields) ?? wrongGrant(fields);
    if (refusal) return oauthRefusal(refusal);
    const issued = tokens.issue(fields.get('appkey') ?? '', now);
    if (issued === 'tooSoon') return oauthRefusal('EGW00133');
    if (issued.minted) ledger.tokensIssued += 1;
    const body = {
      access_token: issued.token.token,
      access_token_token_expired: formatKst(issued.token.expiresAt),
      token_type: 'Bearer',
      expires_in: EXPIRES_IN_SECONDS,
    };
    return { status: 200, body };
  }

  function revoke(fields: Fields): VenueAnswer {
    const refusal = wrong(fields);
    if (refusal) return oauthRefusal(refusal);
    tokens.revoke(fields.get('token') ?? '');
    return { status: 200, body: { code: 200, message: '접근토큰 폐기에 성공하였습니다' } };
  }

  function approval(fields: Fields, now: number): VenueAnswer {
    const refusal = wrong(fields, 'secretkey') ?? wrongGrant(fields);
    if (refusal) return oauthRefusal(refusal);
    return { status: 200, body: { approval_key: tokens.approve(fields.get('appkey') ?? '', now) } };
  }

  return (path: string, body: string, now: number): VenueAnswer => {
    const fields: Fields = fieldsOf(body) ?? new Map();
    if (path === '/oauth2/tokenP') return token(fields, now);
    return path === '/oauth2/revokeP' ? revoke(fields) : approval(fields, now);
  };
}

function wrongGrant(fields: Fields): GatewayCode | undefined {
  return fields.get('grant_type') === 'client_credentials' ? undefined : 'EGW00101';
}

/**
 * Undefined for an app key and secret that are accepted. KIS's have 36 and 180 characters; people make up shorter ones
 * for a first try. What a wrong secret is answered with differs between the token services and the others.
 */
export function wrongKeys(
  key: string,
  secret: string,
  { appKeys, lenientKeys }: Switches,
  wrongSecret: GatewayCode,
): GatewayCode | undefined {
  const wellFormed = (text: string, length: number) =>
    /^[\x21-\x7e]{16,512}$/.test(text) && (lenientKeys || text.length === length);
  if (key === '') return 'EGW00102';
  if (secret === '') return 'EGW00104';
  if (!(appKeys === null ? wellFormed(key, 36) : appKeys.includes(key))) return 'EGW00103';
  return wellFormed(secret, 180) ? undefined : wrongSecret;
}

/** KIS: Hashkey. 64 hex digits that depend on every character of the body; the client sends them back unread. */
export function hashkeyAnswer(body: string): VenueAnswer {
  const fields = fieldsOf(body);
  if (!fields) return gatewayRefusal('EGW00101');
  const hash = createHash('sha256').update(body).digest('hex');
  return { status: 200, body: { BODY: Object.fromEntries(fields), HASH: hash } };
}
