import { afterEach, describe, expect, it } from 'vitest';
import { type BrokerDesk, openBrokerDesk, STOCK } from './broker-desk.js';
import { FLAVOURS } from './broker-flavours.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(FLAVOURS)('the token of $name', flavour => {
  let desk: BrokerDesk;
  afterEach(() => desk.stop());
  const start = async () => {
    desk = await openBrokerDesk(flavour);
  };
  const kindsOf = (kind: string) => desk.events.filter(event => event.kind === kind);

  it('is asked for once by a hundred calls at the same moment', async () => {
    await start();
    const { accounts, market, tokens } = desk.broker;
    const calls = Array.from({ length: 100 }, (_, i) =>
      i === 0 ? market.quote(STOCK) : i === 1 ? accounts.balance(desk.account) : tokens.hand(),
    );
    await desk.is(Promise.all(calls));
    const { tokenRequests, tokensIssued } = await desk.ledger();
    expect([tokenRequests, tokensIssued]).toEqual([1, 1]);
    expect(kindsOf('tokenRenewed')).toHaveLength(1);
  });

  it('that died is asked for anew once by all the calls that met with it', async () => {
    await start();
    await desk.is(desk.broker.market.quote(STOCK));
    await desk.clock.advance(5 * MINUTE);
    await desk.control('revoke', { as: 'expired' });
    // As many as the rate lets through twice before their time is up.
    const most = Math.min(30, 10 * flavour.rate.perSecond);
    const calls = Array.from({ length: most }, () => desk.broker.market.quote(STOCK));
    const ends = await desk.is(Promise.allSettled(calls));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(most);
    expect((await desk.ledger()).tokenRequests).toBe(2);
    expect(kindsOf('tokenDied')).toHaveLength(1);
    await expect(desk.is(desk.broker.market.quote(STOCK))).resolves.toMatchObject({ code: STOCK });
  });

  it('is never asked for twice within a minute, whoever insists', async () => {
    await start();
    const { tokens } = desk.broker;
    await desk.is(tokens.forceRenew());
    await expect(desk.is(tokens.forceRenew())).rejects.toMatchObject({ kind: 'cooldown' });
    await desk.clock.advance(50_000);
    await desk.control('revoke', { as: 'expired' });
    await expect(desk.is(desk.broker.market.quote(STOCK))).rejects.toMatchObject({ kind: 'cooldown' });
    expect((await desk.ledger()).tokenRequests).toBe(1);
    await desk.clock.advance(20_000);
    await expect(desk.is(desk.broker.market.quote(STOCK))).resolves.toMatchObject({ code: STOCK });
    expect((await desk.ledger()).tokenRequests).toBe(2);
  });

  it('is kept over a restart, and so is the minute', async () => {
    await start();
    await desk.is(desk.broker.market.quote(STOCK));
    desk.broker.close();
    await desk.clock.advance(2_000);
    const next = desk.openSeat(1).broker;
    await desk.is(next.market.quote(STOCK));
    expect((await desk.ledger()).tokenRequests).toBe(1);
    await expect(desk.is(next.tokens.forceRenew())).rejects.toMatchObject({ kind: 'cooldown' });
    expect((await desk.ledger()).tokenRequests).toBe(1);
  });

  it('of one key is not that of another', async () => {
    await start();
    const other = desk.openSeat(2);
    const [one, two] = await desk.is(Promise.all([desk.broker.tokens.hand(), other.broker.tokens.hand()]));
    expect(one.token).not.toBe(two.token);
    expect((await desk.ledger()).tokensIssued).toBe(2);
  });

  it('is renewed before it ends while the old one serves, and lives a day by Korean time', async () => {
    await start();
    await desk.is(desk.broker.market.quote(STOCK));
    const { expiresAt = 0, renewAt = 0 } = desk.broker.tokens.status();
    expect(Math.abs(expiresAt - desk.clock.now() - 24 * HOUR)).toBeLessThan(5 * MINUTE);
    expect(renewAt).toBeLessThan(expiresAt - HOUR / 2);
    expect(await desk.is(desk.broker.tokens.renewIfDue())).toBe(false);
    expect((await desk.ledger()).tokenRequests).toBe(1);
  });
});

describe.each(FLAVOURS)('the rate of $name', flavour => {
  let desk: BrokerDesk;
  afterEach(() => desk.stop());

  it('is kept by a crowd that reads and orders at once, so that the exchange refuses nothing', async () => {
    desk = await openBrokerDesk(flavour);
    const { broker, account, clock } = desk;
    await desk.is(broker.tokens.renewIfDue());
    const begun = clock.monotonic();
    const reads = Array.from({ length: 12 }, (_, i) =>
      i % 3 === 0
        ? broker.accounts.balance(account)
        : i % 3 === 1
          ? broker.market.quote(STOCK)
          : broker.market.orderBook(STOCK),
    );
    const ends = await desk.is(Promise.allSettled(reads));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
    expect((await desk.ledger()).rateViolations).toBe(0);
    expect(desk.events.filter(({ kind }) => kind === 'rateRefused')).toEqual([]);
    // Four of each service and no pages: as fast as the rate lets, and no faster.
    const { perSecond, apart } = flavour.rate;
    const least = apart ? 4 / perSecond : 12 / perSecond;
    expect(clock.monotonic() - begun).toBeGreaterThanOrEqual(Math.max(0, (least - 1) * 1_000));
  });

  it('refused all the same is tried again, and told of', async () => {
    desk = await openBrokerDesk(flavour);
    await desk.is(desk.broker.tokens.renewIfDue());
    await desk.trouble('quote', { kind: 'rateRefusal', times: 2 });
    await expect(desk.patiently(desk.broker.market.quote(STOCK))).resolves.toMatchObject({ code: STOCK });
    expect(desk.events.filter(({ kind }) => kind === 'rateRefused').length).toBeGreaterThanOrEqual(1);
    expect(await desk.requests('quote')).toBe(3);
  });
});
