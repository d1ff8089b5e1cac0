import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../src/config.js';
import type { LogFields } from '../src/core/index.js';
import { knownSecrets } from '../src/known-secrets.js';
import { createLog } from '../src/log.js';
import { LOG_FIELDS } from '../src/log-fields.js';
import { createScrubber } from '../src/scrub.js';
import { textWith } from './chaos/canary.js';
import { readSources } from './support/import-table.js';
import { logCalls } from './support/log-calls.js';
import { memoryVault } from './support/memory-vault.js';

/** In base64 it has both signs in which base64url differs. */
const SECRET = 'canary/Token+??????>>>>>>=abcdef';

function logged(fields: LogFields, event = 'happened', secrets: readonly string[] = []) {
  const lines: string[] = [];
  const { scrub, learn } = createScrubber();
  secrets.forEach(learn);
  createLog('debug', { scrub, write: line => lines.push(line) })('info', event, fields);
  expect(lines).toHaveLength(1);
  const text = lines[0] ?? '';
  expect(text.indexOf('\n')).toBe(text.length - 1);
  return { text, line: z.record(z.string(), z.unknown()).parse(JSON.parse(text)) };
}

it('writes one JSON line per event, with its name and its fields', () => {
  const { line } = logged({ kind: 'timeout', count: 3, until: undefined });
  expect(line).toMatchObject({ event: 'happened', kind: 'timeout', count: 3 });
  expect(line).not.toHaveProperty('until');
});

it('leaves out a field whose name is not on the list', () => {
  const { text, line } = logged({ headers: SECRET, event: 'another', kind: 'x' });
  expect(text).not.toContain('canary');
  expect(line).toMatchObject({ event: 'happened', kind: 'x' });
});

it('cleans values of whatever could break, reorder or hide in a line', () => {
  const { line } = logged({ message: 'a\nb\u001b[31m\u202ec\u200bd\u2028e\ud800f' }, 'x\ny');
  expect(line).toMatchObject({ event: 'x y', message: 'a b [31m c d e f' });
});

it('shortens a long value to five hundred characters, without cutting one in half', () => {
  const { line } = logged({ message: '😀'.repeat(600) });
  expect(line['message']).toBe(`${'😀'.repeat(499)}…`);
});

it.each([
  ['as it is', SECRET],
  ['URL-encoded', encodeURIComponent(SECRET)],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64 behind other words', Buffer.from(`Bearer ${SECRET}`).toString('base64')],
  ['in base64url', Buffer.from(`ab${SECRET}`).toString('base64url')],
  ['in hex', Buffer.from(SECRET).toString('hex')],
])('blots out a known secret %s', (_, form) => {
  const { text } = logged({ message: `before ${form} after` }, 'x', [SECRET]);
  expect(textWith(SECRET, text)).toBe(false);
  expect(text).toContain('***');
  expect(text).toContain('before');
});

it('knows every secret of the configuration, and each token from the moment it is stored or read', async () => {
  const environment = {
    KIS_APP_KEY: 'canary-app-key-012345',
    KIS_APP_SECRET: 'canary-app-secret-012345',
    KIS_ACCOUNT: '87654321-01',
    DISCORD_TOKEN: 'canary-discord-token-012345',
    DISCORD_GUILD_IDS: '12345',
    DISCORD_ADMIN_IDS: '12345',
    TELEGRAM_BOT_TOKEN: '1:canary-telegram-token-012345',
    TELEGRAM_ADMIN_IDS: '12345',
    TELEGRAM_WEBHOOK_URL: 'https://desk.invalid/hook',
    TELEGRAM_WEBHOOK_SECRET: 'canary-webhook-secret',
    STORE_KEY: 'ab'.repeat(32),
  };
  const read = readConfig(environment);
  if (!read.ok) throw new Error('refused');
  const secrets = knownSecrets(read.config);
  const named = ['KIS_APP_KEY', 'KIS_APP_SECRET', 'DISCORD_TOKEN', 'TELEGRAM_BOT_TOKEN'] as const;
  const more = [environment.TELEGRAM_WEBHOOK_SECRET, environment.STORE_KEY, '87654321'];
  const known = (secret: string) => secrets.scrub(`a ${secret} b`) === 'a *** b';
  expect([...named.map(name => environment[name]), ...more].filter(secret => !known(secret))).toEqual([]);

  const rest = memoryVault();
  const record = { token: 'a-token-of-today', issuedAt: 1, expiresAt: 2, generation: 1 };
  await rest.save('old', { ...record, token: 'a-token-of-yesterday' });
  const vault = secrets.watch(rest);
  expect(known('a-token-of-today')).toBe(false);
  const saved = vault.save('k', record);
  expect(known('a-token-of-today')).toBe(true);
  await saved;
  await vault.read('old');
  expect(known('a-token-of-yesterday')).toBe(true);
  expect(await vault.read('k')).toEqual(record);
  // Of each app key the oldest are forgotten, and nothing else is.
  secrets.add('keys-of-another-account');
  const tokens = Array.from({ length: 100 }, (_, n) => `token-number-${String(n).padStart(4, '0')}`);
  for (const token of tokens) await vault.save('k', { ...record, token });
  expect(tokens.filter(known)).toEqual(tokens.slice(-16));
  expect(known('a-token-of-today')).toBe(false);
  expect(known('a-token-of-yesterday')).toBe(true);
  expect(known('keys-of-another-account')).toBe(true);
  expect(known(environment.KIS_APP_SECRET)).toBe(true);
});

