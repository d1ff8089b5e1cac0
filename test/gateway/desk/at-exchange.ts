import { onTestFinished } from 'vitest';
import { createIndex } from '../../../src/symbols/search.js';
import { type ExchangeDesk, openDesk } from '../../contracts/kis-exchange-desk.js';
import { type GatewayOverrides, testGatewayParts } from '../../support/gateway-parts.js';
import { type GatewayRig, openGatewayRig } from '../../support/gateway-rig.js';
import { ISSUES } from '../../support/trade-venue.js';

/** A gateway whose reads come from the real KIS service at the simulated exchange, and a key that may look. */
export async function gatewayAtExchange(over: GatewayOverrides = {}): Promise<{
  readonly rig: GatewayRig;
  readonly exchange: ExchangeDesk;
  readonly key: { 'x-api-key': string };
}> {
  const exchange = await openDesk('live');
  const { kis, clock, account } = exchange;
  const index = createIndex(ISSUES);
  const rig = await openGatewayRig({
    clock,
    market: kis.market,
    proxy: kis.proxy,
    searchSymbols: (query, limit) => index.suggest(query, limit),
    desk: {
      ...testGatewayParts({ clock }).desk,
      accountsOf: () => [account],
      balance: (of, signal) => kis.accounts.balance(of, signal),
      orders: (of, range, signal) => kis.accounts.orders(of, range, signal),
      openOrders: (of, signal) => kis.accounts.openOrders(of, signal),
      findSymbol: async query => index.find(query),
    },
    ...over,
  });
  onTestFinished(async () => {
    await rig.close();
    await exchange.stop();
  });
  const key = { 'x-api-key': rig.parts.keys.add('reader', ['read'], { accounts: ['50101234-01'] }) };
  return { rig, exchange, key };
}
