import { describe, expect, test } from 'vitest';
import type { Proposal, Quote } from '../../../src/core/index.js';
import { deniedWith } from './denied-with.js';
import { ACCOUNT, amend, at, buy, LIVE_ACCOUNT, MARKET, QUOTE, rig, sell, WHO } from './rig.js';

const signal = new AbortController().signal;
const CANCEL: Proposal = { kind: 'cancel', account: ACCOUNT, which: { kind: 'all' } };

/** A ticket, some time, whatever `change` does to the world, and the press. */
async function pressed(
  proposal: Proposal,
  waitMs: number,
  change: (world: ReturnType<typeof rig>['world'], clock: ReturnType<typeof rig>['clock']) => void = () => {},
  options: Parameters<typeof rig>[1] = {},
) {
  const { make, maker, world, clock, day, asked } = rig({}, options);
  const content = await make(proposal);
  asked.length = 0;
  await clock.advance(waitMs);
  change(world, clock);
  const fresh = await maker.refresh(content, signal);
  return { asked, fresh, verdict: () => maker.judgeAgain(content, fresh, WHO, day, clock.now()) };
}

describe('at the press', () => {
  test('nothing is read while the quote at hand is fresh', async () => {
    const { asked, fresh, verdict } = await pressed(buy(), 2_000);
    expect(asked).toEqual([]);
    expect(fresh.quote).toBeUndefined();
    expect(verdict()).toBe('same');
  });

  test('the quote is read again before it is too old, and nothing else', async () => {
    for (const proposal of [buy(), sell(), amend()]) {
      const { asked, fresh, verdict } = await pressed(proposal, 2_001);
      expect(asked).toEqual(['quote']);
      expect(fresh.quote?.price).toBe(71_900n);
      expect(verdict()).toBe('same');
    }
  });

  test('a cancel reads nothing, however long it waited', async () => {
    const { asked, verdict } = await pressed(CANCEL, 59_000, world => {
      world.limits = { orderAmount: 0n };
      world.unsettled = true;
    });
    expect(asked).toEqual([]);
    expect(verdict()).toBe('same');
  });

  test('a quote that has grown too old on the way is refused', async () => {
    const { make, maker, clock, day } = rig();
    const content = await make(buy());
    await clock.advance(5_000);
    expect(maker.judgeAgain(content, { quote: undefined }, WHO, day, clock.now())).toBe('same');
    await clock.advance(1);
    const { kind, detail } = await deniedWith(() =>
      maker.judgeAgain(content, { quote: undefined }, WHO, day, clock.now()),
    );
    expect({ kind, detail }).toEqual({ kind: 'unavailable', detail: { what: 'quote' } });
  });

  test('a quote that cannot be read, has no price or is of another issue is refused', async () => {
    const reading = await deniedWith(() =>
      pressed(buy(), 10_000, world => world.failing.set('quote', new DOMException('', 'TimeoutError'))),
    );
    expect(reading.kind).toBe('timeout');
    for (const quote of [{ price: 0n }, { code: '000660' }] satisfies Partial<Quote>[]) {
      const { verdict } = await pressed(buy(), 10_000, world => {
        world.quote = quote;
      });
      expect((await deniedWith(verdict)).kind).toBe('unavailable');
    }
  });
});

describe('the drift of the last price', () => {
  test.each([
    [100_000n, 1, 101_000n, 'same'],
    [100_000n, 1, 101_001n, 'moved'],
    [100_000n, 1, 99_000n, 'same'],
    [100_000n, 1, 98_999n, 'moved'],
    [71_900n, 1, 72_619n, 'same'],
    [71_900n, 1, 72_620n, 'moved'],
    [100_000n, 0.05, 100_050n, 'same'],
    [100_000n, 0.05, 100_051n, 'moved'],
    [100_000n, 0, 100_000n, 'same'],
    [100_000n, 0, 100_001n, 'moved'],
  ])('from %s with %s percent to %s: %s', async (from, drift, to, expected) => {
    const limits = { upperLimit: 130_000n, lowerLimit: 50_000n };
    const { make, maker, clock, day } = rig({ quote: { price: from, ...limits }, limits: { drift } });
    const content = await make(buy({ price: MARKET }));
    const quote: Quote = { ...QUOTE, ...limits, price: to, asOf: clock.now() };
    expect(maker.judgeAgain(content, { quote }, WHO, day, clock.now())).toBe(expected);
  });
});

