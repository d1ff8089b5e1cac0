import type { TradingMode } from '../../core/index.js';
import { STEP_MS } from '../trading-days.js';
import type { Venue } from '../venue.js';
import { entryOf, type RealEntry } from './frame.js';
import { bookValues, phaseAt, phaseValues, tradeValues } from './market-frame.js';
import { issueOf } from './quote-issue.js';
import type { Registrations } from './registrations.js';

/** What a session was last told of the market: the trade of an item, the moment of its book, the phase. */
export type LastTold = Map<string, number | string>;

/**
 * What the tape has that a session has registered for and has not been told yet. Trades and books are told while the
 * market is open, a trade once; the phase when it changes.
 */
export function newEntries(
  { tape, switches }: Venue,
  { items, has }: Registrations,
  told: LastTold,
  about: { readonly mode: TradingMode; readonly now: number },
): readonly RealEntry[] {
  const { now } = about;
  const entries: RealEntry[] = [];
  const isNew = (name: string, mark: number | string) => {
    if (told.get(name) === mark) return false;
    told.set(name, mark);
    return true;
  };
  if (has('0s')) {
    const phase = phaseAt(now, switches.alwaysOpen);
    if (isNew('0s', phase)) entries.push(entryOf('0s', '', phaseValues(phase, now)));
  }
  if (!tape.isOpen(now)) return entries;
  for (const item of items('0B')) {
    const issue = issueOf(item, about);
    const print = issue && tape.prints(issue.instrument.code, now, 1)[0];
    if (print && isNew(`0B ${item}`, print.at))
      entries.push(entryOf('0B', item, tradeValues(tape, issue, print)));
  }
  for (const item of items('0D')) {
    const issue = issueOf(item, about);
    if (issue && isNew(`0D ${item}`, Math.floor(now / STEP_MS)))
      entries.push(entryOf('0D', item, bookValues(tape, issue, now)));
  }
  return entries;
}
