import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type AccountKeys,
  type AccountRef,
  type ActivityLine,
  accountKey,
  DeskError,
  type ProxiedService,
  type ReadProxy,
  type StepUp,
} from '../../src/core/index.js';
import { CONFIGURED, entryOf, openDeskAccounts, person } from '../support/desk-accounts.js';
import type { GatewayOverrides } from '../support/gateway-parts.js';
import { openGatewayRig } from '../support/gateway-rig.js';
import { type TestTokens, testTokens } from '../support/gateway-tokens.js';

const MOTHER = '50107701-01';
const KIWOOM = '81112222-10';
const SERVICE: ProxiedService = {
  path: '/a/quote',
  trIds: ['FHKST01010100'],
  name: '시세',
  ofAccount: false,
};
const BALANCE: ProxiedService = { path: '/a/balance', trIds: ['TTTC8434R'], name: '잔고', ofAccount: true };
const OWNER = person('discord:7', ['view', 'trade', 'admin']);
const BODY = { app_key: 'PSnew', app_secret: 'new-secret' };

/** A gateway over three accounts of the desk: one of the configuration, one of KIS and one of Kiwoom; a line for each. */
async function open(over: GatewayOverrides = {}) {
  const desk = await openDeskAccounts();
  await desk.add(1, { alias: '엄마', owner: '엄마', colour: 'green' });
  desk.numbers.set('PSkiwoom', KIWOOM);
  const { number: _, ...kiwoom } = entryOf(2, { broker: 'kiwoom', mode: 'paper', alias: '키움' });
  await desk.accounts.entries.add(
    { ...kiwoom, keys: { appKey: 'PSkiwoom', appSecret: 'x' } },
    OWNER,
    desk.signal,
  );
  const lines = new Map<
    string,
    { tokens: TestTokens; approvals: TestTokens; proxy: ReadProxy; asked: string[] }
  >();
  function lineOf(account: AccountRef) {
    const key = accountKey(account);
    const asked: string[] = [];
    const line = lines.get(key) ?? {
      tokens: testTokens(desk.clock.now),
      approvals: testTokens(desk.clock.now),
      asked,
      proxy: {
        services: [SERVICE, BALANCE],
        async read({ path }: { readonly path: string }) {
          asked.push(path);
          return { status: 200, trCont: '', body: { of: key } };
        },
        examine: async () => undefined,
      },
    };
    if (line.tokens.held) line.tokens.held = { ...line.tokens.held, token: `token of ${key}` };
    lines.set(key, line);
    return line;
  }
  const codes: (string | undefined)[] = [];
  const stepUp: Pick<StepUp, 'require'> = {
    async require(_who, code) {
      codes.push(code);
      if (code !== '123456') throw new DeskError('denied', 'code', { need: 'code', what: 'stepUp' });
    },
  };
  const { accounts } = desk;
  const parts = {
    accounts,
    entries: accounts.entries,
    lineOf,
    proxied: [SERVICE, BALANCE],
    stepUp,
    clock: desk.clock,
  };
  const rig = await openGatewayRig({ ...parts, ...over });
  onTestFinished(() => rig.close());
  const key = (name: string, scope: 'read' | 'token' | 'control', how = {}) => ({
    'x-api-key': rig.parts.keys.add(name, [scope], how),
  });
  const admin = {
    'x-otp': '123456',
    ...key('admin', 'control', { who: { ...OWNER, byKey: { id: 'admin', limits: undefined } } }),
  };
  const put = (id: string, headers: Record<string, string> = admin, body: unknown = BODY) =>
    rig.send('PUT', `/api/v1/accounts/${id}/credentials`, body, headers);
  const refOf = (id: string) => accounts.find(id)?.ref ?? CONFIGURED;
  const kept = (id: string): AccountKeys | undefined => desk.store.keysOf(refOf(id));
  return { ...{ desk, rig, lines, lineOf, codes, key, admin, put, kept, refOf } };
}

