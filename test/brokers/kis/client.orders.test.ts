import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startLine, type TestLine, type TestLineOptions, tokenAnswer } from '../../support/kis-line.js';
import type { Answer, SeenRequest } from '../../support/scripted-server.js';
import { steppingClock } from '../../support/stepping-clock.js';

const ORDER = '/uapi/domestic-stock/v1/trading/order-cash';
const HASHKEY = '/uapi/hashkey';
const schema = z.object({ output: z.object({ ODNO: z.string().min(1) }) });
const BODY = { CANO: '50101234', ACNT_PRDT_CD: '01', PDNO: '005930', ORD_QTY: '3', ORD_UNPR: '71500' };
const TAKEN: Answer = {
  status: 200,
  json: {
    rt_cd: '0',
    msg_cd: '40600000',
    msg1: '모의투자 매수주문이 완료 되었습니다.',
    output: { ODNO: '777' },
  },
};
const kisError = (code: string, status = 500, rtCd = '1'): Answer => ({
  status,
  json: { rt_cd: rtCd, msg_cd: code, msg1: '말씀' },
});

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(
  orders: (nth: number, request: SeenRequest) => Answer,
  options: Partial<TestLineOptions> = {},
): Promise<TestLine> {
  const line = await startLine({
    script(request, nth) {
      if (request.url.startsWith('/oauth2/tokenP')) return tokenAnswer(`token-${nth}`);
      if (request.url.startsWith(HASHKEY)) return { status: 200, json: { HASH: 'ab'.repeat(32), BODY: {} } };
      return orders(nth, request);
    },
    ...options,
  });
  lines.push(line);
  return line;
}

const buy = (line: TestLine) => line.client.send({ tr: 'buy', body: BODY, schema });

/** Long enough for anything that would be sent again to have arrived. */
const afterwards = () => new Promise(resolve => setTimeout(resolve, 80));

describe('an order', () => {
  it('is sent once with its headers and its body as text', async () => {
    const line = await lineWith(() => TAKEN);
    await expect(buy(line)).resolves.toEqual({ kind: 'answered', data: { output: { ODNO: '777' } } });
    const seen = line.server.requests.find(request => request.url === ORDER);
    expect(seen).toMatchObject({ method: 'POST', body: JSON.stringify(BODY) });
    expect(seen?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      authorization: 'Bearer token-1',
      tr_id: 'VTTC0012U',
      custtype: 'P',
    });
    expect(seen?.headers['hashkey']).toBeUndefined();
    expect(line.server.count(ORDER)).toBe(1);
  });

  it('carries the hashkey of exactly its body when the environment wants one', async () => {
    const line = await lineWith(() => TAKEN, { environment: { hashkey: true } });
    await expect(buy(line)).resolves.toMatchObject({ kind: 'answered' });
    const hashed = line.server.requests.find(request => request.url === HASHKEY);
    const sent = line.server.requests.find(request => request.url === ORDER);
    expect(hashed?.body).toBe(sent?.body);
    expect(sent?.headers['hashkey']).toBe('ab'.repeat(32));
  });

  it.each<[string, Answer]>([
    ['is refused', kisError('EGW00101')],
    ['never comes', 'hang'],
    ['has no HASH', { status: 200, json: { BODY: {} } }],
  ])('is not sent when its hashkey %s', async (_what, answer) => {
    const line = await lineWith(() => TAKEN, {
      environment: { hashkey: true },
      script: request => (request.url.startsWith('/oauth2/tokenP') ? tokenAnswer() : answer),
    });
    await expect(buy(line)).resolves.toMatchObject({ kind: 'notSent' });
    expect(line.server.count(ORDER)).toBe(0);
  });

  it('is not sent without a token', async () => {
    const line = await lineWith(() => TAKEN, {
      script: () => ({ status: 403, json: { error_code: 'EGW00133', error_description: '잠시 후' } }),
    });
    await expect(buy(line)).resolves.toEqual({ kind: 'notSent', reason: 'cooldown EGW00133' });
    expect(line.server.count(ORDER)).toBe(0);
  });
});

