import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DiscordConfig, discordOf, type TelegramConfig, telegramOf } from './chat-config.js';
import { crossFaults } from './config-faults.js';
import {
  type Bilingual,
  type Language,
  type LimitBook,
  type LogLevel,
  Secret,
  type Stamp,
  type TradingMode,
} from './core/index.js';
import { type GatewayConfig, gatewayOf } from './gateway-config.js';
import { type KisConfig, kisOf } from './kis-config.js';
import { type KiwoomConfig, kiwoomOf } from './kiwoom-config.js';
import { readLimits } from './limits.js';
import { type Reach, reachOf } from './reach.js';
import { VARIABLES, type Values } from './variables.js';

/** Everything the program was told from outside, checked once, frozen, with secrets that print as `***`. */
export interface Config {
  /** By the accounts of the configuration; those of the store may make it `live` (see `deskStamp`). */
  readonly stamp: Stamp;
  /** No keys at all, neither here nor in the store: the program runs its own exchange simulator. */
  readonly demo: boolean;
  readonly kis: KisConfig | undefined;
  readonly kiwoom: KiwoomConfig | undefined;
  readonly reach: Reach;
  /** `required`: whoever has no second factor may not do what asks for one. */
  readonly stepUp: 'auto' | 'required';
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

/** What is wrong with one variable. Never its value. */
export interface ConfigFault extends Bilingual {
  readonly name: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

const DEFAULT_CONFIRM_SECONDS = 60;
const OWN_PREFIX = /^(?:KIS|KIWOOM|DISCORD|TELEGRAM|STORE|LIVE|CONFIRM|LIMITS?|GATEWAY|SYNC|BACKEND)_/;
/** The accounts of the store rest here, in the folder of the data. */
const ACCOUNTS_FILE = 'accounts.json';

/**
 * Environment → Config, or every fault at once, by name and without values. An empty variable counts as absent.
 * `stored`: as if the store had accounts already, for whoever is about to add the first.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  { stored = false }: { readonly stored?: boolean } = {},
): ConfigResult {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = VARIABLES.safeParse(given);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(faultOfIssue) };
  const limits = readLimits(parsed.data.LIMITS_FILE);
  const hasStored = stored || existsSync(join(homeOf(parsed.data), ACCOUNTS_FILE));
  const faults = [...crossFaults(parsed.data, hasStored), ...(limits.ok ? [] : limits.faults)];
  if (!limits.ok || faults.length > 0) return { ok: false, faults };
  const names = Object.keys(VARIABLES.shape);
  const unknownNames = Object.keys(given).filter(name => OWN_PREFIX.test(name) && !names.includes(name));
  return {
    ok: true,
    config: Object.freeze(assemble(parsed.data, { limits: limits.book, unknownNames, hasStored })),
  };
}

function faultOfIssue(issue: { path: readonly PropertyKey[]; message: string }): ConfigFault {
  const [ko = '', en = ko] = issue.message.split('\n');
  return { name: String(issue.path[0]), ko, en };
}

const homeOf = ({ DATA_DIR }: Values) => resolve(DATA_DIR ?? 'data/store');

/** Whatever can reach real money makes a desk live; the demo has nothing but its own exchange. */
export function deskStamp(demo: boolean, accounts: readonly { readonly mode: TradingMode }[]): Stamp {
  if (demo) return 'demo';
  return accounts.some(({ mode }) => mode === 'live') ? 'live' : 'paper';
}

function assemble(
  values: Values,
  {
    limits,
    unknownNames,
    hasStored,
  }: { readonly limits: LimitBook; readonly unknownNames: readonly string[]; readonly hasStored: boolean },
): Config {
  const kis = kisOf(values);
  const kiwoom = kiwoomOf(values, values.LANG_UI ?? 'ko');
  const demo = !kis && !kiwoom && !hasStored;
  const home = homeOf(values);
  const dataDirectory = demo ? join(home, 'demo') : home;
  const discord = discordOf(values);
  const telegram = telegramOf(values);
  return {
    stamp: deskStamp(demo, [...(kis ? [kis] : []), ...(kiwoom ? [kiwoom] : [])]),
    demo,
    kis,
    kiwoom,
    reach: reachOf(values),
    stepUp: values.STEP_UP ?? 'auto',
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