describe('accounts/me', () => {
  it('names the accounts that were given to the caller, with masked numbers and never a key', async () => {
    const { desk, rig, key, refOf } = await open();
    desk.accounts.close(refOf(KIWOOM), '앱키가 만료되었습니다');
    const all = await rig.get('/api/v1/accounts/me', key('all', 'read'));
    expect(all.json).toEqual({
      accounts: [
        {
          ...{ id: '50101234-01', broker: 'kis', mode: 'paper', alias: '모의', number: '****1234-01' },
          ...{ colour: null, owner: '', closed: null },
        },
        {
          ...{ id: MOTHER, broker: 'kis', mode: 'live', alias: '엄마', number: '****7701-01' },
          ...{ colour: 'green', owner: '엄마', closed: null },
        },
        {
          ...{ id: KIWOOM, broker: 'kiwoom', mode: 'paper', alias: '키움', number: '****2222-10' },
          ...{ colour: null, owner: '', closed: '앱키가 만료되었습니다' },
        },
      ],
    });
    expect(all.text).not.toMatch(/PSappkey|PSkiwoom|secret/);
    const one = await rig.get('/api/v1/accounts/me', key('one', 'read', { accounts: [MOTHER] }));
    expect(one.json).toMatchObject({ accounts: [{ id: MOTHER }] });
    const none = await rig.get('/api/v1/accounts/me', key('none', 'read', { accounts: [] }));
    expect(none.json).toEqual({ accounts: [] });
    expect((await rig.get('/api/v1/accounts/me', key('taker', 'token'))).status).toBe(403);
  });
});

describe('other keys for an account', () => {
  it('are tried, kept and named by their fingerprint only', async () => {
    const { rig, desk, put, kept } = await open();
    const { status, json, text } = await put(MOTHER);
    const fingerprint = createHash('sha256').update('PSnew').digest('hex').slice(0, 8);
    expect([status, json]).toEqual([200, { fingerprint }]);
    expect(kept(MOTHER)).toEqual({ appKey: 'PSnew', appSecret: 'new-secret' });
    expect(desk.audited.at(-1)).toMatchObject({ who: 'discord:7', act: 'account keys ****7701-01 kis live' });
    const said = JSON.stringify([text, rig.parts.logged, rig.parts.audited, rig.parts.noted, desk.told]);
    expect(said).not.toMatch(/PSnew|new-secret/);
  });

  it('are the admin’s own to give, with a code, and nobody else’s', async () => {
    const { rig, desk, put, key, admin, codes, kept } = await open();
    const member = { ...person('discord:8', ['view', 'trade']), byKey: { id: 'm', limits: undefined } };
    const refused = [
      key('reader', 'read'),
      key('nobody', 'control'),
      key('member', 'control', { who: member }),
      key('other', 'control', { who: { ...OWNER, accounts: [KIWOOM] } }),
    ];
    const answers = await Promise.all(refused.map(headers => put(MOTHER, { ...headers, 'x-otp': '123456' })));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 404]);
    expect(codes).toEqual([]);
    const { 'x-otp': _, ...without } = admin;
    expect((await put(MOTHER, without)).status).toBe(403);
    expect((await put(MOTHER, { ...admin, 'x-otp': '000000' })).status).toBe(403);
    expect([codes, kept(MOTHER)]).toEqual([[undefined, '000000'], entryOf(1).keys]);
    expect(desk.probed).not.toContain('PSnew');
    expect(JSON.stringify(rig.parts.logged)).not.toContain('000000');
  });

  it('of the configuration are a conflict, of another account refused, and an unknown one is unknown; the old ones stay', async () => {
    const { desk, put, admin, kept, codes } = await open();
    const fixed = await put('50101234-01');
    expect([fixed.status, fixed.json]).toMatchObject([409, { error: { code: 'impossible' } }]);
    expect((await put('50109999-01')).status).toBe(404);
    expect(codes).toEqual([]);
    desk.numbers.set('PSnew', KIWOOM);
    expect(await put(MOTHER)).toMatchObject({ status: 422, json: { error: { code: 'credentials' } } });
    const taken = await put(MOTHER, admin, { ...BODY, app_key: 'PSkiwoom' });
    expect(taken).toMatchObject({ status: 409, json: { error: { code: 'conflict' } } });
    for (const body of [{}, { ...BODY, more: 1 }, { ...BODY, app_key: '' }, { ...BODY, app_key: 'a b' }])
      expect((await put(MOTHER, admin, body)).status).toBe(400);
    expect(kept(MOTHER)).toEqual(entryOf(1).keys);
  });
});

