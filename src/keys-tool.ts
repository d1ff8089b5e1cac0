import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from './config.js';
import {
  type AccountGrant,
  type AccountRef,
  type ApiKeyView,
  accountKey,
  accountMeant,
  asDeskError,
  DeskError,
  formatKst,
  type KeyControl,
  type KeyScope,
  type KeyWish,
  keyLimitsText,
  type MadeKey,
  parseDuration,
  parseWhole,
  readScope,
  scopesText,
  systemClock,
} from './core/index.js';
import { configuredKeys, createKeys, explainPlainly } from './desk/index.js';
import { admitPeople } from './people.js';
import { describeFaults, EXIT } from './process.js';
import { configuredAccounts } from './settled-config.js';
import { openAccountsAlone, openKeysAlone, storageAdvice } from './store/index.js';

const USAGE = `npm run --silent keys -- list                            있는 키 / the keys that there are
npm run --silent keys -- add <name> --scopes read,token  새 키 (표준 출력에 한 번만) / a new key, once, on standard output
    --owner discord:1234      주인, trade에 필요 / in whose name; needed for trade
    --accounts all|none|1234  계좌, 뒤 네 자리 / accounts by their last four digits
    --life 90d                수명, 없으면 만료 없음 / left out: for ever
    --order-amount 1000000 --day-amount 5000000 --day-count 10    unattended의 한도 / limits of unattended
npm run --silent keys -- rotate <name> [--overlap 1h|now] 새 키로 바꿈 / exchange
npm run --silent keys -- revoke <name>                   폐기, 1초 안에 / revoke, within a second
`;

const DEFAULT_OVERLAP = '1h';

if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run(process.argv.slice(2), process.env);

/**
 * Keys of the data directory that the program would use, also while it is at work there. 0: done. 1: not done. 78:
 * configuration, or not understood. A key that was made stands alone on standard output.
 */
async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const act = actOf(args);
  if (!act) {
    process.stderr.write(USAGE);
    return EXIT.config;
  }
  const read = readConfig(environment);
  if (!read.ok) {
    process.stderr.write(describeFaults(read.faults));
    return EXIT.config;
  }
  try {
    await withKeys(read.config, keys => act(keys, read.config));
    return 0;
  } catch (thrown) {
    const error = asDeskError(thrown);
    const { ko, en } = storageAdvice(error) ?? explainPlainly(error, systemClock.now(), '');
    print(`${ko} / ${en}`);
    return EXIT.failed;
  }
}

type Act = (keys: KeyControl, config: Config) => Promise<void>;

async function withKeys(config: Config, work: (keys: KeyControl) => Promise<void>): Promise<void> {
  const { dataDirectory: directory, storeKey: key, storeKeyFile: keyFile, language, stamp, gateway } = config;
  const report = (_event: string, _fields: object, remark: { readonly ko: string; readonly en: string }) =>
    print(`${remark.ko} / ${remark.en}`);
  const store = await openKeysAlone({ directory, key, keyFile, clock: systemClock, report });
  try {
    const list = {
      list: () => store.members,
      update: () => Promise.reject(new DeskError('bug', 'read only')),
    };
    // The desk that runs tells everybody of what was changed here; without one nobody can be told.
    const tell = () => undefined;
    const { members } = admitPeople({ config, store: { members: list }, tell, clock: systemClock });
    const keys = createKeys({
      store: store.apiKeys,
      configured: configuredKeys({ syncKey: gateway?.syncKey, backendKey: gateway?.backendKey }),
      members,
      stamp,
      clock: systemClock,
      random: randomBytes,
      language,
      tell,
    });
    await work(keys.controlFor({ id: 'npm run keys', name: 'npm run keys' }));
  } finally {
    await store.apiKeys.close();
  }
}