describe('an order reaches the server exactly once, and its outcome is unknown, when', () => {
  it.each<[string, Answer]>([
    ['the connection is reset', 'reset'],
    ['no answer comes in time', 'hang'],
    ['the answer drips', 'drip'],
    ['the answer is cut off', 'truncate'],
    ['the answer is an empty 500', { status: 500, text: '' }],
    ['the answer is an HTML 502', { status: 502, text: '<html>' }],
    ['routing failed (EGW00202)', kisError('EGW00202')],
    ['the gateway’s read timed out (EGW00302)', kisError('EGW00302')],
    ['the answer could not be composed (IGW00009, rt_cd 0)', kisError('IGW00009', 200, '0')],
    ['an order number is missing', { status: 200, json: { rt_cd: '0', msg_cd: 'APBK0013', output: {} } }],
    ['the code is not listed', kisError('APBK9999', 200, '7')],
    ['the maintenance page answers', kisError('', 500)],
    [
      'the charset is wrong',
      { status: 200, text: Buffer.from([0x7b, 0x22, 0xc7, 0xd1, 0x22, 0x3a, 0x31, 0x7d]) },
    ],
    ['the server says 401 without a code', { status: 401, text: '' }],
    ['the server redirects', { status: 307, text: '', headers: { location: 'http://127.0.0.1:9/' } }],
  ])('%s', async (_what, fault) => {
    const line = await lineWith(() => fault);
    await expect(buy(line)).resolves.toMatchObject({ kind: 'unknown' });
    await afterwards();
    expect(line.server.count(ORDER)).toBe(1);
    expect(line.events.map(event => event.kind)).toEqual(['tokenRenewed']);
  });
});

describe('an order that was certainly not taken', () => {
  it.each(['APBK0952', '40580000', 'EGW02006', 'OPSQ2000'])('is refused: %s', async code => {
    const line = await lineWith(() => kisError(code, 200, '7'));
    await expect(buy(line)).resolves.toEqual({ kind: 'refused', code, message: '말씀' });
    expect(line.server.count(ORDER)).toBe(1);
  });

  it('was not sent when the server is gone', async () => {
    const line = await lineWith(() => TAKEN);
    await line.tokens.access.current();
    await line.server.close();
    await expect(buy(line)).resolves.toEqual({ kind: 'notSent', reason: 'ECONNREFUSED' });
  });
});

describe('an order that was turned away before routing', () => {
  it('is sent once more after a rate refusal, a second later', async () => {
    const line = await lineWith(nth => (nth === 1 ? kisError('EGW00201') : TAKEN));
    await expect(buy(line)).resolves.toMatchObject({ kind: 'answered' });
    const [first, second] = line.server.requests.filter(request => request.url === ORDER);
    const pause = (second?.at ?? 0) - (first?.at ?? 0);
    expect(pause).toBeGreaterThanOrEqual(999);
    expect(pause).toBeLessThan(2_000);
    expect(line.events.at(-1)).toMatchObject({ kind: 'rateRefused', operation: 'buy', code: 'EGW00201' });
  });

  it('is refused when the rate refuses it twice', async () => {
    const line = await lineWith(() => kisError('EGW00215'));
    await expect(buy(line)).resolves.toMatchObject({ kind: 'refused', code: 'EGW00215' });
    await afterwards();
    expect(line.server.count(ORDER)).toBe(2);
  });

  it('is sent once more with a new token', async () => {
    let step = 0;
    const line = await lineWith(
      (_nth, request) => (request.headers.authorization === 'Bearer token-1' ? kisError('EGW00123') : TAKEN),
      { clock: steppingClock(() => step) },
    );
    await line.tokens.access.current();
    step = 70_000;
    await expect(buy(line)).resolves.toMatchObject({ kind: 'answered' });
    expect(line.server.count(ORDER)).toBe(2);
    expect(line.server.count('/oauth2/tokenP')).toBe(2);
  });

  it('is refused, not sent again, when no new token may be issued yet', async () => {
    const line = await lineWith(() => kisError('EGW00123'));
    await expect(buy(line)).resolves.toMatchObject({ kind: 'refused', code: 'EGW00123' });
    expect(line.server.count(ORDER)).toBe(1);
  });

  it('is unknown when the second one meets a doubt, and there is no third', async () => {
    const line = await lineWith(nth => (nth === 1 ? kisError('EGW00201') : 'reset'));
    await expect(buy(line)).resolves.toEqual({ kind: 'unknown', reason: 'ECONNRESET' });
    await afterwards();
    expect(line.server.count(ORDER)).toBe(2);
  });
});

it('an order under way when the broker is closed has an unknown outcome', async () => {
  const line = await lineWith(() => 'hang', { timing: { attemptMs: 5_000 } });
  const sent = buy(line);
  while (line.server.count(ORDER) === 0) await afterwards();
  await line.close();
  await expect(sent).resolves.toMatchObject({ kind: 'unknown' });
});

it('an order whose answer a handler chokes on has an unknown outcome', async () => {
  const line = await lineWith(() => TAKEN);
  const choking = schema.transform(() => {
    throw new Error('bad handler');
  });
  await expect(line.client.send({ tr: 'buy', body: BODY, schema: choking })).resolves.toMatchObject({
    kind: 'unknown',
  });
});
