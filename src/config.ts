import { join, resolve } from 'node:path';
import {
  type AccountRef,
  type Bilingual,
  type Language,
  type LimitBook,
  type LogLevel,
  Secret,
  type Stamp,
  stampLabel,
  type TradingMode,
} from './core/index.js';
import { type GatewayConfig, gatewayFaults, gatewayOf } from './gateway-config.js';
import { hostFaults, KIS_HOSTS, masterFolderBeside, modeOfHost } from './hosts.js';
import { readLimits } from './limits.js';
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
  /** undefined: off. */
  readonly gateway: GatewayConfig | undefined;
  /** Without it a live environment only reads. */
  readonly liveTrading: boolean;
  /** How long a ticket can be confirmed, 10..300. */
  readonly confirmSeconds: number;
  readonly limits: LimitBook;
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
  /** The exchange of a simulator, which trades at every hour. */
  readonly alwaysOpen: boolean;
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
  /** undefined: long polling. */
  readonly webhook: TelegramWebhook | undefined;
}

export interface TelegramWebhook {
  /** The https address that Telegram calls. */
  readonly url: string;
  /** Listened on at 127.0.0.1, behind whatever serves `url`. */
  readonly port: number;
  readonly secret: Secret;
}

/** What is wrong with one variable. Never its value. */
export interface ConfigFault extends Bilingual {
  readonly name: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

/** KIS: calls per second (notice of April 2026). */
const DEFAULT_RATE = { live: 18, paper: 1 } as const;
const DEFAULT_CONFIRM_SECONDS = 60;
const DEFAULT_WEBHOOK_PORT = 8443;
const OWN_PREFIX = /^(?:KIS|DISCORD|TELEGRAM|STORE|LIVE|CONFIRM|LIMITS?|GATEWAY|SYNC|BACKEND)_/;
const KIS_GIVEN = [
  'KIS_APP_KEY',
  'KIS_APP_SECRET',
  'KIS_ACCOUNT',
  'KIS_ENV',
  'KIS_BASE_URL',
  'KIS_WS_URL',
] as const;

/** Environment → Config, or every fault at once, by name and without values. An empty variable counts as absent. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = VARIABLES.safeParse(given);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(faultOfIssue) };
  const limits = readLimits(parsed.data.LIMITS_FILE);
  const faults = [...crossFaults(parsed.data), ...(limits.ok ? [] : limits.faults)];
  if (!limits.ok || faults.length > 0) return { ok: false, faults };
  const names = Object.keys(VARIABLES.shape);
  const unknownNames = Object.keys(given).filter(name => OWN_PREFIX.test(name) && !names.includes(name));
  return { ok: true, config: Object.freeze(assemble(parsed.data, limits.book, unknownNames)) };
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
  need('TELEGRAM_WEBHOOK_SECRET', 'TELEGRAM_WEBHOOK_URL');
  need('TELEGRAM_WEBHOOK_URL', 'TELEGRAM_WEBHOOK_SECRET');
  if (values.LIVE_TRADING === 'on' && values.KIS_ENV !== 'live') {
    faults.push({
      name: 'LIVE_TRADING',
      ko: 'on은 KIS_ENV=live와 함께만 쓸 수 있습니다',
      en: 'on needs KIS_ENV=live',
    });
  }
  // At the terminal anybody at the machine is the operator; real money needs somebody by number.
  if (
    values.LIVE_TRADING === 'on' &&
    values.DISCORD_ADMIN_IDS === undefined &&
    values.TELEGRAM_ADMIN_IDS === undefined
  ) {
    faults.push({
      name: 'LIVE_TRADING',
      ko: '실전 주문에는 이름이 적힌 사람이 적어도 한 명 있어야 합니다 (DISCORD_ADMIN_IDS 또는 TELEGRAM_ADMIN_IDS)',
      en: 'live trading needs at least one named person (DISCORD_ADMIN_IDS or TELEGRAM_ADMIN_IDS)',
    });
  }
  return [...faults, ...hostFaults(values), ...gatewayFaults(values)];
}

function assemble(values: Values, limits: LimitBook, unknownNames: readonly string[]): Config {
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
    gateway: gatewayOf(values),
    liveTrading: values.LIVE_TRADING === 'on',
    confirmSeconds: Number(values.CONFIRM_SECONDS ?? DEFAULT_CONFIRM_SECONDS),
    limits,
    unknownNames,
  };
}

function kisOf(values: Values): KisConfig | undefined {
  const { KIS_APP_KEY, KIS_APP_SECRET, KIS_ACCOUNT } = values;
  if (KIS_APP_KEY === undefined || KIS_APP_SECRET === undefined || KIS_ACCOUNT === undefined)
    return undefined;
  const mode = values.KIS_ENV ?? modeOfHost(values.KIS_BASE_URL);
  const hosts = KIS_HOSTS[mode];
  const [number = '', product = ''] = KIS_ACCOUNT.split('-');
  return {
    mode,
    baseUrl: values.KIS_BASE_URL ?? hosts.base,
    wsUrl: values.KIS_WS_URL ?? hosts.ws,
    masterUrl: values.KIS_MASTER_URL ?? masterFolderBeside(values.KIS_BASE_URL),
    appKey: new Secret(KIS_APP_KEY),
    appSecret: new Secret(KIS_APP_SECRET),
    account: { broker: 'kis', mode, number, product, alias: stampLabel(mode, values.LANG_UI ?? 'ko') },
    htsId: values.KIS_HTS_ID,
    trIds: values.KIS_TR_IDS ?? 'current',
    hashkey: values.KIS_HASHKEY !== 'off',
    ratePerSecond: Number(values.KIS_RATE_PER_SECOND ?? DEFAULT_RATE[mode]),
    alwaysOpen: values.KIS_ALWAYS_OPEN === 'on',
  };
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
    webhook: webhookOf(values),
  };
}

function webhookOf(values: Values): TelegramWebhook | undefined {
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = values;
  if (url === undefined || secret === undefined) return undefined;
  const port = Number(values.TELEGRAM_WEBHOOK_PORT ?? DEFAULT_WEBHOOK_PORT);
  return { url, port, secret: new Secret(secret) };
}
