import { brokerAt } from '../support/kis-desk.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { exactly, type Figure, noted } from './figures.js';

/** (a) 1,000 reads at once, none of which finds a usable token. */
export async function stampede(): Promise<Figure[]> {
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const { broker } = brokerAt(simulator.baseUrl);
  const begun = performance.now();
  const quotes = await Promise.allSettled(Array.from({ length: 1_000 }, () => broker.market.quote('005930')));
  const ms = performance.now() - begun;
  const { tokenRequests } = await simulator.ledger();
  broker.close();
  await simulator.stop();
  return [
    exactly('token calls for 1,000 concurrent reads on no usable token', tokenRequests, 1, 'calls'),
    exactly('of them answered', quotes.filter(q => q.status === 'fulfilled').length, 1_000, 'reads'),
    noted('time for all', ms, 'ms'),
  ];
}
