import { z } from 'zod';
import { type BrokerEventSink, type Clock, DeskError, type Log, parseKst } from '../../core/index.js';
import { type Http, type IssuedToken, recorded } from '../transport/index.js';
import type { Lane } from './api-ids.js';
import { codeOf, readBody } from './body.js';
import { classifyRead } from './classify.js';
import type { KiwoomEnvironment } from './environment.js';
import { JSON_TYPE } from './headers.js';

/**
 * Kiwoom's token services. Each asks once and never again by itself; all throw DeskError: `credentials` for a wrong key,
 * one of the other environment, or a computer that is not registered (8050); else `rateLimited`, `unavailable`, `timeout`.
 */
export interface KiwoomOauth {
  /** Kiwoom: 접근토큰 발급 au10001. `leaving` runs right before the request leaves; when it fails, nothing does. */
  issueToken(signal: AbortSignal, leaving: () => Promise<void>): Promise<IssuedToken>;
  /** Kiwoom: 접근토큰 폐기 au10002. */
  revokeToken(token: string, signal: AbortSignal): Promise<void>;
}

/** What can stand in a header: anything else would be kept for a day and fail every call. */
const printable = z.string().regex(/^[\x21-\x7e]+$/);
const tokenAnswer = z.looseObject({ token: printable.max(4_096), expires_dt: z.string() });

export function createOauth(options: {
  readonly environment: Pick<KiwoomEnvironment, 'appKey' | 'appSecret'>;
  readonly http: Http<Lane>;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
}): KiwoomOauth {
  const { environment, http, log } = options;
  const credentials = () => ({
    appkey: environment.appKey.reveal(),
    secretkey: environment.appSecret.reveal(),
  });

  function ask<T>(
    service: { readonly name: string; readonly apiId: string; readonly path: string },
    request: {
      readonly body: Readonly<Record<string, string>>;
      readonly schema: z.ZodType<T>;
      readonly signal: AbortSignal;
      readonly leaving?: () => Promise<void>;
    },
  ): Promise<T> {
    const { name, apiId, path } = service;
    let left = false;
    return recorded(
      options,
      name,
      () => (left ? 1 : 0),
      async () => {
        const result = await http.once({
          path,
          headers: { 'content-type': JSON_TYPE, 'api-id': apiId },
          body: JSON.stringify(request.body),
          lane: 'oauth',
          signal: request.signal,
          leaving: request.leaving,
        });
        left = result.kind !== 'notSent';
        if (result.kind !== 'answered') {
          const kind = result.code === 'TIMEOUT' ? 'timeout' : 'unavailable';
          throw new DeskError(kind, `${name}: no answer`, { code: result.code });
        }
        const body = readBody(result.text);
        const parsed = request.schema.safeParse(body?.json);
        if (result.status === 200 && body?.returnCode === 0 && parsed.success) return parsed.data;
        throw refusal(name, result);
      },
    );
  }

  function refusal(service: string, { status, text }: { status: number; text: string }): DeskError {
    const body = readBody(text);
    const code = codeOf(status, body);
    const message = body?.message ?? '';
    log('warn', 'kiwoom.oauth', { service, status, code, message });
    const detail = { code, message };
    switch (classifyRead(status, body)) {
      case 'credentials':
        return new DeskError(
          'credentials',
          `${service}: the app key or this computer is not accepted`,
          detail,
        );
      case 'rate':
        return new DeskError('rateLimited', `${service}: too many calls`, detail);
      default:
        return new DeskError('unavailable', `${service}: ${message || code}`, detail);
    }
  }

  return {
    async issueToken(signal, leaving) {
      const answer = await ask(
        { name: 'token', apiId: 'au10001', path: '/oauth2/token' },
        {
          body: { grant_type: 'client_credentials', ...credentials() },
          schema: tokenAnswer,
          signal,
          leaving,
        },
      );
      return { token: answer.token, expiresAt: expiryOf(answer.expires_dt) };
    },
    async revokeToken(token, signal) {
      await ask(
        { name: 'revoke', apiId: 'au10002', path: '/oauth2/revoke' },
        { body: { ...credentials(), token }, schema: z.unknown(), signal },
      );
    },
  };
}

/** `YYYYMMDDHHMMSS`, which is KST though it does not say so. NaN is refused by whoever stores the token. */
function expiryOf(text: string): number {
  const found = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text.trim());
  if (!found) return Number.NaN;
  const [, year, month, day, hour, minute, second] = found;
  return parseKst(`${year}-${month}-${day} ${hour}:${minute}:${second}`) ?? Number.NaN;
}
