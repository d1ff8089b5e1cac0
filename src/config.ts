import { join, resolve } from 'node:path';
import {
  type AccountRef,
  type Bilingual,
  type Language,
  type LogLevel,
  Secret,
  type Stamp,
  stampLabel,
  type TradingMode,
} from './core/index.js';
import { VARIABLES, type Values } from './variables.js';

/** Everything the program was told from outside, checked once, frozen, with secrets that print as `***`. */
export interface Config {
  readonly stamp: Stamp;
  /** undefined: no keys at all, so the program runs its own exchange simulator. */
  readonly kis: KisConfig | undefined;
  readonly dataDirectory: string;
  readonly storeKey: Secret | undefined;
  readonly storeKeyFile: string;
  readonly language: Language;
  readonly console: boolean;
  /** undefined: `info`, or `error` where log lines would stand between a person's cards. */
  readonly logLevel: LogLevel | undefined;
  readonly discord: DiscordConfig | undefined;
  readonly telegram: TelegramConfig | undefined;
  /** Names that look like ours but are not: most likely a typing error. */
  readonly unknownNames: readonly string[];
}

export interface KisConfig {
  readonly mode: TradingMode;
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly masterUrl: string;
  readonly appKey: Secret;
  readonly appSecret: Secret;
  readonly account: AccountRef;
  readonly htsId: string | undefined;
  readonly trIds: 'current' | 'legacy';
  readonly hashkey: boolean;
  readonly ratePerSecond: number;
}

export interface DiscordConfig {
  readonly token: Secret;
  readonly guildIds: readonly string[];
  readonly adminIds: readonly string[];
  readonly alertChannelId: string | undefined;
  readonly apiBase: string | undefined;
}

export interface TelegramConfig {
  readonly token: Secret;
  readonly chatIds: readonly string[];
  readonly adminIds: readonly string[];
  readonly alertChatId: string | undefined;
  readonly apiRoot: string | undefined;
}

/** What is wrong with one variable. Never its value. */
export interface ConfigFault extends Bilingual {
  readonly name: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

/** KIS: hosts of the two environments, calls per second (notice of April 2026), and the master files' folder. */
const LIVE_HOST = 'openapi.koreainvestment.com';
const KIS_HOSTS = {
  live: { base: `https://${LIVE_HOST}:9443`, ws: 'ws://ops.koreainvestment.com:21000' },
  paper: { base: 'https://openapivts.koreainvestment.com:29443', ws: 'ws://ops.koreainvestment.com:31000' },
} as const;
const DEFAULT_RATE = { live: 18, paper: 1 } as const;
const MASTER_FOLDER = 'https://new.real.download.dws.co.kr/common/master';
const KNOWN_HOSTS = new Set([
  LIVE_HOST,
  'openapivts.koreainvestment.com',
  'ops.koreainvestment.com',
  'new.real.download.dws.co.kr',
  'discord.com',
  'api.telegram.org',
]);
const OWN_PREFIX = /^(?:KIS|DISCORD|TELEGRAM|STORE)_/;
const KIS_GIVEN = [
  'KIS_APP_KEY',
  'KIS_APP_SECRET',
  'KIS_ACCOUNT',
  'KIS_ENV',
  'KIS_BASE_URL',
  'KIS_WS_URL',
] as const;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Environment → Config, or every fault at once, by name and without values. An empty variable counts as absent. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = VARIABLES.safeParse(given);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(faultOfIssue) };
  const faults = crossFaults(parsed.data);
  if (faults.length > 0) return { ok: false, faults };
  const names = Object.keys(VARIABLES.shape);
  const unknownNames = Object.keys(given).filter(name => OWN_PREFIX.test(name) && !names.includes(name));
  return { ok: true, config: Object.freeze(assemble(parsed.data, unknownNames)) };
}

function faultOfIssue(issue: { path: readonly PropertyKey[]; message: string }): ConfigFault {
  const [ko = '', en = ko] = issue.message.split('\n');
  return { name: String(issue.path[0]), ko, en };
}

/** What is only wrong together: half a set of keys, an environment and a host that contradict each other. */
function crossFaults(values: Values): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const need = (name: keyof Values, because: keyof Values) => {
    if (values[because] !== undefined && values[name] === undefined) {
      faults.push({ name, ko: `${because}이(가) 있으면 필요합니다`, en: `is needed with ${because}` });
    }
  };
  // KIS_ENV=paper alone is the default of .env.example and still the demo; asking for live without keys is not.
  const kisGiven = KIS_GIVEN.find(name => values[name] !== undefined && values[name] !== 'paper');
  if (kisGiven)
    for (const name of ['KIS_APP_KEY', 'KIS_APP_SECRET', 'KIS_ACCOUNT'] as const) need(name, kisGiven);
  need('DISCORD_GUILD_IDS', 'DISCORD_TOKEN');
  need('DISCORD_ADMIN_IDS', 'DISCORD_TOKEN');
  need('TELEGRAM_ADMIN_IDS', 'TELEGRAM_BOT_TOKEN');
  for (const name of [
    'KIS_BASE_URL',
    'KIS_WS_URL',
    'KIS_MASTER_URL',
    'DISCORD_API_BASE',
    'TELEGRAM_API_ROOT',
  ] as const) {
    faults.push(...hostFaults(name, values));
  }
  return faults;
}

