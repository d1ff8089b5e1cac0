import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { identifyKiwoom } from '../../../src/brokers/kiwoom/index.js';
import { vaultKey } from '../../../src/brokers/kiwoom/tokens.js';
import { Secret, systemClock } from '../../../src/core/index.js';
import { CANARIES, leaks } from '../../support/kis-line.js';
import {
  ACCOUNT,
  good,
  type KiwoomTestLine,
  says,
  startKiwoom,
  TOKEN,
  tokenAnswer,
} from '../../support/kiwoom-line.js';
import { memoryVault } from '../../support/memory-vault.js';
import type { Answer } from '../../support/scripted-server.js';

const opened: KiwoomTestLine[] = [];
afterEach(async () => {
  for (const line of opened.splice(0)) await line.close();
});

async function start(...given: Parameters<typeof startKiwoom>): Promise<KiwoomTestLine> {
  const line = await startKiwoom(...given);
  opened.push(line);
  return line;
}

/** A line on which one service answers, by how often it was asked. */
function serving(apiId: string, answer: (nth: number) => Answer | undefined, more = {}) {
  let nth = 0;
  return start({
    script(_request, asked) {
      if (asked !== apiId) return undefined;
      nth += 1;
      return answer(nth);
    },
    ...more,
  });
}

const OK: Answer = { status: 200, json: good({ price: '70000' }) };
const DEAD = says(3, '인증에 실패했습니다[8005:Token이 유효하지 않습니다]');
const RATE = says(5, '허용된 요청 개수를 초과하였습니다[1700:유량=1, API ID=ka10001]', 429);
const schema = z.looseObject({ price: z.string() });
const readPrice = ({ client }: KiwoomTestLine) =>
  client.read({ api: 'price', params: { stk_cd: '005930' }, schema });
const kinds = ({ events }: KiwoomTestLine) =>
  events.map(({ kind }) => kind).filter(kind => kind !== 'called');

describe('a read of Kiwoom', () => {
  it('is a POST that names its service, its page and nothing of the keys', async () => {
    const line = await serving('ka10001', () => ({
      ...OK,
      headers: { 'cont-yn': 'Y', 'next-key': 'key 2' },
    }));
    expect(await readPrice(line)).toMatchObject({ more: true, nextKey: 'key 2' });
    await line.client.read({ api: 'price', params: { stk_cd: '005930' }, schema, nextKey: 'key 2' });
    const [first, second] = line.server.requests.filter(({ url }) => url === '/api/dostk/stkinfo');
    expect(first).toMatchObject({
      method: 'POST',
      body: '{"stk_cd":"005930"}',
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        'api-id': 'ka10001',
        authorization: 'Bearer token-1',
      },
    });
    expect(first?.headers['cont-yn']).toBeUndefined();
    expect(second?.headers).toMatchObject({ 'cont-yn': 'Y', 'next-key': 'key 2' });
    expect(JSON.stringify(first)).not.toContain(CANARIES.appKey);
  });

  it.each<[string, Answer]>([
    ['a server error', { status: 502, text: '<html>' }],
    ['a reset', 'reset'],
    ['a rate refusal', RATE],
    ['a rate refusal that comes with 200', says(5, '[1700:초과]')],
  ])('is asked for twice more after %s, then given up with one event', async (_what, trouble) => {
    const mended = await serving('ka10001', nth => (nth < 3 ? trouble : OK));
    await readPrice(mended);
    expect(mended.count('ka10001')).toBe(3);
    const broken = await serving('ka10001', () => trouble);
    await expect(readPrice(broken)).rejects.toBeDefined();
    expect(broken.count('ka10001')).toBe(3);
    expect(kinds(broken).filter(kind => kind === 'retriesExhausted')).toHaveLength(1);
  });

  it.each([
    ['too large a batch', says(5, '허용된 요청 개수를 초과하였습니다[1634:초과]'), 'refused'],
    ['a missing field', says(2, '입력 값 오류입니다[1511:base_dt]'), 'refused'],
    ['an unregistered computer', says(3, '[8050:지정단말기 인증에 실패했습니다]'), 'credentials'],
    ['an unknown issue', says(2, '[1902:종목 정보가 없습니다]'), 'notFound'],
    ['what the practice server lacks', says(20, '[2000](RC9000:모의투자 미제공)'), 'notOffered'],
  ])('is never repeated after %s', async (_what, answer, kind) => {
    const line = await serving('ka10001', () => answer);
    await expect(readPrice(line)).rejects.toMatchObject({ kind });
    expect(line.count('ka10001')).toBe(1);
  });

  it('whose answer has not the documented form is no answer', async () => {
    const line = await serving('ka10001', () => ({ status: 200, json: good() }));
    await expect(readPrice(line)).rejects.toMatchObject({ kind: 'unavailable', detail: { code: 'form' } });
  });
});

