import { type Clock, systemClock } from '../../src/core/index.js';

/** The system's clock, set forward by `step()` ms: an hour passes while real sockets stay in real time. */
export function steppingClock(step: () => number): Clock {
  return {
    ...systemClock,
    now: () => systemClock.now() + step(),
    monotonic: () => systemClock.monotonic() + step(),
  };
}
