import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Config, type ConfigFault, readConfig } from '../src/config.js';
import { VARIABLES } from '../src/variables.js';

const KEYS = {
  KIS_APP_KEY: 'k'.repeat(36),
  KIS_APP_SECRET: 's'.repeat(180),
  KIS_ACCOUNT: '50101234-01',
};

function configOf(environment: Record<string, string>): Config {
  const result = readConfig(environment);
  if (!result.ok) throw new Error(`refused: ${result.faults.map(f => f.name).join(' ')}`);
  return result.config;
}

function faultsOf(environment: Record<string, string>): readonly ConfigFault[] {
  const result = readConfig(environment);
  if (result.ok) throw new Error('accepted');
  return result.faults;
}

test('without any key the program is a demo with its own data folder and the console', () => {
  const config = configOf({});
  expect(config.stamp).toBe('demo');
  expect(config.kis).toBeUndefined();
  expect(config.dataDirectory).toMatch(/data\/store\/demo$/);
  expect(config.console).toBe(true);
});

test('an empty variable counts as absent', () => {
  expect(configOf({ KIS_APP_KEY: '', KIS_APP_SECRET: '  ' }).stamp).toBe('demo');
});

test('keys without KIS_ENV mean paper, with its official hosts and one call a second', () => {
  const { kis, stamp } = configOf(KEYS);
  expect(stamp).toBe('paper');
  expect(kis?.baseUrl).toBe('https://openapivts.koreainvestment.com:29443');
  expect(kis?.ratePerSecond).toBe(1);
  expect(kis?.account).toMatchObject({ mode: 'paper', number: '50101234', product: '01' });
});

test('live has its own hosts, its own rate and its own account mode', () => {
  const { kis } = configOf({ ...KEYS, KIS_ENV: 'live' });
  expect(kis?.baseUrl).toBe('https://openapi.koreainvestment.com:9443');
  expect(kis?.ratePerSecond).toBe(18);
  expect(kis?.account.mode).toBe('live');
});

test.each([
  [
    'live with the paper port of the WebSockets',
    { KIS_ENV: 'live', KIS_WS_URL: 'ws://ops.koreainvestment.com:31000' },
  ],
  ['live with a vts host', { KIS_ENV: 'live', KIS_BASE_URL: 'https://openapivts.koreainvestment.com:29443' }],
  [
    'paper with the live host',
    { KIS_ENV: 'paper', KIS_BASE_URL: 'https://openapi.koreainvestment.com:9443' },
  ],
])('a host that contradicts KIS_ENV refuses to start: %s', (_, extra) => {
  expect(faultsOf({ ...KEYS, ...extra }).map(f => f.name)).toEqual(
    Object.keys(extra).filter(name => name !== 'KIS_ENV'),
  );
});

test.each([
  'https://evil.example/',
  'https://openapi.koreainvestment.com.evil.example:9443',
  'https://user:pw@openapi.koreainvestment.com:9443',
  'http://openapivts.koreainvestment.com:29443',
  'https://openapivts.koreainvestment.com:29443/?x=1',
  'ftp://127.0.0.1/',
  'http://127.0.0.1.evil.example/',
  'not an address',
])('a base address that is neither official nor on this computer is refused: %s', address => {
  expect(faultsOf({ ...KEYS, KIS_BASE_URL: address }).map(f => f.name)).toEqual(['KIS_BASE_URL']);
});

test('another host needs the explicit switch and https', () => {
  const other = { ...KEYS, KIS_BASE_URL: 'https://proxy.example:9443', ALLOW_OTHER_HOSTS: 'on' };
  expect(configOf(other).kis?.baseUrl).toBe('https://proxy.example:9443');
  expect(faultsOf({ ...other, KIS_BASE_URL: 'http://proxy.example' })).toHaveLength(1);
});

test('the master files come from where the prices come from', () => {
  expect(configOf(KEYS).reach.masterUrl).toBe('https://new.real.download.dws.co.kr/common/master');
  const standIn = { ...KEYS, KIS_BASE_URL: 'http://127.0.0.1:9443' };
  expect(configOf(standIn).reach.masterUrl).toBe('http://127.0.0.1:9443/common/master');
  expect(configOf({ ...standIn, KIS_MASTER_URL: 'http://127.0.0.1:1/x' }).reach.masterUrl).toBe(
    'http://127.0.0.1:1/x',
  );
});

test('loopback is accepted without a switch', () => {
  expect(configOf({ ...KEYS, KIS_BASE_URL: 'http://127.0.0.1:9443/' }).kis?.baseUrl).toBe(
    'http://127.0.0.1:9443',
  );
});

