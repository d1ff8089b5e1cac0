import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Candle } from '../../src/core/index.js';
import { isTradingDay } from '../../src/market/index.js';
import { type BrokerDesk, openBrokerDesk, STOCK, TODAY } from './broker-desk.js';
import { FLAVOURS } from './broker-flavours.js';

const dates = (candles: readonly Candle[]) => candles.map(candle => candle.date);
const volume = (candles: readonly Candle[]) => candles.reduce((sum, candle) => sum + candle.volume, 0n);
const newestFirst = (days: readonly string[]) => [...new Set(days)].sort().reverse();

describe.each(FLAVOURS)('market reads of $name', flavour => {
  let desk: BrokerDesk;
  beforeAll(async () => {
    desk = await openBrokerDesk(flavour);
  });
  afterAll(() => desk.stop());

  it('give a quote between its limits that adds up', async () => {
    const quote = await desk.is(desk.broker.market.quote(STOCK));
    expect(quote.code).toBe(STOCK);
    expect(quote.price).toBeGreaterThan(quote.lowerLimit);
    expect(quote.price).toBeLessThan(quote.upperLimit);
    expect(quote.change).toBe(quote.price - quote.base);
    expect(quote.price % quote.tick).toBe(0n);
    expect(quote.low).toBeLessThanOrEqual(quote.price);
    expect(quote.high).toBeGreaterThanOrEqual(quote.price);
    expect(quote.volume).toBeGreaterThan(0n);
    expect(quote.marketCap).toBeGreaterThan(1_000_000_000_000n);
    expect(Math.abs(quote.asOf - desk.clock.now())).toBeLessThan(2_000);
  });

  it('say notFound of a code that is not listed, and give it no candles', async () => {
    const { market } = desk.broker;
    await expect(desk.is(market.quote('999998'))).rejects.toMatchObject({ kind: 'notFound' });
    const range = { period: 'D', from: '20261101', to: TODAY } as const;
    expect(await desk.is(market.candles('999998', range))).toEqual([]);
  });

  it('give an order book around the price, best first, that adds up', async () => {
    const { market } = desk.broker;
    const [book, quote] = await desk.is(Promise.all([market.orderBook(STOCK), market.quote(STOCK)]));
    expect([book.asks.length, book.bids.length]).toEqual([10, 10]);
    const asks = book.asks.map(level => level.price);
    const bids = book.bids.map(level => level.price);
    expect(asks).toEqual([...asks].sort((a, b) => Number(a - b)));
    expect(bids).toEqual([...bids].sort((a, b) => Number(b - a)));
    expect([asks[0], bids[0]]).toContain(quote.price);
    expect(book.asks.reduce((sum, level) => sum + level.quantity, 0n)).toBe(book.totalAsk);
    expect(book.bids.reduce((sum, level) => sum + level.quantity, 0n)).toBe(book.totalBid);
  });

  it('give the same daily prices by either way, thirty of them', async () => {
    const daily = await desk.is(desk.broker.market.dailyPrices(STOCK, 'D'));
    expect(daily).toHaveLength(30);
    const range = { period: 'D', from: daily.at(-1)?.date ?? '', to: daily[0]?.date ?? '' } as const;
    const candles = await desk.is(desk.broker.market.candles(STOCK, range));
    // Today's is still being traded.
    expect(candles.slice(1)).toEqual(daily.slice(1));
    expect(candles[0]).toMatchObject({ date: TODAY, open: daily[0]?.open });
  });

  it('name every trading day once over several pages, newest first', async () => {
    const range = { period: 'D', from: '20240102', to: TODAY } as const;
    const candles = await desk.is(desk.broker.market.candles(STOCK, range));
    expect(candles.length).toBeGreaterThan(600);
    expect(dates(candles)).toEqual(newestFirst(dates(candles)));
    expect(dates(candles).every(date => isTradingDay(date) !== false)).toBe(true);
    expect([dates(candles)[0], dates(candles).at(-1)]).toEqual([TODAY, '20240102']);
  });

  it('put the days of a past year into weeks, months and one year, none twice', async () => {
    const range = { from: '20250101', to: '20251231' };
    const of = (period: 'D' | 'W' | 'M' | 'Y', over: object = {}) =>
      desk.is(desk.broker.market.candles(STOCK, { period, ...range, ...over }));
    const days = await of('D');
    for (const period of ['M', 'Y'] as const) {
      const candles = await of(period);
      expect(dates(candles)).toEqual(newestFirst(dates(candles)));
      expect(volume(candles)).toBe(volume(days));
    }
    // Weeks that lie within the year as a whole.
    const weeks = await of('W', { from: '20250106', to: '20251226' });
    expect(volume(weeks)).toBe(volume(days.filter(({ date }) => date >= '20250106' && date <= '20251226')));
    expect(weeks).toHaveLength(51);
  });

  it('give minute candles back to the opening, and no more than asked for', async () => {
    const all = await desk.is(desk.broker.market.minuteCandles(STOCK, { until: '095959', count: 400 }));
    const times = all.map(candle => candle.time ?? '');
    expect(times).toEqual(newestFirst(times));
    expect(times.at(-1)).toBe('090000');
    expect(times[0]).toBe('095900');
    expect(all.every(({ date }) => date === TODAY)).toBe(true);
    const some = await desk.is(desk.broker.market.minuteCandles(STOCK, { until: '094500', count: 25 }));
    expect(some).toEqual(all.filter(candle => (candle.time ?? '') <= '094500').slice(0, 25));
  });

  it('say what an issue is', async () => {
    const info = await desk.is(desk.broker.market.stockInfo(STOCK));
    expect(info).toMatchObject({ code: STOCK, name: '삼성전자' });
    expect(info.listedShares).toBeGreaterThan(1_000_000n);
  });

  it('tell of a clock at the exchange that runs ahead of ours, once', async () => {
    const skewed = await openBrokerDesk(flavour);
    const skews = () => skewed.events.filter(({ kind }) => kind === 'clockSkew');
    try {
      await skewed.is(skewed.broker.market.quote(STOCK));
      expect(skews()).toEqual([]);
      await skewed.control('clock', { advanceMs: 45_000 });
      for (let i = 0; i < 3; i += 1) await skewed.is(skewed.broker.market.quote(STOCK));
      expect(skews()).toMatchObject([{ kind: 'clockSkew' }]);
    } finally {
      await skewed.stop();
    }
  });

  it('name the exchange days, or say that this is not offered', async () => {
    const asked = desk.is(desk.broker.market.marketDays('20261230'));
    if (!flavour.marketDays) {
      await expect(asked).rejects.toMatchObject({ kind: 'notOffered' });
      return;
    }
    expect((await asked).slice(0, 2)).toMatchObject([
      { date: '20261230', open: true },
      { date: '20261231', open: false },
    ]);
  });
});
