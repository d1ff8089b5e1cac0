import { memoryVault } from '../support/memory-vault.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { type BenchBroker, ofEach } from './brokers.js';
import { exactly, type Figure, noted } from './figures.js';

/** (a) 1,000 reads at once while the stored token is an hour past its expiry. */
export function stampede(): Promise<Figure[]> {
  return ofEach(measure);
}

async function measure({ open, vaultKey }: BenchBroker): Promise<Figure[]> {
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const vault = memoryVault();
  const issuedAt = Date.now() - 25 * 3_600_000;
  const expired = { token: 'expired', issuedAt, expiresAt: issuedAt + 24 * 3_600_000, generation: 1 };
  await vault.save(vaultKey, expired);
  const { broker } = open(simulator.baseUrl, { vault });
  const begun = performance.now();
  const quotes = await Promise.allSettled(Array.from({ length: 1_000 }, () => broker.market.quote('005930')));
  const ms = performance.now() - begun;
  const { tokenRequests } = await simulator.ledger();
  broker.close();
  await simulator.stop();
  return [
    exactly('token calls for 1,000 concurrent reads on an expired token', tokenRequests, 1, 'calls'),
    exactly('of them answered', quotes.filter(q => q.status === 'fulfilled').length, 1_000, 'reads'),
    noted('time for all', ms, 'ms'),
  ];
}