test('all faults are told at once, by name, in both languages and without any value', () => {
  const canary = 'canary-7f3a';
  const faults = faultsOf({
    KIS_ENV: canary,
    KIS_ACCOUNT: canary,
    STORE_KEY: canary,
    CONSOLE: canary,
    DISCORD_GUILD_IDS: canary,
    TELEGRAM_BOT_TOKEN: canary,
    KIS_RATE_PER_SECOND: canary,
  });
  expect(faults.map(f => f.name).sort()).toEqual([
    'CONSOLE',
    'DISCORD_GUILD_IDS',
    'KIS_ACCOUNT',
    'KIS_ENV',
    'KIS_RATE_PER_SECOND',
    'STORE_KEY',
    'TELEGRAM_BOT_TOKEN',
  ]);
  expect(inspect(faults)).not.toContain(canary);
  for (const fault of faults) {
    expect(fault.ko).toMatch(/[가-힣]/);
    expect(fault.en).toMatch(/^[\x20-\x7e]+$/);
  }
});

test('half a set of keys names the missing half', () => {
  expect(faultsOf({ KIS_APP_KEY: KEYS.KIS_APP_KEY }).map(f => f.name)).toEqual([
    'KIS_APP_SECRET',
    'KIS_ACCOUNT',
  ]);
  expect(faultsOf({ DISCORD_TOKEN: 'x'.repeat(60) }).map(f => f.name)).toEqual([
    'DISCORD_GUILD_IDS',
    'DISCORD_ADMIN_IDS',
  ]);
});

test('asking for live without keys is a fault, not a demo', () => {
  expect(faultsOf({ KIS_ENV: 'live' }).map(f => f.name)).toEqual([
    'KIS_APP_KEY',
    'KIS_APP_SECRET',
    'KIS_ACCOUNT',
  ]);
});

describe('live trading', () => {
  const live = { ...KEYS, KIS_ENV: 'live', TELEGRAM_ADMIN_IDS: '100001' };

  test('is off unless it is switched on, and can be switched on for live only', () => {
    expect(configOf(live).liveTrading).toBe(false);
    expect(configOf({ ...live, LIVE_TRADING: 'off' }).liveTrading).toBe(false);
    expect(configOf({ ...live, LIVE_TRADING: 'on' }).liveTrading).toBe(true);
  });

  test.each([
    ['paper', { ...KEYS, KIS_ENV: 'paper' }],
    ['an environment that is not named', KEYS],
    ['a live host without KIS_ENV', { ...KEYS, KIS_BASE_URL: 'https://openapi.koreainvestment.com:9443' }],
    ['the demo', {}],
  ])('switched on for %s is a fault', (_, environment) => {
    const faults = faultsOf({ ...environment, TELEGRAM_ADMIN_IDS: '100001', LIVE_TRADING: 'on' });
    expect(faults.map(f => f.name)).toEqual(['LIVE_TRADING']);
  });

  test('needs at least one person by number: at the terminal anybody is the operator', () => {
    const nobody = { ...live, TELEGRAM_ADMIN_IDS: '', LIVE_TRADING: 'on' };
    expect(faultsOf(nobody)).toMatchObject([
      { name: 'LIVE_TRADING', en: expect.stringContaining('at least one named person') },
    ]);
    expect(configOf({ ...nobody, DISCORD_ADMIN_IDS: '700000000000000001' }).liveTrading).toBe(true);
    expect(configOf({ ...nobody, LIVE_TRADING: 'off' }).liveTrading).toBe(false);
  });
});

test.each([
  [undefined, 60],
  ['10', 10],
  ['300', 300],
  ['9', undefined],
  ['301', undefined],
  ['060', undefined],
  ['1e2', undefined],
  ['60s', undefined],
])('CONFIRM_SECONDS=%s gives %s seconds', (given, expected) => {
  const environment = given === undefined ? {} : { CONFIRM_SECONDS: given };
  if (expected === undefined) {
    expect(faultsOf(environment).map(f => f.name)).toEqual(['CONFIRM_SECONDS']);
  } else {
    expect(configOf(environment).confirmSeconds).toBe(expected);
  }
});

test('the limits come from LIMITS_FILE, and its faults stand beside the others', () => {
  expect(configOf({}).limits.limitsFor('12345678-01', 'discord:1').orderAmount).toBe(10_000_000n);
  const faults = faultsOf({ KIS_APP_KEY: KEYS.KIS_APP_KEY, LIMITS_FILE: 'nowhere/limits.json' });
  expect(faults.map(f => f.name)).toEqual(['KIS_APP_SECRET', 'KIS_ACCOUNT', 'LIMITS_FILE']);
});

