import { kstDate } from '../../../core/index.js';
import { isTradingDay, nxtSessions } from '../../../market/index.js';

/** Whether some Korean stock market may be open: from the first session of NXT (08:00) to its last (20:00), without gaps. */
export function inMarketHours(now: number): boolean {
  const date = kstDate(now);
  if (isTradingDay(date) === false) return false;
  const sessions = nxtSessions(date);
  const [first, last] = [sessions[0], sessions.at(-1)];
  return first !== undefined && last !== undefined && now >= first.from && now < last.to;
}
