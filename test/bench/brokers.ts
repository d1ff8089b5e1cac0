import type { AxiosInstance } from 'axios';
import { vaultKey as kisVaultKey } from '../../src/brokers/kis/tokens.js';
import { vaultKey as kiwoomVaultKey } from '../../src/brokers/kiwoom/tokens.js';
import type { Broker } from '../../src/core/index.js';
import { APP_KEY, APP_SECRET, brokerAt, environmentAt, type TestBroker } from '../support/kis-desk.js';
import { kiwoomAt, kiwoomEnvironmentAt } from '../support/kiwoom-desk.js';
import type { memoryVault } from '../support/memory-vault.js';

/** A broker, as the measurements see it: the same are taken of each. */
export interface BenchBroker {
  readonly name: string;
  /** On paper; `ratePerSecond` left out is as fast as it can. */
  open(
    baseUrl: string,
    options?: { readonly ratePerSecond?: number; readonly vault?: ReturnType<typeof memoryVault> },
  ): TestBroker;
  /** Where its token stands in the vault. */
  readonly vaultKey: string;
  /** A price read that asks one service. */
  read(broker: Broker): Promise<unknown>;
  /** The same request by nothing but axios. */
  bareRead(client: AxiosInstance, token: string): Promise<unknown>;
}

const optionsOf = (ratePerSecond: number | undefined) =>
  ratePerSecond === undefined ? {} : { ratePerSecond };

export const BROKERS: readonly BenchBroker[] = [
  {
    name: 'KIS',
    open: (baseUrl, { ratePerSecond, vault } = {}) => brokerAt(baseUrl, optionsOf(ratePerSecond), vault),
    vaultKey: kisVaultKey(environmentAt('')),
    read: ({ market }) => market.quote('005930'),
    bareRead: (client, token) =>
      client.get('/uapi/domestic-stock/v1/quotations/inquire-price', {
        params: { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' },
        headers: {
          authorization: `Bearer ${token}`,
          appkey: APP_KEY,
          appsecret: APP_SECRET,
          tr_id: 'FHKST01010100',
          custtype: 'P',
        },
      }),
  },
  {
    name: 'Kiwoom',
    open: (baseUrl, { ratePerSecond, vault } = {}) => kiwoomAt(baseUrl, optionsOf(ratePerSecond), vault),
    vaultKey: kiwoomVaultKey(kiwoomEnvironmentAt('')),
    // A quote is put together from three services, a book comes from one.
    read: ({ market }) => market.orderBook('005930'),
    bareRead: (client, token) =>
      client.post(
        '/api/dostk/mrkcond',
        { stk_cd: '005930' },
        {
          headers: {
            authorization: `Bearer ${token}`,
            'api-id': 'ka10004',
            'content-type': 'application/json;charset=UTF-8',
          },
        },
      ),
  },
];

/** The same measurement of every broker, one after the other; each figure says whose it is. */
export async function ofEach<T extends { readonly name: string }>(
  measure: (broker: BenchBroker) => Promise<readonly T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (const broker of BROKERS) {
    for (const figure of await measure(broker))
      all.push({ ...figure, name: `${broker.name}: ${figure.name}` });
  }
  return all;
}