describe('tokens', () => {
  it('are those of the account that is named, of either broker, and written down with it', async () => {
    const { rig, key, lines } = await open();
    const own = key('sync', 'token');
    for (const id of ['50101234-01', MOTHER, KIWOOM]) {
      const answer = await rig.get(`/api/v1/accounts/${id}/token`, own);
      expect([answer.status, answer.json]).toMatchObject([200, { access_token: `token of ${id}` }]);
      const again = await rig.get(`/api/v1/accounts/${id}/token`, {
        ...own,
        'if-none-match': answer.headers['etag'] ?? '',
      });
      expect(again.status).toBe(304);
      expect(rig.parts.audited.at(-1)?.act).toContain(`generation 1 ****${id.slice(4)}`);
    }
    expect(rig.parts.audited).toHaveLength(3);
    for (const [id, named] of [
      [MOTHER, '엄마'],
      ['50101234-01', '모의'],
    ] as const) {
      const { json } = await rig.get(`/api/v1/sync/kis-token/${encodeURIComponent(named)}`, own);
      expect(json).toMatchObject({ access_token: `token of ${id}` });
    }
    // KIS's own path knows no account of another broker.
    expect((await rig.get(`/api/v1/sync/kis-token/${KIWOOM}`, own)).status).toBe(404);
    expect(lines.get(KIWOOM)?.tokens.hands).toBe(2);
  });

  it('of accounts that were not given to the caller are as unknown as those of none', async () => {
    const { rig, key, lines } = await open();
    const one = key('one', 'token', { accounts: [MOTHER] });
    expect((await rig.get(`/api/v1/accounts/${MOTHER}/token`, one)).status).toBe(200);
    for (const path of [`accounts/${KIWOOM}/token`, 'accounts/50109999-01/token', 'sync/kis-token/50101234'])
      expect((await rig.get(`/api/v1/${path}`, one)).status).toBe(404);
    expect((await rig.get(`/api/v1/accounts/${MOTHER}/token`, key('reader', 'read'))).status).toBe(403);
    expect([...lines.keys()]).toEqual([MOTHER]);
  });

  it('are looked at and renewed on the line of the account that is named, else of the first of the caller', async () => {
    const { rig, key, lines, lineOf, refOf } = await open();
    const [all, mother] = [key('all', 'control'), key('mother', 'control', { accounts: [MOTHER, KIWOOM] })];
    const refresh = (headers: Record<string, string>, query = '') =>
      rig.send('POST', `/api/v1/auth/kis/token/refresh${query}`, undefined, headers);
    for (const id of ['50101234-01', MOTHER]) lineOf(refOf(id));
    const renewals = () => ['50101234-01', MOTHER].map(id => lines.get(id)?.tokens.renewals);
    await refresh(all);
    expect(renewals()).toEqual([1, 0]);
    await refresh(mother);
    expect(renewals()).toEqual([1, 1]);
    await refresh(all, `?account=${MOTHER}`);
    expect([renewals(), rig.parts.audited.at(-1)?.act]).toEqual([[1, 2], 'token refresh ****7701-01']);
    expect((await refresh(mother, '?account=50101234-01')).status).toBe(404);
    expect((await refresh(all, `?account=${KIWOOM}`)).status).toBe(404);
    expect((await rig.get('/api/v1/auth/kis/status?account=x&account=y', all)).status).toBe(400);
  });

  it('a new one is told to those alone who were given the account', async () => {
    const { rig, key, refOf } = await open();
    const answer = await fetch(`${rig.url}/api/v1/sync/kis-token/${MOTHER}/events`, {
      headers: key('sync', 'token'),
    });
    const reader = answer.body?.getReader();
    const text = async () => Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(await text()).toContain('"generation":1');
    const at = { kind: 'token', at: 0, expiresAt: 0 } as const;
    rig.parts.news.tell({ ...at, generation: 7, account: refOf(KIWOOM) });
    rig.parts.news.tell({ ...at, generation: 8, account: refOf(MOTHER) });
    expect(await text()).toMatch(/^id: 8\n/);
    await reader?.cancel();
  });
});

