import { parseArgs } from 'node:util';
import type { BrokerId } from '../../src/core/index.js';
import { alertStorm } from './alert-storm.js';
import { auditDamage } from './audit-damage.js';
import { canaryCalls } from './canary-calls.js';
import { gatewayAbuse } from './gateway-abuse.js';
import { gatewayDeaths } from './gateway-deaths.js';
import { gatewayFuzz } from './gateway-fuzz.js';
import { gatewayGuesses } from './gateway-guesses.js';
import { gatewayHandouts } from './gateway-handouts.js';
import { haltLatency } from './halt-latency.js';
import { inboxKills } from './inbox-kills.js';
import { keyTiming } from './key-timing.js';
import { orderWords } from './order-words.js';
import { outage } from './outage.js';
import { readAlerts } from './read-alerts.js';
import { readFaults } from './read-faults.js';
import type { Report } from './report.js';
import { soak } from './soak.js';
import { storeDamage } from './store-damage.js';
import { storeKills } from './store-kills.js';
import { storeLockRaces } from './store-lock.js';
import { tradeFaults } from './trade-faults.js';
import { tradeKills } from './trade-kills.js';
import { tradeModel } from './trade-model.js';
import { tradePresses } from './trade-presses.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261121' },
    kills: { type: 'string', default: '300' },
    flips: { type: 'string', default: '300' },
    truncations: { type: 'string', default: '60' },
    races: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '300' },
    orders: { type: 'string', default: '10000' },
    tickets: { type: 'string', default: '200' },
    presses: { type: 'string', default: '50' },
    'trade-kills': { type: 'string', default: '2000' },
    halts: { type: 'string', default: '1000' },
    words: { type: 'string', default: '100000' },
    models: { type: 'string', default: '20000' },
    mutations: { type: 'string', default: '2000' },
    updates: { type: 'string', default: '1000' },
    'inbox-kills': { type: 'string', default: '200' },
    'give-ups': { type: 'string', default: '200' },
    alerts: { type: 'string', default: '500' },
    errors: { type: 'string', default: '10000' },
    calls: { type: 'string', default: '10000' },
    samples: { type: 'string', default: '20000' },
    guesses: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '7' },
    commands: { type: 'string', default: '1000000' },
    deaths: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    'http-guesses': { type: 'string', default: '20000' },
    requests: { type: 'string', default: '20000' },
    only: { type: 'string', default: '' },
    broker: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
const count = (name: Exclude<keyof typeof values, 'only' | 'broker'>) => Number(values[name]);

/** Whatever reads or trades, at one broker. `--broker kiwoom` runs these of Kiwoom's alone, `--broker kis` all else. */
const brokerCampaigns = (broker: BrokerId): readonly [string, () => Promise<Report>][] => [
  ['read-faults', () => readFaults({ rounds: count('rounds'), seed, broker })],
  ['read-alerts', () => readAlerts({ rounds: count('give-ups'), seed, broker })],
  ['trade-faults', () => tradeFaults({ orders: count('orders'), seed, broker })],
  [
    'trade-presses',
    () =>
      tradePresses({
        tickets: count('tickets'),
        presses: count('presses'),
        guesses: 1_000_000,
        mutations: 10_000,
        seed,
        broker,
      }),
  ],
  ['trade-kills', () => tradeKills({ kills: count('trade-kills'), seed, broker })],
  ['halts', () => haltLatency({ trials: count('halts'), seed, broker })],
  ['soak', () => soak({ days: count('days'), commands: count('commands'), seed, broker })],
];

const CAMPAIGNS: readonly (readonly [string, () => Promise<Report>])[] = [
  ['store-kills', () => storeKills({ kills: count('kills'), seed })],
  ['store-damage', () => storeDamage({ flips: count('flips'), truncations: count('truncations'), seed })],
  ['lock', () => storeLockRaces({ races: count('races'), starters: 20 })],
  ...brokerCampaigns('kis'),
  ...brokerCampaigns('kiwoom').map(([name, run]) => [`kiwoom-${name}`, run] as const),
  ['inbox-kills', () => inboxKills({ updates: count('updates'), kills: count('inbox-kills'), seed })],
  ['trade-model', () => tradeModel({ runs: count('models'), seed })],
  ['words', () => orderWords({ runs: count('words'), seed })],
  ['alert-storm', () => alertStorm({ alerts: count('alerts'), errors: count('errors'), seed })],
  ['outage', () => outage({ alerts: count('alerts'), seed })],
  ['canary-calls', () => canaryCalls({ calls: count('calls'), seed })],
  ['key-timing', () => keyTiming({ samples: count('samples'), guesses: count('guesses'), seed })],
  ['gateway-handouts', () => gatewayHandouts({ crowds: [100, 1_000], seed })],
  ['gateway-deaths', () => gatewayDeaths({ kills: count('deaths'), seed })],
  ['gateway-fuzz', () => gatewayFuzz({ requests: count('requests'), seed })],
  ['gateway-abuse', () => gatewayAbuse({ seconds: count('seconds'), seed })],
  ['gateway-guesses', () => gatewayGuesses({ guesses: count('http-guesses'), seed })],
  ['audit', () => auditDamage({ mutations: count('mutations'), seed })],
];

let failed = 0;
for (const [name, run] of CAMPAIGNS) {
  if (values.only !== '' && values.only !== name) continue;
  if (values.broker === 'kiwoom' && !name.startsWith('kiwoom-')) continue;
  if (values.broker === 'kis' && name.startsWith('kiwoom-')) continue;
  const { campaign, lines, failures } = await run();
  process.stdout.write(`\n${campaign} (seed ${seed})\n${lines.map(line => `  ${line}\n`).join('')}`);
  for (const failure of failures) process.stdout.write(`  FAILED: ${failure}\n`);
  failed += failures.length;
}
process.stdout.write(failed === 0 ? '\nno failure\n' : `\n${failed} failures\n`);
process.exitCode = failed === 0 ? 0 : 1;
