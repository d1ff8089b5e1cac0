import type { BrokerEventSink, Clock } from '../../core/index.js';

const HOUR_MS = 3_600_000;
/** A broker drops a token now and then by itself (KIS: maintenance). */
const EXPECTED_AN_HOUR = 3;

/**
 * To be called when the broker calls a token invalid that had time left; raises `tokenDied`. More than three such deaths
 * within an hour, each mended by a token of ours, mean that another program mints tokens with the same app key: every
 * further one raises `foreignToken`, too.
 */
export function countEarlyDeaths(clock: Clock, emit: BrokerEventSink): () => void {
  let deaths: readonly number[] = [];
  return () => {
    const at = clock.monotonic();
    deaths = [...deaths.filter(past => past > at - HOUR_MS), at];
    const times = deaths.length;
    emit({ kind: 'tokenDied', at: clock.now(), times });
    if (times > EXPECTED_AN_HOUR) emit({ kind: 'foreignToken', at: clock.now(), times });
  };
}
