import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/index.js';
import { type ManualClock, manualClock } from '../../support/clock.js';
import { type TestLine, tokenAnswer } from '../../support/kis-line.js';
import {
  BODY,
  buy,
  HASHKEY,
  ORDER,
  refusalOf,
  startOrders,
  TAKEN,
  TOKEN,
  until,
} from '../../support/order-line.js';

const HALTED = { kind: 'notSent', reason: 'halted' };
const stop = () => new DOMException('halt', 'AbortError');

let clock: ManualClock;
let halt: AbortController;
const lines: TestLine[] = [];
beforeEach(() => {
  clock = manualClock();
  halt = new AbortController();
});
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(...[orders, options]: Parameters<typeof startOrders>): Promise<TestLine> {
  const line = await startOrders(orders, { clock, ...options });
  lines.push(line);
  return line;
}

describe('an aborted signal keeps an order from leaving', () => {
  it('a hundred in the queue behind a KIS that hangs: none arrives, all know at once', async () => {
    const line = await lineWith(() => 'hang', { environment: { ratePerSecond: 1 } });
    await line.tokens.access.current();
    await clock.advance(1_100);
    const hanging = buy(line, { signal: halt.signal });
    await until(() => line.server.count(ORDER) === 1);
    const queued = Array.from({ length: 100 }, (_, i) => buy(line, { price: i + 1, signal: halt.signal }));
    await clock.advance(0);
    halt.abort(stop());
    // The clock stands still: whatever waited for time to pass would wait for ever.
    await expect(Promise.all(queued)).resolves.toEqual(Array(100).fill(HALTED));
    expect(line.server.count(ORDER)).toBe(1);
    await clock.advance(60_000);
    await expect(hanging).resolves.toEqual({ kind: 'unknown', reason: 'TIMEOUT' });
    expect(line.server.count(ORDER)).toBe(1);
  });

  it('while it waits for its token', async () => {
    const line = await lineWith(() => TAKEN, { script: () => 'hang' });
    const sent = buy(line, { signal: halt.signal });
    await until(() => line.server.count(TOKEN) === 1);
    halt.abort(stop());
    await expect(sent).resolves.toEqual(HALTED);
    expect(line.server.count(ORDER)).toBe(0);
  });

  it('while it waits for its hash key', async () => {
    const line = await lineWith(() => TAKEN, {
      environment: { hashkey: true },
      script: request => (request.url.startsWith(TOKEN) ? tokenAnswer('token', clock.now()) : 'hang'),
    });
    const sent = buy(line, { signal: halt.signal });
    await until(() => line.server.count(HASHKEY) === 1);
    halt.abort(stop());
    await expect(sent).resolves.toEqual(HALTED);
    expect(line.server.count(ORDER)).toBe(0);
  });

  it('while it waits for a hash key that was asked for ahead of time', async () => {
    const line = await lineWith(() => TAKEN, {
      environment: { hashkey: true },
      script: request => (request.url.startsWith(TOKEN) ? tokenAnswer('token', clock.now()) : 'hang'),
    });
    await line.tokens.access.current();
    const prepared = line.client.prepare({ tr: 'buy', body: BODY });
    await until(() => line.server.count(HASHKEY) === 1);
    const sent = buy(line, { signal: halt.signal });
    await clock.advance(0);
    halt.abort(stop());
    await expect(sent).resolves.toEqual(HALTED);
    await clock.advance(10_000);
    await prepared;
    expect(line.server.requests.map(request => request.url)).toEqual([TOKEN, HASHKEY]);
    expect(line.calls.filter(call => call.operation === 'hashkey')).toMatchObject([{ outcome: 'failed' }]);
  });

  it('in the pause before a repeated attempt', async () => {
    const line = await lineWith(() => refusalOf('EGW00201'));
    const sent = buy(line, { signal: halt.signal });
    await until(() => line.lines.length === 1);
    await clock.advance(500);
    halt.abort(stop());
    await expect(sent).resolves.toEqual(HALTED);
    await clock.advance(60_000);
    expect(line.server.count(ORDER)).toBe(1);
  });

  it('in the queue before a repeated attempt', async () => {
    const line = await lineWith(nth => (nth === 1 ? refusalOf('EGW00201') : 'hang'), {
      environment: { ratePerSecond: 1 },
    });
    await line.tokens.access.current();
    await clock.advance(1_100);
    const sent = buy(line, { signal: halt.signal });
    await until(() => line.lines.length === 1);
    const other = buy(line, { price: 1 });
    await clock.advance(1_002);
    await until(() => line.server.count(ORDER) === 2);
    halt.abort(stop());
    await expect(sent).resolves.toEqual(HALTED);
    await clock.advance(60_000);
    await expect(other).resolves.toMatchObject({ kind: 'unknown' });
    expect(line.server.count(ORDER)).toBe(2);
  });

  it('when it has aborted already: nothing leaves, not even for a token', async () => {
    const line = await lineWith(() => TAKEN, { environment: { hashkey: true } });
    halt.abort(stop());
    await expect(buy(line, { signal: halt.signal })).resolves.toEqual(HALTED);
    await new Promise(resolve => setTimeout(resolve, 40));
    expect(line.server.requests).toEqual([]);
  });

  it('at any instant before the socket is written to, and says so truly', async () => {
    const line = await lineWith(() => TAKEN, { clock: systemClock });
    await line.tokens.access.current();
    const turns = [
      ...Array.from({ length: 60 }, (_, n) => async () => {
        for (let i = 0; i < n; i += 1) await Promise.resolve();
      }),
      ...Array.from({ length: 12 }, (_, n) => async () => {
        for (let i = 0; i < n; i += 1) await new Promise(resolve => setImmediate(resolve));
      }),
    ];
    const kinds: string[] = [];
    for (const [i, turn] of turns.entries()) {
      const one = new AbortController();
      const sent = buy(line, { price: i + 1, signal: one.signal });
      await turn();
      one.abort(stop());
      const { kind } = await sent;
      kinds.push(kind);
      const arrived = line.server.requests.filter(request => request.body.includes(`"${i + 1}"}`)).length;
      expect([kind, arrived]).toEqual(kind === 'notSent' ? ['notSent', 0] : ['answered', 1]);
    }
    // Turns of promises alone never get as far as a connection.
    expect(kinds.slice(0, 60)).toEqual(Array(60).fill('notSent'));
    expect(kinds.at(-1)).toBe('answered');
  });
});

describe('an aborted signal has no effect on an order that has left', () => {
  it('its answer is awaited', async () => {
    const line = await lineWith(() => {
      halt.abort(stop());
      return TAKEN;
    });
    await expect(buy(line, { signal: halt.signal })).resolves.toMatchObject({ kind: 'answered' });
    expect(line.server.count(ORDER)).toBe(1);
  });

  it('its doubt stays a doubt', async () => {
    const line = await lineWith(() => {
      halt.abort(stop());
      return 'reset';
    });
    await expect(buy(line, { signal: halt.signal })).resolves.toEqual({
      kind: 'unknown',
      reason: 'ECONNRESET',
    });
  });

  it('but after a rate refusal it is not sent again', async () => {
    const line = await lineWith(() => {
      halt.abort(stop());
      return refusalOf('EGW00201');
    });
    await expect(buy(line, { signal: halt.signal })).resolves.toEqual(HALTED);
    await clock.advance(60_000);
    expect(line.server.count(ORDER)).toBe(1);
  });
});