test('a name that looks like ours but is not is pointed out', () => {
  const typos = { KIS_APPKEY: 'typo', LIMIT_FILE: 'typo', LIVE_TRADE: 'typo' };
  expect(configOf({ ...KEYS, ...typos }).unknownNames).toEqual(Object.keys(typos));
});

describe('the webhook of Telegram', () => {
  const telegram = { TELEGRAM_BOT_TOKEN: `1:${'x'.repeat(35)}`, TELEGRAM_ADMIN_IDS: '100001' };
  const url = 'https://desk.example.com/telegram';
  const secret = 'abcDEF_-01234567';
  const hook = { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret };

  test('is off unless its address is given: messages are asked for', () => {
    expect(configOf(telegram).telegram?.webhook).toBeUndefined();
    expect(configOf({ ...telegram, TELEGRAM_WEBHOOK_PORT: '8080' }).telegram?.webhook).toBeUndefined();
  });

  test('listens on port 8443 unless told otherwise, and does not print its secret', () => {
    const { webhook } = configOf({ ...telegram, ...hook }).telegram ?? {};
    expect(webhook).toMatchObject({ url, port: 8443 });
    expect(webhook?.secret.reveal()).toBe(secret);
    expect(JSON.stringify(webhook)).not.toContain(secret);
    expect(configOf({ ...telegram, ...hook, TELEGRAM_WEBHOOK_PORT: '9000' }).telegram?.webhook?.port).toBe(
      9000,
    );
  });

  test.each([
    ['the address without the secret', { TELEGRAM_WEBHOOK_URL: url }, 'TELEGRAM_WEBHOOK_SECRET'],
    ['the secret without the address', { TELEGRAM_WEBHOOK_SECRET: secret }, 'TELEGRAM_WEBHOOK_URL'],
    [
      'an http address',
      { ...hook, TELEGRAM_WEBHOOK_URL: 'http://desk.example.com/' },
      'TELEGRAM_WEBHOOK_URL',
    ],
    ['a secret of 15', { ...hook, TELEGRAM_WEBHOOK_SECRET: 'x'.repeat(15) }, 'TELEGRAM_WEBHOOK_SECRET'],
    ['a secret of 257', { ...hook, TELEGRAM_WEBHOOK_SECRET: 'x'.repeat(257) }, 'TELEGRAM_WEBHOOK_SECRET'],
    ['another character', { ...hook, TELEGRAM_WEBHOOK_SECRET: `${secret}!` }, 'TELEGRAM_WEBHOOK_SECRET'],
    ['port 0', { ...hook, TELEGRAM_WEBHOOK_PORT: '0' }, 'TELEGRAM_WEBHOOK_PORT'],
    ['port 65536', { ...hook, TELEGRAM_WEBHOOK_PORT: '65536' }, 'TELEGRAM_WEBHOOK_PORT'],
  ])('is refused with %s', (_, environment, name) => {
    expect(faultsOf({ ...telegram, ...environment }).map(fault => fault.name)).toEqual([name]);
  });
});

test('with a chat platform the console is off unless asked for', () => {
  const telegram = { TELEGRAM_BOT_TOKEN: `1:${'x'.repeat(35)}`, TELEGRAM_ADMIN_IDS: '100001' };
  expect(configOf(telegram).console).toBe(false);
  expect(configOf({ ...telegram, CONSOLE: 'on' }).console).toBe(true);
});

test('no secret of the configuration can be printed', () => {
  const config = configOf({ ...KEYS, STORE_KEY: 'a'.repeat(64) });
  for (const printed of [inspect(config, { depth: 9 }), JSON.stringify(config), String(config.kis?.appKey)]) {
    expect(printed).not.toContain(KEYS.KIS_APP_SECRET);
    expect(printed).not.toContain(KEYS.KIS_APP_KEY);
    expect(printed).not.toContain('a'.repeat(64));
  }
});

