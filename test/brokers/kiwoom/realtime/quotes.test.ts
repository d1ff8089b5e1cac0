import { afterEach, describe, expect, it } from 'vitest';
import { readBook, readTrade } from '../../../../src/brokers/kiwoom/realtime/quotes.js';
import type { OrderBook } from '../../../../src/core/index.js';
import {
  admitting,
  endedAt,
  expectSession,
  type KiwoomExecutionLine,
  startKiwoomExecutionLine,
} from '../../../support/kiwoom-execution-line.js';
import { orderEntry, real } from '../../../support/kiwoom-frames.js';
import { soon } from '../../../support/soon.js';

const NOW = Date.parse('2026-11-23T15:00:00+09:00');

function trade(fields: Readonly<Record<number, string>> = {}, item = '005930') {
  const values = {
    20: '115618',
    10: '-70250',
    11: '-1250',
    12: '-1.75',
    13: '7198927',
    14: '505860',
    15: '-19',
    16: '-71000',
    17: '+71600',
    18: '-70100',
    ...fields,
  };
  return { type: '0B', item, values };
}

function book(fields: Readonly<Record<number, string>> = {}, item = '005930') {
  const levels = Array.from({ length: 10 }, (_, level) => [
    [41 + level, `-${71_000 + level * 100}`],
    [61 + level, String(level + 1)],
    [51 + level, `-${70_900 - level * 100}`],
    [71 + level, String(10 * (level + 1))],
  ]).flat();
  const values = { 21: '115619', 121: '55', 125: '550', ...Object.fromEntries(levels), ...fields };
  return { type: '0D', item, values };
}

describe('a trade', () => {
  it('is read without the signs that tell directions, the change with its own', () => {
    expect(readTrade(trade(), NOW)).toEqual({
      code: '005930',
      exchange: 'KRX',
      at: Date.parse('2026-11-23T11:56:18+09:00'),
      price: 70_250n,
      change: -1_250n,
      changeRate: -1.75,
      base: 71_500n,
      quantity: 19n,
      side: 'sell',
      open: 71_000n,
      high: 71_600n,
      low: 70_100n,
      volume: 7_198_927n,
      turnover: 505_860_000_000n,
    });
  });

  it.each([
    [trade({ 15: '+3' }), { side: 'buy', quantity: 3n }],
    [trade({ 15: ' 3' }), { side: undefined, quantity: 3n }],
    [trade({ 10: '71500', 11: '0', 12: '0.00' }), { price: 71_500n, change: 0n, base: 71_500n }],
    [trade({}, '005930_NX'), { code: '005930', exchange: 'NXT' }],
    [trade({}, '005930_AL'), { code: '005930', exchange: 'SOR' }],
  ])('of %o says so', (entry, expected) => {
    expect(readTrade(entry, NOW)).toMatchObject(expected);
  });

  it.each([
    { 10: '' },
    { 10: '0' },
    { 11: '' },
    { 12: 'x' },
    { 13: '' },
    { 14: '' },
    { 15: '' },
    { 16: '' },
    { 20: '' },
  ])('without %o is none', fields => {
    expect(readTrade(trade(fields), NOW)).toBeUndefined();
  });
});

describe('a book', () => {
  it('has its best levels first on both sides', () => {
    const found = readBook(book(), NOW);
    expect(found).toMatchObject({ code: '005930', exchange: 'KRX', totalAsk: 55n, totalBid: 550n });
    expect(found?.asOf).toBe(Date.parse('2026-11-23T11:56:19+09:00'));
    expect([found?.asks[0], found?.asks[9]]).toEqual([
      { price: 71_000n, quantity: 1n },
      { price: 71_900n, quantity: 10n },
    ]);
    expect([found?.bids[0], found?.bids[9]]).toEqual([
      { price: 70_900n, quantity: 10n },
      { price: 70_000n, quantity: 100n },
    ]);
  });

  it('leaves empty levels out, and may be empty altogether', () => {
    expect(readBook(book({ 50: '0', 70: '0' }), NOW)?.asks).toHaveLength(9);
    const empty = { type: '0D', item: '005930', values: { 21: '160000', 121: '0', 125: '0' } };
    expect(readBook(empty, NOW)).toMatchObject({ asks: [], bids: [], totalAsk: 0n, totalBid: 0n });
  });

  it('without its totals or its time is none', () => {
    expect(readBook(book({ 121: '' }), NOW)).toBeUndefined();
    expect(readBook(book({ 21: '' }), NOW)).toBeUndefined();
  });
});

describe('watching an issue', () => {
  const lines: KiwoomExecutionLine[] = [];
  afterEach(async () => {
    for (const line of lines.splice(0)) await line.close();
  });
  async function start(): Promise<KiwoomExecutionLine> {
    const line = await startKiwoomExecutionLine(admitting());
    lines.push(line);
    await soon(() => line.executions.status().state).toBe('live');
    return line;
  }
  const messages = (line: KiwoomExecutionLine, nth = 0) =>
    (line.server.sessions[nth]?.texts ?? [])
      .map(text => JSON.parse(text))
      .filter(({ grp_no }) => grp_no === '2');

  it('registers it once for all who watch, and ends it with the last of them', async () => {
    const line = await start();
    const [prices, depths]: [bigint[], bigint[]] = [[], []];
    const [one, other] = [
      line.executions.watch('005930', { onTrade: ({ price }) => void prices.push(price) }),
      line.executions.watch('005930', { onBook: (found: OrderBook) => void depths.push(found.totalAsk) }),
    ];
    await soon(() => messages(line)).toEqual([
      { trnm: 'REG', grp_no: '2', refresh: '1', data: [{ item: ['005930'], type: ['0B', '0D'] }] },
    ]);
    line.server.sessions[0]?.send(real(trade(), book(), trade({}, '000660')));
    await soon(() => [prices, depths]).toEqual([[70_250n], [55n]]);
    one();
    one();
    expect(messages(line)).toHaveLength(1);
    other();
    await soon(() => messages(line)[1]).toEqual({
      trnm: 'REMOVE',
      grp_no: '2',
      data: [{ item: ['005930'], type: ['0B', '0D'] }],
    });
  });

  it('goes on over sessions: all that is watched is registered anew, a hundred items a message', async () => {
    const line = await start();
    const codes = Array.from({ length: 150 }, (_, index) => String(100_000 + index));
    for (const code of codes) line.executions.watch(code, {});
    await soon(() => messages(line)).toHaveLength(150);
    line.server.sessions[0]?.break();
    await endedAt(line, 1);
    await expectSession(line, 1_000, 2);
    await soon(() => messages(line, 1).map(({ data }) => data[0].item)).toEqual([
      codes.slice(0, 100),
      codes.slice(100),
    ]);
  });

  it('by somebody who throws costs neither the session nor the notices', async () => {
    const line = await start();
    line.executions.watch('005930', {
      onTrade() {
        throw new Error('of the hub');
      },
    });
    line.server.sessions[0]?.send(real(trade(), orderEntry()));
    await soon(() => line.notices).toHaveLength(1);
    expect(line.executions.status().state).toBe('live');
  });
});
