import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../support/gateway-house.js';
import { emptyFolder } from '../support/program.js';
import { keysFor, type SimulatorProcess } from '../support/simulator-process.js';
import { type Child, startChild } from './child-talk.js';
import { type BuiltWorker, buildWorker } from './worker-build.js';

/** The address that every campaign asks for the token at. */
export const HAND_OUT = '/api/v1/sync/kis-token/50101234-01';

export interface GatewayDesk extends Child {
  readonly url: string;
  readonly port: number;
  /** SYNC_API_KEY and BACKEND_API_KEY. */
  readonly syncKey: string;
  readonly backendKey: string;
  readonly environment: Readonly<Record<string, string>>;
}

export const person = (n: number) => String(700_000_000_000_000_000n + BigInt(n));

/** A desk with a gateway, at this exchange, with a key of its own there. */
export async function environmentFor(simulator: SimulatorProcess, people = 60) {
  const port = await freePort();
  const directory = join(emptyFolder(), 'store');
  return {
    ...keysFor(simulator),
    KIS_ALWAYS_OPEN: 'on',
    KIS_RATE_PER_SECOND: '20',
    DATA_DIR: directory,
    STORE_KEY_FILE: `${directory}.key`,
    CONSOLE: 'off',
    DISCORD_TOKEN: 'x'.repeat(40),
    DISCORD_GUILD_IDS: '800000000000000500',
    DISCORD_ADMIN_IDS: Array.from({ length: people }, (_, n) => person(n)).join(','),
    GATEWAY: 'on',
    GATEWAY_PORT: String(port),
    SYNC_API_KEY: newKey(),
    BACKEND_API_KEY: newKey(),
  };
}

/** In a process of its own, open. */
export async function startGatewayDesk(
  simulator: SimulatorProcess,
  worker: BuiltWorker,
  given?: Awaited<ReturnType<typeof environmentFor>>,
): Promise<GatewayDesk> {
  const environment = given ?? (await environmentFor(simulator));
  const child = startChild(worker.script, ['--expose-gc']);
  await child.ask('open', { environment });
  const port = Number(environment.GATEWAY_PORT);
  return {
    ...child,
    url: `http://127.0.0.1:${port}`,
    port,
    syncKey: environment.SYNC_API_KEY,
    backendKey: environment.BACKEND_API_KEY,
    environment,
  };
}

export const buildDesk = () => buildWorker('gateway-desk-worker');

const newKey = () => randomBytes(32).toString('base64url');
