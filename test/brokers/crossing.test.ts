import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createBrokerPool } from '../../src/broker-pool.js';
import { vaultKey as kisVaultKey } from '../../src/brokers/kis/tokens.js';
import { vaultKey as kiwoomVaultKey } from '../../src/brokers/kiwoom/tokens.js';
import { readConfig } from '../../src/config.js';
import { type AccountRef, accountKey, DeskError, Secret, systemClock } from '../../src/core/index.js';
import { type Simulator, startSimulator } from '../../src/simulator/index.js';
import { accountSeal, newDataKey } from '../../src/store/account-seal.js';
import { accountCiphers } from '../../src/store/accounts.js';
import { manualClock } from '../support/clock.js';

const KINDS = [
  { broker: 'kis', mode: 'live' },
  { broker: 'kis', mode: 'paper' },
  { broker: 'kiwoom', mode: 'live' },
  { broker: 'kiwoom', mode: 'paper' },
] as const;
type Kind = (typeof KINDS)[number];

const nameOf = ({ broker, mode }: Kind) => `${broker} ${mode}` as const;
const pairs = KINDS.flatMap(one => KINDS.filter(other => other !== one).map(other => [one, other] as const));
const named = pairs.map(([one, other]) => [nameOf(one), nameOf(other), one, other] as const);

describe('the configuration refuses', () => {
  const KIS = { KIS_APP_KEY: 'k'.repeat(36), KIS_APP_SECRET: 's'.repeat(180), KIS_ACCOUNT: '50101234-01' };
  const KIWOOM = { KIWOOM_APP_KEY: 'k'.repeat(43), KIWOOM_APP_SECRET: 's'.repeat(43) };
  const HOSTS = {
    'kis live': 'https://openapi.koreainvestment.com:9443',
    'kis paper': 'https://openapivts.koreainvestment.com:29443',
    'kiwoom live': 'https://api.kiwoom.com',
    'kiwoom paper': 'https://mockapi.kiwoom.com',
  } as const;
  const settings = ({ broker, mode }: Kind, host: string) =>
    broker === 'kis'
      ? { ...KIS, KIS_ENV: mode, KIS_BASE_URL: host }
      : { ...KIWOOM, KIWOOM_ENV: mode === 'live' ? 'real' : 'mock', KIWOOM_BASE_URL: host };

  test.each(KINDS.map(kind => [nameOf(kind), kind] as const))('nothing of %s at its own host', (_, kind) => {
    expect(readConfig(settings(kind, HOSTS[nameOf(kind)]))).toMatchObject({ ok: true });
  });

  test.each(named)('keys of %s at the host of %s', (_one, _other, one, other) => {
    const read = readConfig(settings(one, HOSTS[nameOf(other)]));
    const name = one.broker === 'kis' ? 'KIS_BASE_URL' : 'KIWOOM_BASE_URL';
    expect(read).toMatchObject({ ok: false, faults: [expect.objectContaining({ name })] });
  });
});

describe('a store key and a sealed key belong to one broker, environment and account', () => {
  const appKey = new Secret('the same app key everywhere');
  const keyOf = ({ broker, mode }: Kind) =>
    broker === 'kis' ? kisVaultKey({ mode, appKey }) : kiwoomVaultKey({ mode, appKey });

  test('the same app key has another place in the vault for each', () => {
    expect(new Set(KINDS.map(keyOf)).size).toBe(KINDS.length);
  });

  test.each(named)('keys sealed for %s do not open for %s', (_one, _other, one, other) => {
    const { wrapping } = accountCiphers(Buffer.alloc(32, 9));
    const seal = accountSeal(newDataKey(wrapping), wrapping);
    const number = { number: '50101234', product: '01' };
    const sealed = seal.seal({ ...one, ...number }, { appKey: 'k', appSecret: 's' });
    expect(seal.open({ ...one, ...number }, sealed)).toEqual({ appKey: 'k', appSecret: 's' });
    expect(seal.open({ ...other, ...number }, sealed)).toBeUndefined();
    expect(seal.open({ ...one, number: '50101235', product: '01' }, sealed)).toBeUndefined();
  });
});

describe('the pool opens no line for', () => {
  const signal = new AbortController().signal;
  const refOf = (kind: Kind): AccountRef => ({ ...kind, number: '50101234', product: '01', alias: '가족' });
  function poolOf(own: AccountRef) {
    const opened: AccountRef[] = [];
    const account = { ref: own, owner: '', from: 'store', limits: {}, closed: undefined } as const;
    const pool = createBrokerPool({
      prepare: async () => {},
      onForeign: () => undefined,
      accounts: {
        list: () => [account],
        find: key => (key === accountKey(own) ? account : undefined),
        onChange: () => undefined,
      },
      keysAt: () => 0,
      open(ref) {
        opened.push(ref);
        throw new DeskError('unavailable', 'opened');
      },
      emit: () => undefined,
      clock: manualClock(),
      log: () => undefined,
    });
    return { pool, opened };
  }

  test.each(named)('an account of %s that is named as one of %s', async (_one, _other, one, other) => {
    const { pool, opened } = poolOf(refOf(one));
    const account = refOf(other);
    const order = { number: '1', branch: '' };
    const change = { account, order, quantity: 'all', exchange: 'KRX' } as const;
    const terms = { code: '005930', side: 'buy', quantity: 1n, price: 70_000n, type: 'limit' } as const;
    const asked: readonly Promise<unknown>[] = [
      pool.accounts.balance(account, signal),
      pool.accounts.orders(account, { from: '20261123', to: '20261123' }, signal),
      pool.accounts.openOrders(account, signal),
      pool.accounts.sellable(account, '005930', signal),
      pool.accounts.buyingPower(account, { code: '005930', price: 1n, type: 'limit' }, signal),
      pool.trading.place({ account, ...terms, exchange: 'KRX' }),
      pool.trading.amend({ ...change, type: 'limit', price: 70_000n }),
      pool.trading.cancel(change),
    ];
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).toEqual(asked.map(() => 'rejected'));
    expect(() => pool.of(account)).toThrow('not an account of this desk');
    expect(opened).toEqual([]);
    await expect(pool.accounts.balance(refOf(one), signal)).rejects.toThrow('opened');
    expect(opened).toEqual([refOf(one)]);
  });
});

