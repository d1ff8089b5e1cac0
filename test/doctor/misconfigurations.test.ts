import { createHash } from 'node:crypto';
import { appendFile, chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/index.js';
import type { Finding } from '../../src/doctor-finding.js';
import { diskFinding } from '../../src/doctor-machine.js';
import { inspectStore } from '../../src/store/index.js';
import { withSum } from '../../src/store/line-sum.js';
import { healthyPlace, type Place, recordOf, VAULT_KEY } from './healthy-place.js';

interface Seed {
  readonly name: string;
  /** The finding that must come of it, by its name. */
  readonly finds: string;
  readonly as: Finding['state'];
  readonly spoil: (place: Place) => void | Promise<void>;
}

const set =
  (changes: Record<string, string | undefined>) =>
  ({ environment }: Place) => {
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) delete environment[name];
      else environment[name] = value;
    }
  };
const wrong = (finds: string, name: string, changes: Record<string, string | undefined>): Seed => ({
  name,
  finds,
  as: 'wrong',
  spoil: set(changes),
});
const warned = (finds: string, name: string, changes: Record<string, string | undefined>): Seed => ({
  ...wrong(finds, name, changes),
  as: 'warning',
});
const inFolder = (as: Finding['state'], finds: string, name: string, spoil: Seed['spoil']): Seed => ({
  name,
  finds,
  as,
  spoil,
});
const limits = (name: string, text: string): Seed => ({
  name,
  finds: 'LIMITS_FILE',
  as: 'wrong',
  async spoil(place) {
    const file = join(place.folder, 'limits.json');
    await writeFile(file, text);
    set({ LIMITS_FILE: file })(place);
  },
});
const skewed = (ms: number, as: Finding['state']): Seed => ({
  name: `a clock that is off by ${ms / 1_000} s`,
  finds: 'clock',
  as,
  spoil(place) {
    place.clock = { ...systemClock, now: () => systemClock.now() + ms };
  },
});

