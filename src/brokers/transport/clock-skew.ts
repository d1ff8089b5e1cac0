import type { BrokerEventSink, Clock } from '../../core/index.js';

const TOLERATED_MS = 30_000;
const BETWEEN_EVENTS_MS = 60_000;
/** Beyond this the desk stops trading by itself, so it must not wait for the minute to be over. */
const GRAVE_MS = 120_000;
/** A `Date` header has whole seconds, cut off: on average the broker's clock stood half a second later. */
const CUT_OFF_MS = 500;

/**
 * Compares the broker's clock with ours at every answer: its `Date` header with the middle between request and answer.
 * While they differ by more than half a minute it says so, at most once a minute, and at once when the difference comes
 * to be grave. A header that is no date says nothing.
 */
export function watchClockSkew(clock: Clock, emit: BrokerEventSink): (date: string, begun: number) => void {
  let quietUntil = -Infinity;
  let grave = false;
  return (date, begun) => {
    const theirs = Date.parse(date) + CUT_OFF_MS;
    const ended = clock.monotonic();
    const now = clock.now();
    const skewMs = Math.round(theirs - (now - (ended - begun) / 2));
    const worse = Math.abs(skewMs) > GRAVE_MS && !grave;
    grave = Math.abs(skewMs) > GRAVE_MS;
    if (!(Math.abs(skewMs) > TOLERATED_MS) || (ended < quietUntil && !worse)) return;
    quietUntil = ended + BETWEEN_EVENTS_MS;
    emit({ kind: 'clockSkew', at: now, skewMs });
  };
}
