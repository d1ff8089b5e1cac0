import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import {
  type AccountRef,
  accountKey,
  DeskError,
  type DeskReads,
  maskAccount,
  mayUse,
  sameAccount,
} from '../../src/core/index.js';
import { accountWords } from '../support/account-words.js';
import { balanceOf, INSTRUMENTS, listOf, orderOf, positionOf } from '../support/desk.js';
import { person } from '../support/desk-accounts.js';
import { testAccounts, testGatewayParts } from '../support/gateway-parts.js';
import { openGatewayRig, type RigAnswer } from '../support/gateway-rig.js';
import { testTokens } from '../support/gateway-tokens.js';

const MUTATED = 400;
const SEED = 20261123;

const ACCOUNTS: readonly AccountRef[] = [
  { broker: 'kis', mode: 'live', number: '50101234', product: '01', alias: '가족' },
  { broker: 'kis', mode: 'paper', number: '50105678', product: '01', alias: '연습' },
  { broker: 'kiwoom', mode: 'live', number: '81112222', product: '10', alias: '엄마' },
  // Ends like the first one.
  { broker: 'kis', mode: 'paper', number: '51111234', product: '10', alias: 'mum' },
];
const [FAMILY = '', PRACTICE = '', MOTHER = '', MUM = ''] = ACCOUNTS.map(accountKey);

const PEOPLE = [
  { name: 'father', own: [FAMILY, MOTHER] },
  { name: 'child', own: [PRACTICE] },
  { name: 'guest', own: [] },
  { name: 'admin', own: [MUM, PRACTICE] },
] as const;

/** Stands in everything that is said of an account. */
const markOf = (account: AccountRef) => `only-of-${account.number}`;

const services = [
  { path: '/a/quote', trIds: ['FHKST01010100'], name: '시세', ofAccount: false },
  { path: '/a/balance', trIds: ['TTTC8434R'], name: '잔고', ofAccount: true },
];

function missing(): never {
  throw new DeskError('bug', 'no such account');
}

/** A gateway of which every request is written down with the accounts that it came to. */
async function open() {
  let reached: AccountRef[] = [];
  const base = testGatewayParts();
  const reach = (account: AccountRef) => {
    reached.push(account);
    return markOf(account);
  };
  const orders = async (account: AccountRef) => listOf([orderOf(117_057, { name: reach(account) })]);
  const desk: DeskReads = {
    ...base.desk,
    accountsOf: who => ACCOUNTS.filter(account => mayUse(who, account)),
    allAccounts: () => ACCOUNTS,
    balance: async account => ({
      ...balanceOf([{ ...positionOf(1), name: reach(account) }]),
      account,
    }),
    orders,
    openOrders: orders,
    findSymbol: async query => {
      const instrument = INSTRUMENTS.find(({ code }) => code === query);
      return instrument ? { kind: 'one', instrument } : { kind: 'none', query };
    },
  };
  const tokens = testTokens(base.clock.now);
  const kept = testAccounts(ACCOUNTS);
  const list = kept.list().map(one => ({ ...one, from: 'store' }) as const);
  const rig = await openGatewayRig({
    clock: base.clock,
    desk,
    accounts: { ...kept, list: () => list, find: key => list.find(({ ref }) => accountKey(ref) === key) },
    proxied: services,
    lineOf(account) {
      const mark = reach(account);
      if (tokens.held) tokens.held = { ...tokens.held, token: mark };
      const read = async () => ({ status: 200, trCont: '', body: { of: mark } });
      return { tokens, approvals: tokens, proxy: { services, read, examine: async () => undefined } };
    },
    orders: {
      ...base.orders,
      async propose({ account }) {
        throw new DeskError('busy', reach(account));
      },
    },
    entries: {
      async replaceKeys(account) {
        reach(account);
        return list.find(({ ref }) => sameAccount(ref, account)) ?? missing();
      },
    },
  });
  onTestFinished(() => rig.close());
  let requests = 0;
  const callers = PEOPLE.map(({ name, own }) => {
    const who = {
      ...person(`discord:${name}`, ['view', 'trade', 'admin'], own),
      byKey: { id: name, limits: undefined },
    };
    const key = rig.parts.keys.add(name, ['read', 'token', 'control', 'trade'], { who, accounts: own });
    return {
      own: ACCOUNTS.filter(account => mayUse(who, account)),
      others: ACCOUNTS.filter(account => !mayUse(who, account)),
      async ask(method: string, path: string, body?: unknown, trId = '') {
        reached = [];
        requests += 1;
        // How often may be asked is looked at elsewhere.
        await rig.parts.clock.advance(1_000);
        const headers = {
          'x-api-key': key,
          'idempotency-key': `request-${requests}`,
          ...(trId ? { tr_id: trId } : {}),
        };
        return { answer: await rig.send(method, `/api/v1/${path}`, body, headers), reached };
      },
    };
  });
  return { callers, asked: () => requests };
}

type Caller = Awaited<ReturnType<typeof open>>['callers'][number];

