import { type AccountRef, type Broker, type BrokerId, kstDate } from '../../src/core/index.js';
import { kiwoomAccountOf } from '../../src/simulator/kiwoom/account-of.js';
import { MONDAY_TEN } from '../support/desk.js';
import { KIWOOM_KEY } from '../support/kiwoom-desk.js';

const STOCK = '005930';

/** A read, the service that is to be troubled, and whether the result is whole. */
type Read = readonly [service: string, read: () => Promise<boolean>];

/** What a broker calls its services, and how its orders and tokens go. */
export interface FaultServices {
  reads(broker: Broker): readonly Read[];
  /** Of a buy. */
  readonly order: string;
  /** What must be there before an order leaves, if it needs anything but a token. */
  readonly orderNeeds: string | undefined;
  readonly token: string;
  /** For the nth order: of its own wherever a line serves more than one. */
  account(nth: number): AccountRef;
  /** A revoked token comes again for some hours, dead. */
  readonly givesDeadTokens: boolean;
}

const TODAY = { from: kstDate(MONDAY_TEN), to: kstDate(MONDAY_TEN) };
const KIS = { broker: 'kis', mode: 'paper', number: '50101234', product: '01', alias: 'test' } as const;
const KIWOOM = { broker: 'kiwoom', mode: 'paper', ...kiwoomAccountOf(KIWOOM_KEY), alias: 'test' } as const;
const MARKET = { code: STOCK, price: 0n, type: 'market' } as const;

export const FAULT_SERVICES: Readonly<Record<BrokerId, FaultServices>> = {
  kis: {
    reads: ({ market, accounts }) => [
      ['FHKST01010100', async () => (await market.quote(STOCK)).price > 0n],
      ['FHKST01010200', async () => (await market.orderBook(STOCK)).asks.length > 0],
      ['FHKST01010400', async () => (await market.dailyPrices(STOCK, 'D')).length === 30],
      ['VTTC8434R', async () => (await accounts.balance(KIS)).cash === 1_000_000_000n],
      ['VTTC8908R', async () => (await accounts.buyingPower(KIS, MARKET)).quantity > 0n],
    ],
    order: 'VTTC0012U',
    orderNeeds: '/uapi/hashkey',
    token: '/oauth2/tokenP',
    account: nth => ({ ...KIS, number: String(60_000_000 + nth) }),
    givesDeadTokens: true,
  },
  kiwoom: {
    reads: ({ market, accounts }) => [
      ['ka10001', async () => (await market.quote(STOCK)).price > 0n],
      ['ka10100', async () => (await market.quote(STOCK)).tick > 0n],
      ['ka10095', async () => (await market.quote(STOCK)).turnover >= 0n],
      ['ka10004', async () => (await market.orderBook(STOCK)).asks.length > 0],
      ['ka10081', async () => (await market.dailyPrices(STOCK, 'D')).length === 30],
      ['kt00018', async () => (await accounts.balance(KIWOOM)).cash > 0n],
      ['kt00001', async () => (await accounts.buyingPower(KIWOOM, MARKET)).quantity > 0n],
      ['ka10075', async () => (await accounts.openOrders(KIWOOM)).complete],
      ['kt00007', async () => (await accounts.orders(KIWOOM, TODAY)).complete],
    ],
    order: 'kt10000',
    orderNeeds: undefined,
    token: '/oauth2/token',
    account: () => KIWOOM,
    givesDeadTokens: false,
  },
};