/** What is to be done; undefined: not understood. */
function actOf(args: readonly string[]): Act | undefined {
  const text = { type: 'string' } as const;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        scopes: text,
        owner: text,
        accounts: text,
        life: text,
        overlap: text,
        'order-amount': text,
        'day-amount': text,
        'day-count': text,
      },
    });
    const [what, name, ...more] = positionals;
    const given = Object.keys(values);
    const only = (...names: string[]) => more.length === 0 && given.every(option => names.includes(option));
    if (what === 'list' && name === undefined && only()) return async keys => list(keys);
    if (name === undefined) return undefined;
    if (what === 'revoke' && only())
      return async keys => told('폐기했습니다 / revoked', await keys.revoke(name));
    if (what === 'rotate' && only('overlap')) {
      const overlapMs = spanOf(values.overlap ?? DEFAULT_OVERLAP);
      return overlapMs === undefined ? undefined : async keys => show(await keys.rotate(name, overlapMs));
    }
    if (what !== 'add' || given.includes('overlap') || more.length > 0) return undefined;
    const scopes = (values.scopes ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(readScope);
    const lifeMs = values.life === undefined ? undefined : parseDuration(values.life);
    const limits = limitsOf(values['order-amount'], values['day-amount'], values['day-count']);
    if (scopes.includes(undefined) || (values.life !== undefined && lifeMs === undefined)) return undefined;
    if (limits === 'malformed') return undefined;
    const wish = {
      name,
      scopes: scopes.filter(scope => scope !== undefined),
      owner: values.owner,
      lifeMs,
      limits,
    };
    return async (keys, config) =>
      show(await keys.add({ ...wish, accounts: await grantOf(values.accounts ?? 'all', config) }));
  } catch {
    return undefined;
  }
}

function spanOf(word: string): number | undefined {
  return word === 'now' || word === '0' ? 0 : parseDuration(word);
}

function limitsOf(...given: readonly (string | undefined)[]): KeyWish['limits'] | 'malformed' {
  if (given.every(word => word === undefined)) return undefined;
  const [orderAmount, dayAmount, dayCount] = given.map(word => parseWhole(word ?? ''));
  if (orderAmount === undefined || dayAmount === undefined || dayCount === undefined) return 'malformed';
  return { orderAmount, dayAmount, dayCount: Number(dayCount) };
}

/** Accounts by alias or last four digits, separated by commas. Throws `input`. */
async function grantOf(words: string, config: Config): Promise<AccountGrant> {
  if (words === 'all') return 'all';
  if (words === 'none') return [];
  const accounts = await everyAccount(config);
  const keys = words.split(',').map(word => {
    const account = accountMeant(word, accounts);
    if (!account)
      throw new DeskError('input', 'no such account', { problem: 'accounts', argument: 'accounts' });
    return accountKey(account);
  });
  return [...new Set(keys)];
}

/** Those of the configuration and those of the store, by the names that people gave them. */
async function everyAccount(config: Config): Promise<readonly AccountRef[]> {
  const { dataDirectory: directory, storeKey: key, storeKeyFile: keyFile } = config;
  const store = await openAccountsAlone({ directory, key, keyFile, clock: systemClock, report: () => {} });
  try {
    const { accounts, profiles } = store.accounts.list();
    const configured = configuredAccounts(config).map(({ ref }) => ref);
    return [...configured, ...accounts.map(one => ({ ...one, alias: '' }))].map(ref => ({
      ...ref,
      alias: profiles.get(accountKey(ref))?.alias ?? ref.alias,
    }));
  } finally {
    await store.close();
  }
}

function list(keys: KeyControl): void {
  for (const key of keys.list()) process.stdout.write(`${lineOf(key)}\n`);
}

function lineOf(key: ApiKeyView): string {
  const scopes: readonly KeyScope[] = key.scopes;
  const accounts = key.accounts === 'all' ? 'all' : key.accounts.map(one => `****${one.slice(4)}`).join(',');
  const time = (at: number | undefined) => (at === undefined ? '-' : formatKst(at));
  return [
    key.name,
    scopesText(scopes, 'en'),
    accounts,
    key.state,
    `expires ${time(key.expiresAt)}`,
    `used ${time(key.lastUsedAt)}`,
    `owner ${key.owner ?? '-'}`,
    ...(key.limits ? [keyLimitsText(key.limits, 'en')] : []),
  ].join('\t');
}

function show({ key, view }: MadeKey): void {
  process.stdout.write(`${key}\n`);
  told('만들었습니다. 키는 지금 한 번만 보입니다 / made; the key is shown once, now', view);
  if (view.scopes.includes('token')) {
    print(
      '이 키로 받은 토큰을 앱키와 함께 가진 프로그램은 봇의 한도와 정지를 거치지 않고 주문할 수 있습니다. / A program with the token and the app key can order past the desk’s limits and its halt.',
    );
  }
}

function told(what: string, view: ApiKeyView): void {
  print(`${what}: ${lineOf(view)}`);
}

function print(text: string): void {
  process.stderr.write(`${text}\n`);
}
