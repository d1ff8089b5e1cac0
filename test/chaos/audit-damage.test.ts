import { expect, it } from 'vitest';
import { auditDamage } from './audit-damage.js';

it('finds two hundred changes to the trail and names the first bad line of each', async () => {
  const report = await auditDamage({ mutations: 200, seed: 20261123 });
  expect(report.failures).toEqual([]);
  for (const kind of ['edit', 'delete', 'reorder', 'insert', 'truncate'])
    expect(report.lines[1]).toContain(kind);
});
