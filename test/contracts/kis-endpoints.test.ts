import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASH, type ExchangeDesk, HELD, openDesk, START, STOCK, TODAY } from './kis-exchange-desk.js';

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

  it('a code that is not listed is notFound', async () => {
    await expect(desk.kis.market.quote('999998')).rejects.toMatchObject({ kind: 'notFound' });
    await expect(desk.kis.market.stockInfo('999998')).rejects.toMatchObject({
      kind: mode === 'paper' ? 'notFound' : 'refused',
    });
    expect(await desk.kis.market.candles('999998', { period: 'D', from: '20261101', to: TODAY })).toEqual([]);
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

  it('an account without orders has an empty and complete list, also far back', async () => {
    const range = { from: '20260101', to: TODAY };
    expect(await desk.kis.accounts.orders(desk.account, range)).toMatchObject({ orders: [], complete: true });
    expect(await desk.kis.accounts.openOrders(desk.account)).toMatchObject({ orders: [], complete: true });
    const old = mode === 'paper' ? 'VTSC9215R' : 'CTSC9215R';
    expect(await desk.requests(old)).toBe(1);
  });
});
