import http from 'node:http';
import axios from 'axios';
import { vaultKey } from '../../src/brokers/kis/tokens.js';
import { APP_KEY, APP_SECRET, brokerAt, environmentAt } from '../support/kis-desk.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { atMost, type Figure, noted, quantile } from './figures.js';

const WARM = 2_000;
const PAIRS = 5_000;

/** (c) What the service adds to a price read over a bare axios call on a kept-alive connection, measured in turn. */
export async function latency(): Promise<Figure[]> {
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const { broker, vault } = brokerAt(simulator.baseUrl);
  await broker.tokens.forceRenew();
  const agent = new http.Agent({ keepAlive: true });
  const bareClient = axios.create({ baseURL: simulator.baseUrl, httpAgent: agent, proxy: false });
  const token = await currentToken(vault);
  const bare = () =>
    bareClient.get('/uapi/domestic-stock/v1/quotations/inquire-price', {
      params: { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' },
      headers: {
        authorization: `Bearer ${token}`,
        appkey: APP_KEY,
        appsecret: APP_SECRET,
        tr_id: 'FHKST01010100',
        custtype: 'P',
      },
    });
  const service = () => broker.market.quote('005930');

  const bareMs: number[] = [];
  const serviceMs: number[] = [];
  for (let i = 0; i < WARM + PAIRS; i += 1) {
    // Which goes first changes every time, so that neither profits from what the other left behind.
    const turns = [
      { call: bare, spent: bareMs },
      { call: service, spent: serviceMs },
    ];
    for (const { call, spent } of i % 2 === 0 ? turns : turns.toReversed()) {
      const ms = await timed(call);
      if (i >= WARM) spent.push(ms);
    }
  }
  agent.destroy();
  broker.close();
  await simulator.stop();
  const added = (p: number) => quantile(serviceMs, p) - quantile(bareMs, p);
  return [
    atMost('added to a price read, p50', added(0.5), 0.5, 'ms'),
    atMost('added to a price read, p99', added(0.99), 3, 'ms'),
    noted('bare axios call, p50', quantile(bareMs, 0.5), 'ms'),
    noted('through the service, p50', quantile(serviceMs, 0.5), 'ms'),
  ];
}

async function currentToken(vault: ReturnType<typeof brokerAt>['vault']): Promise<string> {
  const record = await vault.read(vaultKey(environmentAt('')));
  if (!record) throw new Error('no token in the vault');
  return record.token;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
