import { startDelayProxy } from '../support/delay-proxy.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { type BenchBroker, ofEach } from './brokers.js';
import { atLeast, exactly, type Figure } from './figures.js';

const PER_SECOND = 20;
const WARM_MS = 2_000;
const MEASURED_MS = 20_000;

interface Load {
  readonly name: string;
  /** Uplink delay of one request, ms. */
  readonly delayMs: () => number;
  /** Calls asked for at once before the next are. */
  readonly burst: number;
}

const LOADS: readonly Load[] = [
  { name: 'calm', delayMs: () => 0, burst: 40 },
  {
    name: 'jitter 5-25 ms, 2 % spikes of 80 ms',
    delayMs: () => (Math.random() < 0.02 ? 80 : 5 + Math.random() * 20),
    burst: 40,
  },
  { name: 'bursts of 60', delayMs: () => 0, burst: 60 },
];

/** (b) Reads per second against a server that allows 20 per sliding second, counted when they arrive there. */
export function rate(): Promise<Figure[]> {
  return ofEach(async broker => {
    const figures: Figure[] = [];
    for (const load of LOADS) figures.push(...(await measure(broker, load)));
    return figures;
  });
}

async function measure({ open }: BenchBroker, load: Load): Promise<Figure[]> {
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', String(PER_SECOND));
  const proxy = await startDelayProxy(simulator.baseUrl, load.delayMs);
  const { broker, events } = open(proxy.url, { ratePerSecond: PER_SECOND });
  await broker.tokens.forceRenew();
  const begun = performance.now();
  const over = () => performance.now() - begun > WARM_MS + MEASURED_MS;
  let counted = 0;

  const read = async () => {
    await broker.market.quote('005930');
    const at = performance.now() - begun - WARM_MS;
    if (at >= 0 && at < MEASURED_MS) counted += 1;
  };
  const loop = async () => {
    while (!over()) await read();
  };
  // Calm and jitter: a standing crowd that always has the next read ready. Bursts: all at once, then all again.
  if (load.name.startsWith('bursts')) {
    while (!over()) await Promise.all(Array.from({ length: load.burst }, read));
  } else {
    await Promise.all(Array.from({ length: load.burst }, loop));
  }

  const { rateViolations } = await simulator.ledger();
  const refused = events.filter(event => event.kind === 'rateRefused').length;
  broker.close();
  await proxy.stop();
  await simulator.stop();
  return [
    atLeast(`reads per second, ${load.name}`, counted / (MEASURED_MS / 1000), 19, '/s'),
    exactly(`refusals, ${load.name}`, rateViolations + refused, 0, ''),
  ];
}
