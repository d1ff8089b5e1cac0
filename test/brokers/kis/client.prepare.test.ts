import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../support/clock.js';
import { type TestLine, type TestLineOptions, tokenAnswer } from '../../support/kis-line.js';
import {
  BODY,
  buy,
  HASH,
  HASHKEY,
  inTime,
  ORDER,
  startOrders,
  TAKEN,
  TOKEN,
  until,
} from '../../support/order-line.js';
import type { Answer } from '../../support/scripted-server.js';

let clock: ManualClock;
const lines: TestLine[] = [];
beforeEach(() => {
  clock = manualClock();
});
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith({ environment, ...options }: Partial<TestLineOptions> = {}): Promise<TestLine> {
  const all = { clock, ...options, environment: { hashkey: true, ...environment } };
  const line = await startOrders(() => TAKEN, all);
  lines.push(line);
  return line;
}

/** A line whose hash keys answer by `keys`. */
const lineHashing = (keys: (nth: number) => Answer | Promise<Answer>) =>
  lineWith({
    script(request, nth) {
      if (request.url.startsWith(TOKEN)) return tokenAnswer('token', clock.now());
      return request.url.startsWith(HASHKEY) ? keys(nth) : TAKEN;
    },
  });
const GOOD_KEY: Answer = { status: 200, json: { HASH } };

const prepare = (line: TestLine, price: number) =>
  line.client.prepare({ tr: 'buy', body: { ...BODY, ORD_UNPR: String(price) } });
const hashed = (line: TestLine) => line.server.count(HASHKEY);

describe('an order that was prepared', () => {
  it('is sent with the hash key fetched ahead, without another call', async () => {
    const line = await lineWith();
    await prepare(line, 71_500);
    expect([line.server.count(TOKEN), hashed(line), line.server.count(ORDER)]).toEqual([1, 1, 0]);
    await expect(buy(line)).resolves.toMatchObject({ kind: 'answered' });
    expect([line.server.count(TOKEN), hashed(line), line.server.count(ORDER)]).toEqual([1, 1, 1]);
    const [key] = line.server.requests.filter(request => request.url === HASHKEY);
    const sent = line.server.requests.at(-1);
    expect(sent?.headers['hashkey']).toBe(HASH);
    expect(sent?.body).toBe(key?.body);
  });

  it('lends its key to no other body', async () => {
    const line = await lineWith();
    await prepare(line, 71_500);
    await buy(line, { price: 71_600 });
    const bodies = line.server.requests.filter(request => request.url === HASHKEY).map(r => r.body);
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(line.server.requests.at(-1)?.body);
  });

  it('keeps its key for two minutes, however the wall clock is set', async () => {
    const line = await lineWith();
    await prepare(line, 1);
    await prepare(line, 2);
    await clock.advance(119_000);
    clock.step(3_600_000);
    await buy(line, { price: 1 });
    expect(hashed(line)).toBe(2);
    clock.step(-3_600_000);
    await clock.advance(1_000);
    await buy(line, { price: 2 });
    expect(hashed(line)).toBe(3);
  });

  it('is one of the last two hundred', async () => {
    const line = await lineWith();
    for (let price = 1; price <= 201; price += 1) await prepare(line, price);
    await buy(line, { price: 2 });
    await buy(line, { price: 201 });
    expect(hashed(line)).toBe(201);
    await buy(line, { price: 1 });
    expect(hashed(line)).toBe(202);
  });

  it('is prepared once, however often it is asked for', async () => {
    const line = await lineWith();
    await Promise.all(Array.from({ length: 20 }, () => prepare(line, 1)));
    await prepare(line, 1);
    expect(hashed(line)).toBe(1);
  });

  it('waits for a key that is already on its way', async () => {
    let answer: (key: Answer) => void = () => undefined;
    const line = await lineHashing(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    const prepared = prepare(line, 1);
    await until(() => hashed(line) === 1);
    const sent = buy(line, { price: 1 });
    await clock.advance(0);
    answer(GOOD_KEY);
    await expect(sent).resolves.toMatchObject({ kind: 'answered' });
    await prepared;
    expect(hashed(line)).toBe(1);
  });

  it('does not wait behind others for a key that is still in the queue', async () => {
    const line = await lineWith({ environment: { ratePerSecond: 1 } });
    await line.tokens.access.current();
    const prepared = [1, 2, 3, 4].map(price => prepare(line, price));
    const sent = buy(line, { price: 4 });
    await clock.advance(1_002);
    await until(() => hashed(line) === 1);
    expect(line.server.requests.at(-1)?.body).toContain('"ORD_UNPR":"4"');
    await until(() => line.calls.some(call => call.operation === 'hashkey' && call.outcome === 'ok'));
    await clock.advance(1_002);
    await expect(sent).resolves.toMatchObject({ kind: 'answered' });
    expect([hashed(line), line.server.count(ORDER)]).toEqual([1, 1]);
    await inTime(clock, Promise.all(prepared));
    // The other three; the one that the order asked for itself is not asked for again.
    expect(hashed(line)).toBe(4);
  });
});

describe('preparing an order', () => {
  it('makes sure of a token only, where hash keys are not used', async () => {
    const line = await lineWith({ environment: { hashkey: false } });
    await prepare(line, 1);
    expect(line.server.requests.map(request => request.url)).toEqual([TOKEN]);
  });

  it.each<[string, Answer]>([
    ['is refused', { status: 500, json: { rt_cd: '1', msg_cd: 'EGW00101', msg1: '' } }],
    ['is cut off', 'reset'],
    ['makes no sense', { status: 200, json: {} }],
  ])('never rejects when its key %s, and the order asks for its own', async (_how, failure) => {
    const line = await lineHashing(nth => (nth === 1 ? failure : GOOD_KEY));
    await expect(prepare(line, 1)).resolves.toBeUndefined();
    await expect(buy(line, { price: 1 })).resolves.toMatchObject({ kind: 'answered' });
    expect(hashed(line)).toBe(2);
  });

  it('asks anew for a key that could not be had', async () => {
    const line = await lineHashing(nth => (nth === 1 ? 'reset' : GOOD_KEY));
    await prepare(line, 1);
    await prepare(line, 1);
    expect(hashed(line)).toBe(2);
    await buy(line, { price: 1 });
    expect(hashed(line)).toBe(2);
  });

  it('never rejects without a token', async () => {
    const line = await lineWith({ script: () => ({ status: 403, json: { error_code: 'EGW00133' } }) });
    await expect(prepare(line, 1)).resolves.toBeUndefined();
  });

  it('gives up when nothing answers', async () => {
    const line = await lineWith({ script: () => 'hang' });
    const prepared = prepare(line, 1);
    await until(() => hashed(line) === 1);
    await clock.advance(60_000);
    await expect(prepared).resolves.toBeUndefined();
  });
});
