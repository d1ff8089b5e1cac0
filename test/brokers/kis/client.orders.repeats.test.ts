import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../support/clock.js';
import type { TestLine } from '../../support/kis-line.js';
import { buy, inTime, ORDER, refusalOf, startOrders, TAKEN, TOKEN, until } from '../../support/order-line.js';

let clock: ManualClock;
const lines: TestLine[] = [];
beforeEach(() => {
  clock = manualClock();
});
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(...[orders, options]: Parameters<typeof startOrders>): Promise<TestLine> {
  const line = await startOrders(orders, { clock, ...options });
  lines.push(line);
  return line;
}

/** Waits until the nth refusal has been understood: what follows it has begun. */
const refused = (line: TestLine, nth: number) => until(() => line.lines.length === nth);
const attempts = (line: TestLine) => line.server.count(ORDER);

describe('after a rate refusal an order', () => {
  it.each([
    ['EGW00201', 500],
    ['EGW00215', 500],
    ['EGW00201', 200],
  ])('is sent up to twice more, each time a second later (%s, HTTP %i)', async (code, status) => {
    const line = await lineWith(nth => (nth < 3 ? refusalOf(code, status) : TAKEN));
    const sent = buy(line);
    for (const nth of [1, 2]) {
      await refused(line, nth);
      await clock.advance(999);
      expect(attempts(line)).toBe(nth);
      await clock.advance(1);
      await until(() => attempts(line) === nth + 1);
    }
    await expect(sent).resolves.toMatchObject({ kind: 'answered' });
    expect(attempts(line)).toBe(3);
    const bodies = line.server.requests.filter(r => r.url === ORDER).map(r => r.body);
    expect(new Set(bodies).size).toBe(1);
    expect(line.events.filter(event => event.kind === 'rateRefused')).toMatchObject([
      { operation: 'buy', code },
      { operation: 'buy', code },
    ]);
  });

  it('is refused when the rate refuses it three times', async () => {
    const line = await lineWith(() => refusalOf('EGW00215'));
    await expect(inTime(clock, buy(line))).resolves.toEqual({
      kind: 'refused',
      code: 'EGW00215',
      message: '말씀',
    });
    await clock.advance(60_000);
    expect(attempts(line)).toBe(3);
    expect(line.calls.at(-1)).toMatchObject({ operation: 'buy', outcome: 'refused', attempts: 3 });
  });

  it('is refused, not sent again, when its deadline passes in the pause', async () => {
    const line = await lineWith(() => refusalOf('EGW00201'), { timing: { orderWaitMs: 1_500 } });
    const sent = buy(line);
    for (const nth of [1, 2]) {
      await refused(line, nth);
      await clock.advance(1_000);
    }
    await expect(sent).resolves.toMatchObject({ kind: 'refused', code: 'EGW00201' });
    expect(attempts(line)).toBe(2);
  });

  it('is refused when the server is gone before the repeat', async () => {
    const line = await lineWith(() => refusalOf('EGW00201'));
    const sent = buy(line);
    await refused(line, 1);
    await line.server.close();
    await clock.advance(1_000);
    await expect(sent).resolves.toMatchObject({ kind: 'refused', code: 'EGW00201' });
  });
});

describe('after a token refusal an order', () => {
  it('is sent once more with a new token', async () => {
    const line = await lineWith((_nth, request) =>
      request.headers.authorization === 'Bearer token-1' ? refusalOf('EGW00123') : TAKEN,
    );
    await line.tokens.access.current();
    await clock.advance(70_000);
    await expect(buy(line)).resolves.toMatchObject({ kind: 'answered' });
    expect(attempts(line)).toBe(2);
    expect(line.server.count(TOKEN)).toBe(2);
  });

  it('is refused, not sent a third time, when the new token is refused, too', async () => {
    const line = await lineWith(() => refusalOf('EGW00121'));
    await line.tokens.access.current();
    await clock.advance(70_000);
    await expect(buy(line)).resolves.toMatchObject({ kind: 'refused', code: 'EGW00121' });
    await clock.advance(70_000);
    expect(attempts(line)).toBe(2);
  });

  it('is not sent a third time though yet another token could be had', async () => {
    const line = await lineWith(
      async () => {
        await clock.advance(70_000);
        return refusalOf('EGW00121');
      },
      { timing: { attemptMs: 500_000, orderWaitMs: 500_000 } },
    );
    await expect(buy(line)).resolves.toMatchObject({ kind: 'refused', code: 'EGW00121' });
    expect([attempts(line), line.server.count(TOKEN)]).toEqual([2, 2]);
  });

  it('is refused, not sent again, when no new token may be issued yet', async () => {
    const line = await lineWith(() => refusalOf('EGW00123'));
    await expect(buy(line)).resolves.toMatchObject({ kind: 'refused', code: 'EGW00123' });
    await clock.advance(70_000);
    expect(attempts(line)).toBe(1);
  });

  it('has one repeat left for a rate refusal', async () => {
    const line = await lineWith(nth => refusalOf(nth === 1 ? 'EGW00123' : 'EGW00201'));
    await line.tokens.access.current();
    await clock.advance(70_000);
    await expect(inTime(clock, buy(line))).resolves.toMatchObject({ kind: 'refused', code: 'EGW00201' });
    expect(attempts(line)).toBe(3);
  });
});

describe('a repeated order that meets a doubt is unknown, and not sent again:', () => {
  it.each([
    ['a reset', 'reset', 'ECONNRESET'],
    ['an unlisted code', refusalOf('APBK9999', 200, '7'), 'APBK9999 말씀'],
    ['an empty 500', { status: 500, text: '' }, 'HTTP 500'],
    ['the gateway’s time-out', refusalOf('EGW00302'), 'EGW00302 말씀'],
  ] as const)('%s', async (_what, doubt, reason) => {
    const line = await lineWith(nth => (nth === 1 ? refusalOf('EGW00201') : doubt));
    await expect(inTime(clock, buy(line))).resolves.toEqual({ kind: 'unknown', reason });
    await clock.advance(60_000);
    expect(attempts(line)).toBe(2);
  });
});