describe('what changed since the ticket stops the order', () => {
  test('a halt of the issue', async () => {
    const { verdict } = await pressed(buy(), 10_000, world => {
      world.quote = { warnings: ['halted'] };
    });
    expect((await deniedWith(verdict)).detail['problem']).toBe('halted');
  });

  test('the end of the session', async () => {
    const { verdict } = await pressed(buy(), 0, (_, clock) => clock.step(6 * 3_600_000));
    expect((await deniedWith(verdict)).detail['problem']).toBe('closed');
  });

  test('a limit that is used up, of the day or of the person', async () => {
    const day = await pressed(buy(), 0, world => {
      world.limits = { dayAmount: 1_000_000n };
      world.spent = { ...world.spent, account: { amount: 281_001n, count: 1 } };
    });
    expect((await deniedWith(day.verdict)).detail['limit']).toBe('DAY_AMOUNT');
    const person = await pressed(buy(), 0, world => {
      world.personLimits = { orderQuantity: 9n };
    });
    expect((await deniedWith(person.verdict)).detail['limit']).toBe('ORDER_QUANTITY');
  });

  test('a price that the day’s limits have left behind', async () => {
    const { verdict } = await pressed(buy(), 10_000, world => {
      world.quote = { upperLimit: 71_000n, price: 71_900n };
    });
    expect((await deniedWith(verdict)).detail).toMatchObject({ problem: 'upperLimit', nearest: '71000' });
  });

  test('a like order whose outcome became unknown', async () => {
    const { verdict } = await pressed(buy(), 0, world => {
      world.unsettled = true;
    });
    expect((await deniedWith(verdict)).kind).toBe('unsettled');
  });

  test('a distance from the last price that the limit does not allow is denied, not asked again', async () => {
    const { verdict } = await pressed(buy(), 10_000, world => {
      world.limits = { priceDistance: 5 };
      world.quote = { price: 65_000n };
    });
    expect((await deniedWith(verdict)).detail['limit']).toBe('PRICE_DISTANCE');
  });

  test('the same order that left meanwhile asks for a new ticket, unless this one was the second already', async () => {
    const first = await pressed(buy(), 1_000, (world, clock) => {
      world.lastLike = clock.now() - 500;
    });
    expect(first.verdict()).toBe('repeat');
    const { make, maker, clock, day } = rig({ lastLike: Date.parse('2026-11-23T09:59:59+09:00') });
    const second = await make(buy());
    expect(second.repeat).toBe(true);
    expect(maker.judgeAgain(second, { quote: undefined }, WHO, day, clock.now())).toBe('same');
  });

  test('live trading switched off stops even a cancel', async () => {
    const live = { stamp: 'live', liveTrading: true } as const;
    const { make, day, clock } = rig({}, live);
    const off = rig({}, { ...live, liveTrading: false }).maker;
    for (const proposal of [buy({ account: LIVE_ACCOUNT }), { ...CANCEL, account: LIVE_ACCOUNT }]) {
      const content = await make(proposal);
      const { detail } = await deniedWith(() =>
        off.judgeAgain(content, { quote: undefined }, WHO, day, clock.now()),
      );
      expect(detail).toEqual({ need: 'live' });
    }
  });
});

describe('an amendment at the press', () => {
  test('is judged by what it adds', async () => {
    const { verdict } = await pressed(amend({ price: at(70_500n) }), 0, world => {
      world.limits = { dayAmount: 2_999n };
    });
    expect((await deniedWith(verdict)).detail['limit']).toBe('DAY_AMOUNT');
  });
});