it('tells secrets that begin alike apart, blots out the longer one whole, and forgets each by itself', () => {
  const { scrub, learn, forget } = createScrubber();
  const [short, long, other] = ['eyJhbGciOi', 'eyJhbGciOi.more', 'eyJhbGciOi.else'];
  for (const secret of [long, short, other, long]) learn(secret);
  const text = `${long} ${short} ${other}`;
  expect(scrub(text)).toBe('*** *** ***');
  forget(long);
  expect(scrub(text)).toBe('***.more *** ***');
  forget(short);
  expect(scrub(text)).toBe(`${long} ${short} ***`);
});

/** Fields that are worked out elsewhere: where, and which names can come of it. */
const WORKED_OUT: Readonly<Record<string, readonly string[]>> = {
  fields: [],
  'loggable(event, from)': [
    'account',
    'kind',
    'generation',
    'expiresAt',
    'code',
    'message',
    'remainingMs',
    'retryAt',
    'operation',
    'attempts',
    'lastError',
    'elapsedMs',
    'outcome',
    'skewMs',
    'times',
    'phase',
    'state',
    'reason',
  ],
  '...nameOf(thrown)': ['kind', 'message'],
  '...traceOf(thrown)': ['message', 'fault', 'stack'],
  '...factsOf(sign)': ['sign', 'skewMs', 'times', 'about', 'count'],
  '...facts': ['kind', 'incident', 'reference', 'count'],
  '...fields': ['fields', 'records'],
};

test('every name that the sources hand to the log is on the list', () => {
  const calls = logCalls(readSources('.'));
  expect(calls.length).toBeGreaterThan(80);
  const others = new Set(calls.flatMap(call => call.others));
  expect([...others].filter(other => !(other in WORKED_OUT))).toEqual([]);
  const unlisted = calls.flatMap(({ path, names }) =>
    names.filter(name => !LOG_FIELDS.has(name)).map(name => `${path}: ${name}`),
  );
  expect(unlisted).toEqual([]);
  expect(
    Object.values(WORKED_OUT)
      .flat()
      .filter(name => !LOG_FIELDS.has(name)),
  ).toEqual([]);
});

test('the list has no name that nobody uses', () => {
  const used = new Set([
    ...logCalls(readSources('.')).flatMap(({ names }) => names),
    ...Object.values(WORKED_OUT).flat(),
  ]);
  expect([...LOG_FIELDS].filter(name => !used.has(name))).toEqual([]);
});

test('a planted call is seen, whatever its fields look like', () => {
  const text = `
    log('warn', 'a', { one, two: f({ deep: 1 }, [2]), 'x': 3 });
    log(level, \`b,\${x}\`, { three: "a,b)", ...rest });
    options.log('info', 'c', handed);
    log('info', 'no fields');
    report('d', { four }, { ko: '', en: '' });
  `;
  expect(logCalls([{ path: 'src/store/p.ts', text }])).toEqual([
    { path: 'src/store/p.ts', names: ['one', 'two'], others: [] },
    { path: 'src/store/p.ts', names: ['three'], others: ['...rest'] },
    { path: 'src/store/p.ts', names: [], others: ['handed'] },
    { path: 'src/store/p.ts', names: ['four'], others: [] },
  ]);
});

/** Runs a script with the built log and crash guard until it ends. */
function crash(how: string) {
  const url = (file: string) => JSON.stringify(`file://${resolve('dist/src', file)}`);
  const script = `
    import { createLog } from ${url('log.js')};
    import { crashGuard } from ${url('process.js')};
    crashGuard(createLog('info'));
    ${how};
    setTimeout(() => {}, 5000);
  `;
  return new Promise<{ code: unknown; out: string; err: string }>(done => {
    execFile(process.execPath, ['--input-type=module', '-e', script], (error, out, err) =>
      done({ code: error?.code, out, err }),
    );
  });
}

it.each([
  ['thrown', `setTimeout(() => { throw new TypeError('${SECRET}') })`, 'TypeError', 'uncaughtException'],
  ['rejected', `Promise.reject(new RangeError('${SECRET}'))`, 'RangeError', 'unhandledRejection'],
  ['thrown and is nothing', 'setTimeout(() => { throw null })', 'object', 'uncaughtException'],
])(
  'ends with one line and code 1, and without what was thrown, when something is %s',
  async (_, how, fault, origin) => {
    const { code, out, err } = await crash(how);
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(err)).toMatchObject({ event: 'crashed', fault, origin });
    expect(textWith(SECRET, err)).toBe(false);
  },
);
