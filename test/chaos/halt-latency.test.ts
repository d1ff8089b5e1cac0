import { expect, it } from 'vitest';
import { haltLatency } from './halt-latency.js';

it('lets nothing but cancellations leave once it is halted, by command or file, full disk or not, nor after a restart', async () => {
  const report = await haltLatency({ trials: 20, seed: 20261121, commands: 200, acts: 20, cancels: 4 });
  expect(report.failures).toEqual([]);
  expect(report.lines[0]).toMatch(/^20 halts of 2 desks .* 1 by the file$/);
}, 90_000);
