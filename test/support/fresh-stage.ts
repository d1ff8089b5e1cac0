import { createHash } from 'node:crypto';
import type { BrokerId, TradingMode } from '../../src/core/index.js';
import type { DeskSite } from './desk-site.js';
import type { SimulatorProcess } from './simulator-process.js';
import { kiwoomAccounts } from './trade-lines.js';
import { ISSUES } from './trade-venue.js';

const ACCOUNT = '50101234-01';
/** Cash and shares for more orders than any campaign places. */
const RICH = {
  cash: '1000000000000',
  holdings: ISSUES.map(({ code, basePrice }) => ({
    code,
    quantity: '100000',
    averagePrice: String(basePrice),
  })),
};

/** The exchange as on its first day, with a rich account, and a place for a desk that has not traded there yet. */
export async function freshStage(
  simulator: SimulatorProcess,
  mode: TradingMode,
  directory: string,
  broker: BrokerId = 'kis',
): Promise<DeskSite> {
  await simulator.control('/reset', {});
  if (broker === 'kiwoom') {
    const [number = '', product = ''] = ACCOUNT.split('-');
    const own = { broker, mode, number, product, alias: '' };
    await simulator.control('/options', { kiwoomAccounts: kiwoomAccounts([own]) });
  }
  await enrich(simulator, ACCOUNT);
  const { baseUrl, wsUrl, masterUrl } = simulator;
  // Its own, since the exchange gives a key one token a minute.
  const appKey = createHash('sha256').update(directory).digest('hex').slice(0, 36);
  return { broker, mode, directory, baseUrl, wsUrl, masterUrl, appKey, account: ACCOUNT };
}

/** `50101234-01` */
export const enrich = (simulator: SimulatorProcess, account: string) =>
  simulator.control('/account', { account, ...RICH });
