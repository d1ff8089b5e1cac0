import { createKis } from './brokers/kis/index.js';
import { createKiwoom } from './brokers/kiwoom/index.js';
import { type Config, readConfig } from './config.js';
import type { AccountRef, Clock } from './core/index.js';
import { brokerFindings } from './doctor-broker.js';
import { configFindings, refusedConfig } from './doctor-config.js';
import type { Finding } from './doctor-finding.js';
import { gatewayFindings } from './doctor-gateway.js';
import { diskFinding, envFileFinding, nodeFinding, permissionFindings } from './doctor-machine.js';
import { platformFindings } from './doctor-platforms.js';
import { clockFindings, type Host, hostFindings } from './doctor-reach.js';
import { keyFindings, lockFindings, storeFindings } from './doctor-store.js';
import { inspectStore } from './store/index.js';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `.env` is looked for. */
  readonly folder: string;
  /** As `process.versions.node` tells it. */
  readonly nodeVersion: string;
  readonly clock: Clock;
  /** Nothing is asked of other machines. */
  readonly offline: boolean;
}

/** Looks at everything that a desk needs before it starts, and beside one that runs. Changes nothing. */
export async function diagnose(surroundings: Surroundings): Promise<readonly Finding[]> {
  const { environment, folder, nodeVersion, clock, offline } = surroundings;
  const here = [nodeFinding(nodeVersion), ...(await envFileFinding(folder))];
  const read = readConfig(environment);
  if (!read.ok) return [...here, ...refusedConfig(read.faults)];
  const { config } = read;
  const store = await inspectStore({
    directory: config.dataDirectory,
    key: config.storeKey,
    keyFile: config.storeKeyFile,
    clock,
  });
  const local = [
    ...here,
    ...configFindings(config, environment),
    ...permissionFindings(store),
    ...diskFinding(store),
    ...lockFindings(store),
    ...keyFindings(store),
    ...storeFindings(store, config),
    ...(await gatewayFindings(config, store.holder !== undefined)),
  ];
  if (offline) return local;
  const { kis, kiwoom } = config;
  const around = { clock, log: () => undefined, emit: () => undefined };
  const baseUrl = kis?.baseUrl ?? kiwoom?.baseUrl;
  const remote = await Promise.all([
    baseUrl === undefined ? [] : clockFindings(baseUrl, clock),
    hostFindings(hostsOf(config)),
    platformFindings(config),
    kis ? brokerFindings(vault => createKis({ environment: kis, vault, ...around }), store, clock) : [],
    kiwoom
      ? brokerFindings(
          vault => createKiwoom({ environment: { ...kiwoom, account: unnamed(kiwoom) }, vault, ...around }),
          store,
          clock,
        )
      : [],
  ]);
  return [...local, ...remote.flat()];
}

/** A price needs no account. */
function unnamed({ mode, alias, number }: NonNullable<Config['kiwoom']>): AccountRef {
  return { broker: 'kiwoom', mode, alias, ...(number ?? { number: '00000000', product: '00' }) };
}

/** The demo's exchange is its own; its hosts are those of the chats alone. */
function hostsOf({ kis, kiwoom, reach, discord, telegram }: Config): readonly Host[] {
  return [
    ...(kis
      ? [
          { name: 'KIS_BASE_URL', url: kis.baseUrl },
          { name: 'KIS_WS_URL', url: kis.wsUrl },
          { name: 'KIS_MASTER_URL', url: reach.masterUrl },
        ]
      : []),
    ...(kiwoom
      ? [
          { name: 'KIWOOM_BASE_URL', url: kiwoom.baseUrl },
          { name: 'KIWOOM_WS_URL', url: kiwoom.wsUrl },
        ]
      : []),
    ...(discord ? [{ name: 'DISCORD_API_BASE', url: discord.apiBase ?? 'https://discord.com/api' }] : []),
    ...(telegram ? [{ name: 'TELEGRAM_API_ROOT', url: telegram.apiRoot ?? 'https://api.telegram.org' }] : []),
  ];
}
