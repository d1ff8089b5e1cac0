import type { Broker } from './core/index.js';
import type { Job } from './jobs/index.js';
import type { Store } from './store/index.js';
import type { Symbols } from './symbols/index.js';
import type { Safeguards } from './trading.js';

/** What happens by the clock, in KST. */
export function declareJobs({
  broker,
  symbols,
  store,
  safeguards,
}: {
  readonly broker: Broker;
  readonly symbols: Symbols;
  readonly store: Store;
  readonly safeguards: Safeguards;
}): readonly Job[] {
  return [
    {
      name: 'token renewal',
      cron: '*/30 * * * *',
      deadlineMs: 60_000,
      run: async signal => void (await broker.tokens.renewIfDue(signal)),
    },
    { name: 'symbol master', cron: '40 7 * * 1-5', deadlineMs: 120_000, run: () => symbols.refresh() },
    {
      name: 'audit check',
      cron: '10 6 * * *',
      deadlineMs: 600_000,
      async run(signal) {
        const verdict = await store.auditReads.verify(signal);
        if (verdict.kind === 'broken') safeguards.autoHalt.note({ kind: 'auditBroken', about: verdict.file });
      },
    },
  ];
}
