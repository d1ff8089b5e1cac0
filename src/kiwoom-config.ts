import { type Bilingual, type Language, Secret, stampLabel, type TradingMode } from './core/index.js';
import { KIWOOM_HOSTS } from './hosts.js';
import type { Values } from './variables.js';

/** One Kiwoom account of the configuration. */
export interface KiwoomConfig {
  readonly mode: TradingMode;
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly appKey: Secret;
  readonly appSecret: Secret;
  /** undefined: whatever the keys belong to, asked at the start. */
  readonly number: { readonly number: string; readonly product: string } | undefined;
  readonly alias: string;
}

type Fault = Bilingual & { readonly name: string };

/** The keys in use: those without a prefix, or else those of the environment. */
function keysOf(values: Values): { readonly key: string | undefined; readonly secret: string | undefined } {
  const { KIWOOM_APP_KEY, KIWOOM_APP_SECRET } = values;
  if (KIWOOM_APP_KEY !== undefined || KIWOOM_APP_SECRET !== undefined) {
    return { key: KIWOOM_APP_KEY, secret: KIWOOM_APP_SECRET };
  }
  return modeOf(values) === 'live'
    ? { key: values.KIWOOM_PRODUCTION_APP_KEY, secret: values.KIWOOM_PRODUCTION_APP_SECRET }
    : { key: values.KIWOOM_SANDBOX_APP_KEY, secret: values.KIWOOM_SANDBOX_APP_SECRET };
}

/** Nothing but an explicit word reaches real money. */
function modeOf({ KIWOOM_ENV, KIWOOM_SANDBOX_MODE }: Values): TradingMode {
  if (KIWOOM_ENV !== undefined) return KIWOOM_ENV === 'real' ? 'live' : 'paper';
  return KIWOOM_SANDBOX_MODE === 'false' ? 'live' : 'paper';
}

const KEY_NAMES = [
  ['KIWOOM_APP_KEY', 'KIWOOM_APP_SECRET'],
  ['KIWOOM_SANDBOX_APP_KEY', 'KIWOOM_SANDBOX_APP_SECRET'],
  ['KIWOOM_PRODUCTION_APP_KEY', 'KIWOOM_PRODUCTION_APP_SECRET'],
] as const;

/** Half a pair of keys, two words for the environment that contradict each other, and an account without keys. */
export function kiwoomFaults(values: Values): Fault[] {
  const faults = KEY_NAMES.flatMap(pair => {
    const given = pair.find(name => values[name] !== undefined);
    const missing = pair.find(name => values[name] === undefined);
    return given && missing ? [needs(missing, given)] : [];
  });
  const { KIWOOM_ENV, KIWOOM_SANDBOX_MODE } = values;
  const sandbox = KIWOOM_SANDBOX_MODE === 'true';
  if (KIWOOM_ENV !== undefined && KIWOOM_SANDBOX_MODE !== undefined && sandbox !== (KIWOOM_ENV === 'mock')) {
    faults.push({
      name: 'KIWOOM_SANDBOX_MODE',
      ko: 'KIWOOM_ENV와 서로 다른 환경을 가리킵니다',
      en: 'contradicts KIWOOM_ENV',
    });
  }
  const { key } = keysOf(values);
  const lonely =
    KIWOOM_ENV === 'real' ? 'KIWOOM_ENV' : values.KIWOOM_ACCOUNT === undefined ? undefined : 'KIWOOM_ACCOUNT';
  if (key === undefined && lonely !== undefined) faults.push(needs('KIWOOM_APP_KEY', lonely));
  return faults;
}

const needs = (name: keyof Values, because: keyof Values): Fault => ({
  name,
  ko: `${because}이(가) 있으면 필요합니다`,
  en: `is needed with ${because}`,
});

export function kiwoomOf(values: Values, language: Language): KiwoomConfig | undefined {
  const { key, secret } = keysOf(values);
  if (key === undefined || secret === undefined) return undefined;
  const mode = modeOf(values);
  const hosts = KIWOOM_HOSTS[mode];
  const digits = values.KIWOOM_ACCOUNT?.replace('-', '');
  const own = language === 'ko' ? '키움' : 'Kiwoom';
  return {
    mode,
    baseUrl: values.KIWOOM_BASE_URL ?? hosts.base,
    wsUrl: values.KIWOOM_WS_URL ?? socketBeside(values.KIWOOM_BASE_URL) ?? hosts.ws,
    appKey: new Secret(key),
    appSecret: new Secret(secret),
    number: digits === undefined ? undefined : { number: digits.slice(0, 8), product: digits.slice(8) },
    alias: values.KIWOOM_ALIAS ?? `${own}${stampLabel(mode, language)}`,
  };
}

/** A stand-in on this computer serves its WebSocket on the same port. */
export const socketBeside = (baseUrl: string | undefined) =>
  baseUrl?.startsWith('http://') ? baseUrl.replace(/^http/, 'ws') : undefined;