describe('the exchange refuses', () => {
  const exchanges = new Map<string, Simulator>();
  const keys = { appkey: 'k'.repeat(36), appsecret: 's'.repeat(180), secretkey: 's'.repeat(43) };

  beforeAll(async () => {
    for (const mode of ['live', 'paper'] as const) {
      const options = { mode, port: 0, seed: 'crossing', alwaysOpen: true, clock: systemClock } as const;
      exchanges.set(mode, await startSimulator({ ...options, ratePerSecond: 1_000 }));
    }
  });
  afterAll(async () => {
    for (const exchange of exchanges.values()) await exchange.stop();
  });

  async function post(mode: string, path: string, body: object, headers: Record<string, string> = {}) {
    const base = exchanges.get(mode)?.baseUrl ?? '';
    const answer = await fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { text, json: z.record(z.string(), z.unknown()).parse(JSON.parse(text)) };
  }
  const tokens = new Map<string, string>();
  async function tokenOf({ broker, mode }: Kind): Promise<string> {
    const known = tokens.get(`${broker} ${mode}`);
    if (known !== undefined) return known;
    const path = broker === 'kis' ? '/oauth2/tokenP' : '/oauth2/token';
    const { json } = await post(mode, path, { grant_type: 'client_credentials', ...keys });
    const token = z.string().parse(json['access_token'] ?? json['token']);
    tokens.set(`${broker} ${mode}`, token);
    return token;
  }

  /** A read of this kind's own service with this token. */
  async function read({ broker, mode }: Kind, token: string): Promise<string> {
    if (broker === 'kiwoom') {
      const headers = { authorization: `Bearer ${token}`, 'api-id': 'ka00001' };
      return (await post(mode, '/api/dostk/acnt', {}, headers)).text;
    }
    const base = exchanges.get(mode)?.baseUrl ?? '';
    const query = 'FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=005930';
    const answer = await fetch(`${base}/uapi/domestic-stock/v1/quotations/inquire-price?${query}`, {
      headers: { authorization: `Bearer ${token}`, ...keys, tr_id: 'FHKST01010100', custtype: 'P' },
    });
    return answer.text();
  }

  const REFUSED = /EGW0012\d|8005|8031/;

  test.each(KINDS.map(kind => [nameOf(kind), kind] as const))(
    'nothing of %s with its own token',
    async (_, kind) => {
      expect(await read(kind, await tokenOf(kind))).not.toMatch(REFUSED);
    },
  );

  test.each(named)('a token of %s at %s', async (_one, _other, one, other) => {
    const said = await read(other, await tokenOf(one));
    expect(said).toMatch(REFUSED);
    if (one.broker === 'kiwoom' && other.broker === 'kiwoom') expect(said).toContain('8031');
  });

  test.each([
    ['live', 'TTTC0012U', 'paper'],
    ['paper', 'VTTC0012U', 'live'],
  ] as const)('the TR id of a %s order (%s) at %s', async (_mode, trId, at) => {
    const token = await tokenOf({ broker: 'kis', mode: at });
    const order = {
      CANO: '50101234',
      ACNT_PRDT_CD: '01',
      PDNO: '005930',
      ORD_DVSN: '00',
      ORD_QTY: '1',
      ORD_UNPR: '70000',
    };
    const headers = { authorization: `Bearer ${token}`, ...keys, tr_id: trId, custtype: 'P' };
    const { json } = await post(at, '/uapi/domestic-stock/v1/trading/order-cash', order, headers);
    expect(json).toMatchObject({ rt_cd: expect.not.stringMatching('^0$') });
  });

  test('an app key of the other environment at Kiwoom', async () => {
    const control = exchanges.get('paper')?.controlUrl ?? '';
    const foreign = 'f'.repeat(43);
    const set = await fetch(`${control}/options`, {
      method: 'POST',
      body: JSON.stringify({ kiwoomOtherKeys: [foreign] }),
    });
    expect(set.ok).toBe(true);
    const grant = { grant_type: 'client_credentials', ...keys, appkey: foreign };
    expect((await post('paper', '/oauth2/token', grant)).text).toContain('8030');
  });
});
