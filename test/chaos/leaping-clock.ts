import type { Clock } from '../../src/core/index.js';

export interface LeapingClock extends Clock {
  /** Moves both clocks forward at once. Who sleeps then sleeps on. */
  leap(ms: number): void;
}

/** A clock that a campaign moves ahead by hours at once, without everything that would have happened on the way. */
export function leapingClock(clock: Clock): LeapingClock {
  let ahead = 0;
  return {
    now: () => clock.now() + ahead,
    monotonic: () => clock.monotonic() + ahead,
    sleep: clock.sleep,
    leap: ms => {
      ahead += ms;
    },
  };
}
