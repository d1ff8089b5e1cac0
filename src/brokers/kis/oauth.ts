import { z } from 'zod';
import { type BrokerEventSink, type Clock, DeskError, type Log, parseKst } from '../../core/index.js';
import {
  cleanMessage,
  type Http,
  type IssuedToken,
  type OnceRequest,
  readJson,
  recorded,
} from '../transport/index.js';
import type { KisEnvironment } from './environment.js';
import { JSON_TYPE } from './headers.js';
import type { Lane } from './tr-ids.js';

/**
 * KIS's OAuth services. Each asks once and never again by itself; all throw DeskError. `leaving` runs right before the
 * request leaves; when it fails, nothing does.
 */
export interface KisOauth {
  /** KIS: 접근토큰발급(P) `/oauth2/tokenP`. `cooldown` when KIS says once a minute, `credentials` for a wrong key. */
  issueToken(signal: AbortSignal, leaving: () => Promise<void>): Promise<IssuedToken>;
  /** KIS: 접근토큰폐기(P) `/oauth2/revokeP`. */
  revokeToken(token: string, signal: AbortSignal): Promise<void>;
  /** KIS: 실시간 (웹소켓) 접속키 발급 `/oauth2/Approval`. */
  approvalKey(signal: AbortSignal, leaving: () => Promise<void>): Promise<string>;
  /** KIS: Hashkey `/uapi/hashkey` of an order body. With `leaving` it is ahead of time, and lets orders pass. */
  hashkey(body: string, signal: AbortSignal, leaving?: () => Promise<void>): Promise<string>;
}

const ISSUE_INTERVAL_MS = 65_000;
/** How far KIS's date and its `expires_in` may lie apart before the date counts as misread. */
const EXPIRY_SLACK_MS = 3_600_000;

/** What can stand in a header: anything else would be kept for a day and fail every call. */
const printable = z.string().regex(/^[\x21-\x7e]+$/);
const tokenAnswer = z.looseObject({
  access_token: printable.max(4_096),
  access_token_token_expired: z.string(),
  expires_in: z.number().positive().optional(),
});
const approvalAnswer = z.looseObject({ approval_key: z.string().min(1).max(1_024) });
const hashAnswer = z.looseObject({ HASH: printable.max(200) });
const failure = z.looseObject({
  error_code: z.string().optional(),
  error_description: z.string().optional(),
  msg_cd: z.string().optional(),
  msg1: z.string().optional(),
});

export function createOauth(options: {
  readonly environment: KisEnvironment;
  readonly http: Http<Lane>;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
}): KisOauth {
  const { environment, http, clock, log } = options;
  const credentials = () => ({
    appkey: environment.appKey.reveal(),
    appsecret: environment.appSecret.reveal(),
  });

  function ask<T>(
    service: string,
    path: string,
    request: Pick<OnceRequest<Lane>, 'body' | 'headers' | 'signal' | 'leaving'> & {
      schema: z.ZodType<T>;
      lane?: Lane;
    },
  ): Promise<T> {
    const { schema, ...once } = request;
    let left = false;
    return recorded(
      options,
      service,
      () => (left ? 1 : 0),
      async () => {
        const result = await http.once({ lane: 'order', ...once, path });
        left = result.kind !== 'notSent';
        if (result.kind !== 'answered') {
          const kind = result.code === 'TIMEOUT' ? 'timeout' : 'unavailable';
          throw new DeskError(kind, `${service}: no answer`, { code: result.code });
        }
        const json = readJson(result.text);
        const parsed = schema.safeParse(json);
        if (result.status === 200 && parsed.success) return parsed.data;
        throw refusal(service, result.status, json);
      },
    );
  }

  function refusal(service: string, status: number, json: unknown): DeskError {
    const said = failure.safeParse(json).data;
    const code = cleanMessage(said?.error_code ?? said?.msg_cd ?? '') || `HTTP ${status}`;
    const message = cleanMessage(said?.error_description ?? said?.msg1 ?? '');
    log('warn', 'kis.oauth', { service, status, code, message });
    const detail = { code, message };
    switch (code) {
      case 'EGW00133':
        return new DeskError('cooldown', `${service}: asked too soon`, {
          ...detail,
          until: clock.now() + ISSUE_INTERVAL_MS,
        });
      case 'EGW00102':
      case 'EGW00103':
      case 'EGW00104':
      case 'EGW00105':
      case 'EGW00304':
        return new DeskError('credentials', `${service}: the app key or secret is not accepted`, detail);
      default:
        return new DeskError('unavailable', `${service}: ${message || code}`, detail);
    }
  }

  return {
    async issueToken(signal, leaving) {
      const answer = await ask('tokenP', '/oauth2/tokenP', {
        body: JSON.stringify({ grant_type: 'client_credentials', ...credentials() }),
        headers: { 'content-type': 'application/json' },
        schema: tokenAnswer,
        signal,
        leaving,
      });
      return { token: answer.access_token, expiresAt: expiryOf(answer, clock.now()) };
    },
    async revokeToken(token, signal) {
      await ask('revokeP', '/oauth2/revokeP', {
        body: JSON.stringify({ ...credentials(), token }),
        headers: { 'content-type': 'application/json' },
        schema: z.unknown(),
        signal,
      });
    },
    async approvalKey(signal, leaving) {
      const { appkey, appsecret } = credentials();
      const answer = await ask('Approval', '/oauth2/Approval', {
        // The same secret under another name than everywhere else.
        body: JSON.stringify({ grant_type: 'client_credentials', appkey, secretkey: appsecret }),
        headers: { 'content-type': JSON_TYPE },
        schema: approvalAnswer,
        signal,
        leaving,
      });
      return answer.approval_key;
    },
    async hashkey(body, signal, leaving) {
      const answer = await ask('hashkey', '/uapi/hashkey', {
        body,
        headers: { 'content-type': JSON_TYPE, ...credentials() },
        schema: hashAnswer,
        lane: leaving ? 'account' : 'order',
        signal,
        leaving,
      });
      return answer.HASH;
    },
  };
}

/**
 * The date is KST. Within six hours KIS repeats a token with its first expiry, so `expires_in` may promise more than
 * the date; a date beyond it was written in another zone. NaN is refused by whoever stores the token.
 */
function expiryOf(answer: z.infer<typeof tokenAnswer>, now: number): number {
  const expiresAt = parseKst(answer.access_token_token_expired) ?? Number.NaN;
  if (answer.expires_in === undefined) return expiresAt;
  const longest = now + answer.expires_in * 1_000;
  return expiresAt > longest + EXPIRY_SLACK_MS ? Number.NaN : Math.min(expiresAt, longest);
}
