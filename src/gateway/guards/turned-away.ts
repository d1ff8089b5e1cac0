import type { GatewayParts } from '../parts.js';
import { createThrottle } from './throttle.js';
import { throttledNotice } from './throttled-notice.js';

const LOG_EVERY_MS = 60_000;
const TELL_EVERY_MS = 3_600_000;
const MOST_REMEMBERED = 10_000;

/** Notes that this source came without a good key; returns until when it is throttled, ms, undefined when it is not. */
export type TurnedAway = (source: string) => number | undefined;

/**
 * What follows when somebody comes without a good key: it is logged once a minute, too much of it is throttled, and the
 * owner is told once an hour, all of it by source.
 *
 * A good key passes from a throttled source all the same: looking at a key costs microseconds and letting a good one in
 * tells its holder nothing new, whereas one broken program must not lock out the others on the same machine.
 */
export function watchTurnedAway({
  clock,
  log,
  tell,
  language,
}: Pick<GatewayParts, 'clock' | 'log' | 'tell' | 'language'>): TurnedAway {
  const throttle = createThrottle();
  const isLogDue = everySoOften(LOG_EVERY_MS);
  const isTellDue = everySoOften(TELL_EVERY_MS);
  return source => {
    const now = clock.monotonic();
    const { until, breach } = throttle.failed(source, now);
    if (isLogDue(source, now)) log('warn', 'gateway_turned_away', { source });
    if (breach && until !== undefined) {
      log('warn', 'gateway_throttled', { source, standingMs: until - now });
      if (isTellDue(source, now)) tell(throttledNotice(source, until - now, clock.now(), language));
    }
    return until === undefined ? undefined : clock.now() + until - now;
  };
}

/** Whether this source's turn has come again; remembers the latest 10,000. */
function everySoOften(ms: number): (source: string, now: number) => boolean {
  const last = new Map<string, number>();
  return (source, now) => {
    const before = last.get(source);
    if (before !== undefined && now - before < ms) return false;
    last.delete(source);
    last.set(source, now);
    const [oldest] = last.keys();
    if (last.size > MOST_REMEMBERED && oldest !== undefined) last.delete(oldest);
    return true;
  };
}
