import { z } from 'zod';
import type { GatewayCode } from './gateway-answers.js';

const LIFE_MS = 86_400_000;
/** Within six hours of a mint KIS hands out the same token again, even one that was revoked. */
const SAME_TOKEN_MS = 6 * 3_600_000;
const ONE_ISSUE_MS = 60_000;

const tokenSchema = z.object({
  token: z.string(),
  appKey: z.string(),
  issuedAt: z.number(),
  expiresAt: z.number(),
  dead: z.boolean(),
});
export type IssuedToken = z.infer<typeof tokenSchema>;

export const tokenBookSchema = z.object({
  tokens: z.array(tokenSchema),
  lastCalls: z.array(z.tuple([z.string(), z.number()])),
  approvals: z.array(z.object({ key: z.string(), appKey: z.string(), expiresAt: z.number() })),
});
type TokenBookState = z.infer<typeof tokenBookSchema>;

export interface TokenBook {
  /** KIS: 접근토큰발급(P). `tooSoon`: the second call of this key within a minute. */
  issue(appKey: string, now: number): { token: IssuedToken; minted: boolean } | 'tooSoon';
  /** KIS: 접근토큰폐기(P). Unknown tokens are ignored. */
  revoke(token: string): void;
  /** Undefined when `authorization` carries a live token of this app key, else the refusal. */
  check(authorization: string, appKey: string, now: number): GatewayCode | undefined;
  /** KIS: 실시간 (웹소켓) 접속키 발급. */
  approve(appKey: string, now: number): string;
  appKeyOfApproval(key: string, now: number): string | undefined;
  /** Ends all tokens of one key, or of every key: `revoked` ones answer EGW00121, `expired` ones EGW00123. */
  end(how: 'revoked' | 'expired', now: number, appKey?: string): number;
  snapshot(): TokenBookState;
  restore(state: TokenBookState): void;
}

export function createTokenBook(
  random: (bytes: number) => Uint8Array,
  oldTokenServes: () => boolean,
): TokenBook {
  const tokens = new Map<string, IssuedToken>();
  const current = new Map<string, IssuedToken>();
  const lastCalls = new Map<string, number>();
  const approvals = new Map<string, { appKey: string; expiresAt: number }>();

  const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
  const uuid = () =>
    Buffer.from(random(16))
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

  /** Looks like KIS's: a signed JWT. Nothing reads its parts. */
  function jwt(appKey: string, issuedAt: number, expiresAt: number): string {
    const header = { typ: 'JWT', alg: 'HS512' };
    const [iat, exp] = [Math.floor(issuedAt / 1000), Math.floor(expiresAt / 1000)];
    const claims = {
      sub: 'token',
      aud: uuid(),
      prdt_cd: '',
      iss: 'unogw',
      exp,
      iat,
      jti: appKey.slice(0, 36),
    };
    return [JSON.stringify(header), JSON.stringify(claims), random(64)].map(base64url).join('.');
  }

  function mint(appKey: string, now: number): IssuedToken {
    const expiresAt = now + LIFE_MS;
    const token = { token: jwt(appKey, now, expiresAt), appKey, issuedAt: now, expiresAt, dead: false };
    const previous = current.get(appKey);
    if (previous && !oldTokenServes()) previous.dead = true;
    tokens.set(token.token, token);
    current.set(appKey, token);
    return token;
  }

  return {
    issue(appKey, now) {
      const last = lastCalls.get(appKey);
      if (last !== undefined && now - last < ONE_ISSUE_MS) return 'tooSoon';
      lastCalls.set(appKey, now);
      const held = current.get(appKey);
      if (held && now - held.issuedAt < SAME_TOKEN_MS && now < held.expiresAt)
        return { token: held, minted: false };
      return { token: mint(appKey, now), minted: true };
    },
    revoke(token) {
      const held = tokens.get(token);
      if (held) held.dead = true;
    },
    check(authorization, appKey, now) {
      if (!authorization.startsWith('Bearer ')) return 'EGW00205';
      const text = authorization.slice(7).trim();
      if (text === '') return 'EGW00122';
      const held = tokens.get(text);
      if (!held || held.dead || held.appKey !== appKey) return 'EGW00121';
      return now >= held.expiresAt ? 'EGW00123' : undefined;
    },
    approve(appKey, now) {
      const key = uuid();
      approvals.set(key, { appKey, expiresAt: now + LIFE_MS });
      return key;
    },
    appKeyOfApproval(key, now) {
      const held = approvals.get(key);
      return held && now < held.expiresAt ? held.appKey : undefined;
    },
    end(how, now, appKey) {
      const ended = [...tokens.values()].filter(t => appKey === undefined || t.appKey === appKey);
      for (const token of ended) {
        if (how === 'revoked') token.dead = true;
        else token.expiresAt = Math.min(token.expiresAt, now);
      }
      return ended.length;
    },
    snapshot: () => ({
      tokens: [...tokens.values()],
      lastCalls: [...lastCalls],
      approvals: [...approvals].map(([key, held]) => ({ key, ...held })),
    }),
    restore(state) {
      for (const map of [tokens, current, lastCalls, approvals]) map.clear();
      for (const token of state.tokens) {
        tokens.set(token.token, token);
        current.set(token.appKey, token);
      }
      for (const [key, at] of state.lastCalls) lastCalls.set(key, at);
      for (const { key, ...held } of state.approvals) approvals.set(key, held);
    },
  };
}
