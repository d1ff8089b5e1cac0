import type { BrokerEventSink, Clock } from '../../core/index.js';

const TOLERATED_MS = 30_000;
const BETWEEN_EVENTS_MS = 60_000;
/** A `Date` header has whole seconds, cut off: on average the broker's clock stood half a second later. */
const CUT_OFF_MS = 500;

/**
 * Compares the broker's clock with ours at every answer: its `Date` header with the middle between request and answer.
 * While they differ by more than half a minute it says so, at most once a minute. A header that is no date says nothing.
 */
export function watchClockSkew(clock: Clock, emit: BrokerEventSink): (date: string, begun: number) => void {
  let quietUntil = -Infinity;
  return (date, begun) => {
    const theirs = Date.parse(date) + CUT_OFF_MS;
    const ended = clock.monotonic();
    const now = clock.now();
    const skewMs = Math.round(theirs - (now - (ended - begun) / 2));
    if (!(Math.abs(skewMs) > TOLERATED_MS) || ended < quietUntil) return;
    quietUntil = ended + BETWEEN_EVENTS_MS;
    emit({ kind: 'clockSkew', at: now, skewMs });
  };
}
