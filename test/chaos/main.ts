import { parseArgs } from 'node:util';
import { readFaults } from './read-faults.js';
import type { Report } from './report.js';
import { storeDamage } from './store-damage.js';
import { storeKills } from './store-kills.js';
import { storeLockRaces } from './store-lock.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261121' },
    kills: { type: 'string', default: '300' },
    flips: { type: 'string', default: '300' },
    truncations: { type: 'string', default: '60' },
    races: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '300' },
    only: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);

const CAMPAIGNS: readonly [string, () => Promise<Report>][] = [
  ['kills', () => storeKills({ kills: Number(values.kills), seed })],
  [
    'damage',
    () => storeDamage({ flips: Number(values.flips), truncations: Number(values.truncations), seed }),
  ],
  ['faults', () => readFaults({ rounds: Number(values.rounds), seed })],
  ['lock', () => storeLockRaces({ races: Number(values.races), starters: 20 })],
];

let failed = 0;
for (const [name, run] of CAMPAIGNS) {
  if (!name.includes(values.only)) continue;
  const { campaign, lines, failures } = await run();
  process.stdout.write(`\n${campaign} (seed ${seed})\n${lines.map(line => `  ${line}\n`).join('')}`);
  for (const failure of failures) process.stdout.write(`  FAILED: ${failure}\n`);
  failed += failures.length;
}
process.stdout.write(failed === 0 ? '\nno failure\n' : `\n${failed} failures\n`);
process.exitCode = failed === 0 ? 0 : 1;
