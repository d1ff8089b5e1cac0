import type { Pick } from './fault-plan.js';

/** Picks from lists by these numbers. */
export function pickBy(random: () => number): Pick {
  return list => {
    const picked = list[Math.floor(random() * list.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  };
}
