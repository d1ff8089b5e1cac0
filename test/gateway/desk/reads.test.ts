import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Candle, DeskError } from '../../../src/core/index.js';
import { balanceOf, instrumentOf, positionOf } from '../../support/desk.js';
import { testGatewayParts } from '../../support/gateway-parts.js';
import { gatewayAtExchange } from './at-exchange.js';

const chart = z.object({
  code: z.string(),
  adjusted: z.boolean(),
  candles: z.array(
    z.object({
      date: z.string(),
      time: z.string().optional(),
      open: z.int(),
      high: z.int(),
      low: z.int(),
      close: z.int(),
      volume: z.int(),
    }),
  ),
});

it('tells a balance in exactly the agreed shape, and the same holdings as positions', async () => {
  const { rig, exchange, key } = await gatewayAtExchange();
  const balance = await exchange.kis.accounts.balance(exchange.account);
  const [first] = balance.positions;
  for (const name of ['50101234-01', '50101234', 'test', undefined]) {
    const query = name === undefined ? '' : `?account=${name}`;
    const told = await rig.get(`/api/v1/account/balance${query}`, key);
    expect(told.status).toBe(200);
    expect(told.json).toMatchObject({
      total_evaluation: Number(balance.total),
      deposit: Number(balance.cash),
      total_profit_loss: Number(balance.profit),
      profit_loss_rate: balance.profitRate,
    });
    expect(told.json).toHaveProperty('holdings.length', balance.positions.length);
    expect(told.json).toHaveProperty('holdings.0', {
      stock_code: first?.code,
      stock_name: first?.name,
      quantity: 7,
      avg_price: first?.averagePrice,
      current_price: Number(first?.price),
      evaluation_amount: Number(first?.value),
      profit_loss: Number(first?.profit),
      profit_loss_rate: first?.profitRate,
    });
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(told.json))).toEqual([
      'total_evaluation',
      'deposit',
      'total_profit_loss',
      'profit_loss_rate',
      'holdings',
    ]);
  }
  const { status, json, text } = await rig.get('/api/v1/positions', key);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    account: { alias: 'test', number: '****1234-01', mode: 'live' },
    as_of: '2026-11-23T10:00:00.000+09:00',
  });
  expect(json).toHaveProperty('positions.0.sellable', 7);
  expect(text).not.toContain('50101234');
});

it("another's account is as unknown as one that does not exist, and without a key nothing is", async () => {
  const { rig, exchange, key } = await gatewayAtExchange();
  const other = { 'x-api-key': rig.parts.keys.add('other', ['read'], { accounts: ['50109999-01'] }) };
  const bodies = [];
  for (const [query, headers] of [
    ['?account=50101234-01', other],
    ['?account=test', other],
    ['', other],
    ['?account=50107777-01', key],
  ] as const) {
    for (const path of ['/account/balance', '/positions', '/orders', '/orders/open']) {
      const answer = await rig.get(`/api/v1${path}${query}`, headers);
      expect(answer.status, path + query).toBe(404);
      bodies.push(answer.text.replace(/T-[0-9]+/, ''));
    }
  }
  expect(new Set(bodies).size).toBe(1);
  expect((await rig.get('/api/v1/account/balance')).status).toBe(403);
  expect((await rig.get('/api/v1/account/balance?account=test&extra=1', key)).status).toBe(400);
  expect(await exchange.requests('TTTC8434R')).toBe(0);
});

it('an amount that JSON would round is an error and never a wrong figure', async () => {
  const { desk } = testGatewayParts();
  const huge = { ...balanceOf([positionOf(1)]), total: 2n ** 53n };
  const { rig } = await gatewayAtExchange({ desk: { ...desk, balance: async () => huge } });
  const key = { 'x-api-key': rig.parts.keys.add('all', ['read']) };
  expect((await rig.get('/api/v1/account/balance?account=Main', key)).status).toBe(500);
  expect((await rig.get('/api/v1/positions?account=Main', key)).status).toBe(200);
  expect((await rig.get('/api/v1/positions', key)).status).toBe(400);
});

it('finds symbols, and tells quote and facts of one', async () => {
  const { rig, key } = await gatewayAtExchange();
  const found = await rig.get(`/api/v1/symbols?q=${encodeURIComponent('삼성전자')}&limit=1`, key);
  expect(found.json).toMatchObject({ symbols: [{ code: '005930', name: '삼성전자', kind: 'stock' }] });
  expect((await rig.get('/api/v1/symbols?q=%EC%97%86%EB%8B%A4%EC%97%86%EB%8B%A4', key)).json).toEqual({
    symbols: [],
  });
  for (const query of ['', '?q=', '?q=a&limit=0', '?q=a&limit=51', '?q=a&limit=1.5', '?q=a&x=1'])
    expect((await rig.get(`/api/v1/symbols${query}`, key)).status, query).toBe(400);

  const stock = await rig.get('/api/v1/stocks/005930', key);
  expect(stock.json).toMatchObject({ code: '005930', name: '삼성전자', market: 'KOSPI' });
  expect(stock.json).toHaveProperty('quote.as_of', '2026-11-23T10:00:00.000+09:00');
  expect((await rig.get('/api/v1/stocks/999999', key)).status).toBe(404);
  expect((await rig.get('/api/v1/stocks/5930', key)).status).toBe(400);
});