describe('a token of Kiwoom', () => {
  it('that died is replaced once for everybody, and each read is sent once more', async () => {
    const line = await start({
      vault: await vaultWith('old', systemClock.now() + 20 * 3_600_000),
      script: ({ headers }, id) =>
        id === 'ka10001' ? (headers.authorization === 'Bearer old' ? DEAD : OK) : undefined,
    });
    await Promise.all(Array.from({ length: 20 }, () => readPrice(line)));
    expect(line.server.count(TOKEN)).toBe(1);
    expect(line.count('ka10001')).toBeLessThanOrEqual(40);
    expect(kinds(line)).toEqual(['tokenDied', 'tokenRenewed']);
  });

  it('that is refused again is not asked for in a loop', async () => {
    const line = await serving('ka10001', () => DEAD, {
      vault: await vaultWith('old', systemClock.now() + 20 * 3_600_000),
    });
    await expect(readPrice(line)).rejects.toMatchObject({ kind: 'unavailable', detail: { code: '8005' } });
    expect(line.count('ka10001')).toBe(2);
    expect(line.server.count(TOKEN)).toBe(1);
    await expect(readPrice(line)).rejects.toMatchObject({ kind: 'cooldown' });
    expect(line.server.count(TOKEN)).toBe(1);
  });

  it('is asked for by JSON with `secretkey`, kept under its own key, and its end is KST', async () => {
    const vault = memoryVault();
    const end = Math.floor(systemClock.now() / 1_000) * 1_000 + 86_400_000;
    const line = await start({
      vault,
      script: ({ url }) => (url === TOKEN ? tokenAnswer('t', end) : undefined),
    });
    await line.line.keys.access.current();
    expect(JSON.parse(line.server.requests[0]?.body ?? '')).toEqual({
      grant_type: 'client_credentials',
      appkey: CANARIES.appKey,
      secretkey: CANARIES.appSecret,
    });
    const key = vaultKey(line.line.environment);
    expect(key).toMatch(/^kiwoom:paper:[0-9a-f]{16}$/);
    expect(await vault.read(key)).toMatchObject({ token: 't', expiresAt: end });
  });

  it.each([
    ['an unregistered computer', says(3, '인증에 실패했습니다[8050:지정단말기]'), 'credentials', '8050'],
    ['a key of the other environment', says(2, '[8030:투자구분이 달라서]'), 'credentials', '8030'],
    [
      'no token in a good answer',
      { status: 200, json: good({ expires_dt: '20261124100000' }) },
      'unavailable',
      '0',
    ],
    [
      'a token that came with an error',
      { status: 200, json: { token: 't', expires_dt: '20991124100000', return_code: 1, return_msg: '' } },
      'unavailable',
      '1',
    ],
  ] as const)('is not had after %s', async (_what, answer, kind, code) => {
    const line = await start({ script: ({ url }) => (url === TOKEN ? answer : undefined) });
    await expect(readPrice(line)).rejects.toMatchObject({ kind, detail: { code } });
    expect(line.events).toContainEqual(expect.objectContaining({ kind: 'tokenRefreshFailed', code }));
  });

  it('is revoked at Kiwoom, then forgotten here', async () => {
    const vault = memoryVault();
    const line = await start({
      vault,
      script: ({ url }) => (url === '/oauth2/revoke' ? { status: 200, json: good() } : undefined),
    });
    const { keys } = line.line;
    await keys.access.current();
    await keys.revoke(AbortSignal.timeout(5_000));
    expect(JSON.parse(line.server.requests.at(-1)?.body ?? '')).toMatchObject({ token: 'token-1' });
    expect(await vault.read(vaultKey(line.line.environment))).toBeUndefined();
  });
});

