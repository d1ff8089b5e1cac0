import { z } from 'zod';
import type { TradingMode } from '../../core/index.js';
import type { GatewayCode } from './gateway-words.js';
import type { KiwoomSwitches } from './switches.js';

const LIFE_MS = 86_400_000;

const tokenSchema = z.object({
  token: z.string(),
  appKey: z.string(),
  expiresAt: z.number(),
  /** Where it was asked for. */
  address: z.string(),
  dead: z.boolean(),
});
export type KiwoomToken = z.infer<typeof tokenSchema>;

export const kiwoomTokensSchema = z.object({ tokens: z.array(tokenSchema) });
type KiwoomTokens = z.infer<typeof kiwoomTokensSchema>;

export interface KiwoomTokenBook {
  /** Kiwoom: 접근토큰 발급 au10001. */
  issue(appKey: string, now: number): { readonly token: KiwoomToken; readonly minted: boolean };
  /** Kiwoom: 접근토큰폐기 au10002. False for a token that does not live. */
  revoke(token: string, appKey: string, now: number): boolean;
  /** The app key of a live token, else the refusal. */
  holder(token: string, now: number): { readonly appKey: string } | GatewayCode;
  /** Ends all tokens of one key, or of every key; how many. A dead token answers 8005, whatever it died of. */
  end(appKey?: string): number;
  snapshot(): KiwoomTokens;
  restore(state: KiwoomTokens): void;
}

/** How tokens of either environment begin, so that one that strayed is told from one that is dead. */
const BEGINS: Readonly<Record<TradingMode, string>> = { live: 'WR', paper: 'WM' };

export function createKiwoomTokenBook(
  mode: TradingMode,
  random: (bytes: number) => Uint8Array,
  switches: KiwoomSwitches,
): KiwoomTokenBook {
  const tokens = new Map<string, KiwoomToken>();
  const current = new Map<string, KiwoomToken>();
  const stray = BEGINS[mode === 'live' ? 'paper' : 'live'];

  const lives = (token: KiwoomToken, now: number) => !token.dead && now < token.expiresAt;

  function keep(token: KiwoomToken): void {
    tokens.set(token.token, token);
    current.set(token.appKey, token);
  }

  return {
    issue(appKey, now) {
      const held = current.get(appKey);
      const address = switches.kiwoomAddress;
      const serves = held !== undefined && lives(held, now) && held.address === address;
      if (serves && switches.kiwoomReissue === 'same') return { token: held, minted: false };
      if (held) {
        held.dead = true;
        tokens.delete(held.token);
      }
      const text = BEGINS[mode] + Buffer.from(random(63)).toString('base64url');
      const token = { token: text, appKey, expiresAt: now + LIFE_MS, address, dead: false };
      keep(token);
      return { token, minted: true };
    },
    revoke(text, appKey, now) {
      const token = tokens.get(text);
      if (!token || token.appKey !== appKey || !lives(token, now)) return false;
      token.dead = true;
      return true;
    },
    holder(text, now) {
      const token = tokens.get(text);
      if (!token) return text.length === 86 && text.startsWith(stray) ? '8031' : '8005';
      if (!lives(token, now)) return '8005';
      return token.address === switches.kiwoomAddress ? token : '8010';
    },
    end(appKey) {
      const ended = [...tokens.values()].filter(
        t => !t.dead && (appKey === undefined || t.appKey === appKey),
      );
      for (const token of ended) token.dead = true;
      return ended.length;
    },
    snapshot: () => ({ tokens: [...tokens.values()] }),
    restore(state) {
      tokens.clear();
      current.clear();
      for (const token of state.tokens) keep(token);
    },
  };
}
