import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Candle } from '../../src/core/index.js';
import { isTradingDay } from '../../src/market/index.js';
import { LISTINGS } from '../../src/simulator/listings.js';
import { CASH, type ExchangeDesk, HELD, openDesk, START, STOCK, TODAY } from './kis-exchange-desk.js';

const dates = (candles: readonly Candle[]) => candles.map(candle => candle.date);
const volume = (candles: readonly Candle[]) => candles.reduce((sum, candle) => sum + candle.volume, 0n);
const newestFirst = (days: readonly string[]) => [...new Set(days)].sort().reverse();

describe.each(['paper', 'live'] as const)('KIS reads against the %s exchange', mode => {
  let desk: ExchangeDesk;
  beforeAll(async () => {
    desk = await openDesk(mode);
  });
  afterAll(() => desk.stop());

  it('a balance of more than one page is whole and adds up', async () => {
    const tr = mode === 'paper' ? 'VTTC8434R' : 'TTTC8434R';
    const before = await desk.requests(tr);
    const balance = await desk.kis.accounts.balance(desk.account);
    expect((await desk.requests(tr)) - before).toBe(mode === 'paper' ? 3 : 2);
    expect(balance.positions.map(position => position.code)).toEqual(HELD.map(held => held.code).sort());
    const sum = (pick: (position: (typeof balance.positions)[number]) => bigint) =>
      balance.positions.reduce((total, position) => total + pick(position), 0n);
    expect(sum(position => position.quantity)).toBe(7n * 55n);
    expect(sum(position => position.value)).toBe(balance.stockValue);
    expect(sum(position => position.cost)).toBe(balance.cost);
    expect(sum(position => position.profit)).toBe(balance.profit);
    expect(balance.total).toBe(balance.stockValue + balance.cashAfterSettlement);
    expect(balance).toMatchObject({ cash: CASH, cashAfterSettlement: CASH, asOf: START });
  });

  it('a quote lies between its limits, and a position has the same price', async () => {
    const quote = await desk.kis.market.quote(STOCK);
    expect(quote.price).toBeGreaterThan(quote.lowerLimit);
    expect(quote.price).toBeLessThan(quote.upperLimit);
    expect(quote.change).toBe(quote.price - quote.base);
    expect(quote.price % quote.tick).toBe(0n);
    expect(quote.marketCap).toBeGreaterThan(0n);
    const { positions } = await desk.kis.accounts.balance(desk.account);
    expect(positions.find(position => position.code === STOCK)?.price).toBe(quote.price);
  });

  it('a code that is not listed is notFound', async () => {
    await expect(desk.kis.market.quote('999998')).rejects.toMatchObject({ kind: 'notFound' });
    await expect(desk.kis.market.stockInfo('999998')).rejects.toMatchObject({
      kind: mode === 'paper' ? 'notFound' : 'refused',
    });
    expect(await desk.kis.market.candles('999998', { period: 'D', from: '20261101', to: TODAY })).toEqual([]);
  });

  it('the order book stands around the price, best first, and adds up', async () => {
    const [book, quote] = [await desk.kis.market.orderBook(STOCK), await desk.kis.market.quote(STOCK)];
    expect([book.asks.length, book.bids.length]).toEqual([10, 10]);
    const asks = book.asks.map(level => level.price);
    const bids = book.bids.map(level => level.price);
    expect(asks).toEqual([...asks].sort((a, b) => Number(a - b)));
    expect(bids).toEqual([...bids].sort((a, b) => Number(b - a)));
    expect([asks[0], bids[0]]).toContain(quote.price);
    expect(book.asks.reduce((sum, level) => sum + level.quantity, 0n)).toBe(book.totalAsk);
    expect(book.bids.reduce((sum, level) => sum + level.quantity, 0n)).toBe(book.totalBid);
  });

  it('daily prices and daily candles of the same days are the same', async () => {
    const daily = await desk.kis.market.dailyPrices(STOCK, 'D');
    expect(daily).toHaveLength(30);
    const from = daily.at(-1)?.date ?? '';
    expect(await desk.kis.market.candles(STOCK, { period: 'D', from, to: TODAY })).toEqual(daily);
  });

  it('daily candles over several pages name every trading day once, newest first', async () => {
    const candles = await desk.kis.market.candles(STOCK, { period: 'D', from: '20251201', to: TODAY });
    expect(candles.length).toBeGreaterThan(200);
    expect(dates(candles)).toEqual(newestFirst(dates(candles)));
    expect(dates(candles).every(date => isTradingDay(date) === true)).toBe(true);
    expect([dates(candles)[0], dates(candles).at(-1)]).toEqual([TODAY, '20251201']);
  });

  it('weeks, months and years carry exactly the volume of their days, over several pages too', async () => {
    const range = { from: '20240101', to: TODAY };
    const days = await desk.kis.market.candles(STOCK, { period: 'D', ...range });
    for (const period of ['W', 'M', 'Y'] as const) {
      const candles = await desk.kis.market.candles(STOCK, { period, ...range });
      expect(dates(candles)).toEqual(newestFirst(dates(candles)));
      expect(volume(candles)).toBe(volume(days));
    }
    const weeks = await desk.kis.market.candles(STOCK, { period: 'W', ...range });
    expect(weeks.length).toBeGreaterThan(100);
  });

  it('minute candles walk back to the opening and stop at the count', async () => {
    const all = await desk.kis.market.minuteCandles(STOCK, { until: '153000', count: 400 });
    expect(all.length).toBeGreaterThanOrEqual(60);
    const times = all.map(candle => candle.time ?? '');
    expect(times).toEqual(newestFirst(times));
    expect(times.at(-1)).toBe('090000');
    expect(times[0]?.slice(0, 4)).toBe('1000');
    const some = await desk.kis.market.minuteCandles(STOCK, { until: '095900', count: 45 });
    expect(some).toEqual(all.filter(candle => (candle.time ?? '') <= '095900').slice(0, 45));
  });

  it('stock info says the name, listed shares and face value', async () => {
    const info = await desk.kis.market.stockInfo(STOCK);
    expect(info).toMatchObject({ code: STOCK, name: '삼성전자', faceValue: 100n });
    expect(info.listedShares).toBeGreaterThan(1_000_000n);
    expect([info.market, info.halted, info.managed]).toEqual(
      mode === 'paper' ? [undefined, undefined, undefined] : ['KOSPI', false, false],
    );
  });

  it('market days come live from KIS and are not offered on paper', async () => {
    const asked = desk.kis.market.marketDays('20261230');
    if (mode === 'paper') {
      await expect(asked).rejects.toMatchObject({ kind: 'notOffered' });
      return;
    }
    const days = await asked;
    expect(days.length).toBeGreaterThanOrEqual(20);
    expect(days.slice(0, 3)).toMatchObject([
      { date: '20261230', open: true },
      { date: '20261231', open: false },
      { date: '20270101', open: false },
    ]);
  });

  it('buying power is the cash less the fee, at the limit price or at the upper limit', async () => {
    const quote = await desk.kis.market.quote(STOCK);
    const price = quote.lowerLimit;
    const limit = await desk.kis.accounts.buyingPower(desk.account, { code: STOCK, price, type: 'limit' });
    const market = await desk.kis.accounts.buyingPower(desk.account, {
      code: STOCK,
      price: 0n,
      type: 'market',
    });
    expect(limit).toMatchObject({ cash: CASH, pricedAt: price, amount: CASH - (CASH * 142n) / 1_000_000n });
    expect(market).toMatchObject({ cash: CASH, pricedAt: quote.upperLimit, amount: limit.amount });
    expect(limit.quantity).toBe(limit.amount / price);
    expect(market.quantity).toBe(market.amount / quote.upperLimit);
  });

  it('what is held is sellable, and what is not held is none', async () => {
    expect(await desk.kis.accounts.sellable(desk.account, STOCK)).toBe(7n);
    const other = LISTINGS.find(listing => !HELD.some(held => held.code === listing.instrument.code));
    expect(await desk.kis.accounts.sellable(desk.account, other?.instrument.code ?? '')).toBe(0n);
  });

  it('an account without orders has an empty and complete list, also far back', async () => {
    const range = { from: '20260101', to: TODAY };
    expect(await desk.kis.accounts.orders(desk.account, range)).toMatchObject({ orders: [], complete: true });
    expect(await desk.kis.accounts.openOrders(desk.account)).toMatchObject({ orders: [], complete: true });
    const old = mode === 'paper' ? 'VTSC9215R' : 'CTSC9215R';
    expect(await desk.requests(old)).toBe(1);
  });
});