const SEEDS: readonly Seed[] = [
  // Variables that are malformed.
  wrong('KIS_ENV', 'an environment that there is not', { KIS_ENV: 'real' }),
  wrong('KIS_APP_KEY', 'an app key with a blank in it', { KIS_APP_KEY: 'PSabcdefghijkl mnopqrstuvwxyz' }),
  wrong('KIS_APP_SECRET', 'half a set of keys', { KIS_APP_SECRET: undefined }),
  wrong('KIS_ACCOUNT', 'an account without its product', { KIS_ACCOUNT: '50101234' }),
  wrong('KIS_BASE_URL', 'an address of somebody else', { KIS_BASE_URL: 'https://kis.invalid' }),
  wrong('KIS_BASE_URL', 'live keys at the paper host', {
    KIS_ENV: 'live',
    KIS_BASE_URL: 'https://openapivts.koreainvestment.com:29443',
  }),
  wrong('KIS_ALWAYS_OPEN', 'a real exchange that never closes', {
    KIS_ALWAYS_OPEN: 'on',
    KIS_BASE_URL: undefined,
  }),
  wrong('KIS_RATE_PER_SECOND', 'a rate that is no number', { KIS_RATE_PER_SECOND: 'fast' }),
  wrong('CONFIRM_SECONDS', 'an hour to confirm an order', { CONFIRM_SECONDS: '3600' }),
  wrong('STORE_KEY', 'a store key that is too short', { STORE_KEY: 'abcd' }),
  wrong('LOG_LEVEL', 'a log level that there is not', { LOG_LEVEL: 'trace' }),
  wrong('LANG_UI', 'a language that there is not', { LANG_UI: 'jp' }),
  wrong('DISCORD_TOKEN', 'a Discord token that is none', { DISCORD_TOKEN: 'token' }),
  wrong('DISCORD_GUILD_IDS', 'a Discord bot without a server', { DISCORD_GUILD_IDS: undefined }),
  wrong('DISCORD_GUILD_IDS', 'a list of servers with nothing but a comma', { DISCORD_GUILD_IDS: ',' }),
  wrong('DISCORD_ADMIN_IDS', 'a Discord bot for nobody', { DISCORD_ADMIN_IDS: undefined }),
  wrong('DISCORD_ADMIN_IDS', 'a name in the place of a number', { DISCORD_ADMIN_IDS: 'dad' }),
  wrong('TELEGRAM_BOT_TOKEN', 'a Telegram token that is none', { TELEGRAM_BOT_TOKEN: 'token' }),
  wrong('TELEGRAM_ADMIN_IDS', 'a Telegram bot for nobody', { TELEGRAM_ADMIN_IDS: undefined }),
  wrong('TELEGRAM_WEBHOOK_SECRET', 'a webhook without its secret', {
    TELEGRAM_WEBHOOK_URL: 'https://desk.invalid/hook',
  }),
  wrong('LIVE_TRADING', 'live trading on paper', { LIVE_TRADING: 'on' }),
  wrong('LIVE_TRADING', 'live trading without anybody named', {
    KIS_ENV: 'live',
    LIVE_TRADING: 'on',
    DISCORD_TOKEN: undefined,
    DISCORD_ADMIN_IDS: undefined,
    TELEGRAM_BOT_TOKEN: undefined,
    TELEGRAM_ADMIN_IDS: undefined,
  }),
  wrong('CONSOLE', 'a desk that nobody can talk to', {
    DISCORD_TOKEN: undefined,
    TELEGRAM_BOT_TOKEN: undefined,
    CONSOLE: 'off',
  }),
  wrong('LIMITS_FILE', 'a file of limits that is not there', { LIMITS_FILE: '/nowhere/limits.json' }),
  limits('a file of limits that is not JSON', '{'),
  limits('a limit with a typing error in its name', '{"default":{"orderAmmount":1}}'),

  // What is accepted and hardly meant.
  warned('KIS_ACOUNT', 'a name with a typing error', { KIS_ACOUNT: '50101234-01' }),
  warned('KIS_HTS_ID', 'no HTS id', { KIS_HTS_ID: undefined }),
  warned('KIS_RATE_PER_SECOND', 'more calls than KIS takes', { KIS_RATE_PER_SECOND: '20' }),
  warned('KIS_APP_KEY', 'the example in the place of a key', { KIS_APP_KEY: 'your-app-key-goes-here' }),
  warned('DISCORD_ALERT_CHANNEL_ID', 'no channel for alerts', { DISCORD_ALERT_CHANNEL_ID: undefined }),
  warned('TELEGRAM_ALERT_CHAT_ID', 'no chat for alerts', { TELEGRAM_ALERT_CHAT_ID: undefined }),
  warned('DISCORD_ADMIN_IDS', 'people of a platform without its token', { DISCORD_TOKEN: undefined }),
  warned('STORE_KEY_FILE', 'two keys at once', { STORE_KEY: createHash('sha256').digest('hex') }),
  warned('ALLOW_OTHER_HOSTS', 'any host allowed', { ALLOW_OTHER_HOSTS: 'on' }),

  // The machine.
  inFolder('wrong', 'node', 'an old Node', place => {
    place.nodeVersion = '18.20.4';
  }),
  inFolder('wrong', '.env', 'keys that everybody can read', ({ folder }) =>
    chmod(join(folder, '.env'), 0o644),
  ),
  inFolder('warning', '.env', 'keys that the group can read', ({ folder }) =>
    chmod(join(folder, '.env'), 0o640),
  ),
  inFolder('wrong', 'DATA_DIR', 'an open data directory', ({ directory }) => chmod(directory, 0o755)),
  inFolder('wrong', 'audit.jsonl', 'an open file', ({ directory }) =>
    chmod(join(directory, 'audit.jsonl'), 0o644),
  ),
  inFolder('wrong', 'STORE_KEY_FILE', 'an open key file', ({ keyFile }) => chmod(keyFile, 0o644)),
  inFolder('warning', 'STORE_KEY_FILE.place', 'the key beside what it locks', async place => {
    const key = join(place.directory, 'my.key');
    await writeFile(key, createHash('sha256').update('key').digest('hex'), { mode: 0o600 });
    set({ STORE_KEY_FILE: key })(place);
  }),
  inFolder('wrong', 'DATA_DIR', 'a data directory that is a file', async place => {
    const file = join(place.folder, 'file');
    await writeFile(file, '');
    set({ DATA_DIR: file })(place);
  }),
  inFolder('wrong', 'DATA_DIR', 'a data directory for all', async place => {
    const shared = join(place.folder, 'shared');
    await mkdir(shared);
    await chmod(shared, 0o1777);
    set({ DATA_DIR: shared })(place);
  }),
  inFolder('warning', 'HALT', 'a forgotten kill switch', ({ directory }) =>
    writeFile(join(directory, 'HALT'), ''),
  ),
  skewed(45_000, 'warning'),
  skewed(-300_000, 'wrong'),

  // Keys and files of the store.
  inFolder('wrong', 'STORE_KEY_FILE', 'a key that is gone', ({ keyFile }) => rm(keyFile)),
  inFolder('wrong', 'STORE_KEY_FILE', 'a key file with something else in it', ({ keyFile }) =>
    writeFile(keyFile, 'key'),
  ),
  inFolder('wrong', 'STORE_KEY_FILE.wrong', 'the key of another store', ({ keyFile }) =>
    writeFile(keyFile, createHash('sha256').update('other').digest('hex')),
  ),
  wrong('STORE_KEY.weak', 'a key of equal bytes', { STORE_KEY: 'ab'.repeat(32) }),
  inFolder('wrong', 'tokens.json', 'damaged tokens', ({ directory }) =>
    writeFile(join(directory, 'tokens.json'), 'null'),
  ),
  inFolder('wrong', 'members.previous.json', 'a damaged copy', ({ directory }) =>
    writeFile(join(directory, 'members.previous.json'), 'null', { mode: 0o600 }),
  ),
  inFolder('wrong', 'intents.jsonl', 'a damaged journal of orders', ({ directory }) =>
    appendFile(join(directory, 'intents.jsonl'), 'noise\n'),
  ),
  inFolder('wrong', 'outbox.jsonl', 'a journal of a later version', ({ directory }) =>
    writeFile(join(directory, 'outbox.jsonl'), `${withSum('{"journal":"outbox","version":9}')}\n`),
  ),
  inFolder('wrong', 'audit.jsonl', 'a trail that somebody wrote in', ({ directory }) =>
    appendFile(join(directory, 'audit.jsonl'), '{"line":1}\n'),
  ),
  inFolder('wrong', 'halts.bin', 'halts that cannot be read', ({ directory }) =>
    writeFile(join(directory, 'halts.bin'), Buffer.alloc(16_384)),
  ),

  // Other machines.
  wrong('KIS_WS_URL', 'a port where nobody listens', { KIS_WS_URL: 'ws://127.0.0.1:9' }),
  inFolder(
    'wrong',
    'discord.token',
    'a Discord token that was revoked',
    ({ chats }) => void chats.set('/users/@me', { status: 401, json: {} }),
  ),
  wrong('discord.alerts', 'a channel that the bot cannot see', {
    DISCORD_ALERT_CHANNEL_ID: '810000000000000009',
  }),
  warned('discord.guild.800000000000000009', 'a server without the bot', {
    DISCORD_GUILD_IDS: '800000000000000001,800000000000000009',
  }),
  wrong('telegram.token', 'a Telegram token of nobody', {
    TELEGRAM_BOT_TOKEN: '424243:AAHdqTcvCH1vGWJxfSeofSAs0K5',
  }),
  inFolder(
    'wrong',
    'telegram.alerts',
    'a chat that the bot is not in',
    ({ chats }) => void chats.set('/getChat', { status: 400, json: { ok: false } }),
  ),
  inFolder(
    'warning',
    'discord.sessions',
    'hardly a log-in left',
    ({ chats }) =>
      void chats.set('/gateway/bot', { status: 200, json: { session_start_limit: { remaining: 3 } } }),
  ),
  inFolder('warning', 'broker.token', 'a token that died before its time', place =>
    place.withStore(({ vault }) => vault.save(VAULT_KEY, recordOf('a-token-that-kis-does-not-know'))),
  ),
  wrong('GATEWAY_HOST', 'a gateway open to everybody without TLS', {
    GATEWAY: 'on',
    GATEWAY_HOST: '0.0.0.0',
  }),
  wrong('GATEWAY_TLS_CERT_FILE', 'a certificate that is not there', {
    GATEWAY: 'on',
    GATEWAY_PORT: '1',
    GATEWAY_TLS_CERT_FILE: '/nowhere/cert.pem',
    GATEWAY_TLS_KEY_FILE: '/nowhere/key.pem',
  }),
  inFolder('wrong', 'GATEWAY_PORT', 'a port that another program uses', async place => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    set({ GATEWAY: 'on', GATEWAY_PORT: String(port) })(place);
  }),
  wrong('GATEWAY_PORT', 'a port that there is not', { GATEWAY: 'on', GATEWAY_PORT: '65536' }),
];