const ORDER = { side: 'buy', code: '005930', quantity: 10, price: 71_000 };

/** Every way in which a request names an account; `id` is as it was written, `url` as it stands in an address. */
const WAYS: Readonly<Record<string, (caller: Caller, id: string, url: string) => ReturnType<Caller['ask']>>> =
  {
    token: ({ ask }, _, url) => ask('GET', `accounts/${url}/token`),
    'token of KIS': ({ ask }, _, url) => ask('GET', `sync/kis-token/${url}`),
    credentials: ({ ask }, _, url) =>
      ask('PUT', `accounts/${url}/credentials`, { app_key: 'PSnew', app_secret: 'new-secret' }),
    balance: ({ ask }, _, url) => ask('GET', `account/balance?account=${url}`),
    positions: ({ ask }, _, url) => ask('GET', `positions?account=${url}`),
    orders: ({ ask }, _, url) => ask('GET', `orders?account=${url}`),
    'open orders': ({ ask }, _, url) => ask('GET', `orders/open?account=${url}`),
    'one order': ({ ask }, _, url) => ask('GET', `orders/117057?account=${url}`),
    order: ({ ask }, id) => ask('POST', 'orders', { ...ORDER, account: id }),
    amendment: ({ ask }, id) => ask('PUT', 'orders/117057', { account: id, price: 70_500 }),
    cancellation: ({ ask }, _, url) => ask('DELETE', `orders/117057?account=${url}`),
    renewal: ({ ask }, _, url) => ask('POST', `auth/kis/token/refresh?account=${url}`),
    state: ({ ask }, _, url) => ask('GET', `auth/kis/status?account=${url}`),
    quote: ({ ask }, _, url) => ask('GET', `proxy/kis/a/quote?account=${url}`, undefined, 'FHKST01010100'),
    'balance at KIS': ({ ask }, id) => {
      const [number = '', product = ''] = id.split('-').map(encodeURIComponent);
      return ask('GET', `proxy/kis/a/balance?CANO=${number}&ACNT_PRDT_CD=${product}`, undefined, 'TTTC8434R');
    },
  };

/** What came of a request that should not have: accounts of others that it came to, or of which the answer tells. */
function wrongs(
  { others }: Caller,
  { answer, reached }: { answer: RigAnswer; reached: readonly AccountRef[] },
) {
  const touched = others.filter(account => reached.some(one => sameAccount(one, account)));
  const told = others.filter(account =>
    [markOf(account), maskAccount(account), account.number].some(words => answer.text.includes(words)),
  );
  return [
    ...touched.map(account => `reached ${account.alias}`),
    ...told.map(account => `told ${account.alias}`),
  ];
}

test('whatever a key’s request calls an account, it comes to those alone that were given to the person', async () => {
  const { callers, asked } = await open();
  const found: string[] = [];
  const used = new Map<string, number>();
  async function tryOut(caller: Caller, way: string, id: string, url: string): Promise<void> {
    const came = await WAYS[way]?.(caller, id, url);
    if (!came) throw new Error(way);
    for (const wrong of wrongs(caller, came)) found.push(`${way} ${url}: ${wrong}`);
    if (came.reached.length > 0) used.set(way, (used.get(way) ?? 0) + 1);
    if (came.reached.length === 0) expect(came.answer.status, `${way} ${url}`).toBeGreaterThanOrEqual(400);
  }

  for (const caller of callers) {
    const mine = await caller.ask('GET', 'accounts/me');
    expect(wrongs(caller, mine)).toEqual([]);
    expect(mine.answer.json).toHaveProperty('accounts.length', caller.own.length);
    for (const account of ACCOUNTS)
      for (const way of Object.keys(WAYS))
        await tryOut(caller, way, accountKey(account), accountKey(account));
  }
  // Otherwise nothing would be shown: each way leads to an account of KIS for each of those it was given to.
  expect(Object.keys(WAYS).filter(way => (used.get(way) ?? 0) < 4)).toEqual([]);

  const mutated = fc.record({
    who: fc.nat(callers.length - 1),
    way: fc.constantFrom(...Object.keys(WAYS)),
    id: accountWords(ACCOUNTS, ['', '', '', '@', ' ', '../', `${FAMILY}&account=`, `${PRACTICE}/../`]),
    spelling: fc.constantFrom('once', 'once', 'twice', 'all', 'bare'),
  });
  for (const { who, way, id, spelling } of fc.sample(mutated, { numRuns: MUTATED, seed: SEED })) {
    const caller = callers[who];
    if (caller) await tryOut(caller, way, id, spelled(id, spelling));
  }
  expect(found).toEqual([]);
  expect(asked()).toBeGreaterThan(600);
});

function spelled(id: string, spelling: string): string {
  switch (spelling) {
    case 'twice':
      return encodeURIComponent(encodeURIComponent(id));
    case 'all':
      return [...Buffer.from(id)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
    case 'bare':
      return encodeURI(id);
    default:
      return encodeURIComponent(id);
  }
}
