import { rmSync } from 'node:fs';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { vaultKey } from '../../src/brokers/kis/tokens.js';
import { type Clock, Secret, systemClock } from '../../src/core/index.js';
import { diagnose } from '../../src/doctor.js';
import type { Finding } from '../../src/doctor-finding.js';
import { startSimulator } from '../../src/simulator/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { scratch } from '../store/scratch.js';
import { type Answer, startScriptedServer } from '../support/scripted-server.js';

export const APP_KEY = 'PSabcdefghijklmnopqrstuvwxyz012345';
const APP_SECRET = 'Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6';
export const DISCORD_TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.mNoPqRsTuVwXyZ0123456789';
export const TELEGRAM_TOKEN = '424242:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const GUILD = '800000000000000001';
const CHANNEL = '810000000000000001';

export interface Place {
  readonly folder: string;
  readonly directory: string;
  readonly keyFile: string;
  environment: Record<string, string>;
  /** Answers of Discord and Telegram in the place of the good ones, by the end of the path. */
  readonly chats: Map<string, Answer>;
  /** What stands in for the clock. */
  clock: Clock;
  nodeVersion: string;
  readonly offline: boolean;
  /** Opens the store for a moment. */
  withStore(work: (store: Store) => Promise<void>): Promise<void>;
  findings(): Promise<readonly Finding[]>;
}

/** A desk that was set up well and has run once: nothing is wrong with it, and nothing to look at. */
export async function healthyPlace({ offline = false } = {}): Promise<Place> {
  const folder = await scratch();
  const directory = join(folder, 'store');
  const keyFile = join(folder, 'store.key');
  const chats = new Map<string, Answer>();
  const { kisUrl, wsUrl, chatUrl } = offline ? NOWHERE : await otherMachines(chats);

  const place: Place = {
    folder,
    directory,
    keyFile,
    environment: {
      KIS_ENV: 'paper',
      KIS_APP_KEY: APP_KEY,
      KIS_APP_SECRET: APP_SECRET,
      KIS_ACCOUNT: '50101234-01',
      KIS_HTS_ID: 'person1',
      KIS_BASE_URL: kisUrl,
      KIS_WS_URL: wsUrl,
      DATA_DIR: directory,
      STORE_KEY_FILE: keyFile,
      DISCORD_TOKEN,
      DISCORD_GUILD_IDS: GUILD,
      DISCORD_ADMIN_IDS: '700100000000000001',
      DISCORD_ALERT_CHANNEL_ID: CHANNEL,
      DISCORD_API_BASE: `${chatUrl}/api`,
      TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
      TELEGRAM_ADMIN_IDS: '7001',
      TELEGRAM_ALERT_CHAT_ID: '-100500',
      TELEGRAM_API_ROOT: chatUrl,
    },
    chats,
    clock: systemClock,
    nodeVersion: '20.19.0',
    offline,
    async withStore(work) {
      const store = await openStore({
        directory,
        keyFile,
        key: undefined,
        clock: systemClock,
        log: () => undefined,
      });
      try {
        await work(store);
      } finally {
        await store.close();
      }
    },
    findings() {
      const { environment, clock, nodeVersion, offline } = place;
      return diagnose({ environment, folder, clock, nodeVersion, offline });
    },
  };
  await writeFile(join(folder, '.env'), '', { mode: 0o600 });
  // A store that nothing is added to need be made only once.
  if (offline) {
    template ??= makeTemplate();
    await cp(await template, folder, { recursive: true });
    return place;
  }
  const token = await issuedBy(kisUrl);
  await place.withStore(({ vault }) => vault.save(VAULT_KEY, recordOf(token)));
  return place;
}

let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-test-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const store = await openStore({
    directory: join(folder, 'store'),
    keyFile: join(folder, 'store.key'),
    key: undefined,
    clock: systemClock,
    log: () => undefined,
  });
  await store.vault.save(VAULT_KEY, recordOf('a token'));
  await store.close();
  return folder;
}

const NOWHERE = { kisUrl: 'http://127.0.0.1:9', wsUrl: 'ws://127.0.0.1:9', chatUrl: 'http://127.0.0.1:9' };

/** The exchange, and Discord and Telegram in one. */
async function otherMachines(chats: ReadonlyMap<string, Answer>) {
  const simulator = await startSimulator({
    mode: 'paper',
    port: 0,
    seed: 'doctor',
    alwaysOpen: true,
    ratePerSecond: 100,
    clock: systemClock,
  });
  onTestFinished(() => simulator.stop());
  const server = await startScriptedServer(({ url }) => chatAnswer(url, chats));
  onTestFinished(() => server.close());
  return { kisUrl: simulator.baseUrl, wsUrl: simulator.wsUrl, chatUrl: server.url };
}

export const VAULT_KEY = vaultKey({ mode: 'paper', appKey: new Secret(APP_KEY) });

export function recordOf(token: string, lifeMs = 80_000_000) {
  const now = systemClock.now();
  return { token, issuedAt: now - 1_000, expiresAt: now + lifeMs, generation: 1 };
}

async function issuedBy(baseUrl: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/oauth2/tokenP`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', appkey: APP_KEY, appsecret: APP_SECRET }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

function chatAnswer(url: string, chats: ReadonlyMap<string, Answer>): Answer {
  const path = url.split('?')[0] ?? '';
  for (const [end, answer] of chats) if (path.endsWith(end)) return answer;
  switch (path) {
    case '/api/v10/users/@me':
      return { status: 200, json: { id: '1', username: 'desk' } };
    case '/api/v10/gateway/bot':
      return { status: 200, json: { url: 'wss://x', session_start_limit: { remaining: 900 } } };
    case '/api/v10/users/@me/guilds':
      return { status: 200, json: [{ id: GUILD }] };
    case `/api/v10/channels/${CHANNEL}`:
    case `/bot${TELEGRAM_TOKEN}/getMe`:
    case `/bot${TELEGRAM_TOKEN}/getChat`:
      return { status: 200, json: { ok: true, result: {} } };
    default:
      return { status: 404, json: { ok: false, description: `Not Found ${url}` } };
  }
}
