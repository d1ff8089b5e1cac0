import { type Config, readConfig } from './config.js';
import type { Clock } from './core/index.js';
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
export async function diagnose(around: Surroundings): Promise<readonly Finding[]> {
  const { environment, folder, nodeVersion, clock, offline } = around;
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
  const { kis } = config;
  const remote = await Promise.all([
    kis ? clockFindings(kis.baseUrl, clock) : [],
    hostFindings(hostsOf(config)),
    platformFindings(config),
    kis ? brokerFindings(kis, store, clock) : [],
  ]);
  return [...local, ...remote.flat()];
}

/** The demo's exchange is its own; its hosts are those of the chats alone. */
function hostsOf({ kis, discord, telegram }: Config): readonly Host[] {
  return [
    ...(kis
      ? [
          { name: 'KIS_BASE_URL', url: kis.baseUrl },
          { name: 'KIS_WS_URL', url: kis.wsUrl },
          { name: 'KIS_MASTER_URL', url: kis.masterUrl },
        ]
      : []),
    ...(discord ? [{ name: 'DISCORD_API_BASE', url: discord.apiBase ?? 'https://discord.com/api' }] : []),
    ...(telegram ? [{ name: 'TELEGRAM_API_ROOT', url: telegram.apiRoot ?? 'https://api.telegram.org' }] : []),
  ];
}