function hostFaults(
  name: keyof Values & `${string}_${'URL' | 'BASE' | 'ROOT'}`,
  values: Values,
): ConfigFault[] {
  const address = values[name];
  if (address === undefined) return [];
  const { hostname, protocol } = new URL(address);
  if (isContradiction(name, hostname, values.KIS_ENV)) {
    return [{ name, ko: 'KIS_ENV와 서로 다른 환경을 가리킵니다', en: 'contradicts KIS_ENV' }];
  }
  if (LOOPBACK.has(hostname)) return [];
  if (!KNOWN_HOSTS.has(hostname) && values.ALLOW_OTHER_HOSTS !== 'on') {
    return [
      {
        name,
        ko: '이 컴퓨터(127.0.0.1) 또는 공식 주소만 쓸 수 있습니다. 뜻한 일이면 ALLOW_OTHER_HOSTS=on',
        en: 'only loopback or the official host is accepted unless ALLOW_OTHER_HOSTS=on',
      },
    ];
  }
  return protocol === 'http:' ? [{ name, ko: 'https 주소여야 합니다', en: 'must be an https address' }] : [];
}

/** A KIS host with `vts` in its name is the paper server; the official live host is the other one. */
function isContradiction(name: string, hostname: string, mode: TradingMode | undefined): boolean {
  if (name !== 'KIS_BASE_URL' || mode === undefined) return false;
  return (mode === 'live' && hostname.includes('vts')) || (mode === 'paper' && hostname === LIVE_HOST);
}

function assemble(values: Values, unknownNames: readonly string[]): Config {
  const kis = kisOf(values);
  const home = resolve(values.DATA_DIR ?? 'data/store');
  const dataDirectory = kis ? home : join(home, 'demo');
  const discord = discordOf(values);
  const telegram = telegramOf(values);
  return {
    stamp: kis ? kis.mode : 'demo',
    kis,
    dataDirectory,
    storeKey: values.STORE_KEY === undefined ? undefined : new Secret(values.STORE_KEY),
    storeKeyFile: resolve(values.STORE_KEY_FILE ?? `${dataDirectory}.key`),
    language: values.LANG_UI ?? 'ko',
    console: values.CONSOLE === undefined ? !discord && !telegram : values.CONSOLE === 'on',
    logLevel: values.LOG_LEVEL,
    discord,
    telegram,
    unknownNames,
  };
}

function kisOf(values: Values): KisConfig | undefined {
  const { KIS_APP_KEY, KIS_APP_SECRET, KIS_ACCOUNT } = values;
  if (KIS_APP_KEY === undefined || KIS_APP_SECRET === undefined || KIS_ACCOUNT === undefined)
    return undefined;
  const mode = values.KIS_ENV ?? modeOfHost(values.KIS_BASE_URL);
  const [number = '', product = ''] = KIS_ACCOUNT.split('-');
  return {
    mode,
    baseUrl: values.KIS_BASE_URL ?? KIS_HOSTS[mode].base,
    wsUrl: values.KIS_WS_URL ?? KIS_HOSTS[mode].ws,
    masterUrl: values.KIS_MASTER_URL ?? masterFolderBeside(values.KIS_BASE_URL),
    appKey: new Secret(KIS_APP_KEY),
    appSecret: new Secret(KIS_APP_SECRET),
    account: { broker: 'kis', mode, number, product, alias: stampLabel(mode, values.LANG_UI ?? 'ko') },
    htsId: values.KIS_HTS_ID,
    trIds: values.KIS_TR_IDS ?? 'current',
    hashkey: values.KIS_HASHKEY !== 'off',
    ratePerSecond: Number(values.KIS_RATE_PER_SECOND ?? DEFAULT_RATE[mode]),
  };
}

/** A stand-in on this computer serves its own issues; everything else belongs to the official list. */
function masterFolderBeside(baseUrl: string | undefined): string {
  return baseUrl !== undefined && LOOPBACK.has(new URL(baseUrl).hostname)
    ? `${baseUrl}/common/master`
    : MASTER_FOLDER;
}

/** Without KIS_ENV only the official live host means live; anything else is taken as paper. */
function modeOfHost(baseUrl: string | undefined): TradingMode {
  return baseUrl !== undefined && new URL(baseUrl).hostname === LIVE_HOST ? 'live' : 'paper';
}

function discordOf(values: Values): DiscordConfig | undefined {
  if (values.DISCORD_TOKEN === undefined) return undefined;
  return {
    token: new Secret(values.DISCORD_TOKEN),
    guildIds: values.DISCORD_GUILD_IDS ?? [],
    adminIds: values.DISCORD_ADMIN_IDS ?? [],
    alertChannelId: values.DISCORD_ALERT_CHANNEL_ID,
    apiBase: values.DISCORD_API_BASE,
  };
}

function telegramOf(values: Values): TelegramConfig | undefined {
  if (values.TELEGRAM_BOT_TOKEN === undefined) return undefined;
  return {
    token: new Secret(values.TELEGRAM_BOT_TOKEN),
    chatIds: values.TELEGRAM_CHAT_IDS ?? [],
    adminIds: values.TELEGRAM_ADMIN_IDS ?? [],
    alertChatId: values.TELEGRAM_ALERT_CHAT_ID,
    apiRoot: values.TELEGRAM_API_ROOT,
  };
}
