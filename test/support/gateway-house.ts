import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { type KeyScope, type Place, type Reply, systemClock } from '../../src/core/index.js';
import { openHouse, type Undo } from '../../src/house.js';
import { quietChat } from '../chaos/quiet-chat.js';
import { NO_LIMITS } from './no-limits.js';
import { emptyFolder } from './program.js';
import { keysFor } from './simulator-process.js';

/** So many that no one of them asks too often. */
const PEOPLE = 24;
const person = (n: number) => String(700_000_000_000_000_000n + BigInt(n));
const WHERE: Place = { platform: 'discord', id: '72', group: undefined, kind: 'private' };

/** The whole house with its gateway in this process, at a simulated exchange. */
export interface GatewayHouse {
  readonly url: string;
  readonly syncKey: string;
  readonly backendKey: string;
  /** A key that acts for the nth of its people, all admins. */
  addKey(name: string, scopes: readonly KeyScope[], owner?: number): Promise<string>;
  /** Errors that were logged. */
  readonly troubles: readonly string[];
  stop(): Promise<void>;
}

export async function openGatewayHouse(
  exchange: Parameters<typeof keysFor>[0],
  more: Readonly<Record<string, string>> = {},
): Promise<GatewayHouse> {
  const port = await freePort();
  const directory = join(emptyFolder(), 'store');
  const newKey = () => randomBytes(32).toString('base64url');
  const [syncKey, backendKey] = [newKey(), newKey()];
  const read = readConfig({
    ...keysFor(exchange),
    KIS_ALWAYS_OPEN: 'on',
    DATA_DIR: directory,
    STORE_KEY_FILE: `${directory}.key`,
    CONSOLE: 'off',
    CONFIRM_SECONDS: '300',
    DISCORD_TOKEN: 'x'.repeat(40),
    DISCORD_GUILD_IDS: '800000000000000500',
    DISCORD_ADMIN_IDS: Array.from({ length: PEOPLE }, (_, n) => person(n)).join(','),
    GATEWAY: 'on',
    GATEWAY_PORT: String(port),
    SYNC_API_KEY: syncKey,
    BACKEND_API_KEY: backendKey,
    ...more,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const { kis } = read.config;
  if (!kis) throw new Error('no KIS in the configuration');
  const undo: Undo[] = [];
  const troubles: string[] = [];
  const house = await openHouse(
    {
      config: {
        ...read.config,
        limits: { limitsFor: () => NO_LIMITS },
        kis: { ...kis, ratePerSecond: 100_000 },
      },
      environment: {},
      clock: systemClock,
      secrets: { watch: vault => vault, add: () => undefined },
      log: (level, event, fields) => {
        if (level === 'error') troubles.push(`${event} ${JSON.stringify(fields ?? {})}`);
      },
      openChats: async () => ({ console: undefined, all: [quietChat()] }),
    },
    undo,
  );
  async function say(owner: number, text: string): Promise<Reply> {
    const outcome = await house.dispatcher.handle({
      platform: 'discord',
      eventId: randomUUID(),
      who: { userId: person(owner), name: `person ${owner}` },
      where: WHERE,
      sentAt: systemClock.now(),
      content: { kind: 'text', text },
    });
    if (outcome.kind !== 'reply') throw new Error(`${text} was ${outcome.kind}`);
    return outcome.reply;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    syncKey,
    backendKey,
    troubles,
    async addKey(name, scopes, owner = 0) {
      const reply = await say(owner, `/keys add ${name} ${scopes.join(' ')}`);
      const [key] = /kco_[A-Za-z0-9_-]{43}/.exec(JSON.stringify(reply.blocks, bigintText)) ?? [];
      if (key === undefined) throw new Error(`no key: ${reply.title}`);
      return key;
    },
    async stop() {
      for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => undefined);
    },
  };
}

const bigintText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

/** One that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