const faulty = (findings: readonly Finding[]) => findings.filter(({ state }) => state !== 'ok');

it('finds nothing wrong and nothing to look at where all is well', async () => {
  const place = await healthyPlace();
  const findings = await place.findings();
  expect(faulty(findings)).toEqual([]);
  expect(new Set(findings.map(({ area }) => area))).toEqual(
    new Set([
      'program',
      'configuration',
      'permissions',
      'disk',
      'lock',
      'keys',
      'store',
      'gateway',
      'clock',
      'hosts',
      'platforms',
      'broker',
    ]),
  );
});

it('finds every one of sixty misconfigurations, and says what to do', async () => {
  const missed: string[] = [];
  for (const seed of SEEDS) {
    // What does not come over the network is found without it, which is sooner.
    const offline = !/^(?:clock|KIS_WS_URL|discord\..*|telegram\..*|broker.*)$/.test(seed.finds);
    const place = await healthyPlace({ offline });
    await seed.spoil(place);
    const findings = await place.findings();
    const hit = findings.find(({ name, state }) => name === seed.finds && state === seed.as);
    if (!hit) missed.push(`${seed.name}: ${JSON.stringify(faulty(findings))}`);
    else if (!hit.todo || !/[가-힣]|chmod/.test(hit.todo.ko) || hit.todo.en === '')
      missed.push(`${seed.name}: no advice`);
  }
  expect(missed).toEqual([]);
  expect(SEEDS.length).toBeGreaterThanOrEqual(60);
}, 30_000);

it('warns of a disk that fills up, and calls it wrong when hardly anything is left', async () => {
  const { directory, keyFile } = await healthyPlace({ offline: true });
  const store = await inspectStore({ directory, keyFile, key: undefined, clock: systemClock });
  const stateAt = (freeBytes: number) =>
    diskFinding({ ...store, disk: { freeBytes, totalBytes: 2 ** 40 } })[0]?.state;
  expect([2 ** 33, 2 ** 28, 2 ** 20].map(stateAt)).toEqual(['ok', 'warning', 'wrong']);
});