describe('the proxy', () => {
  it('reads on the line of the account that is named, else of the first that was given, and never on another’s', async () => {
    const { rig, key, lines } = await open();
    const [all, mother] = [key('all', 'read'), key('mother', 'read', { accounts: [MOTHER, KIWOOM] })];
    const get = async (headers: Record<string, string>, path: string, trId: string) => {
      const { status, json } = await rig.get(`/api/v1/proxy/kis${path}`, { ...headers, tr_id: trId });
      return status === 200 ? json : status;
    };
    const quote = (headers: Record<string, string>, query = '') =>
      get(headers, `/a/quote${query}`, 'FHKST01010100');
    const balance = (headers: Record<string, string>, id: string, more = '') =>
      get(headers, `/a/balance?CANO=${id.slice(0, 8)}&ACNT_PRDT_CD=${id.slice(9)}${more}`, 'TTTC8434R');
    expect(await quote(all)).toEqual({ of: '50101234-01' });
    expect(await quote(mother)).toEqual({ of: MOTHER });
    expect(await quote(all, `?account=${MOTHER}`)).toEqual({ of: MOTHER });
    expect(await quote(mother, '?account=50101234-01')).toBe(404);
    expect(await balance(all, MOTHER)).toEqual({ of: MOTHER });
    expect(await balance(all, '50101234-01')).toEqual({ of: '50101234-01' });
    expect(await balance(mother, '50101234-01')).toBe(404);
    expect(await balance(all, KIWOOM)).toBe(404);
    expect(await balance(all, MOTHER, '&account=50101234-01')).toBe(404);
    expect(await quote(key('none', 'read', { accounts: [] }))).toEqual({ of: '50101234-01' });
    expect([...lines.keys()].toSorted()).toEqual(['50101234-01', MOTHER]);
  });
});

it('usage by account shows admins what people did with the accounts that were given to them', async () => {
  const line = (account: string): ActivityLine => ({
    ...{ day: '20261123', person: 'discord:7', account, act: 'balance', count: 3, failed: 1 },
  });
  const asked: string[] = [];
  const activity = {
    read(from: string, to: string) {
      asked.push(`${from}-${to}`);
      return ['', MOTHER, KIWOOM].map(line);
    },
  };
  const { rig, key } = await open({ activity });
  const path = '/api/v1/usage?by=account&from=20261120';
  const { json } = await rig.get(path, key('mother', 'control', { accounts: [MOTHER] }));
  expect(json).toEqual({
    from: '20261120',
    to: '20261123',
    activity: [{ ...line(''), account: null }, { ...line(MOTHER) }],
  });
  expect((await rig.get(path, key('all', 'control'))).json).toHaveProperty('activity.length', 3);
  expect((await rig.get(path, key('reader', 'read'))).status).toBe(403);
  expect((await rig.get('/api/v1/usage?by=person', key('x', 'control'))).status).toBe(400);
  expect(asked).toEqual(['20261120-20261123', '20261120-20261123']);
});
