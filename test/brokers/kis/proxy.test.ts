import { afterEach, describe, expect, it } from 'vitest';
import { vaultKey } from '../../../src/brokers/kis/tokens.js';
import { type ProxyRequest, Secret } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { CANARIES, leaks, type TestLine, type TestLineOptions, tokenAnswer } from '../../support/kis-line.js';
import { memoryVault } from '../../support/memory-vault.js';
import {
  GOOD,
  givenUp,
  kisError,
  PRICE,
  type Prices,
  readPrice,
  startPrices,
} from '../../support/price-line.js';
import type { Answer } from '../../support/scripted-server.js';
import { soon } from '../../support/soon.js';

const ASKED: ProxyRequest = {
  path: PRICE,
  trId: 'FHKST01010100',
  params: { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' },
  continued: false,
};

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(prices: Prices, options: Partial<TestLineOptions> = {}): Promise<TestLine> {
  const line = await startPrices(prices, options);
  lines.push(line);
  return line;
}

/** A vault with a token that has time left, by its own account. */
async function vaultWith(token: string, now = Date.now()) {
  const vault = memoryVault();
  const [issuedAt, expiresAt] = [now - 7 * 3_600_000, now + 17 * 3_600_000];
  const key = vaultKey({ mode: 'paper', appKey: new Secret(CANARIES.appKey) });
  await vault.save(key, { token, issuedAt, expiresAt, generation: 7 });
  return vault;
}

const told = (line: TestLine) =>
  line.calls
    .filter(({ operation }) => operation.startsWith('proxy'))
    .map(
      ({ operation, outcome, code, attempts }) =>
        `${operation} ${outcome} ${code ?? '-'} x${attempts ?? '?'}`,
    );

describe('a read through the proxy', () => {
  it('goes out as a read of our own, and its answer comes back whole', async () => {
    const line = await lineWith(() => ({ ...GOOD, headers: { tr_cont: 'M', server: 'KIS' } }));
    await expect(line.proxy.read({ ...ASKED, continued: true })).resolves.toEqual({
      status: 200,
      trCont: 'M',
      body: GOOD.json,
    });
    const { headers, url, method } = line.server.requests.at(-1) ?? {};
    expect([method, url]).toEqual(['GET', `${PRICE}?FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=005930`]);
    expect(headers).toMatchObject({
      tr_id: 'FHKST01010100',
      tr_cont: 'N',
      custtype: 'P',
      appkey: CANARIES.appKey,
      authorization: 'Bearer token-1',
    });
    expect(told(line)).toEqual(['proxy FHKST01010100 ok - x1']);
    expect(line.vitals.lastGoodCallAt).toBeTypeOf('number');
  });

  it('keeps the body as it came: padded words, odd codes, fields that nobody knows', async () => {
    const json = { rt_cd: ' 0 ', msg_cd: 'odd code', msg1: '조회'.padEnd(80), Output: [{ x: '1.50' }] };
    const line = await lineWith(() => ({ status: 200, json, headers: { tr_cont: '<script>' } }));
    await expect(line.proxy.read(ASKED)).resolves.toEqual({ status: 200, trCont: '', body: json });
  });

  it.each<[string, Answer, string]>([
    ['of the business', kisError('APBK0656', 200, '해당 종목 정보가 없습니다.'), 'refused APBK0656 x1'],
    [
      'of the ledger, HTTP 500',
      kisError('EGW02006', 500, '모의투자 TR  이 아닙니다.'),
      'refused EGW02006 x1',
    ],
    ['for an unknown code', { status: 200, json: { rt_cd: '7', msg_cd: 'XYZ' } }, 'refused XYZ x1'],
    [
      'that KIS could not compose',
      { status: 200, json: { rt_cd: '0', msg_cd: 'IGW00009' } },
      'failed IGW00009 x1',
    ],
    ['of the rate, to the end', kisError('EGW00201'), 'refused EGW00201 x3'],
    ['in trouble, to the end', kisError('EGW00002'), 'failed EGW00002 x3'],
  ])('a refusal %s is an answer', async (_what, answer, expected) => {
    const line = await lineWith(() => answer);
    if (typeof answer === 'string' || !('json' in answer)) throw new Error('a refusal has a body');
    await expect(line.proxy.read(ASKED)).resolves.toEqual({
      status: answer.status,
      trCont: '',
      body: answer.json,
    });
    expect(told(line)).toEqual([`proxy FHKST01010100 ${expected}`]);
    expect(givenUp(line).length).toBe(expected.startsWith('failed') || expected.endsWith('x3') ? 1 : 0);
  });

  it.each<[string, Answer, string]>([
    ['is reset', 'reset', 'unavailable'],
    ['is cut short', 'truncate', 'unavailable'],
    ['does not come', 'hang', 'timeout'],
    ['is a page of HTML', { status: 502, text: '<html>' }, 'unavailable'],
    ['is another JSON', { status: 200, json: { hello: 'world' } }, 'unavailable'],
  ])('an answer that %s is none, and told of once', async (_how, answer, kind) => {
    const line = await lineWith(() => answer, { timing: { attemptMs: 40 } });
    await expect(line.proxy.read(ASKED)).rejects.toMatchObject({ kind });
    expect(givenUp(line)).toMatchObject([{ operation: 'proxy FHKST01010100' }]);
  });

  it('is repeated as reads are', async () => {
    const line = await lineWith(nth => (nth < 3 ? kisError('EGW00201') : GOOD));
    await expect(line.proxy.read(ASKED)).resolves.toMatchObject({ status: 200, body: GOOD.json });
    expect(told(line)).toEqual(['proxy FHKST01010100 ok - x3']);
    expect(givenUp(line)).toEqual([]);
  });

  it('ends with its caller', async () => {
    const line = await lineWith(() => 'hang');
    await line.tokens.access.current();
    const leaving = new AbortController();
    const read = expect(line.proxy.read(ASKED, leaving.signal)).rejects.toMatchObject({ kind: 'cancelled' });
    await expect.poll(() => line.server.count(PRICE)).toBe(1);
    leaving.abort(new DOMException('no', 'AbortError'));
    await read;
    expect(givenUp(line)).toEqual([]);
  });
});

describe('a token that is refused in the middle of a proxied read', () => {
  const byToken: Prices = (_nth, { headers }) =>
    headers.authorization === 'Bearer dead' ? kisError('EGW00121') : GOOD;

  it('is replaced once, and the read goes out once more', async () => {
    const line = await lineWith(byToken, { vault: await vaultWith('dead') });
    const all = await Promise.all([1, 2, 3, 4].map(() => line.proxy.read(ASKED)));
    expect(all.map(({ body }) => body)).toEqual([1, 2, 3, 4].map(() => GOOD.json));
    expect(line.server.count('/oauth2/tokenP')).toBe(1);
    expect(line.server.count(PRICE)).toBe(8);
    await expect(line.tokens.access.hand()).resolves.toMatchObject({ token: 'token-1', generation: 8 });
  });

  it('whose replacement is refused, too, is no answer to anybody', async () => {
    const line = await lineWith(() => kisError('EGW00123'), { vault: await vaultWith('dead') });
    await expect(line.proxy.read(ASKED)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(line.server.count(PRICE)).toBe(2);
    expect(givenUp(line)).toHaveLength(1);
  });
});

it('programs share the rate, and wait behind what the desk itself asks', async () => {
  const clock = manualClock();
  const arrived: string[] = [];
  const line = await lineWith(
    (_nth, { url }) => {
      arrived.push(new URL(url, 'http://kis').searchParams.get('FID_INPUT_ISCD') ?? '');
      return GOOD;
    },
    { clock, vault: await vaultWith('good', clock.now()), environment: { ratePerSecond: 1 } },
  );
  const byProgram = (code: string) => line.proxy.read({ ...ASKED, params: { FID_INPUT_ISCD: code } });
  const asked: Promise<unknown>[] = ['program-1', 'program-2', 'program-3'].map(byProgram);
  await soon(() => arrived.length).toBe(1);
  asked.push(readPrice(line));
  for (const count of [2, 3, 4]) {
    await soon(() => clock.sleepers).toBeGreaterThan(0);
    await clock.advance(900);
    expect(arrived).toHaveLength(count - 1);
    await clock.advance(102);
    await soon(() => arrived.length).toBe(count);
  }
  await Promise.all(asked);
  expect(arrived).toEqual(['program-1', '005930', 'program-2', 'program-3']);
});

it('no secret comes out, though the broker gives back whatever it is sent', async () => {
  const { appKey, appSecret, token } = CANARIES;
  /** Every character by its number, as JSON allows. */
  const escaped = (text: string) =>
    text.replace(/./g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const bareHeader: Answer = { status: 200, json: GOOD.json, headers: { tr_cont: token } };
  const spilt: Answer[] = [
    { status: 200, json: { ...GOOD.json, echo: { authorization: `Bearer ${token}` } } },
    { status: 200, json: { ...GOOD.json, [appKey]: '' } },
    { status: 500, json: { rt_cd: '1', msg_cd: 'EGW00003', msg1: `secret ${appSecret} refused` } },
    { status: 200, text: JSON.stringify({ ...GOOD.json, s: appSecret }).replaceAll('/', '\\/') },
    { status: 200, text: JSON.stringify({ ...GOOD.json, s: 'here' }).replace('here', escaped(appSecret)) },
    { status: 200, json: { ...GOOD.json, s: encodeURIComponent(appSecret) } },
    { status: 200, json: { ...GOOD.json, s: Buffer.from(appSecret).toString('base64') } },
    bareHeader,
    kisError('EGW00202', 500, `${appKey} ${appSecret} ${token}`),
    { status: 502, text: `${appKey} ${appSecret} ${token}` },
  ];
  for (const answer of spilt) {
    const line = await lineWith(() => answer, {
      script: request => (request.url.startsWith('/oauth2/tokenP') ? tokenAnswer() : answer),
    });
    const outcome: unknown = await line.proxy.read(ASKED).catch((thrown: unknown) => thrown);
    expect(leaks([outcome, ...line.lines, ...line.events, ...line.calls])).toEqual([]);
    if (answer !== bareHeader) expect(outcome).toMatchObject({ kind: 'unavailable' });
  }
});