describe('whose account a token stands for', () => {
  const balance = ({ client }: KiwoomTestLine) =>
    client.read({ api: 'deposit', params: { qry_tp: '3' }, schema: z.unknown() });
  const buy = ({ client }: KiwoomTestLine) =>
    client.send({
      api: 'buy',
      form: () => ({ api: 'buy', body: { stk_cd: '005930' } }),
      schema: z.looseObject({ ord_no: z.string().min(1) }),
    });
  const TAKEN: Answer = { status: 200, json: good({ ord_no: '0000001' }) };

  it('is asked once, before the first thing that concerns the account', async () => {
    const line = await start({
      script: (_request, id) => (id === 'kt00001' ? OK : id === 'kt10000' ? TAKEN : undefined),
    });
    await Promise.all([balance(line), balance(line), buy(line)]);
    await buy(line);
    expect(line.count('ka00001')).toBe(1);
    expect(line.server.requests.map(({ headers }) => headers['api-id']).indexOf('ka00001')).toBe(1);
  });

  it('decides: with the token of another account nothing is read, and no order leaves', async () => {
    const other = { status: 200, json: good({ acctNo: '1234567811' }) };
    const line = await serving('ka00001', () => other);
    await expect(balance(line)).rejects.toMatchObject({ kind: 'credentials', detail: { code: 'account' } });
    expect(await buy(line)).toEqual({ kind: 'notSent', reason: 'credentials account' });
    expect([line.count('kt00001'), line.count('kt10000')]).toEqual([0, 0]);
  });

  it('is taken on trust where the practice server does not tell, and nowhere else', async () => {
    const silent = says(20, '[2000](RC9000:모의투자 미제공)');
    const script = (_request: unknown, id: string) =>
      id === 'ka00001' ? silent : id === 'kt10000' ? TAKEN : undefined;
    expect((await buy(await start({ script }))).kind).toBe('answered');
    const live = { mode: 'live', account: { ...ACCOUNT, mode: 'live' } } as const;
    expect(await buy(await start({ script, environment: live }))).toEqual({
      kind: 'notSent',
      reason: 'notOffered RC9000',
    });
  });

  it('is asked again as long as it was not answered', async () => {
    const line = await start({
      script: (_request, id) =>
        id === 'kt00001' ? OK : id === 'ka00001' && line.count('ka00001') <= 3 ? 'reset' : undefined,
    });
    await expect(balance(line)).rejects.toMatchObject({ kind: 'unavailable' });
    await balance(line);
  });

  it('is what identification tells of keys, before anybody has said it', async () => {
    const line = await start({ script: () => undefined });
    const { account: _unknown, ...environment } = line.line.environment;
    const found = await identifyKiwoom({
      environment: { ...environment, appKey: new Secret('some-key') },
      vault: memoryVault(),
      clock: systemClock,
      log: () => undefined,
      emit: () => undefined,
    });
    expect(found).toEqual({ number: ACCOUNT.number, product: ACCOUNT.product });
  });
});

it('nothing that the line says of itself holds a key, a token or an account', async () => {
  const echo = says(3, `[8005:${CANARIES.appKey} ${CANARIES.appSecret} ${CANARIES.account}]`);
  const line = await serving('ka10001', () => echo);
  const thrown = await readPrice(line).catch((error: unknown) => error);
  expect(leaks([thrown, line.events, line.lines])).toEqual([]);
});

async function vaultWith(token: string, expiresAt: number) {
  const vault = memoryVault();
  const key = vaultKey({ mode: 'paper', appKey: new Secret(CANARIES.appKey) });
  await vault.save(key, { token, issuedAt: expiresAt - 86_400_000, expiresAt, generation: 1 });
  return vault;
}