it('without a list of symbols a stock is still asked for by its code', async () => {
  const { desk } = testGatewayParts();
  const findSymbol = async () => {
    throw new DeskError('unavailable', 'no list', { what: 'symbols' });
  };
  const { rig, key } = await gatewayAtExchange({ desk: { ...desk, findSymbol } });
  expect((await rig.get('/api/v1/stocks/005930', key)).status).toBe(200);
});

it('charts are the broker’s candles, oldest first and adjusted; history is a range of at most ten years', async () => {
  const { rig, exchange, key } = await gatewayAtExchange();
  const range = { period: 'W', from: '20260105', to: '20261120' } as const;
  const candles = await exchange.kis.market.candles('005930', range);
  const history = await rig.get('/api/v1/history/bars?code=005930&from=20260105&to=20261120&period=W', key);
  const told = chart.parse(history.json);
  expect(told.adjusted).toBe(true);
  expect(told.candles.map(({ date, close }) => [date, close])).toEqual(
    candles.map(({ date, close }) => [date, Number(close)]).reverse(),
  );

  const days = chart.parse((await rig.get('/api/v1/charts/005930?period=D', key)).json);
  expect(days.candles.length).toBeGreaterThan(80);
  expect(days.candles.at(-1)?.date).toBe('20261123');
  const three = chart.parse((await rig.get('/api/v1/charts/005930?period=D&count=3', key)).json);
  expect(three.candles).toEqual(days.candles.slice(-3));

  for (const path of [
    '/charts/005930?period=D&interval=5',
    '/charts/005930?interval=7',
    '/charts/005930?count=0',
    '/history/bars?code=005930&from=20160101&to=20260202',
    '/history/bars?code=005930&from=20260202&to=20260201',
    '/history/bars?code=005930&from=20260230&to=20260301',
    '/history/bars?code=005930&from=20260201',
  ])
    expect((await rig.get(`/api/v1${path}`, key)).status, path).toBe(400);
  expect((await rig.get('/api/v1/charts/999999', key)).status).toBe(404);
});

it('bars of today begin on the clock and hold all the minutes of their span', async () => {
  const { rig, exchange, key } = await gatewayAtExchange();
  const minutes = await exchange.kis.market.minuteCandles('005930', { until: '100000', count: 720 });
  const told = chart.parse((await rig.get('/api/v1/charts/005930?interval=10', key)).json);
  expect(told.adjusted).toBe(false);
  expect(told.candles.every(({ time = '' }) => /^[0-9]{3}000$/.test(time))).toBe(true);
  const sum = (all: readonly Pick<Candle, 'volume'>[]) => all.reduce((total, one) => total + one.volume, 0n);
  expect(told.candles.reduce((total, { volume }) => total + volume, 0)).toBe(Number(sum(minutes)));
  const two = chart.parse((await rig.get('/api/v1/charts/005930?interval=10&count=2', key)).json);
  expect(two.candles).toEqual(told.candles.slice(-2));
  await exchange.clock.advance(9 * 60_000);
  const all = chart.parse((await rig.get('/api/v1/charts/005930?interval=10', key)).json);
  const last = chart.parse((await rig.get('/api/v1/charts/005930?interval=10&count=2', key)).json);
  expect(last.candles.map(({ time }) => time)).toEqual(['095000', '100000']);
  expect(last.candles).toEqual(all.candles.slice(-2));
});

it('a range that is turned round is not asked for', async () => {
  const { market } = testGatewayParts();
  const { rig, key } = await gatewayAtExchange({ market: { ...market, candles: async () => [] } });
  const bars = (from: string, to: string) =>
    rig.get(`/api/v1/history/bars?code=005930&from=${from}&to=${to}`, key);
  expect((await bars('20260201', '20260201')).json).toMatchObject({ candles: [] });
  expect((await bars('20260202', '20260201')).status).toBe(400);
});

it('a read ends with the desk’s deadline', async () => {
  const { desk } = testGatewayParts();
  let asking = (): void => undefined;
  const arrived = new Promise<void>(resolve => {
    asking = resolve;
  });
  const balance = () => {
    asking();
    return new Promise<never>(() => undefined);
  };
  const stuck = { ...desk, balance };
  const { rig } = await gatewayAtExchange({ desk: stuck });
  const key = { 'x-api-key': rig.parts.keys.add('all', ['read']) };
  const asked = rig.get('/api/v1/positions?account=Main', key);
  await arrived;
  await rig.parts.clock.advance(30_000);
  expect((await asked).status).toBe(504);
});

it('an issue of another code than the one asked for is not the one', async () => {
  const { desk } = testGatewayParts();
  const findSymbol = async () => ({ kind: 'one' as const, instrument: instrumentOf('000660', '005930') });
  const { rig, key } = await gatewayAtExchange({ desk: { ...desk, findSymbol } });
  expect((await rig.get('/api/v1/stocks/005930', key)).status).toBe(404);
});
