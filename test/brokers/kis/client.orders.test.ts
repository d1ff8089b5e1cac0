import { afterEach, describe, expect, it } from 'vitest';
import { type TestLine, tokenAnswer } from '../../support/kis-line.js';
import {
  BODY,
  buy,
  HASHKEY,
  ORDER,
  orderSchema,
  refusalOf,
  startOrders,
  TAKEN,
} from '../../support/order-line.js';
import type { Answer } from '../../support/scripted-server.js';

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(...given: Parameters<typeof startOrders>): Promise<TestLine> {
  const line = await startOrders(...given);
  lines.push(line);
  return line;
}

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
    ['is refused', refusalOf('EGW00101')],
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
    ['routing failed (EGW00202)', refusalOf('EGW00202')],
    ['the gateway’s read timed out (EGW00302)', refusalOf('EGW00302')],
    ['the answer could not be composed (IGW00009, rt_cd 0)', refusalOf('IGW00009', 200, '0')],
    ['an order number is missing', { status: 200, json: { rt_cd: '0', msg_cd: 'APBK0013', output: {} } }],
    ['the code is not listed', refusalOf('APBK9999', 200, '7')],
    ['the maintenance page answers', refusalOf('', 500)],
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
    const line = await lineWith(() => refusalOf(code, 200, '7'));
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

it('an order under way when the broker is closed has an unknown outcome', async () => {
  const line = await lineWith(() => 'hang', { timing: { attemptMs: 5_000 } });
  const sent = buy(line);
  while (line.server.count(ORDER) === 0) await afterwards();
  await line.close();
  await expect(sent).resolves.toMatchObject({ kind: 'unknown' });
});

it('an order whose answer a handler chokes on has an unknown outcome', async () => {
  const line = await lineWith(() => TAKEN);
  const choking = orderSchema.transform(() => {
    throw new Error('bad handler');
  });
  await expect(line.client.send({ tr: 'buy', body: BODY, schema: choking })).resolves.toMatchObject({
    kind: 'unknown',
  });
});