describe('Kiwoom', () => {
  const MOCK = { KIWOOM_APP_KEY: 'm'.repeat(43), KIWOOM_APP_SECRET: 'n'.repeat(43) };
  const SANDBOX = { KIWOOM_SANDBOX_APP_KEY: 's'.repeat(43), KIWOOM_SANDBOX_APP_SECRET: 't'.repeat(43) };
  const REAL = { KIWOOM_PRODUCTION_APP_KEY: 'p'.repeat(43), KIWOOM_PRODUCTION_APP_SECRET: 'q'.repeat(43) };

  test('its keys alone are a desk of their own, mock unless a word says real', () => {
    const { stamp, kis, kiwoom, dataDirectory } = configOf(MOCK);
    expect({ stamp, kis }).toEqual({ stamp: 'paper', kis: undefined });
    expect(dataDirectory).toMatch(/data\/store$/);
    expect(kiwoom).toMatchObject({
      mode: 'paper',
      baseUrl: 'https://mockapi.kiwoom.com',
      wsUrl: 'wss://mockapi.kiwoom.com:10000',
      number: undefined,
      alias: '키움모의',
    });
    expect(configOf({ ...MOCK, KIWOOM_ENV: 'real' }).kiwoom?.baseUrl).toBe('https://api.kiwoom.com');
  });

  test('beside a KIS account there are two, and one live account makes the desk live', () => {
    const both = configOf({ ...KEYS, ...MOCK, KIWOOM_ENV: 'real', KIWOOM_ACCOUNT: '8123456711' });
    expect(both.stamp).toBe('live');
    expect(both.kis?.mode).toBe('paper');
    expect(both.kiwoom?.number).toEqual({ number: '81234567', product: '11' });
  });

  test('the names of other programs are understood: each environment has its pair of keys', () => {
    const all = { ...SANDBOX, ...REAL };
    expect(configOf(all).kiwoom?.appKey.reveal()).toBe(SANDBOX.KIWOOM_SANDBOX_APP_KEY);
    const real = configOf({ ...all, KIWOOM_SANDBOX_MODE: 'false' }).kiwoom;
    expect([real?.mode, real?.appKey.reveal()]).toEqual(['live', REAL.KIWOOM_PRODUCTION_APP_KEY]);
    expect(configOf({ ...all, KIWOOM_SANDBOX_MODE: 'true' }).kiwoom?.mode).toBe('paper');
    expect(configOf(REAL).kiwoom).toBeUndefined();
  });

  test.each([
    ['half a pair of keys', { KIWOOM_APP_KEY: 'm'.repeat(43) }, 'KIWOOM_APP_SECRET'],
    ['real without keys', { KIWOOM_ENV: 'real' }, 'KIWOOM_APP_KEY'],
    [
      'two words that contradict',
      { ...MOCK, KIWOOM_ENV: 'real', KIWOOM_SANDBOX_MODE: 'true' },
      'KIWOOM_SANDBOX_MODE',
    ],
    ['mock keys at the real host', { ...MOCK, KIWOOM_BASE_URL: 'https://api.kiwoom.com' }, 'KIWOOM_BASE_URL'],
    [
      'real keys at the mock host',
      { ...MOCK, KIWOOM_ENV: 'real', KIWOOM_BASE_URL: 'https://mockapi.kiwoom.com' },
      'KIWOOM_BASE_URL',
    ],
    [
      'the number of the other account',
      { ...KEYS, ...MOCK, KIWOOM_ACCOUNT: '50101234-01' },
      'KIWOOM_ACCOUNT',
    ],
    ['the name of the other account', { ...KEYS, ...MOCK, KIS_ALIAS: '키움모의' }, 'KIWOOM_ALIAS'],
    ['a name that looks like a number', { ...MOCK, KIWOOM_ALIAS: '1234' }, 'KIWOOM_ALIAS'],
    [
      'live trading without a live account',
      { ...MOCK, LIVE_TRADING: 'on', DISCORD_ADMIN_IDS: '10001' },
      'LIVE_TRADING',
    ],
  ])('refuses to start: %s', (_, environment, name) => {
    expect(faultsOf(environment).map(fault => fault.name)).toContain(name);
  });

  test('a stand-in on this computer is reached by the accounts of the store too, another address is not', () => {
    const here = configOf({
      ...KEYS,
      KIS_BASE_URL: 'http://127.0.0.1:9443',
      KIWOOM_BASE_URL: 'http://127.0.0.1:9443',
    });
    expect(here.reach.kis('live').baseUrl).toBe('http://127.0.0.1:9443');
    expect(here.reach.kiwoom('paper')).toEqual({
      baseUrl: 'http://127.0.0.1:9443',
      wsUrl: 'ws://127.0.0.1:9443',
    });
    const away = configOf({ ...KEYS, KIS_BASE_URL: 'https://proxy.example', ALLOW_OTHER_HOSTS: 'on' });
    expect(away.reach.kis('live').baseUrl).toBe('https://openapi.koreainvestment.com:9443');
  });
});

