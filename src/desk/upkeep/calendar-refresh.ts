import {
  asDeskError,
  type Clock,
  type DeskError,
  type KnownDays,
  kstDate,
  type MarketDay,
  type MarketReads,
} from '../../core/index.js';

/**
 * Asks the brokers for the exchange's next days, one after the other until one tells, and believes it. Where none does
 * (모의투자) the built-in table goes on to count, which is no failure. Throws what the last read that failed or the store
 * throws; then what was known stays known.
 *
 * KIS: 국내휴장일조회 CTCA0903R, to be asked about once a day.
 */
export async function refreshCalendar(
  {
    markets,
    days,
    clock,
  }: {
    /** One for each broker and environment is enough. */
    readonly markets: readonly Pick<MarketReads, 'marketDays'>[];
    readonly days: Pick<KnownDays, 'learn'>;
    readonly clock: Clock;
  },
  signal: AbortSignal,
): Promise<void> {
  const from = kstDate(clock.now());
  let failure: DeskError | undefined;
  for (const market of markets) {
    let told: readonly MarketDay[] = [];
    try {
      told = await market.marketDays(from, signal);
    } catch (thrown) {
      const error = asDeskError(thrown);
      if (error.kind !== 'notOffered') failure = error;
    }
    if (told.length === 0) continue;
    return days.learn(new Map(told.map(({ date, open }) => [date, open])));
  }
  if (failure) throw failure;
}
