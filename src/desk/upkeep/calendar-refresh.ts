import { asDeskError, type Clock, type KnownDays, kstDate, type MarketReads } from '../../core/index.js';

/**
 * Asks the broker for the exchange's next days and believes them. Where it does not tell (모의투자) the built-in table
 * goes on to count, which is no failure. Throws what the read or the store throws; then what was known stays known.
 *
 * KIS: 국내휴장일조회 CTCA0903R, to be asked about once a day.
 */
export async function refreshCalendar(
  {
    market,
    days,
    clock,
  }: {
    readonly market: Pick<MarketReads, 'marketDays'>;
    readonly days: Pick<KnownDays, 'learn'>;
    readonly clock: Clock;
  },
  signal: AbortSignal,
): Promise<void> {
  const told = await market.marketDays(kstDate(clock.now()), signal).catch((thrown: unknown) => {
    const error = asDeskError(thrown);
    if (error.kind === 'notOffered') return [];
    throw error;
  });
  if (told.length > 0) await days.learn(new Map(told.map(({ date, open }) => [date, open])));
}
