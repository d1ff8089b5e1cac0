import { expect, test } from 'vitest';
import { readAlerts } from './read-alerts.js';

test.each(['kis', 'kiwoom'] as const)(
  'every way in which a read of %s can finally fail is told once on each platform',
  async broker => {
    const { failures } = await readAlerts({ rounds: broker === 'kis' ? 2 : 1, seed: 1, broker });
    expect(failures).toEqual([]);
  },
);