test('.env.example documents every variable and no other', () => {
  const named = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(match => match[1]);
  expect(named).toEqual(Object.keys(VARIABLES.shape));
});

test('.env.example as it stands is a demo', () => {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm);
  const environment = Object.fromEntries([...lines].map(([, name, value]) => [name ?? '', value ?? '']));
  expect(configOf(environment).stamp).toBe('demo');
});

describe('the gateway', () => {
  const SYNC = 'a3f81c0e5b7d9264f0e1c8b35a7d2960b4e8f1a7c5d30926e8b1f4a7d0c39526';
  const BACKEND = 'Zk3uQ9xW1rT7yB5nM0vC8sD2fG6hJ4kL_aEoIpXwRq-';

  test('is off unless it is asked for, or a key for it is there', () => {
    expect(configOf({}).gateway).toBeUndefined();
    expect(configOf({ SYNC_API_KEY: SYNC, GATEWAY: 'off' }).gateway).toBeUndefined();
    expect(configOf({ SYNC_API_KEY: SYNC }).gateway).toBeDefined();
    expect(configOf({ GATEWAY: 'on' }).gateway).toBeDefined();
  });

  test('listens on this computer by default, asks for keys, and lets no web page call it', () => {
    const { gateway } = configOf({ BACKEND_API_KEY: BACKEND });
    expect(gateway).toMatchObject({
      host: '127.0.0.1',
      port: 8787,
      url: 'http://127.0.0.1:8787',
      tls: undefined,
      corsOrigins: [],
      requireKey: true,
    });
    expect(inspect(gateway)).not.toContain(BACKEND);
  });

  const open = { GATEWAY: 'on', GATEWAY_HOST: '0.0.0.0' };
  const tls = { GATEWAY_TLS_CERT_FILE: 'cert.pem', GATEWAY_TLS_KEY_FILE: 'key.pem' };
  test.each([
    ['beyond this computer without TLS', open, ['GATEWAY_HOST']],
    [
      'half a TLS pair',
      { ...open, GATEWAY_TLS_CERT_FILE: 'cert.pem' },
      ['GATEWAY_TLS_KEY_FILE', 'GATEWAY_HOST'],
    ],
    ['no keys beyond this computer', { ...open, ...tls, REQUIRE_API_KEY: 'false' }, ['REQUIRE_API_KEY']],
    ['one key for both', { SYNC_API_KEY: SYNC, BACKEND_API_KEY: SYNC }, ['BACKEND_API_KEY']],
    ['a key of less than 256 bits', { SYNC_API_KEY: SYNC.slice(0, 42) }, ['SYNC_API_KEY']],
    ['a key of one letter', { SYNC_API_KEY: 'k'.repeat(64) }, ['SYNC_API_KEY']],
    ['a key typed from left to right', { SYNC_API_KEY: '0123456789abcdef'.repeat(4) }, ['SYNC_API_KEY']],
    ['a sample', { BACKEND_API_KEY: `change-me-${SYNC}` }, ['BACKEND_API_KEY']],
    ['a port that is none', { GATEWAY: 'on', GATEWAY_PORT: '65536' }, ['GATEWAY_PORT']],
    [
      'an origin with a path',
      { GATEWAY: 'on', GATEWAY_CORS_ORIGINS: 'https://a.kr/b' },
      ['GATEWAY_CORS_ORIGINS'],
    ],
  ])('does not start with %s', (_, environment, names) => {
    expect(faultsOf(environment).map(fault => fault.name)).toEqual(names);
  });

  test.each([
    ['TLS', { ...open, ...tls }, 'https://0.0.0.0:8787'],
    [
      'an explicit word',
      { ...open, GATEWAY_PLAIN_HTTP: 'on', GATEWAY_URL: 'https://desk.home' },
      'https://desk.home',
    ],
    ['an address of IPv6', { GATEWAY: 'on', GATEWAY_HOST: '::1' }, 'http://[::1]:8787'],
  ])('opens to others, or under another name, with %s', (_, environment, url) => {
    expect(configOf(environment).gateway?.url).toBe(url);
  });

  test('hardly ever takes random keys for samples', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
    let state = 7;
    const next = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
    const keys = Array.from({ length: 500 }, () =>
      Array.from({ length: 43 }, () => letters[Math.floor(next() * letters.length)] ?? '').join(''),
    );
    const refused = keys.filter(key => !readConfig({ SYNC_API_KEY: key }).ok);
    expect(refused.length).toBeLessThanOrEqual(2);
  });
});
