import { type Clock, systemClock } from '../../src/core/index.js';

export interface LeapingClock extends Clock {
  /** Moves both clocks forward at once. Who sleeps then sleeps on. */
  leap(ms: number): void;
}

/** The system's clock, which a campaign moves ahead by hours instead of waiting for them. */
export function leapingClock(): LeapingClock {
  let ahead = 0;
  return {
    now: () => systemClock.now() + ahead,
    monotonic: () => systemClock.monotonic() + ahead,
    sleep: systemClock.sleep,
    leap: ms => {
      ahead += ms;
    },
  };
}
