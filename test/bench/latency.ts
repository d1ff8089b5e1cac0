import http from 'node:http';
import axios from 'axios';
import { spawnSimulator } from '../support/simulator-process.js';
import { type BenchBroker, ofEach } from './brokers.js';
import { atMost, type Figure, noted, quantile } from './figures.js';

const WARM = 2_000;
const PAIRS = 5_000;

/** (c) What the service adds to a price read over a bare axios call on a kept-alive connection, measured in turn. */
export function latency(): Promise<Figure[]> {
  return ofEach(measure);
}

async function measure({ open, vaultKey, read, bareRead }: BenchBroker): Promise<Figure[]> {
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const { broker, vault } = open(simulator.baseUrl);
  await broker.tokens.forceRenew();
  const agent = new http.Agent({ keepAlive: true });
  const bareClient = axios.create({ baseURL: simulator.baseUrl, httpAgent: agent, proxy: false });
  const record = await vault.read(vaultKey);
  if (!record) throw new Error('no token in the vault');
  const bare = () => bareRead(bareClient, record.token);
  const service = () => read(broker);

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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
